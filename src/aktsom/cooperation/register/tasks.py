"""The register's work in the background."""

from uuid import UUID

from aktsom.cooperation.register.imports import import_rows
from aktsom.cooperation.register.models import ImportBatch
from aktsom.core.actor import Actor
from aktsom.core.jobs import job
from aktsom.core.visibility import get_visible


@job("import a sheet")
def import_sheet(actor: Actor, batch_id: str) -> None:
    """Import the rows of a sheet, or those that are left when an earlier worker was stopped."""
    batch: ImportBatch = get_visible(ImportBatch, actor, pk=UUID(batch_id))
    if batch.state == ImportBatch.State.RUNNING:
        import_rows(actor, batch)
