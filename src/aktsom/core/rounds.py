"""What has to be done anew for everyone when public facts changed: each room registers its step, and a job does them in order.

The pages stay as they are until a step is done. What a step did is noted, so that pages can say from when they are.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.jobs import job
from aktsom.core.models import RoundStep
from aktsom.core.statistics import refresh_statistics
from aktsom.core.tenancy import acting_for

Report = Callable[[str], None]
SYSTEM = Actor.system("round")
COUNTRIES, SCREENING, OWN_PARTNERS, FLAGS, OVERVIEW = 5, 10, 15, 20, 30
"""The places of the steps: each rests on what those before it made."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one room does in a round, while the connection acts for nobody."""

    order: int
    run: Callable[[Report], object]


STEPS: dict[str, Step] = {}


def register_step(room: str, order: int, run: Callable[[Report], object]) -> None:
    """Let a room take part in every round; registering a room again replaces its step."""
    STEPS[room] = Step(order, run)


def run_round(report: Report = lambda _line: None) -> None:
    """Do all steps here and now. A step that fails leaves those before it done; the next round begins from the first."""
    for step in sorted(STEPS.values(), key=lambda each: each.order):
        with acting_for(SYSTEM):
            step.run(report)
        refresh_statistics()


@job("a whole round", once=True)
def whole_round(_actor: Actor) -> None:
    """Do all steps in the background."""
    run_round()


def round_soon() -> None:
    """Let a round be done in the background; one that waits already is enough."""
    whole_round.defer(SYSTEM)


@dataclass
class Noted:
    """What a step says of itself when it is done."""

    numbers: Mapping[str, Any]


@contextmanager
def noted(name: str) -> Iterator[Noted]:
    """Put on record when work on public facts began and, if it came to its end, when it ended and what it says."""
    row = RoundStep.objects.create(name=name, begun_at=timezone.now())
    done = Noted({})
    yield done
    row.ended_at, row.numbers = timezone.now(), dict(done.numbers)
    row.save(update_fields=["ended_at", "numbers"])


def last_done(actor: Actor, name: str) -> RoundStep | None:
    """The latest time that this work came to its end."""
    rows = RoundStep.objects.visible_to(actor).filter(name=name, ended_at__isnull=False)
    done: RoundStep | None = rows.order_by("-begun_at").first()
    return done


@dataclass(frozen=True, slots=True)
class Freshness:
    """From when the hits are, whether the lists changed since, and whether a round waits or runs."""

    screened_at: datetime | None
    is_behind: bool
    is_under_way: bool = False


def freshness(actor: Actor, lists_changed: datetime | None) -> Freshness:
    """How the last screening compares with the moment at which the newest list came into force."""
    screened = last_done(actor, "screening")
    screened_at = screened.begun_at if screened else None
    behind = is_behind(screened_at, lists_changed)
    return Freshness(screened_at, behind, behind and whole_round.is_under_way())


def is_behind(screened_at: datetime | None, lists_changed: datetime | None) -> bool:
    """Whether the lists changed after the screening began, or nothing was screened against them yet."""
    return lists_changed is not None and (screened_at is None or screened_at < lists_changed)
