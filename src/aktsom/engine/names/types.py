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


@dataclass(frozen=True, slots=True)
class Hit:
    """One listing that a query may refer to, with the reason in words. `score` lies between 0 and 1."""

    query: Query
    listing: Listing
    matched_name: str
    score: float
    strength: Strength
    explanation: str
