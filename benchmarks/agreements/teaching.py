"""What labelled passages say of each condition becomes weights on how near a text comes to each of them.

Taught by the passages under corpus/passages, each by a drafter with a voice of his own; by the lines of the agreements under
corpus/lined and corpus/tune; and by the wordings of the library. Bounds are found by leaving one voice
out at a time, so that they hold for drafters whom nobody has read. It runs on one thread: sums in one order give the
same file again.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.linalg.lapack import spotrf, spotri

from aktsom.engine.clauses.checking import check, worded_in
from aktsom.engine.clauses.contract import read_contract
from aktsom.engine.clauses.drafting import DraftRequest, draft
from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.meaning.chunks import chunks_of
from aktsom.engine.clauses.meaning.judge import AGAINST, Label, features, likeness
from aktsom.engine.clauses.meaning.weighing import Sort, signs
from aktsom.engine.clauses.types import Condition, Contradiction, Element, Firmness
from aktsom.engine.clauses.whose_law import Countries
from aktsom.engine.documents import LANGUAGES
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from benchmarks.agreements.lined import lined
from benchmarks.agreements.passages import Lesson, passages
from benchmarks.agreements.states import ADAPTER, BY, states_of
from benchmarks.agreements.tune_lines import tune_lines
from benchmarks.agreements.voices import BESIDE

Floats = npt.NDArray[Any]
WEIGHT_OF_WORDINGS = 6
SOFTNESS = 0.03
OFTEN, STEPS, HELD = 4, 30, 1e-3
"""From how many passages on a label counts; in how many steps what it counts beside others is found, and how far held back."""
DIRECTIONS = 384
"""So many directions in which states differ most are kept."""
ROWS = 4096
"""So many lessons are put beside all others at a time: all at once takes twice the memory."""
TRANSLATIONS = (
    ("en-blunt", "nb-blunt"),
    ("en-dangers", "nb-farer"),
    ("en-hospital", "nb-sykehus"),
    ("en-long", "nb-lang"),
    ("en-rights", "nb-retter"),
    ("en-traps", "nb-feller"),
)
"""These say much the same in two languages, and are left out together."""
ELEMENT, CONTRADICTION, DOUBT = 1.0, 1.0, 1.15
"""How much finding all counts beside finding only what is so (the beta of F), where a bound is drawn."""
LEAST = -2.0
"""No bound is lower: what is said with less than one chance in eight is not even a doubt."""
LIFTS = 0.0
"""Nor is that of an element which lifts a contradiction: it must be likelier than not."""


@dataclass(slots=True)
class Taught:
    """Everything that is learnt from: lessons, their states, and which labels they have."""

    lessons: Sequence[Lesson]
    labels: Sequence[Label]
    states: Floats
    truth: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.truth = truth_of(self.lessons, self.labels)

    def fresh(self) -> npt.NDArray[np.bool_]:
        """What a reader labelled and the language model was not adapted by: bounds and all that weighs is learnt from these."""
        return np.array([each.voice not in {*BY, *BESIDE, "library"} for each in self.lessons])


def truth_of(given: Sequence[Lesson], labels: Sequence[Label]) -> Floats:
    """Which of them has which label."""
    return np.array([[each in lesson.labels for each in labels] for lesson in given], np.float64)


def lessons(library: Library) -> list[Lesson]:
    """All lessons, the same at each time."""
    whole = (one for each in lined() for one in each.lessons)
    return [*passages(), *_thinned(whole), *tune_lines(), *_from_wordings(library)]


def _thinned(given: Iterable[Lesson]) -> Iterator[Lesson]:
    """Of the drafters whom the language model was adapted by, two of three lines that say nothing are left out."""
    empty = 0
    for each in given:
        empty += not each.labels and each.voice in BY
        if each.labels or each.voice not in BY or empty % 3 == 0:
            yield each


def _from_wordings(library: Library) -> Iterator[Lesson]:
    """Drafts of the library's own wordings, as patterns label them, more than once: what we advise must be understood."""
    for own in drafts(library):
        paper = Paper(PaperKind.DOCX, own)
        shown = ((name, each) for name, result in check(paper, library).results.items() for each in result.found)
        places = {((name, each.id), each.passage, each.start) for name, each in shown if each.supports == "element"}
        places |= {place for place in worded_in(paper, library) if place[0][0] == _clause_of(own[place[1]], library)}
        for chunk in chunks_of(read_contract(own, Countries("NO", ()))):
            labels = {
                label
                for label, passage, start in places
                if passage == chunk.passage and chunk.start <= start < chunk.end
            }
            text = own[chunk.passage].text[chunk.start : chunk.end]
            yield Lesson("library", text, frozenset(labels), often=WEIGHT_OF_WORDINGS)


def _clause_of(passage: Passage, library: Library) -> str:
    """The condition that a paragraph of such a draft is there for."""
    return list(library.conditions)[int(passage.number.split(".")[0]) - 1]


def drafts(library: Library) -> Iterator[tuple[Passage, ...]]:
    """A draft of each firmness in each language, with every condition."""
    for language in LANGUAGES:
        for firmness in Firmness:
            firm = dict.fromkeys(library.conditions, firmness)
            made = draft(DraftRequest("", language, extra=tuple(library.conditions), firmness=firm), library)
            yield tuple(Passage(each.text, 0, each.number) for clause in made.clauses for each in clause.paragraphs)


def digest_of(given: Sequence[Lesson]) -> str:
    """Of all that is learnt from, and of what the language model was adapted by."""
    told = [[each.voice, each.text, sorted(each.labels)] for each in given]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode() + ADAPTER.read_bytes()).hexdigest()


def labels_of(library: Library) -> list[Label]:
    """Every element, contradiction and exception, and one for all that is against a condition."""
    return [
        label
        for name, each in library.conditions.items()
        for label in (
            *((name, one.id) for one in _parts(each)),
            (name, AGAINST),
        )
    ]


def _parts(condition: Condition) -> Iterator[Element | Contradiction]:
    yield from condition.elements
    yield from (*condition.contradictions, *condition.exceptions)


def taught(library: Library) -> Taught:
    """The lessons with their states, which are kept among the machine's temporary files."""
    given = list(with_all_against(library, lessons(library)))
    return Taught(given, labels_of(library), states_of([each.text for each in given]))


def with_all_against(library: Library, given: Iterable[Lesson]) -> Iterator[Lesson]:
    """Lessons that also have the label of all that is against a condition where something is."""
    against = {(name, each.id) for name, one in library.conditions.items() for each in one.contradictions}
    for each in given:
        yield replace(each, labels=each.labels | {(name, AGAINST) for name, _id in each.labels & against})


def centre(states: Floats) -> tuple[Floats, Floats]:
    """What is usual, and how far apart."""
    return states.mean(0), states.std(0) + 1e-6


@dataclass(frozen=True, slots=True)
class Learnt:
    """Kernel ridge regression: a weight for each lesson and label. `turn` leads from features to the directions kept."""

    turn: Floats
    near: Floats
    inverse: Floats
    weights: Floats

    def without(self, out: npt.NDArray[Any]) -> Floats:
        """The weights as they are when some lessons had no part in them."""
        own = self.inverse[np.ix_(out, out)]
        found: Floats = self.weights - self.inverse[:, out] @ np.linalg.solve(own, self.weights[out])
        found[out] = 0
        return found

    def left_out(self, truth: Floats, out: npt.NDArray[Any]) -> Floats:
        """The scores of some lessons by weights that they had no part in."""
        found: Floats = truth[out] - np.linalg.solve(self.inverse[np.ix_(out, out)], self.weights[out])
        return found


def learnt(known: Taught) -> Learnt:
    """What all lessons teach together."""
    own = features(known.states, *centre(known.states))
    _sizes, directions = np.linalg.eigh(own.T @ own)
    turn = np.ascontiguousarray(directions[:, ::-1][:, :DIRECTIONS])
    near = own @ turn
    alike = np.empty((len(near), len(near)), np.float32)
    for at in range(0, len(near), ROWS):
        alike[at : at + ROWS] = likeness(near[at : at + ROWS], near)
    alike[np.diag_indices_from(alike)] += [SOFTNESS / each.often for each in known.lessons]
    inverse = _inverse(alike)
    return Learnt(turn, near, inverse, inverse @ known.truth.astype(np.float32))


def _inverse(alike: Floats) -> Floats:
    """By halves, by way of what the second adds to the first (Schur's complement), in the memory of what was given.

    LAPACK counts elements in 32 bits, so it would have no whole of more than 46,340. Raises LinAlgError.
    """
    half = len(alike) // 2
    both, last = alike[half:, :half], alike[half:, half:]
    first = _by_cholesky(alike[:half, :half].copy())
    across = both @ first
    last -= across @ both.T
    last[:] = _by_cholesky(last.copy())
    both[:] = -last @ across
    alike[:half, half:] = both.T
    alike[:half, :half] = first - across.T @ both
    return alike


def _by_cholesky(given: Floats) -> Floats:
    """The inverse, in the memory of what was given, which is gone afterwards. Raises LinAlgError."""
    lower, fault = spotrf(given.T, lower=True, clean=False, overwrite_a=True)
    found, again = spotri(lower, lower=True, overwrite_c=True)
    if fault or again:
        raise np.linalg.LinAlgError
    whole: Floats = found
    for at in range(0, len(whole), ROWS):
        end = at + ROWS
        own = np.tril(whole[at:end, at:end])
        whole[at:end, at:end] = own + np.tril(own, -1).T
        whole[at:end, end:] = whole[end:, at:end].T
    return whole


def left_out(found: Learnt, truth: Floats, voices: Sequence[str]) -> Floats:
    """Scores of each lesson by weights that its voice had no part in."""
    scores = np.zeros_like(truth)
    for group in groups(voices):
        out = np.flatnonzero(np.isin(voices, group))
        scores[out] = found.left_out(truth, out)
    return scores


def groups(voices: Sequence[str]) -> list[Sequence[str]]:
    """Each voice of the passages alone or with its translation, agreements in eights."""
    different = sorted(set(voices))
    some = [each for each in different if each.startswith("agreement ")]
    twins = {each for pair in TRANSLATIONS for each in pair}
    alone = [[each] for each in different if each not in some and each not in twins]
    return [*alone, *TRANSLATIONS, *(some[at::8] for at in range(8))]


def sorts_of(labels: Sequence[Label], library: Library) -> npt.NDArray[np.int8]:
    """Of which sort each label is."""
    against = {
        (name, each.id): Sort.CONTRADICTION for name, one in library.conditions.items() for each in one.contradictions
    }
    return np.array([Sort.AGAINST if each[1] == AGAINST else against.get(each, Sort.FOR) for each in labels], np.int8)


def beside(scores: Floats, truth: Floats, labels: Sequence[Label], sorts: npt.NDArray[np.int8]) -> Floats:
    """The weights of what a text says of other labels, out of scores that its own voice had no part in."""
    told = np.stack(list(signs(scores, labels, sorts)), 2)
    often = truth.sum(0) >= OFTEN
    kinds = [often & (sorts == sort) for sort in Sort]
    return np.array([logistic(told[:, kind], truth[:, kind]) for kind in kinds])


def logistic(told: Floats, truth: Floats, often: Floats | float = 1.0, held: float = HELD) -> Floats:
    """Logistic regression by Newton's steps; each example counts so `often`."""
    told, truth = told.reshape(-1, told.shape[-1]), truth.reshape(-1)
    found = np.zeros(told.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(told @ found, -30, 30)))
        slope = told.T @ (often * (likely - truth)) + held * found
        bend = (told * (often * likely * (1 - likely))[:, None]).T @ told + held * np.eye(len(found))
        found -= np.linalg.solve(bend, slope)
    return found


def bound(scores: Floats, truth: Floats, beta: float, least: float = LEAST) -> float:
    """Where F with this beta is best, but not below `least`."""
    order = np.argsort(-scores, kind="stable")
    scores, right = scores[order], np.cumsum(truth[order])
    if not len(right) or right[-1] < OFTEN:
        return np.inf
    best = (1 + beta**2) * right / (np.arange(1, len(right) + 1) + beta**2 * right[-1])
    at = int(best.argmax())
    return max(least, float(scores[at] + scores[min(at + 1, len(scores) - 1)]) / 2)


def bounds(scores: Floats, truth: Floats, labels: Sequence[Label], library: Library) -> Floats:
    """For each label: from where on it counts, and from where on it is a doubt."""
    elements = {(name, each.id) for name, one in library.conditions.items() for each in one.elements}
    lifting = {
        (name, each)
        for name, one in library.conditions.items()
        for other in one.contradictions
        for each in other.unless
    }
    found = []
    for at, label in enumerate(labels):
        least = LIFTS if label in lifting else LEAST
        sure = bound(scores[:, at], truth[:, at], ELEMENT if label in elements else CONTRADICTION, least)
        found.append([sure, min(sure, bound(scores[:, at], truth[:, at], DOUBT))])
    return np.array(found)
