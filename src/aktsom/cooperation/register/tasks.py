"""The register's work in the background."""

from uuid import UUID

from aktsom.cooperation.register.imports import import_rows
from aktsom.cooperation.register.models import ImportBatch
from aktsom.cooperation.register.preview import AT_ONCE, check_rows
from aktsom.core.actor import Actor
from aktsom.core.jobs import job
from aktsom.core.visibility import get_visible


@job("check a sheet")
def check_sheet(actor: Actor, batch_id: str) -> None:
    """Look at every row of a large sheet, and keep what was found for the page that shows what an import would do."""
    batch: ImportBatch = get_visible(ImportBatch, actor, pk=UUID(batch_id))
    ImportBatch.objects.filter(pk=batch.pk).update(problems=check_rows(actor, batch))


def check_if_large(actor: Actor, batch: ImportBatch) -> None:
    """Have a sheet checked that is too large to be checked while somebody waits for a page."""
    if batch.rows > AT_ONCE:
        check_sheet.defer(actor, batch_id=str(batch.pk))


@job("import a sheet")
def import_sheet(actor: Actor, batch_id: str) -> None:
    """Import the rows of a sheet, or those that are left when an earlier worker was stopped."""
    batch: ImportBatch = get_visible(ImportBatch, actor, pk=UUID(batch_id))
    if batch.state == ImportBatch.State.RUNNING:
        import_rows(actor, batch)
