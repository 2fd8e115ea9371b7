"""What a text says of one label, beside what it says of the others.

Taken alone, a right to publish with a time limit comes near a veto. Whether it is one is told by how much more it says of other
labels: those of the same condition on the same side, those on the other side, and those of other conditions. A logistic
regression weighs these and their products. Its weights are the same for all labels of a sort, so that few are learnt.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[Any]


class Sort(IntEnum):
    """Of which sort a label is."""

    FOR = 0
    """An element, or an exception."""
    CONTRADICTION = 1
    AGAINST = 2
    """All that contradicts a condition, together."""


def weighed(scores: Floats, labels: Sequence[tuple[str, str]], sorts: Floats, weights: Floats) -> Floats:
    """The log odds that each text says each label. `weights` has a row for each sort."""
    own = weights[np.asarray(sorts)].T
    found = np.zeros(scores.shape, np.float32)
    for each, weight in zip(signs(scores, labels, sorts), own, strict=True):
        found += each * weight.astype(np.float32)
    return found


def signs(scores: Floats, labels: Sequence[tuple[str, str]], sorts: Floats) -> Iterator[Floats]:
    """What is weighed: a table like `scores` for each sign."""
    alone = [scores, *(_highest(scores, those) for those in _others(labels, np.asarray(sorts)))]
    yield from alone
    for one, other in combinations_with_replacement(alone, 2):
        yield one * other
    yield np.ones_like(scores)


def _others(labels: Sequence[tuple[str, str]], sorts: Floats) -> Iterator[npt.NDArray[np.bool_]]:
    """For each label, those that it is put beside: a square for each way."""
    conditions = np.array([condition for condition, _name in labels])
    same, itself = conditions[:, None] == conditions, np.eye(len(labels), dtype=bool)
    opposing, whole = sorts != Sort.FOR, sorts == Sort.AGAINST
    one_side = opposing[:, None] == opposing
    yield same & one_side & ~itself & ~(opposing[:, None] & whole)
    yield same & ~one_side
    yield same & whole & ~itself
    yield ~same & ~opposing
    yield ~same & opposing


def _highest(scores: Floats, those: npt.NDArray[np.bool_]) -> Floats:
    """The highest score of those labels, and 0 at least."""
    found = np.zeros_like(scores)
    for label, others in enumerate(np.broadcast_to(those, (scores.shape[1],) * 2)):
        if others.any():
            found[:, label] = scores[:, others].max(1).clip(0)
    return found
