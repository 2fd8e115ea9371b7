"""Leave out listed names that cannot reach the threshold, for a whole batch of queries at once.

What two names can share at most, and what they surely leave over, take one look-up for each listed word; pairing the
words and judging them takes a thousand times as long. No name that would be a hit is left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aktsom.engine.names.batch import Batch
from aktsom.engine.names.columns import Array, sums
from aktsom.engine.names.index import NameIndex
from aktsom.engine.names.people import INITIAL_BITS, TWO_PEOPLE, bits_needed
from aktsom.engine.names.retrieval import most_told

ROUNDING, TWO_MET = 0.002, 2
_NONE = np.full(1, -1, np.int64)
Mask = NDArray[np.bool_]


class BatchBounds:
    """What each word of a batch of queries can add or save, by query and listed key."""

    def __init__(self, batch: Batch, index: NameIndex) -> None:
        self._batch = batch
        self._index = index
        self._width = max(len(index.rarities), 1)
        self._keys, self._shared, self._told, self._saved, self._met = self._known()
        self._losses = batch.of_rows(batch.loses)
        self._weighty = batch.of_rows(batch.weighty)
        self._unvowelled = batch.of_rows(batch.unvowelled) > 0
        self._initials = batch.of_rows(batch.single)

    def _known(self) -> tuple[Array, Array, Array, Array, Array]:
        """By query and listed key: the most that one word shares with it and tells by it, what the words would lose, and
        their number.
        """
        batch, word = self._batch, self._batch.term_word
        nation_row, nation_term = self._nations()
        keys = np.concatenate([batch.row[word] * self._width + batch.term, nation_row * self._width + nation_term])
        if not len(keys):
            return _NONE, *np.zeros((4, 1))
        nothing = np.zeros(len(nation_row))
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        first = np.flatnonzero(np.diff(keys, prepend=-1))
        most, told = (
            np.maximum.reduceat(np.concatenate([each, nothing])[order], first)
            for each in (batch.shares[word] * batch.like, most_told(batch, self._index))
        )
        saved = np.add.reduceat(np.concatenate([batch.loses[word], nothing])[order], first)
        met = np.add.reduceat(np.concatenate([batch.weighty[word].astype(np.float64), nothing])[order], first)
        return keys[first], most, told, saved, met

    def _nations(self) -> tuple[Array, Array]:
        """A listed name may mention the query's own country."""
        found = [
            (row, term)
            for row, query in enumerate(self._batch.queries)
            for nation in query.nations
            if (term := self._index.term(nation)) >= 0
        ]
        table = np.array(found, np.int64).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    def of_pairs(self, rows: Array, places: Array, threshold: Array) -> "PairBounds":
        """The bounds for pairs of a query's row and a name's place; `threshold` is by row."""
        position, starts = word_positions(self._index, places)
        owner = np.repeat(rows, np.diff(starts))
        wanted = owner * self._width + self._index.terms[position]
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        met = self._keys[at] == wanted
        shared = sums(np.where(met, self._shared[at], 0.0), starts)
        saved = sums(np.where(met, self._saved[at], 0.0), starts)
        lost = sums(np.where(met, 0.0, self._index.losses[position]), starts)
        lost += np.maximum(self._losses[rows] - saved, 0.0)
        unmet = sums((self._index.weighty[position] & ~met).astype(np.int64), starts)
        missed = np.maximum(self._weighty[rows] - sums(np.where(met, self._met[at], 0.0), starts), 0.0)
        inside, around = unmet == 0, missed < 0.5
        likely = shared >= (threshold[rows] - ROUNDING) * (shared + lost)
        told = sums(np.where(met, self._told[at], 0.0), starts)
        people = self._people_may(rows, position, starts, told, unmet, missed, threshold) | (inside & around)
        person = self._batch.person[rows]
        likely |= self._unvowelled[rows]
        of_people = person & self._index.named[places]
        may = np.where(of_people, people, likely | (~person & (inside | around)))
        many = sums(met.astype(np.int64), starts)
        part = inside & self._index.holdable[places]
        part |= around & self._batch.holdable[rows] & (many >= TWO_MET)
        part |= around & (self._batch.brand[rows] | (self._batch.rare[rows] & (np.diff(starts) - many <= 1)))
        hits = np.where(of_people, people, likely | (~person & part))
        return PairBounds(may, hits, shared / np.maximum(shared + lost, ROUNDING), unmet + missed)

    def _people_may(
        self, rows: Array, position: Array, starts: Array, told: Array, unmet: Array, missed: Array, threshold: Array
    ) -> Mask:
        """The same for the names of people, where bits are counted."""
        initials = self._initials[rows] + sums(self._index.initial[position].astype(np.int64), starts)
        both = np.minimum(unmet, missed)
        told = told + INITIAL_BITS * initials - TWO_PEOPLE * np.maximum(both - initials, 0)
        return np.asarray((told >= bits_needed(threshold)[rows] - ROUNDING) | self._unvowelled[rows])


@dataclass(frozen=True, slots=True)
class PairBounds:
    """Of pairs of names: whether they may reach the threshold, whether a closer look leaves that so, what share speaks for
    them at most, and how many words of both met nothing.
    """

    may_reach: Mask
    may_be_hits: Mask
    speaking: Array
    unmet: Array


def word_positions(index: NameIndex, places: Array) -> tuple[Array, Array]:
    """The positions of all words of all names, one name after the other, and where each name starts."""
    first = index.columns.name_start[places].astype(np.int64)
    lengths = index.columns.name_start[places + 1] - first
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return np.arange(starts[-1]) - np.repeat(starts[:-1] - first, lengths), starts
