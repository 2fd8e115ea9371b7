"""What the handbook says of a cooperation that is registered or still a draft: facts, flags, what nobody knows, the route."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from aktsom.appraisal.evaluation import Found, Outcome, declared, known_facts, united
from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.models import Appraisal
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.engine.flags.route import Route, route
from aktsom.engine.flags.types import Fact, Weight
from aktsom.engine.guides.types import OpenPoint
from aktsom.engine.handbook.handbook import Handbook

Facts = tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Assessed:
    """`own` are the facts of the cooperation itself, `of_partners` those that come with each partner."""

    own: Facts
    of_partners: tuple[tuple[Partner, Facts], ...]
    found: Outcome
    open_points: tuple[OpenPoint, ...]
    route: Route

    @property
    def weight(self) -> Weight | None:
        """The heaviest flag's weight."""
        return self.route.weight


def room_facts(
    actor: Actor, cooperation: Cooperation | None, partners: Sequence[Partner]
) -> tuple[Facts, dict[UUID, Facts]]:
    """What the rooms know of the cooperation, without what an intake said, and of each partner.

    The connection must act for the institution; `actor` is the system at work for it.
    """
    own = known_facts(actor, [cooperation])[cooperation.pk] if cooperation else ()
    return own, known_facts(actor, partners)


def assess(
    book: Handbook, own: Facts, of_partners: Sequence[tuple[Partner, Facts]], open_points: Sequence[OpenPoint] = ()
) -> Assessed:
    """Flags with each partner as one, and the way that they lead."""
    found = united(book.rules, own, of_partners)
    sets = [(*own, *facts) for _partner, facts in of_partners] or [own]
    possible = book.possible((declared(book.rules, facts) for facts in sets), open_points)
    way = route(found, book.stages, (each.weight for each in possible), all_clear=not open_points)
    return Assessed(own, tuple(of_partners), found, tuple(open_points), way)


def assess_registered(row: Appraisal, partners: Sequence[Partner]) -> Assessed:
    """The appraisal's cooperation as it is known now, what the intake said included."""
    actor = Actor.system("appraisal", row.institution_id)
    own, of_partners = room_facts(actor, row.cooperation, partners)
    pairs = [(each, of_partners[each.pk]) for each in partners]
    return assess(handbook_of(row.institution_id), own, pairs, open_points_of(row))


def open_points_of(row: Appraisal) -> list[OpenPoint]:
    """What nobody knew when the answers were sent in."""
    return [OpenPoint(each["question"], each["text"], each["remedy"], tuple(each["facts"])) for each in row.open_points]


def kept_points(points: Iterable[OpenPoint]) -> list[dict[str, Any]]:
    """Open points as they are kept."""
    return [
        {"question": each.question, "text": dict(each.text), "remedy": dict(each.remedy), "facts": list(each.facts)}
        for each in points
    ]


def kept_flags(found: Outcome) -> list[dict[str, Any]]:
    """Flags as they are kept."""
    return [
        {
            "rule": each.rule,
            "facet": each.facet,
            "weight": each.weight,
            "rank": each.rank,
            "facts": [dict(fact) for fact in each.facts],
        }
        for each in found
    ]


def found_of(kept: Iterable[Mapping[str, Any]]) -> Outcome:
    """Kept flags as they were found."""
    return tuple(Found(each["rule"], each["facet"], Weight(each["weight"]), tuple(each["facts"])) for each in kept)
