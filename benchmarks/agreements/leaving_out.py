"""Agreements checked by what every voice but their own has taught.

It is what verdicts are learnt from (`shipping.py`), and tells beforehand how the check does on drafters whom nobody has read,
without a look at the report half (`measured`). Only agreements count that the language model was not adapted by.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

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
from benchmarks.agreements.looking import first_look
from benchmarks.agreements.states import BY, states_of
from benchmarks.agreements.teaching import (
    Learnt,
    Taught,
    beside,
    bounds,
    centre,
    drafts,
    groups,
    left_out,
    logistic,
    sorts_of,
)
from benchmarks.agreements.tune_lines import as_paper
from benchmarks.agreements.voices import put_together

Floats = npt.NDArray[Any]
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
    often: int

    @property
    def sort(self) -> str:
        """Of which it is: one of the tune half, one labelled by line, or one put together."""
        return {"agreement": "tune half", "lined": "by line"}.get(self.voice.split()[0], "put together")


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
        yield Whole(put.voice, paper, (put.partner,), put.truth, often=1)
    for each in (each for each in agreements(Half.TUNE) if each.is_fresh):
        truth = {name: label.verdict for name, label in each.labels.items()}
        yield Whole(f"agreement {each.id}", as_paper(each)[0], each.partners, truth, often=TWICE)
    for own in (each for each in lined() if each.voice not in BY):
        yield Whole(own.voice, own.paper, (own.partner,), own.truth, often=1)
    for passages in drafts(library):
        paper = Paper(PaperKind.DOCX, passages)
        truth = {name: Verdict(each.standing.value) for name, each in check(paper, library).results.items()}
        yield Whole("library", paper, (), truth, often=TWICE)


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
        return states_of(texts)


def elsewhere(plain: Library, known: Taught, found: Learnt) -> Iterator[tuple[Sequence[str], _Elsewhere]]:
    """For each group of voices, what the others taught. How labels are weighed is learnt once: so few weights know no voice."""
    voices = [each.voice for each in known.lessons]
    read, sorts = known.fresh(), sorts_of(known.labels, plain)
    scores = left_out(found, known.truth, voices)
    others = beside(scores[read], known.truth[read], known.labels, sorts)
    scores = weighed(scores, known.labels, sorts, others)
    look = first_look(known.lessons, plain)
    for group in groups(voices):
        out = np.isin(voices, group)
        drawn = bounds(scores[read & ~out], known.truth[read & ~out], known.labels, plain)
        settled = {"sorts": sorts, "beside": others, "bounds": drawn, **look}
        yield group, _Elsewhere(known, found, np.flatnonzero(out), settled)


def examples(plain: Library, given: Sequence[Whole], taught_elsewhere: Mapping[str, Meaning]) -> list[Example]:
    """What is seen of each condition in each agreement by what other voices taught."""
    _read_all(given)
    found = list[Example]()
    for each in given:
        library = replace(plain, meaning=taught_elsewhere[each.voice])
        for name, told in signs_in(each.paper, library, each.partners).items():
            truth = each.truth[name]
            found.append(Example(each.voice, told, truth, each.often * (TWICE if truth is Verdict.CONTRADICTED else 1)))
    return found


def _read_all(given: Sequence[Whole]) -> None:
    """All states at once, which is far quicker."""
    contracts = [read_contract(each.paper.passages, Countries("NO", tuple(each.partners))) for each in given]
    states_of([text for each in contracts for text in texts_of(each, chunks_of(each))])


def verdicts(seen: Sequence[Example]) -> Floats:
    """The weights of all signs that a condition is met."""
    often = np.array([each.often for each in seen], float)
    told = np.array([each.told for each in seen])
    met = np.array([each.truth is Verdict.MET for each in seen], float)
    return logistic(told, met, often, HELD_BACK)


def measured(
    plain: Library, given: Sequence[Whole], grouped: Sequence[tuple[Sequence[str], _Elsewhere]], seen: Sequence[Example]
) -> dict[str, Figures]:
    """The figures of each sort of agreements, by what other voices taught of labels and of verdicts."""
    found = dict[str, Figures]()
    for group, meaning in grouped:
        own = [each for each in given if each.voice in group and each.voice != "library"]
        if own:
            library = replace(
                plain, meaning=meaning.deciding(verdicts([one for one in seen if one.voice not in group]))
            )
        for each in own:
            results = check(each.paper, library, partners=each.partners).results
            for name, truth in each.truth.items():
                figures = Figures.of(truth, Verdict(results[name].standing.value))
                found[each.sort] = found.get(each.sort, Figures()) + figures
    return found
