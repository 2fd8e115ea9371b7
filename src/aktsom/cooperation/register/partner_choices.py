"""Who the names in a sheet stand for, with what somebody chose where that was not sure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.http import QueryDict

from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.register.partner_names import PartnerMatch, Standing, Wanted, match_partners
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


def partner_key(name: str, country: str) -> str:
    """How a choice for an uncertain name is kept."""
    return f"{country or '--'} {name}"


def questions_of(actor: Actor, pairs: Iterable[Wanted], choices: Mapping[str, str]) -> Iterator[NamedPartner]:
    """The names among these for which a person must say who is meant, or has."""
    for pair, match in match_partners(actor, pairs).items():
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
    matching: Matching = match_partners

    @classmethod
    def of(
        cls, actor: Actor, wanted: Iterable[Wanted], choices: Mapping[str, str], matching: Matching = match_partners
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
