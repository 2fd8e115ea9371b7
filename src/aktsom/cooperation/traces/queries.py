"""What can be asked about traces: ties of an institution or the sector, the works and projects in them, and their years."""

from collections import Counter

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.traces.models import Authorship, Participation, Tie, Trace
from aktsom.core.actor import Actor
from aktsom.core.audit import LOOK_AT_AUTHORS, record_read
from aktsom.core.compiled import Slot, prepared
from aktsom.core.duties import Duty

SEES_AUTHORS = (Duty.RESEARCH_SECURITY_ADVISER, Duty.RESEARCH_SECURITY_LEAD, Duty.EXPORT_CONTROL_OFFICER)


def ties(actor: Actor) -> QuerySet[Tie]:
    """Ties that a trace supports, with institution and partner."""
    rows = Tie.objects.visible_to(actor).filter(Q(works__gt=0) | Q(projects__gt=0))
    return rows.select_related("home", "partner")


def ties_of(actor: Actor, partner: Partner) -> list[Tie]:
    """Who in the sector has been seen with a partner, the most first."""
    return _ties_of.read(actor, partner=partner.pk)


@prepared
def _ties_of(actor: Actor, *, partner: Slot) -> QuerySet[Tie]:
    return ties(actor).filter(partner_id=partner).order_by("-works", "-projects", "pk")


def years_of(found: list[Tie]) -> dict[int, int]:
    """Traces by year over some ties, without gaps."""
    counted: Counter[int] = Counter()
    for tie in found:
        counted.update({int(year): number for year, number in tie.years.items()})
    return {year: counted[year] for year in range(min(counted), max(counted) + 1)} if counted else {}


def traces_between(actor: Actor, partner: Partner, home_id: int | None) -> QuerySet[Trace]:
    """Works and projects in which the partner took part with an institution (None: with any), the newest first."""
    home = Participation.objects.filter(trace=OuterRef("pk"))
    home = home.filter(home__isnull=False) if home_id is None else home.filter(home_id=home_id)
    part = Participation.objects.filter(trace=OuterRef("pk"), partner=partner)
    rows = Trace.objects.visible_to(actor).filter(Exists(part), Exists(home))
    return rows.order_by("-last_year", "kind", "title", "pk")


def with_authors(actor: Actor, rows: QuerySet[Trace], partner: Partner) -> QuerySet[Trace]:
    """The same with the partner's authors (`seen_authors`), for those whose duty needs them; nothing for others.

    That they look is on record.
    """
    if not actor.holds(*SEES_AUTHORS):
        return rows
    record_read(actor, partner, LOOK_AT_AUTHORS)
    own = Participation.objects.filter(trace=OuterRef("trace"), home_id=actor.institution_id)
    authors = Authorship.objects.visible_to(actor).filter(Exists(own), partner=partner).order_by("author").distinct()
    return rows.prefetch_related(Prefetch("authorships", authors, to_attr="seen_authors"))
