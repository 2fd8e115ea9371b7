"""A first look at the chunks of a long agreement: which of them are worth reading closely, by their words alone.

Reading a chunk closely takes long, so of a long agreement not all are. Here every word, pair of words and beginning of a word
speaks for or against two things: that a chunk says something that was taught at all, and that it says something for, or
against, each condition. Weights were found by ridge regression (`benchmarks/agreements/looking.py`).
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[Any]
_WORD = re.compile(r"\w+")
_BEGINNING = 6


def grams(text: str) -> frozenset[str]:
    """The words of a text, its pairs of words, and the beginnings of its words."""
    words = _WORD.findall(text.casefold())
    return frozenset((*words, *map(" ".join, pairwise(words)), *(f"{each[:_BEGINNING]}*" for each in words)))


class Look:
    """By the arrays of a file: grams, how rare each is, what it weighs for each side and for any, and where a side begins."""

    def __init__(self, arrays: Mapping[str, Floats]) -> None:
        self._arrays = arrays

    def nearest(self, texts: Sequence[str], most: int) -> Floats:
        """Which of the texts to read: first those that come nearest to any side of any condition, then the next nearest."""
        return nearest(self._said(texts), self._arrays["look.from"], most)

    def _said(self, texts: Sequence[str]) -> Floats:
        """How near each text comes to each side of each condition, and at last to any."""
        weights = self._arrays["look.weights"].astype(np.float32)
        rarity = self._arrays["look.rarity"].astype(np.float32)
        said = np.zeros((len(texts), weights.shape[1]), np.float32)
        for row, text in enumerate(texts):
            there = sorted(self._place[each] for each in grams(text) if each in self._place)
            if there:
                said[row] = rarity[there] @ weights[there] / np.linalg.norm(rarity[there])
        return said

    @cached_property
    def _place(self) -> dict[str, int]:
        return {each: at for at, each in enumerate(self._arrays["look.grams"].tobytes().decode().split("\n"))}


def nearest(said: Floats, begins: Floats, most: int) -> Floats:
    """The rows that come nearest to each side, then the next nearest; a row says how near it comes to each, and to any."""
    sides = said[:, :-1] - begins + said[:, -1:]
    ranks = (-sides).argsort(0, kind="stable").argsort(0, kind="stable").min(1)
    found: Floats = np.lexsort((-sides.max(1), ranks))[:most]
    return found
