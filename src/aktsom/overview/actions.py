"""What can be done with the overview: bring it up to date, look at it, take it out as a sheet."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aktsom.core.actions import action, any_member, only_system
from aktsom.core.actor import Actor
from aktsom.core.compiled import prepared
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution
from aktsom.overview.exporting import Format, write_export
from aktsom.overview.filters import Chosen
from aktsom.overview.models import Visit
from aktsom.overview.queries import rows_of
from aktsom.overview.rebuilding import write_rows

A_VISIT = timedelta(minutes=30)


def rebuild(actor: Actor, report: Callable[[str], None] = lambda _line: None) -> int:
    """Make all rows anew: the public ones and then each institution's, or those of the actor's institution alone."""
    if actor.institution_id is not None:
        return refresh(Actor.system("overview", actor.institution_id))
    with acting_for(Actor.system("overview")):
        made = refresh(Actor.system("overview"))
    for institution in Institution.objects.order_by("pk"):
        own = Actor.system("overview", institution.pk)
        with acting_for(own):
            made += refresh(own)
    report(_("overview: %(rows)d rows") % {"rows": made})
    return made


@action("refresh the overview", may=only_system)
def refresh(actor: Actor, *, ties: Collection[UUID] | None = None, cooperations: Collection[UUID] | None = None) -> int:
    """Make the rows of these ties and cooperation anew, or all; give how many. The connection must act for the institution."""
    return write_rows(actor, ties, cooperations)


@action("export the overview", may=any_member)
def export_overview(actor: Actor, *, chosen: Chosen, language: str, as_format: Format) -> bytes:
    """The filtered rows as a sheet with sources and dates, exactly those that the actor sees on the page."""
    return write_export(actor, rows_of(actor, chosen), language, as_format)


def last_visit(actor: Actor) -> datetime | None:
    """When the person looked before this visit, None the first time; notes that the person looks now.

    It is no change of anything that others see, so it leaves no audit event.
    """
    if actor.institution_id is None or actor.member_id is None:
        return None
    now = timezone.now()
    found = _visit.first(actor.institution_id, actor.member_id)
    visit, new = (
        (found, False)
        if found
        else Visit.objects.get_or_create(
            institution_id=actor.institution_id, member_id=actor.member_id, defaults={"latest": now}
        )
    )
    if not new and now - visit.latest > A_VISIT:
        visit.before, visit.latest = visit.latest, now
        visit.save(update_fields=["before", "latest"])
    return visit.before


@prepared
def _visit(institution_id: int, member_id: UUID) -> QuerySet[Visit]:
    return Visit.objects.filter(institution_id=institution_id, member_id=member_id)
