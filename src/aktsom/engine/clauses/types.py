"""What the check of an agreement says, and what a condition of the library is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from aktsom.engine.clauses.patterns import Pattern
from aktsom.engine.documents import Texts, in_both
from aktsom.engine.errors import EngineError
from aktsom.engine.papers.types import Paper
from aktsom.engine.wording import Words


class ClauseError(EngineError):
    """A file of the clause library, or a request for a draft, cannot be used."""


class Standing(StrEnum):
    """How an agreement stands to a framework condition."""

    MET = "met"
    PARTLY = "partly"
    CONTRADICTED = "contradicted"
    ABSENT = "absent"


LACKING = (Standing.ABSENT, Standing.CONTRADICTED)
"""What is said of a condition that an agreement does not have."""


class Firmness(StrEnum):
    """The three wordings that the library has of each condition."""

    SOFTER = "softer"
    MODEL = "model"
    FIRMER = "firmer"


Patterns = Mapping[str, tuple[Pattern, ...]]
"""By language."""


@dataclass(frozen=True, slots=True)
class Element:
    """Something that a condition consists of, and how it is recognised."""

    id: str
    says: Texts
    required: bool
    patterns: Patterns


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something that says the opposite of a condition. `fact` is the fact that follows from it, or "".

    Where all elements `when` are there, that is enough, and so is one of the contradictions `follows` of other conditions
    ("ownership:all-assigned"). It does not count where one of the elements `unless` is there as well.
    """

    id: str
    says: Texts
    fact: str
    patterns: Patterns
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """What it takes for a condition to be met: at least so many of these elements."""

    elements: tuple[str, ...]
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Condition:
    """A framework condition: what it is for, ready wordings, when it must be there, and how it is recognised."""

    id: str
    version: int
    title: Texts
    purpose: Texts
    requirements: tuple[str, ...]
    kinds: frozenset[str]
    flags: frozenset[str]
    insist: tuple[Texts, ...]
    negotiable: tuple[Texts, ...]
    wordings: Mapping[Firmness, Texts]
    about: Patterns
    elements: tuple[Element, ...]
    needs: tuple[Need, ...]
    contradictions: tuple[Contradiction, ...]
    exceptions: tuple[Contradiction, ...]
    """What takes some of it back: with one of these the condition is met in part only."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a document: characters `start` to `end` of passage number `passage`, and what they support.

    `supports` is "element", "exception", "contradiction", or "doubt" for what may be a contradiction; `id` is that one's.
    `by_meaning`: it does not have the words that a pattern looks for, but reads as what was labelled so.
    `sure`: it counts by itself; what is not counts only because everything together says that the condition is met.
    """

    passage: int
    start: int
    end: int
    supports: str
    id: str
    by_meaning: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """How an agreement stands to one condition, where that is written, and why it is judged so."""

    condition: str
    standing: Standing
    mandatory: bool = False
    why: tuple[Words, ...] = ()
    found: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()
    nearest: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ToRead:
    """A place that a person should read: it may contradict this condition."""

    condition: str
    place: Evidence


@dataclass(frozen=True, slots=True)
class Check:
    """What the check says of one document. `facts` are those that an appraisal can rest on, under their declared names."""

    library_version: str
    library_digest: str
    language: str
    results: Mapping[str, Result]
    facts: Mapping[str, object]
    remarks: tuple[Words, ...] = ()
    to_read: tuple[ToRead, ...] = ()

    def as_json(self, paper: Paper) -> dict[str, object]:
        """Everything as plain values, with the passages' texts and places, to be kept."""
        return {
            "library": {"version": self.library_version, "digest": self.library_digest},
            "language": self.language,
            "results": {name: _result_as_json(each, paper) for name, each in self.results.items()},
            "facts": {name: list(value) if isinstance(value, tuple) else value for name, value in self.facts.items()},
            "remarks": [in_both(each) for each in self.remarks],
            "to_read": [_to_read_as_json(each, paper) for each in self.to_read],
        }


def _result_as_json(result: Result, paper: Paper) -> dict[str, object]:
    return {
        "standing": result.standing.value,
        "mandatory": result.mandatory,
        "why": [in_both(each) for each in result.why],
        "found": [_evidence_as_json(each, paper) for each in result.found],
        "missing": list(result.missing),
        "nearest": list(result.nearest),
    }


def _to_read_as_json(each: ToRead, paper: Paper) -> dict[str, object]:
    """With the words of the place alone: a long passage would hide them."""
    told = _evidence_as_json(each.place, paper)
    text = paper.passages[each.place.passage].text[each.place.start : each.place.end]
    return told | {"condition": each.condition, "text": text}


def _evidence_as_json(evidence: Evidence, paper: Paper) -> dict[str, object]:
    return {
        "passage": evidence.passage,
        "start": evidence.start,
        "end": evidence.end,
        "supports": evidence.supports,
        "id": evidence.id,
        "by_meaning": evidence.by_meaning,
        "sure": evidence.sure,
        **paper.passages[evidence.passage].as_json(),
    }
