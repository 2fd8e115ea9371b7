"""Who is bound by an agreement, as a check of its paper needs to know: in which countries, and what those abroad are called."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from aktsom.content.institutions import known_institutions
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.partners.queries import names_used_abroad, now_standing
from aktsom.core.actor import Actor
from aktsom.engine.clauses.whose_law import HOME
from aktsom.engine.names.common_names import is_common

MOST_NAMES = 500
SHORTEST = 3


class Bound(NamedTuple):
    """A party with its country and its names in the register; `partner` stands for it now, None on our side.

    `ours` is what the institution is called that has the agreement.
    """

    partner: UUID | None
    country: str
    names: frozenset[str]
    ours: frozenset[str]

    @property
    def is_abroad(self) -> bool:
        """Whether it is a partner abroad, or one of whom nobody knows where."""
        return self.partner is not None and self.country != HOME


def bound_by(agreement: Agreement) -> list[Bound]:
    """All parties. One query."""
    stands, called = now_standing("partner"), now_standing("partner", "name")
    institution = ("institution__name_nb", "institution__name_en")
    rows = agreement.parties.values_list(stands, "partner__country", *institution, "name", "partner__name", called)
    return [
        Bound(partner, country or "", frozenset(filter(None, names)), frozenset((bokmal, english)))
        for partner, country, bokmal, english, *names in rows
    ]


def countries_of(parties: Iterable[Bound]) -> tuple[str, ...]:
    """The countries of the partners, as ISO codes."""
    return tuple(sorted({each.country for each in parties if each.partner} - {""}))


def names_abroad(actor: Actor, parties: Sequence[Bound]) -> tuple[str, ...]:
    """What partners abroad are called: in the register, and by sources as far as the actor may see their names. One query.

    A name makes a law theirs, which is the careful side. So one counts though a source may be wrong, or two partners have it.
    Of the sources' names, those that are seen most count, `MOST_NAMES` for all partners together; and none that many bodies
    have ("Institute of Technology"), that is no name by its letters, or that a party at home goes by.
    """
    keys = [each.partner for each in parties if each.partner and each.is_abroad]
    used = names_used_abroad(actor, keys, MOST_NAMES) if keys else []
    at_home = _used_at_home(parties)
    others = {name for name in used if _tells(name) and name.casefold() not in at_home}
    return tuple(sorted(others.union(*(each.names for each in parties if each.is_abroad))))


def _used_at_home(parties: Iterable[Bound]) -> set[str]:
    """In small letters what we and partners at home are called, here and as Norwegian institutions are publicly known."""
    found = {name.casefold() for each in parties for name in (each.ours if each.is_abroad else each.ours | each.names)}
    known = [{name.casefold() for name in each.all_names} for each in known_institutions()]
    return found.union(*(each for each in known if not each.isdisjoint(found)))


def _tells(name: str) -> bool:
    return sum(map(str.isalpha, name)) >= SHORTEST and not name.islower() and not is_common(name)
