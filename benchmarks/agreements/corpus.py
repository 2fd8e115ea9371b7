"""The corpus of labelled agreements under tests/engine/clauses/corpus; its README says how they were labelled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[2] / "tests" / "engine" / "clauses" / "corpus"
PATTERNS_UNTIL = "062"
"""Patterns were written for the agreements of the tune half up to this one: there they say nothing of how good they are."""
CONDITIONS = (
    "fundamental-values",
    "academic-freedom",
    "reciprocity",
    "ownership",
    "publication",
    "valorisation",
    "data-management",
    "open-science",
    "confidentiality",
    "export-control",
    "research-ethics",
    "security",
    "mobility",
    "funding-transparency",
    "law",
    "term",
    "exit-strategy",
)


class Half(StrEnum):
    """Which half of the corpus: one to build the check with, one for figures alone."""

    TUNE = "tune"
    REPORT = "report"


class Verdict(StrEnum):
    """What an agreement does about a condition."""

    MET = "met"
    PARTLY = "partly"
    CONTRADICTED = "contradicted"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as a reader sees it. `level` is 0 for a paragraph; `schedule` is "" in the body."""

    id: str
    number: str
    heading: str
    level: int
    schedule: str
    text: str

    @property
    def words(self) -> str:
        """All that is printed of it, on one line."""
        return " ".join(filter(None, (self.number, self.heading, self.text)))


@dataclass(frozen=True, slots=True)
class Label:
    """What a reader said of one condition, and on which clauses it rests."""

    verdict: Verdict
    passages: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement of the corpus. `partners` are the countries of the others; home is Norway.

    `wording` is "usual" where it says things as contracts of its tradition do, "free" where it has a voice of its own.
    """

    id: str
    half: Half
    title: str
    language: str
    kind: str
    quality: str
    wording: str
    partners: tuple[str, ...]
    clauses: tuple[Clause, ...]
    labels: Mapping[str, Label]

    @property
    def text(self) -> str:
        """Title and clauses, a line each."""
        return "\n".join((self.title, *(clause.words for clause in self.clauses)))

    @property
    def is_fresh(self) -> bool:
        """Whether no pattern was written for it, and the language model was not adapted by it."""
        return self.id > PATTERNS_UNTIL + "~"

    def clause(self, which: str) -> Clause:
        """The clause with this id."""
        return next(clause for clause in self.clauses if clause.id == which)


@cache
def agreements(half: Half) -> tuple[Agreement, ...]:
    """The agreements of a half, in the order of their ids."""
    return tuple(_agreements(half))


def _agreements(half: Half) -> Iterator[Agreement]:
    for path in sorted((FOLDER / half).glob("*.yaml")):
        yield _agreement(half, yaml.load(path.read_text(), yaml.CSafeLoader))


def _agreement(half: Half, given: Mapping[str, Any]) -> Agreement:
    return Agreement(
        given["id"],
        half,
        given["title"],
        given["language"],
        given["kind"],
        given["quality"],
        given["wording"],
        tuple(given["partners"]),
        tuple(Clause(**each) for each in given["clauses"]),
        {name: _label(label) for name, label in given["labels"].items()},
    )


def _label(given: Mapping[str, Any]) -> Label:
    return Label(Verdict(given["verdict"]), tuple(given["passages"]), given["why"])
