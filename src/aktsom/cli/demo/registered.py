"""The funded projects of an institution as registered cooperation: what its research office would have registered itself."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from aktsom.cooperation.register.actions import link_trace, register_cooperation
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.traces.models import Participation, Trace
from aktsom.core.actor import Actor
from aktsom.core.visibility import get_visible
from aktsom.institutions.models import Institution
from aktsom.institutions.queries import open_units

HOME_COUNTRY = "NO"


def register_funded_projects(actor: Actor, *, today: date) -> int:
    """Register each funded project in which the institution took part, once; give how many are new."""
    there = set(Cooperation.objects.visible_to(actor).values_list("reference", flat=True))
    institution = get_visible(Institution, actor, pk=actor.institution_id)
    units = list(open_units(actor).filter(parent=None))
    new = 0
    for trace, partners in _projects_of(institution):
        if trace.key in there or not partners:
            continue
        unit = units[sum(trace.key.encode()) % len(units)].pk if units else None
        cooperation = register_cooperation(actor, draft=_draft(trace, partners, unit, today))
        link_trace(actor, cooperation=cooperation, trace=trace)
        new += 1
    return new


def _projects_of(institution: Institution) -> list[tuple[Trace, list[UUID]]]:
    projects = Trace.objects.filter(kind=Trace.Kind.PROJECT, participations__home=institution).distinct()
    foreign: dict[int, list[UUID]] = defaultdict(list)
    others = Participation.objects.filter(trace__in=projects, home=None).exclude(partner__country=HOME_COUNTRY)
    for trace_id, partner_id in others.order_by("pk").values_list("trace_id", "partner_id"):
        foreign[trace_id].append(partner_id)
    return [(trace, foreign[trace.pk]) for trace in projects.order_by("key")]


def _draft(trace: Trace, partners: list[UUID], unit: UUID | None, today: date) -> Draft:
    over = trace.last_year is not None and trace.last_year < today.year
    return Draft(
        title=trace.title[:500],
        kind=Cooperation.Kind.RESEARCH_PROJECT,
        partners=tuple(partners),
        state=Cooperation.State.ENDED if over else Cooperation.State.ACTIVE,
        unit=unit,
        starts=date(trace.first_year, 1, 1) if trace.first_year else None,
        ends=date(trace.last_year, 12, 31) if trace.last_year else None,
        reference=trace.key,
        funding=trace.programme,
        fields=tuple(trace.fields),
    )
