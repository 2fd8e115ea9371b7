"""An exit strategy as somebody writes it, checked before anything is kept; and the one to start from."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from aktsom.content.exits import starting_plans
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.exits.models import (
    ROLES,
    STEP_ROLES,
    Anchor,
    ExitStrategy,
    HangingPeople,
    HangingThing,
    Trigger,
    in_words,
)
from aktsom.core.errors import InvalidError, Sentence, spoken
from aktsom.engine.agreements.exits import Anchor as EngineAnchor
from aktsom.engine.agreements.exits import ExitStep, PlanError, in_order
from aktsom.engine.lengths import Length

MOST_STEPS, MOST_DAYS, MOST_MONTHS, LONGEST = 60, 1100, 600, 300


@dataclass(frozen=True, slots=True)
class StepDraft:
    """One step: its key, its words, whose it is, how long it takes, from when on, after which others."""

    key: str
    title: str
    role: str
    days: int = 0
    anchor: str = Anchor.AT_ONCE.value
    after: tuple[str, ...] = ()
    stops_access: bool = False


@dataclass(frozen=True, slots=True)
class ThingDraft:
    """Something that must come back, be deleted or be settled."""

    sort: str
    what: str
    way: str


@dataclass(frozen=True, slots=True)
class PeopleDraft:
    """How many people in a role depend on the agreement, and what is meant for them."""

    role: str
    number: int
    plan: str = ""


@dataclass(frozen=True, slots=True)
class StrategyDraft:
    """The whole strategy."""

    decides: str
    triggers: tuple[str, ...] = tuple(Trigger.values)
    cure_days: int = 0
    notice_months: int = 0
    notice_days: int = 0
    costs: str = ""
    steps: tuple[StepDraft, ...] = ()
    things: tuple[ThingDraft, ...] = ()
    people: tuple[PeopleDraft, ...] = field(default=())


def starting_draft(kind: str) -> StrategyDraft:
    """What the product suggests for a kind of agreement, in the reader's language."""
    plan = starting_plans()[kind]
    steps = (
        StepDraft(
            key=each.step.key,
            title=in_words(each.title),
            role=each.step.role,
            days=each.step.days,
            anchor=each.step.anchor.value,
            after=each.step.after,
            stops_access=each.access,
        )
        for each in plan.steps
    )
    return StrategyDraft(plan.decides, cure_days=plan.cure_days, notice_days=plan.notice_days, steps=tuple(steps))


def starting_for(agreement: Agreement) -> StrategyDraft:
    """The same for an agreement: with the notice that it gives itself, in its months and days, where it gives one."""
    draft, given = starting_draft(agreement.kind), notice_of(agreement)
    return replace(draft, notice_months=given.months, notice_days=given.days) if given else draft


def notice_of(agreement: Agreement) -> Length:
    """The notice that the agreement itself gives; nothing when it gives none."""
    return Length(months=agreement.notice_months, days=agreement.notice_days)


def draft_of(strategy: ExitStrategy) -> StrategyDraft:
    """A strategy that is kept, as the reader would write it."""
    return StrategyDraft(
        decides=strategy.decides,
        triggers=tuple(strategy.triggers),
        cure_days=strategy.cure_days,
        notice_months=strategy.notice_months,
        notice_days=strategy.notice_days,
        costs=strategy.costs,
        steps=tuple(
            StepDraft(each.key, each.words, each.role, each.days, each.anchor, tuple(each.after), each.stops_access)
            for each in strategy.steps.all()
        ),
        things=tuple(ThingDraft(each.sort, each.what, each.way) for each in strategy.things.all()),
        people=tuple(PeopleDraft(each.role, each.number, each.plan) for each in strategy.people.all()),
    )


def check(draft: StrategyDraft) -> None:
    """Raises `InvalidError` with the fields that need another look."""
    wrong, titles = dict(_wrong(draft)), {each.key: each.title.strip() for each in draft.steps}
    steps = [ExitStep(each.key, each.role, each.days, EngineAnchor.AT_ONCE, each.after) for each in draft.steps]
    try:
        in_order(steps, titles)
    except PlanError as error:
        wrong["steps"] = spoken(error)
    if wrong:
        raise InvalidError(fields=wrong)


def _wrong(draft: StrategyDraft) -> Iterator[tuple[str, Sentence]]:
    roles = {value for value, _label in STEP_ROLES}
    if draft.decides not in dict(ROLES):
        yield "decides", _("Choose who decides.")
    if not draft.triggers or not set(draft.triggers) <= set(Trigger.values):
        yield "triggers", _("Choose what sets the plan off.")
    for name in ("cure_days", "notice_days"):
        if not 0 <= getattr(draft, name) <= MOST_DAYS:
            yield name, _("Give a number of days from 0 to 1100.")
    if not 0 <= draft.notice_months <= MOST_MONTHS:
        yield "notice_months", _("Give a number of months from 0 to 600.")
    if len(draft.steps) > MOST_STEPS or any(not _is_step(each, roles) for each in draft.steps):
        yield "steps", _("Each step needs its words, who does it, and a number of days from 0 to 1100.")
    if any(not _is_thing(each) for each in draft.things):
        yield "things", _("Say of each thing what it is and what becomes of it.")
    counted = [each.role for each in draft.people]
    if len(set(counted)) < len(counted) or any(not _is_count(each) for each in draft.people):
        yield "people", _("Give each role once, with a number.")


def _is_step(step: StepDraft, roles: set[str]) -> bool:
    words = 0 < len(step.title.strip()) <= LONGEST and 0 < len(step.key) <= 40
    return words and step.role in roles and 0 <= step.days <= MOST_DAYS and step.anchor in Anchor.values


def _is_thing(thing: ThingDraft) -> bool:
    known = thing.sort in HangingThing.Sort.values and thing.way in HangingThing.Way.values
    return known and 0 < len(thing.what.strip()) <= LONGEST


def _is_count(people: PeopleDraft) -> bool:
    return people.role in HangingPeople.Role.values and 0 < people.number < 100_000 and len(people.plan) <= 500
