"""What goes into screening and what comes out."""

from dataclasses import dataclass
from enum import StrEnum

from aktsom.engine.lists.listing import Identifier, Listing, PartyKind


@dataclass(frozen=True, slots=True)
class Query:
    """One name to look for. Whatever else is known is evidence for or against, never a veto."""

    name: str
    id: str = ""
    country: str = ""
    kind: PartyKind = PartyKind.UNKNOWN
    identifiers: tuple[Identifier, ...] = ()
    birth_date: str = ""


class Strength(StrEnum):
    """How a hit is to be read. `PART_OF` means a body of the listed party or the other way round, never the same."""

    EXACT = "exact"
    STRONG = "strong"
    POSSIBLE = "possible"
    PART_OF = "part of"


class How(StrEnum):
    """In what way one word of the query met one word of the listed name."""

    EXACT = "exact"
    SPELLING = "spelling"
    TRANSLITERATION = "transliteration"
    MEANING = "meaning"
    INITIAL = "initial"


class Evidence(StrEnum):
    """What speaks for or against a hit besides the words of the names.

    `INSIDE_LISTED`: the query's name stands inside the listed one, so that the listed body is a part of the query's.
    """

    ORDER = "words in another order"
    COUNTRY_SAME = "same country"
    COUNTRY_INFERRED = "same country as the name suggests"
    COUNTRY_OTHER = "another country"
    BIRTH_SAME = "same birth date"
    BIRTH_OTHER = "another birth date"
    IDENTIFIER_SAME = "same identifier"
    GENERIC = "only common words"
    ACRONYM = "only an acronym"
    CURATED = "by a name from a curated table"
    UNVERIFIED = "by a name that is not verified"
    INSIDE_LISTED = "listed body is part of the query"
    INSIDE_QUERY = "query is part of the listed body"


@dataclass(frozen=True, slots=True)
class PartMatch:
    """One word that both names have. `weight` (0 to 1) says how much it tells: a rare word tells more."""

    query_part: str
    listed_part: str
    how: How
    weight: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One listing that a query may refer to, with the reason in words. `score` lies between 0 and 1.

    `explanation` is English; `explain(hit, language)` gives the same in another language. `source` says where
    `matched_name` is from when it is not the list's own. `leftover_weights` says how much the words tell that only the query
    and only the listed name have, as `PartMatch.weight` does.
    """

    query: Query
    listing: Listing
    matched_name: str
    score: float
    strength: Strength
    explanation: str
    parts: tuple[PartMatch, ...] = ()
    leftover_query: tuple[str, ...] = ()
    leftover_listed: tuple[str, ...] = ()
    leftover_weights: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())
    evidence: tuple[Evidence, ...] = ()
    source: str = ""
