"""Who the names in a sheet stand for, with what somebody chose where that was not sure."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol
from uuid import UUID

from django.http import QueryDict

from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.partners.matching import PartnerMatch, Standing, Wanted, match_in_all_countries
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.http import uuid_of

NEW = "new"
MOST_CHOICES = 1000
Matching = Callable[[Actor, Iterable[Wanted]], dict[Wanted, PartnerMatch]]
"""A way to find which partners names stand for."""


@dataclass(frozen=True, slots=True)
class NamedPartner:
    """A partner's name in the sheet for which a person must say who is meant, and what was chosen for it."""

    key: str
    match: PartnerMatch
    chosen: str

    @property
    def is_open(self) -> bool:
        """Whether nobody has said anything about it, though it is not sure who is meant."""
        return not self.chosen and self.match.standing == Standing.UNCERTAIN


@dataclass(frozen=True, slots=True)
class NewPartner:
    """A name that becomes a new partner, and in how many of the rows that would be registered it stands.

    With `shares_country` the sheet has one country for it and others, which need not be its own; `known_in` are the other
    countries in which we know one of this name.
    """

    key: str
    name: str
    country: str
    number: int
    shares_country: bool
    known_in: tuple[str, ...]

    @property
    def is_doubtful(self) -> bool:
        """Whether its country should be looked at."""
        return self.shares_country or bool(self.known_in)


class NamingRow(Protocol):
    """A row of a sheet, as far as it names partners; with `has_one_country` one stands there for several of them."""

    partners: list[Wanted]
    has_one_country: bool


def partner_key(name: str, country: str) -> str:
    """How a choice for an uncertain name is kept."""
    return f"{country or '--'} {name}"


def questions_of(actor: Actor, pairs: Iterable[Wanted], choices: Mapping[str, str]) -> Iterator[NamedPartner]:
    """The names among these for which a person must say who is meant, or has."""
    for pair, match in match_in_all_countries(actor, pairs).items():
        if match.standing == Standing.UNCERTAIN:
            yield NamedPartner(partner_key(*pair), match, choices.get(partner_key(*pair), ""))


def chosen_in(post: QueryDict, also: Collection[str] = ()) -> dict[str, str]:
    """What a form says: the name's key stands in one field, the choice in the other; `also` are further words for one."""
    pairs = islice(zip(post.getlist("name"), post.getlist("choice"), strict=False), MOST_CHOICES)
    return {key: choice for key, choice in pairs if "\x00" not in key and (choice in (NEW, *also) or uuid_of(choice))}


@dataclass(slots=True)
class PartnerChoices:
    """The partners as chosen or found. `choices` has `partner_key(name, country)` to a partner's id or `NEW`."""

    actor: Actor
    choices: Mapping[str, str]
    matches: dict[Wanted, PartnerMatch]
    matching: Matching

    @classmethod
    def of(
        cls, actor: Actor, wanted: Iterable[Wanted], choices: Mapping[str, str], matching: Matching
    ) -> "PartnerChoices":
        """For these names, in a fixed number of queries."""
        return cls(actor, choices, matching(actor, wanted), matching)

    def standing(self, pair: Wanted) -> Standing:
        """How sure it is who a name stands for."""
        chosen = self.choices.get(partner_key(*pair), "")
        if chosen:
            return Standing.NEW if chosen == NEW else Standing.KNOWN
        return self.matches[pair].standing

    def doubt(self, pair: Wanted) -> str:
        """Why a person must say who is meant, as the code of a reason; "" when nobody must."""
        if self.standing(pair) != Standing.UNCERTAIN:
            return ""
        match = self.matches[pair]
        if match.parts or match.is_common:
            return "partner-several" if match.parts else "partner-common"
        return "partner-elsewhere" if match.is_elsewhere else "partner-uncertain"

    def partner(self, pair: Wanted) -> UUID:
        """The partner that a name stands for, added when it is new."""
        match, chosen = self.matches[pair], self.choices.get(partner_key(*pair), "")
        if chosen and chosen != NEW:
            return UUID(chosen)
        if match.partner is not None and chosen != NEW:
            return match.partner.pk
        added = add_partner(self.actor, *pair, apart_from_known=chosen == NEW)
        self.matches[pair] = PartnerMatch(pair[0], pair[1], Standing.KNOWN, added)
        return added.pk

    def look_again(self, wanted: Iterable[Wanted]) -> None:
        """After a refusal: partners that were added with it are not there."""
        self.matches |= self.matching(self.actor, wanted)


@dataclass(slots=True)
class NewPartners:
    """The names that become new partners, gathered row by row."""

    numbers: Counter[Wanted] = field(default_factory=Counter)
    sharing: set[Wanted] = field(default_factory=set)
    known_in: dict[Wanted, tuple[str, ...]] = field(default_factory=dict)

    def add(self, row: NamingRow, choices: PartnerChoices) -> None:
        """Count what a row names that would be registered."""
        new = [pair for pair in dict.fromkeys(row.partners) if choices.standing(pair) == Standing.NEW]
        self.numbers.update(new)
        self.sharing.update(new if row.has_one_country else ())
        self.known_in |= {pair: _countries_but(pair[1], choices.matches[pair].candidates) for pair in new}

    def in_order(self) -> tuple[NewPartner, ...]:
        """Those whose country should be looked at first, then the others, each by name."""
        found = (
            NewPartner(partner_key(*pair), *pair, number, pair in self.sharing, self.known_in[pair])
            for pair, number in self.numbers.items()
        )
        return tuple(sorted(found, key=lambda each: (not each.is_doubtful, each.name.casefold(), each.country)))


def _countries_but(own: str, partners: Iterable[Partner]) -> tuple[str, ...]:
    return tuple(sorted({each.country for each in partners} - {own, ""}))
