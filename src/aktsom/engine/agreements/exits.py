"""The way out of an agreement: a strategy written in calm days becomes a dated plan on the day when it is needed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from aktsom.engine.errors import EngineError
from aktsom.engine.lengths import Length
from aktsom.engine.wording import said

NOTHING = Length()


class Trigger(StrEnum):
    """What sets a plan off."""

    BREACH = "breach"
    LAW = "law"
    SECURITY = "security"
    VALUES = "values"
    INACTIVITY = "inactivity"
    EXPIRY = "expiry"


class Anchor(StrEnum):
    """From when on a step may begin: at once, when the time to cure is over, or after the agreement's last day."""

    AT_ONCE = "at-once"
    CURE_OVER = "cure-over"
    ENDED = "ended"


class PlanError(EngineError):
    """The steps cannot be put in an order; no plan was made."""


@dataclass(frozen=True, slots=True)
class ExitStep:
    """One thing to do: who does it (a duty or "owner"), how many days it takes, from when on and after which other steps."""

    key: str
    role: str
    days: int = 0
    anchor: Anchor = Anchor.AT_ONCE
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Strategy:
    """What sets it off, how long the other side has to cure, how long notice runs, and the steps.

    A trigger in `without_cure` leaves no time to cure: what the law stops or what endangers security does not wait.
    """

    steps: tuple[ExitStep, ...]
    triggers: frozenset[Trigger] = frozenset(Trigger)
    notice: Length = NOTHING
    cure: Length = NOTHING
    without_cure: frozenset[Trigger] = frozenset({Trigger.LAW, Trigger.SECURITY})


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with the day on which it begins and by which it is done. `critical`: a day late makes the whole plan late."""

    step: ExitStep
    begins: date
    due: date
    critical: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The days that a strategy leads to when it is set off on a day; the steps in the order in which they begin."""

    begins: date
    cure_over: date
    ended: date
    done: date
    steps: tuple[PlannedStep, ...]


def plan(strategy: Strategy, trigger: Trigger, day: date, *, last_day: date | None = None, fixed: bool = False) -> Plan:
    """The dated plan of a strategy that is set off on a day. `last_day` is the agreement's, when it is known and comes first.

    With `fixed` it is the last day whenever it comes: the agreement is over, or nothing shortens it. The time to cure ends with
    the agreement; what is set off after that day has its own.

    Raises `PlanError` when steps wait for each other, for one that is not there, or two have one name.
    """
    order = in_order(strategy.steps)
    cure_over = day if trigger in strategy.without_cure else strategy.cure.after(day)
    ended = strategy.notice.after(cure_over)
    if last_day:
        ended = max(day, last_day if fixed else min(ended, last_day))
        cure_over = cure_over if last_day < day else min(cure_over, ended)
    from_day = {Anchor.AT_ONCE: day, Anchor.CURE_OVER: cure_over, Anchor.ENDED: ended}
    begun = _begun(order, from_day)
    done = max((_due(step, begun) for step in order), default=ended)
    critical = _critical(order, begun, max(done, ended))
    steps = [PlannedStep(step, begun[step.key], _due(step, begun), step.key in critical) for step in order]
    return Plan(day, cure_over, ended, max(done, ended), tuple(sorted(steps, key=lambda each: each.begins)))


def in_order(steps: Sequence[ExitStep], titles: Mapping[str, str] = {}) -> tuple[ExitStep, ...]:
    """The steps so that each comes after those it waits for, otherwise as given.

    Raises `PlanError`, which calls the steps by their `titles` where it knows them.
    """
    by_key = {step.key: step for step in steps}
    for fault in _faults(steps, by_key, titles):
        raise fault
    sorter = TopologicalSorter({step.key: step.after for step in steps})
    try:
        return tuple(by_key[key] for key in sorter.static_order())
    except CycleError as error:
        circle = " → ".join(titles.get(key, key) for key in error.args[1])
        raise PlanError(
            said("These steps wait for each other: {circle}.", circle=circle),
            remedy=said("Let one of them wait no more."),
        ) from error


def _faults(steps: Sequence[ExitStep], by_key: dict[str, ExitStep], titles: Mapping[str, str]) -> Iterator[PlanError]:
    if len(by_key) < len(steps):
        yield PlanError(said("Two steps have the same name."), remedy=said("Give each its own."))
    for step in steps:
        if step.days < 0:
            yield PlanError(
                said("A step takes less than no time."), remedy=said("Give its days as a number from 0 on.")
            )
        for other in step.after:
            if other not in by_key:
                yield PlanError(
                    said(
                        "“{step}” waits for the step “{other}”, which is not in the plan.",
                        step=titles.get(step.key, step.key),
                        other=other,
                    ),
                    remedy=said("Add it, or do not wait for it."),
                )


def _begun(order: Sequence[ExitStep], from_day: dict[Anchor, date]) -> dict[str, date]:
    begun: dict[str, date] = {}
    by_key = {step.key: step for step in order}
    for step in order:
        waited = [_due(by_key[other], begun) for other in step.after]
        begun[step.key] = max([from_day[step.anchor], *waited])
    return begun


def _due(step: ExitStep, begun: dict[str, date]) -> date:
    return begun[step.key] + timedelta(step.days)


def _critical(order: Sequence[ExitStep], begun: dict[str, date], done: date) -> set[str]:
    """The steps on the longest way: those that end on the last day, and what they had to wait for."""
    by_key = {step.key: step for step in order}
    found = {step.key for step in order if _due(step, begun) == done}
    for step in reversed(order):
        if step.key in found:
            found |= {other for other in step.after if _due(by_key[other], begun) == begun[step.key]}
    return found
