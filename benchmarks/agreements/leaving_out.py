"""Agreements checked by what every voice but their own has taught.

It is what verdicts are learnt from (`shipping.py`), and tells beforehand how the check does on drafters whom nobody has read,
without a look at the report half (`measured`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from aktsom.content import clause_library
from aktsom.engine.clauses.checking import check, signs_in
from aktsom.engine.clauses.contract import read_contract
from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.meaning.chunks import chunks_of, texts_of
from aktsom.engine.clauses.meaning.judge import Meaning
from aktsom.engine.clauses.meaning.weighing import weighed
from aktsom.engine.clauses.whose_law import Countries
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from benchmarks.agreements.corpus import Half, Verdict, agreements
from benchmarks.agreements.figures import Figures
from benchmarks.agreements.lined import lined
from benchmarks.agreements.states import BY, states_of
from benchmarks.agreements.teaching import (
    Learnt,
    Taught,
    as_paper,
    beside,
    bounds,
    centre,
    drafts,
    first_look,
    groups,
    learnt,
    left_out,
    logistic,
    sorts_of,
    taught,
)
from benchmarks.agreements.voices import put_together

Floats = npt.NDArray[Any]
PATTERNS_UNTIL = "062"
"""Patterns were written for the agreements of the tune half up to this one: there they say nothing of how good they are."""
TWICE = 2
"""So often whole agreements count beside those put together, and contradictions beside the rest."""
HELD_BACK = 10.0


@dataclass(frozen=True, slots=True)
class Whole:
    """An agreement with a reader's verdicts. `voice` is left out with all its passages."""

    voice: str
    paper: Paper
    partners: Sequence[str]
    truth: Mapping[str, Verdict]
    by_patterns: bool
    often: int

    @property
    def sort(self) -> str:
        """Of which it is: put together, one that patterns were written for, or another."""
        if not self.voice.startswith(("agreement ", "lined ")):
            return "voices"
        if self.voice.startswith("lined "):
            return "lined"
        return "fresh agreements" if self.by_patterns else "agreements"


@dataclass(frozen=True, slots=True)
class Example:
    """What was seen of a condition in an agreement of a voice, and what a reader says of it."""

    voice: str
    told: Floats
    truth: Verdict
    often: int


def wholes(library: Library) -> Iterator[Whole]:
    """All agreements that verdicts are learnt from."""
    for put in (each for each in put_together(library) if each.voice not in BY):
        paper = Paper(PaperKind.DOCX, tuple(Passage(text, 0, str(at)) for at, text in enumerate(put.texts, 1)))
        yield Whole(put.voice, paper, (put.partner,), put.truth, by_patterns=True, often=1)
    for each in agreements(Half.TUNE):
        truth = {name: label.verdict for name, label in each.labels.items()}
        fresh = each.id > PATTERNS_UNTIL + "~"
        yield Whole(f"agreement {each.id}", as_paper(each)[0], each.partners, truth, by_patterns=fresh, often=TWICE)
    for own in lined():
        yield Whole(own.voice, own.paper, (own.partner,), own.truth, by_patterns=True, often=1)
    for passages in drafts(library):
        paper = Paper(PaperKind.DOCX, passages)
        truth = {name: Verdict(each.standing.value) for name, each in check(paper, library).results.items()}
        yield Whole("library", paper, (), truth, by_patterns=True, often=TWICE)


class _Elsewhere(Meaning):
    """What was taught by other voices, on states that are known already."""

    def __init__(self, known: Taught, found: Learnt, out: npt.NDArray[Any], settled: Mapping[str, Floats]) -> None:
        mean, spread = centre(known.states)
        self._arrays = {
            "mean": mean,
            "spread": spread,
            "turn": found.turn,
            "known": found.near,
            "weights": found.without(out),
            **settled,
        }
        self._labels = {label: at for at, label in enumerate(known.labels)}
        self._encoder = _Remembered()  # type: ignore[assignment]
        self.digest = ""

    def deciding(self, met: Floats) -> "_Elsewhere":
        """The same with weights for verdicts."""
        self._arrays = {**self._arrays, "met": met}
        return self


class _Remembered:
    def states(self, texts: Sequence[str]) -> Floats:
        return states_of(texts)[0]

    def first_look(self, texts: Sequence[str]) -> Floats:
        return states_of(texts)[1]


def elsewhere(plain: Library, known: Taught, found: Learnt) -> Iterator[tuple[Sequence[str], _Elsewhere]]:
    """For each group of voices, what the others taught. How labels are weighed is learnt once: so few weights know no voice."""
    voices = [each.voice for each in known.lessons]
    read, sorts = known.fresh(), sorts_of(known.labels, plain)
    scores = left_out(found, known.truth, voices)
    others = beside(scores[read], known.truth[read], known.labels, sorts)
    scores = weighed(scores, known.labels, sorts, others)
    look = first_look(known)
    for group in groups(voices):
        out = np.isin(voices, group)
        drawn = bounds(scores[read & ~out], known.truth[read & ~out], known.labels, plain)
        settled = {"sorts": sorts, "beside": others, "bounds": drawn, **look}
        yield group, _Elsewhere(known, found, np.flatnonzero(out), settled)


def examples(plain: Library, given: Sequence[Whole], taught_elsewhere: Mapping[str, Meaning]) -> list[Example]:
    """What is seen of each condition in each agreement by what other voices taught."""
    _read_all(given)
    wordless = without_patterns(plain)
    found = list[Example]()
    for each in given:
        library = replace(plain if each.by_patterns else wordless, meaning=taught_elsewhere[each.voice])
        for name, told in signs_in(each.paper, library, each.partners).items():
            truth = each.truth[name]
            found.append(Example(each.voice, told, truth, each.often * (TWICE if truth is Verdict.CONTRADICTED else 1)))
    return found


def _read_all(given: Sequence[Whole]) -> None:
    """All states at once, which is far quicker."""
    contracts = [read_contract(each.paper.passages, Countries("NO", tuple(each.partners))) for each in given]
    states_of([text for each in contracts for text in texts_of(each, chunks_of(each))])


def without_patterns(library: Library) -> Library:
    """The library with meaning alone."""
    none = MappingProxyType(dict[str, Any]())
    conditions = {
        name: replace(
            each,
            elements=tuple(replace(one, patterns=none) for one in each.elements),
            contradictions=tuple(replace(one, patterns=none) for one in each.contradictions),
            exceptions=tuple(replace(one, patterns=none) for one in each.exceptions),
        )
        for name, each in library.conditions.items()
    }
    return replace(library, conditions=conditions)


def verdicts(seen: Sequence[Example]) -> Floats:
    """The weights of all signs that a condition is met."""
    often = np.array([each.often for each in seen], float)
    told = np.array([each.told for each in seen])
    met = np.array([each.truth is Verdict.MET for each in seen], float)
    return logistic(told, met, often, HELD_BACK)


def measured(*, by_patterns: bool = True) -> dict[str, dict[str, Figures]]:
    """The figures of each condition: over all voices put together, and over agreements, each left out in turn."""
    plain = replace(clause_library(), meaning=None)
    known, given = taught(plain), list(wholes(plain))
    grouped = list(elsewhere(plain, known, learnt(known)))
    others = {voice: meaning for group, meaning in grouped for voice in group}
    seen = examples(plain, given, others)
    for group, meaning in grouped:
        meaning.deciding(verdicts([one for one in seen if one.voice not in group]))
    found = {
        name: dict.fromkeys(plain.conditions, Figures())
        for name in ("voices", "lined", "agreements", "fresh agreements")
    }
    library = plain if by_patterns else without_patterns(plain)
    for each in (one for one in given if one.voice != "library"):
        half = found[each.sort]
        results = check(each.paper, replace(library, meaning=others[each.voice]), partners=each.partners).results
        for name, truth in each.truth.items():
            half[name] += Figures.of(truth, Verdict(results[name].standing.value))
    return found
