"""Which listed names are worth a look: those that have one of the query's telling words.

A name that has none of them cannot reach the threshold, whatever else it has, so the long lists of names with a common
word need not be read: of `Ali Reza Tarvel` only names with `Tarvel` are. This is why a list ten times as long does not
take ten times as long.
"""

import numpy as np

from aktsom.engine.names.batch import Batch
from aktsom.engine.names.columns import Array
from aktsom.engine.names.index import NameIndex
from aktsom.engine.names.people import BITS, BITS_A_LETTER, INITIAL_BITS, bits_needed

_CLOSE = 1e-6
_TWO = 2
_LITTLE = 0.6


def candidates(batch: Batch, index: NameIndex, threshold: Array) -> tuple[Array, Array]:
    """Rows of queries with places of listed names, not in order; `threshold` is by row."""
    row = batch.row[batch.term_word]
    person, leads = batch.person[row], batch.leads[batch.term_word]
    same = batch.like == 1.0
    exact = same & leads
    chosen = leads & np.where(
        person, _of_people(batch, index, threshold), _of_bodies(batch, threshold)[batch.term_word]
    )
    found = (
        _led_to(row[chosen], batch.term[chosen], *index.postings),
        _led_to(row[same & ~person], batch.term[same & ~person], *index.anchors),
        _as_long(batch, index, *_led_to(*_rarest(batch, person & exact), *index.postings)),
    )
    return np.concatenate([rows for rows, _ in found]), np.concatenate([places for _, places in found])


def _rarest(batch: Batch, chosen: Array) -> tuple[Array, Array]:
    """Of each row the two rarest of the chosen terms: where all words meet and one is misspelled, one of two is exact."""
    chosen = np.flatnonzero(chosen)
    row = batch.row[batch.term_word[chosen]]
    order = np.lexsort((-batch.rarity[batch.term_word[chosen]], row))
    chosen, row = chosen[order], row[order]
    kept = np.arange(len(row)) - np.searchsorted(row, row, "left") < _TWO
    return row[kept], batch.term[chosen[kept]]


def _as_long(batch: Batch, index: NameIndex, rows: Array, places: Array) -> tuple[Array, Array]:
    """The pairs of names with as many words and, but for one, letters."""
    same = np.diff(batch.start)[rows] == index.name_words[places]
    same &= np.abs(batch.of_rows(batch.letters)[rows] - index.name_letters[places]) <= 1
    return rows[same], places[same]


def _led_to(rows: Array, terms: Array, start: Array, names: Array) -> tuple[Array, Array]:
    return gathered(rows, start[terms], start[terms + 1], names)


def gathered(rows: Array, first: Array, last: Array, names: Array) -> tuple[Array, Array]:
    """Each row with every name from its first place to before its last."""
    first = first.astype(np.int64)
    counts = last - first
    ends = np.cumsum(counts)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)
    return np.repeat(rows, counts), names[np.repeat(first, counts) + within].astype(np.int64)


def _of_people(batch: Batch, index: NameIndex, threshold: Array) -> Array:
    """Which listed words are searched for. Those that tell least are left out, as long as all that are left out, one for
    each word of the query, do not tell enough together.
    """
    row = batch.row[batch.term_word]
    told = np.maximum(most_told(batch, index), INITIAL_BITS)
    order = np.lexsort((told, batch.term_word))
    first = np.diff(batch.term_word[order], prepend=-1) != 0
    more = np.empty(len(told))
    more[order] = np.where(first, told[order] - INITIAL_BITS, np.diff(told[order], prepend=0.0))
    order = np.lexsort((told, batch.leads[batch.term_word], row))
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(row, minlength=len(batch)))])
    reached = _sums_to(more[order], starts) + (INITIAL_BITS * np.diff(batch.start))[row[order]]
    whole = (batch.of_rows(batch.unvowelled) > 0)[row] & (batch.like > _LITTLE)
    return _unsorted(reached >= bits_needed(threshold)[row[order]] - _CLOSE, order) | whole


def most_told(batch: Batch, index: NameIndex) -> Array:
    """What each listed word that a query's word may stand for tells of a person at most, in bits."""
    bits = BITS * np.minimum(batch.rarity[batch.term_word], index.rarities[batch.term])
    capped = np.minimum(bits, BITS_A_LETTER * index.key_letters[batch.term])
    return np.asarray(np.where(batch.unvowelled[batch.term_word], bits, capped) * batch.like)


def _of_bodies(batch: Batch, threshold: Array) -> Array:
    """The rarest words, until a name without any of them would share too little with what it leaves over."""
    shares = batch.shares * batch.most_of_words(batch.like)
    order = np.lexsort((-batch.rarity, ~batch.leads, batch.row))
    rest = batch.of_rows(shares)[batch.row[order]] - _sums_to(shares[order], batch.start) + shares[order]
    missed = _sums_to(batch.loses[order], batch.start) - batch.loses[order]
    kept = rest >= threshold[batch.row[order]] * (rest + missed) - _CLOSE
    return _unsorted(kept, order) & batch.leads


def _sums_to(values: Array, start: Array) -> Array:
    """The sum of the values of a query up to each of them."""
    total = np.cumsum(values)
    before = np.concatenate([np.zeros(1), total])[start[:-1]]
    return np.asarray(total - np.repeat(before, np.diff(start)))


def _unsorted(values: Array, order: Array) -> Array:
    back = np.empty_like(values)
    back[order] = values
    return back
