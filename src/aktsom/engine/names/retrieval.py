"""Which listed names are worth a look: those that have one of the query's telling words.

A name that has none of them cannot reach the threshold, whatever else it has, so the long lists of names with a common
word need not be read: of `Ali Reza Tarvel` only names with `Tarvel` are. This is why a list ten times as long does not
take ten times as long.
"""

import numpy as np

from aktsom.engine.names.batch import Batch
from aktsom.engine.names.columns import Array
from aktsom.engine.names.index import NameIndex
from aktsom.engine.names.people import BITS, INITIAL_BITS, TOGETHER, bits_needed

_CLOSE = 1e-6


def candidates(batch: Batch, index: NameIndex, threshold: Array) -> tuple[Array, Array]:
    """Rows of queries with places of listed names, not in order; `threshold` is by row."""
    searched = np.where(batch.person[batch.row], _of_people(batch, index, threshold), _of_bodies(batch, threshold))
    chosen = searched[batch.term_word]
    rows, places = _led_to(batch.row[batch.term_word[chosen]], batch.term[chosen], *index.postings)
    exact = (batch.like == 1.0) & (batch.leads & ~batch.person[batch.row])[batch.term_word]
    inner_rows, inner = _led_to(batch.row[batch.term_word[exact]], batch.term[exact], *index.anchors)
    return np.concatenate([rows, inner_rows]), np.concatenate([places, inner])


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
    """The least telling words are left out, as long as all of them together do not tell enough; never all of them."""
    told = BITS * np.minimum(batch.rarity[batch.term_word], index.rarities[batch.term]) * batch.like
    most = np.maximum(batch.most_of_words(told), INITIAL_BITS)
    most = np.where(batch.single, INITIAL_BITS, np.maximum(most, TOGETHER * BITS * batch.rarity))
    order = np.lexsort((most, batch.leads, batch.row))
    kept = _sums_to(most[order], batch.start) >= bits_needed(threshold)[batch.row[order]] - _CLOSE
    kept[batch.start[1:][np.diff(batch.start) > 0] - 1] = True
    return _unsorted(kept, order) & batch.leads


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
