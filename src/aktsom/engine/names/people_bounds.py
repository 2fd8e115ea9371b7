"""Pair the words of people's names for many pairs of names at once, to leave out those that cannot reach the threshold.

The same rules as in `people`, with arrays: every word of a query against every word of a listed name is one cell.
"""

import numpy as np

from aktsom.engine.names.batch import Batch
from aktsom.engine.names.columns import Array, sums
from aktsom.engine.names.index import NameIndex
from aktsom.engine.names.people import (
    BITS,
    BITS_A_LETTER,
    FEW_CONSONANTS,
    INITIAL_BITS,
    INITIAL_SIMILARITY,
    ONE_WORD,
    LeftOver,
    likeness_of,
    lost_bits,
    told_by_initials,
    written_otherwise,
)
from aktsom.engine.names.pruning import ROUNDING, Mask, word_positions


def may_be_one_person(batch: Batch, index: NameIndex, rows: Array, places: Array, threshold: Array) -> Mask:
    """Which pairs of a query's row and a name's place may score so much when their words are paired as people's."""
    cells = _Cells(batch, index, rows, places)
    met = cells.paired()
    told = np.bincount(cells.pair[met], weights=cells.told()[met], minlength=len(rows))
    weighed = met & (cells.similarity > INITIAL_SIMILARITY)
    alike = np.bincount(cells.pair[met], weights=cells.similarity[met], minlength=len(rows))
    pairs = np.bincount(cells.pair[met], minlength=len(rows))
    words = np.bincount(cells.pair[weighed], minlength=len(rows))
    rest_query, rest_listed = cells.left(met)
    likeness = likeness_of(told - lost_bits(rest_query, rest_listed), alike / np.maximum(pairs, 1))
    longest = np.zeros(len(rows))
    np.maximum.at(longest, cells.pair[met], cells.query_letters[met])
    most = np.maximum(cells.query_words, cells.listed_words)
    alone = (words < 2) & (cells.query_words + cells.listed_words > 2) & ~told_by_initials(pairs, most, longest)
    likely = np.where(alone, ONE_WORD, 1.0) * likeness >= threshold[rows] - ROUNDING
    unlike = np.bincount(cells.pair[met & (cells.similarity < 1.0)], minlength=len(rows))
    whole = (pairs == cells.query_words) & (pairs == cells.listed_words) & ((unlike < 2) | cells.unvowelled())
    return np.asarray(likely | whole)


class _Cells:
    """One cell for each word of a query with each word of a listed name, by pair of names."""

    def __init__(self, batch: Batch, index: NameIndex, rows: Array, places: Array) -> None:
        self._batch, self._index, self._rows = batch, index, rows
        self._position, self._starts = word_positions(index, places)
        self.listed_words = np.diff(self._starts)
        self.query_words = np.diff(batch.start)[rows]
        counts = self.listed_words * self.query_words
        self.start = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
        self.pair = np.repeat(np.arange(len(rows)), counts)
        within = np.arange(self.start[-1]) - np.repeat(self.start[:-1], counts)
        query, listed = np.divmod(within, np.maximum(self.listed_words[self.pair], 1))
        self._asked_start = np.concatenate([np.zeros(1, np.int64), np.cumsum(self.query_words)])
        self._queried = np.arange(self._asked_start[-1]) + np.repeat(
            batch.start[rows] - self._asked_start[:-1], self.query_words
        )
        self._asked = self._asked_start[self.pair] + query
        self._word = batch.start[rows][self.pair] + query
        self._place = self._starts[self.pair] + listed
        self._listed = index.columns.place_word[self._position[self._place]]
        self.query_letters = batch.letters[self._word]
        self._term = index.columns.word_key[self._listed]
        self._letters = index.columns.word_letters[self._listed].astype(np.int64)
        self.similarity = self._similarities()

    def _similarities(self) -> Array:
        batch, columns = self._batch, self._index.columns
        term = self._term
        near = batch.similarity(self._word, term)
        unvowelled = batch.unvowelled[self._word] | self._index.unvowelled[term]
        other = ~unvowelled & (batch.latin[self._word] != columns.word_latin[self._listed])
        near = near * np.where(other, written_otherwise(np.minimum(self.query_letters, self._letters)), 1.0)
        single = (self.query_letters == 1) | (self._letters == 1)
        first = batch.first[self._word] == columns.word_first[self._listed]
        sounds = unvowelled & (batch.sound[self._word] == self._index.sounds[term])
        otherwise = np.where(single, INITIAL_SIMILARITY * first, FEW_CONSONANTS * sounds)
        similarity = np.where(near > 0.0, near, otherwise)
        chinese = self._all_chinese()[self.pair]
        return np.where(chinese & (similarity < 1.0), 0.0, similarity)

    def _all_chinese(self) -> Array:
        """Pairs of names of which each word may be Chinese."""
        words = self._index.columns.place_word[self._position]
        others = sums((~self._index.chinese[words]).astype(np.int64), self._starts)
        return np.asarray((others == 0) & (self._batch.of_rows(~self._batch.chinese)[self._rows] == 0))

    def unvowelled(self) -> Mask:
        """Pairs of which the query is in a script without vowels."""
        return np.asarray(self._batch.of_rows(self._batch.unvowelled)[self._rows] > 0)

    def told(self) -> Array:
        """What each cell tells, in bits."""
        bits = BITS * np.minimum(self._index.rarities[self._term], self._batch.rarity[self._word])
        capped = np.minimum(bits, BITS_A_LETTER * self._letters)
        bits = np.where(self._batch.unvowelled[self._word], bits, capped) * self.similarity
        return np.where((self.similarity <= INITIAL_SIMILARITY) | (self.query_letters == 1), INITIAL_BITS, bits)

    def paired(self) -> Mask:
        """The cells of words that meet: each word at most once, the most similar first."""
        met = np.zeros(len(self.pair), np.bool_)
        live = np.flatnonzero(self.similarity > 0.0)
        live = live[np.lexsort((live, -self.similarity[live], self.pair[live]))]
        while len(live):
            best = live[np.diff(self.pair[live], prepend=-1) != 0]
            met[best] = True
            live = live[self._free(best)[live]]
        return met

    def _free(self, taken: Array) -> Mask:
        """The cells of which neither word is in a taken cell."""
        asked, places = self._free_words(taken)
        return np.asarray(asked[self._asked] & places[self._place])

    def _free_words(self, taken: Array) -> tuple[Mask, Mask]:
        """The words of the queries and of the listed names that are in no taken cell."""
        asked, places = np.ones(self._asked_start[-1], np.bool_), np.ones(self._starts[-1], np.bool_)
        asked[self._asked[taken]] = False
        places[self._place[taken]] = False
        return asked, places

    def left(self, met: Mask) -> tuple[LeftOver, LeftOver]:
        """The words of the query and of the listed name that met nothing."""
        batch, index = self._batch, self._index
        asked, places = self._free_words(met)
        listed = index.columns.place_word[self._position]
        return (
            _left(asked, batch.weighty[self._queried], batch.patronymic[self._queried], self._asked_start),
            _left(places, index.weighty[self._position], index.patronymic[listed], self._starts),
        )


def _left(free: Mask, weighty: Mask, patronymic: Mask, start: Array) -> LeftOver:
    return LeftOver(
        *(sums((free & each).astype(np.int64), start) for each in (weighty, weighty & patronymic, ~weighty))
    )
