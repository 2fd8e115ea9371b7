"""The record that every list reader gives, whatever the publisher's format."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum


class PartyKind(StrEnum):
    """What kind of party a listing names; `UNKNOWN` where the publisher does not say."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    UNKNOWN = "unknown"


class NameKind(StrEnum):
    """How a publisher presents a name. A weak alias alone identifies nobody."""

    PRIMARY = "primary"
    ALIAS = "alias"
    WEAK_ALIAS = "weak alias"
    FORMER = "former name"


class LegalEffect(StrEnum):
    """What a listing means in law or in advice for whoever deals with the party."""

    ASSET_FREEZE = "asset freeze"
    EXPORT_LICENCE = "export licence"
    FINANCIAL_RESTRICTION = "financial restriction"
    TRAVEL_BAN = "travel ban"
    DEBARMENT = "debarment"
    RESEARCH_CONCERN = "research concern"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ListedName:
    """One name of a listed party. `script` is an ISO 15924 code ("Latn", "Cyrl", "Hani", …; "Zyyy" when mixed)."""

    text: str
    kind: NameKind = NameKind.PRIMARY
    script: str = "Latn"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that a publisher or register gave the party, such as ("passport", "N1234567")."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One party on one list under one programme.

    `id` is `<list>:<publisher's id>` and stays the same from one version of the list to the next. `names[0]` is the
    primary name. `countries` and `nationalities` hold ISO 3166-1 alpha-2 codes, upper case; nationality is evidence of
    identity only. `birth_dates` are ISO 8601, possibly shortened to a year or a month. `starts` and `ends` bound the
    time in which the listing is in force, `None` where the publisher gives no date.
    """

    id: str
    list_id: str
    kind: PartyKind
    names: tuple[ListedName, ...]
    programme: str
    effects: tuple[LegalEffect, ...]
    countries: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    birth_dates: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    source_url: str = ""
    source_date: date | None = None

    @property
    def name(self) -> str:
        """The primary name."""
        return self.names[0].text

    def ended(self, day: date) -> bool:
        """Whether it was no longer in force on that day."""
        return self.ends is not None and self.ends < day

    def in_force(self, day: date) -> bool:
        """Whether it was in force on that day, as far as the publisher gives days."""
        return not self.ended(day) and (self.starts is None or self.starts <= day)


def counting(day: date | None = None) -> Callable[[Listing], bool]:
    """Whether a listing counts on a day: whether it was in force. Today, without a day, what is announced counts too."""
    if day is not None:
        return lambda listing: listing.in_force(day)
    today = datetime.now(UTC).date()
    return lambda listing: not listing.ended(today)
