"""Agreements put together from labelled passages, each checked by what every voice but its own has taught.

It tells beforehand how the check does on drafters whom nobody has read, without a look at the report half.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from aktsom.content import clause_library
from aktsom.engine.clauses.checking import check
from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.meaning.judge import Meaning
from aktsom.engine.clauses.meaning.weighing import weighed
from aktsom.engine.clauses.types import Condition, Contradiction
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from benchmarks.agreements.corpus import FOLDER, Verdict
from benchmarks.agreements.figures import Figures
from benchmarks.agreements.teaching import (
    Learnt,
    Lesson,
    Taught,
    beside,
    bounds,
    centre,
    groups,
    learnt,
    left_out,
    passages,
    sorts_of,
    states_of,
    taught,
)

OUTCOMES = ((Verdict.MET, 45), (Verdict.PARTLY, 12), (Verdict.CONTRADICTED, 23), (Verdict.ABSENT, 20))
EACH = 10
"""Agreements of each voice."""
_TRIES, _FURTHER = 60, 4
_BESIDE = ("en-denied", "nb-denied", "en-traps", "nb-feller", "en-dangers", "nb-farer", "en-rights", "nb-retter")
"""No voices: what is denied, about something else, against it or for it, in anybody's."""


@dataclass(frozen=True, slots=True)
class Put:
    """An agreement put together: its passages, and what a reader would say of each condition."""

    voice: str
    partner: str
    texts: Sequence[str]
    truth: Mapping[str, Verdict]


def verdict(condition: Condition, names: Collection[str]) -> Verdict:
    """What these elements, contradictions and exceptions together come to."""
    there = {each.id for each in condition.elements} & set(names)

    def counts(each: Contradiction) -> bool:
        found = each.id in names or (each.when and set(each.when) <= there)
        return bool(found) and not there & set(each.unless)

    if any(map(counts, condition.contradictions)):
        return Verdict.CONTRADICTED
    if not there:
        return Verdict.ABSENT
    lacking = any(len(there & set(need.elements)) < need.at_least for need in condition.needs)
    return Verdict.PARTLY if lacking or any(map(counts, condition.exceptions)) else Verdict.MET


def put_together(library: Library) -> Iterator[Put]:
    """So many of each voice, the same at each time."""
    said = list(passages())
    for voice in sorted({each.voice for each in said} - {*_BESIDE}):
        drawn, own = Random(voice), [each for each in said if each.voice == voice]
        partner = (FOLDER / "passages" / f"{voice}.txt").read_text().split()[2]
        for _ in range(EACH):
            chosen = dict.fromkeys(_chosen(own, library, drawn))
            names = {
                name: [one for each in chosen for condition, one in each.labels if condition == name]
                for name in library.conditions
            }
            truth = {name: verdict(each, names[name]) for name, each in library.conditions.items()}
            truth |= dict.fromkeys(_following(library, names), Verdict.CONTRADICTED)
            texts = [each.text for each in chosen]
            drawn.shuffle(texts)
            yield Put(voice, partner, texts, truth)


def _following(library: Library, names: Mapping[str, Collection[str]]) -> Iterator[str]:
    """The conditions that are contradicted because another one is."""
    there = {f"{name}:{one}" for name, some in names.items() for one in some}
    for name, condition in library.conditions.items():
        if any(
            there & set(each.follows) and not set(each.unless) & set(names[name]) for each in condition.contradictions
        ):
            yield name


def _chosen(own: Sequence[Lesson], library: Library, drawn: Random) -> Iterator[Lesson]:
    for name, condition in library.conditions.items():
        wanted = drawn.choices([each for each, _ in OUTCOMES], [often for _, often in OUTCOMES])[0]
        offered = [each for each in own if any(one == name for one, _id in each.labels)]
        for _ in range(_TRIES if wanted is not Verdict.ABSENT else 0):
            some = drawn.sample(offered, min(len(offered), drawn.choice((1, 1, 1, 2, 2, 3))))
            if verdict(condition, [one for each in some for other, one in each.labels if other == name]) is wanted:
                yield from some
                break
    further = [each for each in own if not each.labels]
    yield from drawn.sample(further, min(_FURTHER, len(further)))


class _Elsewhere(Meaning):
    """What was taught by other voices, on states that are known already."""

    def __init__(
        self, known: Taught, found: Learnt, out: npt.NDArray[Any], settled: Mapping[str, npt.NDArray[Any]]
    ) -> None:
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


class _Remembered:
    def states(self, texts: Sequence[str]) -> npt.NDArray[Any]:
        return states_of(texts)[0]


def measured(*, meaning: bool = True) -> dict[str, Figures]:
    """The figures of each condition over all voices, each left out in turn."""
    plain = replace(clause_library(), meaning=None)
    known = taught(plain) if meaning else None
    libraries = _libraries(plain, known) if known else {}
    found = dict.fromkeys(plain.conditions, Figures())
    for put in put_together(plain):
        paper = Paper(PaperKind.DOCX, tuple(Passage(text, 0, str(at)) for at, text in enumerate(put.texts, 1)))
        results = check(paper, libraries.get(put.voice, plain), kind="project", partners=(put.partner,)).results
        for name, truth in put.truth.items():
            found[name] += Figures.of(truth, Verdict(results[name].standing.value))
    return found


def _libraries(plain: Library, known: Taught) -> dict[str, Library]:
    """For each voice, what the others taught. How labels are weighed is learnt once: so few weights know no voice."""
    voices, found = [each.voice for each in known.lessons], learnt(known)
    read, sorts = np.array([each.is_passage for each in known.lessons]), sorts_of(known.labels, plain)
    scores = left_out(found, known.truth, voices)
    others = beside(scores[read], known.truth[read], known.labels, sorts)
    scores = weighed(scores, known.labels, sorts, others)
    said = {each.voice for each in passages()}
    made: dict[str, Library] = {}
    for group in groups(voices):
        out = np.isin(voices, group)
        drawn = bounds(scores[read & ~out], known.truth[read & ~out], known.labels, plain)
        settled = {"sorts": sorts, "beside": others, "bounds": drawn}
        elsewhere = _Elsewhere(known, found, np.flatnonzero(out), settled)
        made |= {voice: replace(plain, meaning=elsewhere) for voice in said & set(group)}
    return made
