"""What a first look at a long agreement goes by (`engine/clauses/meaning/look.py`), learnt from the lessons' words.

How near a text comes to one side of a condition is told beside how near those come that are of it, by what other voices
taught; otherwise a condition of many words would crowd out one of few.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import LinearOperator, cg

from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.meaning.look import grams, nearest
from benchmarks.agreements.passages import Lesson

Floats = npt.NDArray[Any]
LEAST = 8
"""A gram in fewer lessons is not counted."""
SOFTNESS, STEPS, NEAR_ENOUGH = 3.0, 60, 1e-3
FOLDS = 4
FIRST = 0.3
"""So many of the lessons of a side come less near to it than where it begins to count."""
LONG, SAYING = 1000, 60
"""So many lines has a long agreement, of which so many say something."""


def first_look(lessons: Sequence[Lesson], library: Library) -> dict[str, Floats]:
    """The arrays of a first look."""
    counted = _counted(lessons)
    said, rarity = _said(lessons, counted)
    sides = sides_of(lessons, library)
    begins, spread = _scale(_elsewhere(said, lessons, sides), sides)
    return {
        "look.grams": np.frombuffer("\n".join(counted).encode(), "u1"),
        "look.rarity": rarity.astype("<f2"),
        "look.weights": (_weights(said, _and_any(sides)) / spread).astype("<f2"),
        "look.from": (begins / spread[:-1]).astype("<f4"),
    }


@dataclass(frozen=True, slots=True)
class Chosen:
    """Of long agreements: which share is read of the lines that say something, and of the sides that any of them says."""

    lines: float
    sides: float


def chosen(lessons: Sequence[Lesson], library: Library, most: int) -> Chosen:
    """What is read when 60 lines of one voice that say something lie among lines of others that say nothing.

    A voice, and the others of its fold, had no part in what is looked by.
    """
    said, _rarity = _said(lessons, _counted(lessons))
    sides = sides_of(lessons, library)
    elsewhere = _elsewhere(said, lessons, sides)
    begins, spread = _scale(elsewhere, sides)
    near, drawn = elsewhere / spread, np.random.default_rng(1)
    found = []
    for out in folds(lessons):
        empty = np.flatnonzero(out & ~sides.any(1))
        for voice in sorted({each.voice for each, own in zip(lessons, out, strict=True) if own}):
            own = np.flatnonzero(np.array([each.voice == voice for each in lessons]) & sides.any(1))
            own = drawn.permutation(own)[:SAYING]
            there = drawn.permutation([*own, *drawn.permutation(empty)[: LONG - len(own)]])
            read = there[nearest(near[there], begins / spread[:-1], most)]
            told = np.isin(own, read)
            found.append([told.sum(), len(own), sides[own[told]].any(0).sum(), sides[own].any(0).sum()])
    lines, of_lines, some, of_some = np.sum(found, 0)
    return Chosen(lines / of_lines, some / of_some)


def _elsewhere(said: Any, lessons: Sequence[Lesson], sides: npt.NDArray[np.bool_]) -> Floats:
    """How near each lesson comes to each side, and to any, by what other voices taught."""
    wanted = _and_any(sides)
    found = np.full(wanted.shape, np.nan)
    for out in folds(lessons):
        found[out] = said[out] @ _weights(said[~out], wanted[~out])
    return found


def _and_any(sides: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    return np.column_stack((sides, sides.any(1)))


def sides_of(lessons: Sequence[Lesson], library: Library) -> npt.NDArray[np.bool_]:
    """A row for each lesson: whether it says anything for each condition, and anything against each."""
    elements = {(name, one.id) for name, each in library.conditions.items() for one in each.elements}
    for_it = [{name for name, _id in each.labels & elements} for each in lessons]
    against = [{name for name, _id in each.labels - elements} for each in lessons]
    return np.array(
        [
            [*(name in own for name in library.conditions), *(name in other for name in library.conditions)]
            for own, other in zip(for_it, against, strict=True)
        ]
    )


def folds(lessons: Sequence[Lesson]) -> Iterator[npt.NDArray[np.bool_]]:
    """The lessons of every fourth voice, four times."""
    voices = sorted({each.voice for each in lessons})
    for at in range(FOLDS):
        own = set(voices[at::FOLDS])
        yield np.array([each.voice in own for each in lessons])


def _counted(lessons: Sequence[Lesson]) -> list[str]:
    often = Counter(gram for each in lessons for gram in grams(each.text))
    return sorted(gram for gram, times in often.items() if times >= LEAST)


def _said(lessons: Sequence[Lesson], counted: Sequence[str]) -> tuple[Any, Floats]:
    """The grams of each lesson, the rarer the more, each row of length one; and how rare each is."""
    place = {gram: at for at, gram in enumerate(counted)}
    there = [sorted(place[gram] for gram in grams(each.text) if gram in place) for each in lessons]
    ends = np.cumsum([0, *map(len, there)])
    columns = np.fromiter((at for each in there for at in each), np.int32, int(ends[-1]))
    rarity = np.log(len(lessons) / np.bincount(columns, minlength=len(counted)))
    said = csr_matrix((rarity[columns], columns, ends), (len(lessons), len(counted)))
    lengths = np.asarray(np.sqrt(said.multiply(said).sum(1)))
    return diags(1 / np.maximum(lengths.ravel(), 1e-6)) @ said, rarity


def _weights(said: Any, wanted: npt.NDArray[np.bool_]) -> Floats:
    """Ridge regression, a column at a time."""
    across = said.T.tocsr()
    soft = LinearOperator((said.shape[1],) * 2, matvec=lambda given: across @ (said @ given) + SOFTNESS * given)
    usual = wanted.mean(0)
    found = [
        cg(soft, across @ (column - mean), maxiter=STEPS, rtol=NEAR_ENOUGH)[0]
        for column, mean in zip(wanted.T, usual, strict=True)
    ]
    return np.array(found).T


def _scale(elsewhere: Floats, sides: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Where each side begins to count, and what each column is divided by, so that all weigh alike."""
    own = elsewhere[:, :-1]
    begins = np.array([np.quantile(own[sides[:, at], at], FIRST) for at in range(own.shape[1])])
    spread = own.std(0)
    closest = ((own - begins) / spread).max(1).std()
    return begins, np.append(spread * closest, elsewhere[:, -1].std())
