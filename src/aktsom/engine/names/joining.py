"""Words that are written together in one name and apart in the other: `Alireza`, `Ali Reza`."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from aktsom.engine.names.batch import Batch
from aktsom.engine.names.columns import Array, joined_hashes, sums
from aktsom.engine.names.folding import fold_key
from aktsom.engine.names.index import NameIndex
from aktsom.engine.names.people import LETTERS_APART
from aktsom.engine.names.pruning import Mask, word_positions
from aktsom.engine.names.retrieval import gathered

_NOTHING = 0, 0
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class Joining:
    """Finds pairs of people's names of which one has, as one word, two neighbouring words of the other."""

    def __init__(self, batch: Batch, index: NameIndex) -> None:
        self._batch, self._index = batch, index
        inner = np.flatnonzero(np.diff(batch.row) == 0)
        unvowelled = (batch.of_rows(batch.unvowelled) > 0)[batch.row]
        pairs = np.array(_pairs(batch), np.uint64).reshape(-1, 2)
        words = np.where(unvowelled, batch.sound, batch.key)
        self._words = np.sort(_of_row(words, batch.row))
        self._pairs = np.sort(_of_row(np.where(unvowelled[inner], pairs[:, 1], pairs[:, 0]), batch.row[inner]))
        self._lengths = np.diff(batch.start)
        self._letters = batch.of_rows(batch.letters)
        self._unvowelled = batch.of_rows(batch.unvowelled) > 0

    def candidates(self) -> tuple[Array, Array]:
        """Rows of queries of people with places of names that have one word for two of theirs, or two for one."""
        batch, index = self._batch, self._index
        asked = np.flatnonzero(batch.person[batch.row])
        apart = gathered(
            batch.row[asked], *_range(index.columns.joined_hash, batch.key[asked]), index.columns.joined_name
        )
        inner = np.flatnonzero((np.diff(batch.row) == 0) & batch.person[batch.row[:-1]])
        terms = np.array([index.term(self._joined_key(place)) for place in inner.tolist()], np.int64)
        start, names = index.postings
        inner, terms = inner[terms >= 0], terms[terms >= 0]
        together = gathered(batch.row[inner], start[terms], start[terms + 1], names)
        return np.concatenate([apart[0], together[0]]), np.concatenate([apart[1], together[1]])

    def _joined_key(self, place: int) -> str:
        query, first = self._batch.queries[self._batch.row[place]], place - self._batch.start[self._batch.row[place]]
        return fold_key(query.words[first].latin + query.words[first + 1].latin)

    def found(self, rows: Array, places: Array) -> Mask:
        """For which pairs of a query's row and a name's place that is so."""
        position, starts = word_positions(self._index, places)
        more = self._lengths[rows] - np.diff(starts)
        near = np.abs(self._letters[rows] - sums(self._index.letters[position], starts)) <= LETTERS_APART
        near &= self._batch.person[rows] & (np.abs(more) == 1)
        asked = np.repeat(np.where(near, more, 0), np.diff(starts))
        owner = np.repeat(rows, np.diff(starts))
        met = np.zeros(len(position), np.int64)
        for known, chosen, listed in (
            (self._pairs, asked > 0, self._listed_words),
            (self._words, asked < 0, self._listed_pairs),
        ):
            met[chosen] = _among(_of_row(listed(position[chosen], owner[chosen]), owner[chosen]), known)
        return np.asarray(sums(met, starts) > 0)

    def _listed_words(self, position: Array, owner: Array) -> Array:
        term = self._index.terms[position]
        return np.where(self._unvowelled[owner], self._index.sounds[term], self._index.columns.key_hash[term])

    def _listed_pairs(self, position: Array, owner: Array) -> Array:
        columns = self._index.columns
        return np.where(self._unvowelled[owner], columns.place_joined_sound[position], columns.place_joined[position])


def _pairs(batch: Batch) -> Sequence[tuple[int, int]]:
    return [
        joined_hashes(a.latin, b.latin) if query.is_person else _NOTHING
        for query in batch.queries
        for a, b in pairwise(query.words)
    ]


def _range(known: Array, wanted: Array) -> tuple[Array, Array]:
    return np.searchsorted(known, wanted, "left"), np.searchsorted(known, wanted, "right")


def _of_row(sounds: Array, rows: Array) -> Array:
    return np.asarray(sounds ^ (rows.astype(np.uint64) * _SPREAD))


def _among(wanted: Array, known: Array) -> Mask:
    if not len(known):
        return np.zeros(len(wanted), np.bool_)
    return np.asarray(known[np.minimum(np.searchsorted(known, wanted), len(known) - 1)] == wanted)
