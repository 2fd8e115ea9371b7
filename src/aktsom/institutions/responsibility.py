"""Which duties are filled, at which level and by whom; and where somebody is missing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.utils import timezone

from aktsom.content.duties import duties_in_words
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.institutions.models import DutyAssignment, Member, RequiredDuty, Unit
from aktsom.institutions.permissions import may_give
from aktsom.institutions.queries import Responsible, in_tree_order, open_units, who_acts

SOON = timedelta(days=30)
Level = RequiredDuty.Level
Key = tuple[Duty, str]
"""A duty and the path of the unit that it is held for; "" is the institution."""


class GapKind(StrEnum):
    """How somebody is missing."""

    EMPTY = "empty"
    AWAY = "away"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Gap:
    """A duty that nobody can act in where it must be filled, or soon will not: since when or until when, if that is known."""

    kind: GapKind
    duty: Duty
    unit: Unit | None
    since: date | None = None
    until: date | None = None
    member: Member | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """One assignment as the page shows it: who acts today, whether that is the deputy, and whether it ends soon."""

    row: DutyAssignment
    acting: Responsible | None

    @property
    def duty(self) -> Duty:
        """Which duty it is."""
        return Duty(self.row.duty)


@dataclass(slots=True)
class Post:
    """The institution (`unit` None) or one unit, with its duties as they are held and its gaps."""

    unit: Unit | None
    held: list[Held] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """One duty at one level, as the page shows it: held by somebody, or by nobody, perhaps with a gap that says since when."""

    duty: Duty
    unit: Unit | None
    held: Held | None = None
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Responsibility:
    """The whole picture: the institution first, then each unit that has a duty or a gap, from the top down."""

    posts: list[Post]
    gaps: list[Gap]

    def by_duty(self) -> list[Line]:
        """Every duty in the order of the handbook, each with its levels from the top down; what nobody holds is a line too."""
        found: dict[Duty, list[Line]] = {duty: [] for duty in _ORDER}
        for post in self.posts:
            for held in post.held:
                found[held.duty].append(Line(held.duty, post.unit, held))
            for gap in post.gaps:
                if gap.kind is GapKind.EMPTY:
                    found[gap.duty].append(Line(gap.duty, post.unit, gap=gap))
        return [line for duty, lines in found.items() for line in lines or [Line(duty, None)]]


def required_levels(actor: Actor) -> Mapping[Duty, str]:
    """Where each duty must be filled: what the product suggests, with what the institution decided instead."""
    own = dict(RequiredDuty.objects.visible_to(actor).values_list("duty", "level"))
    return {Duty(name): own.get(name, words.level) for name, words in duties_in_words().items()}


def responsibility(actor: Actor, today: date | None = None) -> Responsibility:
    """Everything for the responsibility page, in three queries however many units there are."""
    day = today or timezone.localdate()
    units = in_tree_order(open_units(actor).select_related("parent"))
    rows = list(
        DutyAssignment.objects.visible_to(actor)
        .select_related("unit", "member__user", "deputy__user")
        .order_by("starts")
    )
    by_key: dict[Key, list[DutyAssignment]] = defaultdict(list)
    for row in rows:
        by_key[Duty(row.duty), row.unit.path if row.unit else ""].append(row)
    posts = {"": Post(None)} | {unit.path: Post(unit) for unit in units}
    for (_duty, path), assigned in sorted(by_key.items(), key=lambda item: _ORDER[item[0][0]]):
        if path in posts:
            posts[path].held += [Held(row, who_acts(row, day)) for row in assigned if _holds(row, day)]
    for duty, unit in _wanted(required_levels(actor), units):
        path = unit.path if unit else ""
        posts[path].gaps += _gaps(duty, unit, by_key.get((duty, path), []), day)
    shown = [post for post in posts.values() if post.unit is None or post.held or post.gaps]
    return Responsibility(shown, [gap for post in shown for gap in post.gaps])


def gaps_to_mend(actor: Actor) -> list[Gap]:
    """The gaps that the actor can mend by assigning the duty to somebody."""
    return [gap for gap in responsibility(actor).gaps if may_give(actor, gap.duty, gap.unit)]


_ORDER = {duty: place for place, duty in enumerate(map(Duty, duties_in_words()))}


def _wanted(levels: Mapping[Duty, str], units: list[Unit]) -> Iterator[tuple[Duty, Unit | None]]:
    top = [unit for unit in units if unit.parent_id is None]
    for duty, level in levels.items():
        if level in (Level.INSTITUTION, Level.BOTH):
            yield duty, None
        if level in (Level.TOP_UNITS, Level.BOTH):
            yield from ((duty, unit) for unit in top)


def _gaps(duty: Duty, unit: Unit | None, assigned: list[DutyAssignment], day: date) -> Iterator[Gap]:
    holding = [row for row in assigned if _holds(row, day)]
    if not holding:
        yield Gap(GapKind.EMPTY, duty, unit, since=_empty_since(assigned, day))
        return
    if not any(who_acts(row, day) for row in holding):
        member = holding[0].member
        yield Gap(GapKind.AWAY, duty, unit, since=member.away_from, until=member.away_until, member=member)
    last = [row.ends for row in holding if row.ends and row.ends <= day + SOON]
    if len(last) == len(holding) and not _somebody_follows(assigned, max(last)):
        yield Gap(GapKind.ENDING, duty, unit, until=max(last), member=holding[-1].member)


def _holds(row: DutyAssignment, day: date) -> bool:
    """As `in_force`, for rows that are at hand."""
    running = row.ended_at is None and row.member.ended_at is None
    return running and row.starts <= day and (row.ends is None or row.ends >= day)


def _somebody_follows(assigned: list[DutyAssignment], last: date) -> bool:
    return any(
        row.ended_at is None and row.starts <= last + timedelta(days=1) and (not row.ends or row.ends > last)
        for row in assigned
    )


def _empty_since(assigned: list[DutyAssignment], day: date) -> date | None:
    """The first day without anybody; None when nobody ever had it here."""
    ends = [end for row in assigned if row.starts <= day and (end := _first_day_without(row)) is not None]
    return max(ends, default=None)


def _first_day_without(row: DutyAssignment) -> date | None:
    planned = row.ends + timedelta(days=1) if row.ends else None
    stopped = [timezone.localdate(at) for at in (row.ended_at, row.member.ended_at) if at]
    return min([*stopped, *([planned] if planned else [])], default=None)
