"""Facts, rules and red flags."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

FactValue = bool | int | float | str | tuple[str, ...]


class Weight(StrEnum):
    """How heavy a flag is, lightest first."""

    NOTE = "note"
    CONCERN = "concern"
    SERIOUS = "serious"
    STOP = "stop"

    @property
    def rank(self) -> int:
        """0 for a note to 3 for a stop."""
        return _RANKS[self]


_RANKS = {weight: rank for rank, weight in enumerate(Weight)}


class Facet(StrEnum):
    """What a flag is about: the nine facets of the catalogue."""

    PARTNER = "partner"
    COUNTRY = "country"
    FIELD = "field"
    PEOPLE = "people"
    FUNDING = "funding"
    AGREEMENT = "agreement"
    ACCESS = "access"
    VALUES = "values"
    PROCESS = "process"


class Weighed(Protocol):
    """What a rule that fired is at the least: which rule, and how heavy."""

    @property
    def rule(self) -> str:
        """The rule's id."""

    @property
    def weight(self) -> Weight:
        """How heavy it is."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known about a subject, with where it comes from. `name` is declared in the fact schema."""

    name: str
    value: FactValue
    source: str
    source_url: str = ""
    source_date: date | None = None
    retrieved: date | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RedFlag:
    """The outcome of one rule: what was found, why it matters, what helps, and the facts that it rests on.

    The texts are keyed by language ("en", "nb"); `measures` are ids in the catalogue of measures.
    """

    rule: str
    facet: Facet
    weight: Weight
    title: Mapping[str, str]
    reason: Mapping[str, str]
    advice: Mapping[str, str]
    requirements: tuple[str, ...]
    facts: tuple[Fact, ...] = field(default=())
    measures: tuple[str, ...] = ()
