"""What happened to the appraisals of a period, as far as the actor may see them. A fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Func, JSONField, OuterRef, QuerySet, Subquery, Value

from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.models import Appraisal, Decision, Passage
from aktsom.appraisal.models.words import Outcome, Route, State, Step
from aktsom.appraisal.proportion.shares import Group, Share, groups, middle
from aktsom.appraisal.slight import SLIGHT
from aktsom.cooperation.register.models import Cooperation, CooperationPartner
from aktsom.core.actor import Actor
from aktsom.engine.flags.route import STEPS
from aktsom.engine.flags.route import Step as Level
from aktsom.engine.flags.rule import Rule
from aktsom.engine.flags.types import Weight
from aktsom.institutions.models import Unit

CHANGED = frozenset(
    {Outcome.APPROVE_WITH_MEASURES.value, Outcome.POSTPONE.value, Outcome.DECLINE.value, Outcome.TERMINATE.value}
)
"""Outcomes by which something became other than was asked for."""
_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Waited:
    """How many days decisions took on one route, from sending in: half, and nine in ten."""

    route: Route
    number: int
    median: float
    ninetieth: float


@dataclass(frozen=True, slots=True)
class Caught:
    """For how many a rule held, and for how many of those the decision changed something."""

    rule: Rule
    number: int
    changed: int


@dataclass(frozen=True, slots=True)
class Proportion:
    """The figures of a period. `by` holds, for each way of grouping, the groups and how many were too small to show."""

    sent_in: int
    without_anyone: Share
    asked_median: float | None
    asked_most: int | None
    waited: Sequence[Waited]
    caught: Sequence[Caught]
    never: Sequence[Rule]
    appeals: int
    overturned: int
    by: Mapping[str, tuple[Sequence[Group], int]]


@dataclass(frozen=True, slots=True)
class _Sent:
    """An appraisal that was sent in, and whether somebody was asked about it."""

    kind: str
    unit: UUID | None
    cooperation: UUID | None
    asked: int
    is_held: bool


def proportion(actor: Actor, since: datetime, until: datetime) -> Proportion:
    """The figures for what was sent in, and what was decided, within the period."""
    sent = _sent_in(actor, since, until)
    rows = Appraisal.objects.visible_to(actor).filter(submitted_at__gte=since, submitted_at__lt=until)
    caught, never = _caught(actor, rows)
    decided = Decision.objects.visible_to(actor).filter(at__gte=since, at__lt=until)
    asked = [each.asked for each in sent]
    return Proportion(
        sent_in=len(sent),
        without_anyone=Share(sum(not each.is_held for each in sent), len(sent)),
        asked_median=middle(asked, 0.5),
        asked_most=max(asked, default=None),
        waited=_waited(decided),
        caught=caught,
        never=never,
        appeals=decided.filter(on_appeal=True).count(),
        overturned=_overturned(decided),
        by={
            "kind": groups(_counted(sent, _kinds())),
            "unit": groups(_counted(sent, _top_units(actor))),
            "country": groups(_counted(sent, _countries(actor, sent))),
        },
    )


def _sent_in(actor: Actor, since: datetime, until: datetime) -> list[_Sent]:
    rows = Passage.objects.visible_to(actor).filter(step=Step.SUBMIT, at__gte=since, at__lt=until).order_by()
    columns = ("appraisal__kind", "appraisal__unit", "appraisal__cooperation", "appraisal__asked", "state")
    return [
        _Sent(kind, unit, cooperation, asked, state != State.WENT_AHEAD)
        for kind, unit, cooperation, asked, state in rows.values_list(*columns)
    ]


def _waited(decided: "QuerySet[Decision]") -> list[Waited]:
    sent = Passage.objects.filter(appraisal=OuterRef("appraisal"), round=OuterRef("round"), step=Step.SUBMIT)
    first = decided.filter(on_appeal=False).annotate(sent=Subquery(sent.order_by("at").values("at")[:1]))
    days: dict[Route, list[float]] = defaultdict(list)
    for weight, at, began in first.filter(sent__isnull=False).values_list("weight", "at", "sent").order_by():
        days[_route_at(weight)].append((at - began).total_seconds() / _DAY)
    return [
        Waited(route, len(found), middle(found, 0.5) or 0.0, middle(found, 0.9) or 0.0)
        for route in Route
        if (found := days.get(route))
    ]


def _route_at(weight: str) -> Route:
    """Who decided: the unit's leader also where nothing heavier than a note was found, but something was not known."""
    step = STEPS[Weight(weight) if weight else None]
    return Route.UNIT_LEADER if step is Level.GO_AHEAD else Route(step.value)


def _caught(actor: Actor, rows: "QuerySet[Appraisal]") -> tuple[list[Caught], list[Rule]]:
    """What each rule caught, most often first, and the rules that held for none. Those on ties hold for no appraisal."""
    rules = Func(F("flags"), Value("$[*].rule"), function="jsonb_path_query_array", output_field=JSONField())
    number: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    for held, outcome in rows.annotate(rules=rules).order_by().values_list("rules", "outcome"):
        number.update(held)
        changed.update(held if outcome in CHANGED else ())
    known = [rule for rule in handbook_of(actor.institution_id).rules.rules if SLIGHT not in rule.when.facts]
    found = [Caught(rule, number[rule.id], changed[rule.id]) for rule in known if number[rule.id]]
    return sorted(found, key=lambda each: -each.number), [rule for rule in known if not number[rule.id]]


def _overturned(decided: "QuerySet[Decision]") -> int:
    """Decisions on appeal that ended otherwise than the one before in the same round."""
    before = Decision.objects.filter(
        appraisal=OuterRef("appraisal"), round=OuterRef("round"), on_appeal=False, at__lt=OuterRef("at")
    )
    first = Subquery(before.order_by("-at").values("outcome")[:1])
    return decided.filter(on_appeal=True).annotate(first=first).exclude(outcome=F("first")).count()


def _counted(sent: Iterable[_Sent], names: Callable[[_Sent], Iterable[str]]) -> dict[str, tuple[int, int]]:
    """For each group how many somebody was asked about, of how many. One with partners in two countries counts in both."""
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for each in sent:
        for name in names(each):
            counted[name][0] += each.is_held
            counted[name][1] += 1
    return {name: (held, whole) for name, (held, whole) in counted.items()}


def _kinds() -> Callable[[_Sent], Iterable[str]]:
    words = {value: str(label) for value, label in Cooperation.Kind.choices}
    return lambda each: [words.get(each.kind, each.kind)]


def _top_units(actor: Actor) -> Callable[[_Sent], Iterable[str]]:
    """The unit at the top, such as a faculty, under which each unit lies."""
    units: dict[Any, Unit] = {each.pk: each for each in Unit.objects.visible_to(actor)}
    tops = {each.path: each.name for each in units.values() if each.parent_id is None}

    def name(each: _Sent) -> Iterable[str]:
        unit = units.get(each.unit)
        return [title for path, title in tops.items() if unit is not None and unit.path.startswith(path)]

    return name


def _countries(actor: Actor, sent: Sequence[_Sent]) -> Callable[[_Sent], Iterable[str]]:
    """The countries of each one's partners: where organisations are, which says nothing of where anyone comes from."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = CooperationPartner.objects.visible_to(actor).filter(
        cooperation__in={each.cooperation for each in sent} - {None}
    )
    for cooperation, country in rows.order_by().values_list("cooperation", "partner__country"):
        found[cooperation].add(country)
    return lambda each: sorted(found.get(each.cooperation, set()) - {""}) if each.cooperation else []
