"""Leave out listed names that cannot reach the threshold, for a whole batch of queries at once.

What two names can share at most, and what they surely leave over, take one look-up for each listed word; pairing the
words and judging them takes a thousand times as long. No name that would be a hit is left out.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aktsom.engine.names.columns import Array, sums
from aktsom.engine.names.compare import ReadQuery
from aktsom.engine.names.index import NameIndex
from aktsom.engine.names.people import BITS, INITIAL_BITS, TWO_PEOPLE, bits_needed
from aktsom.engine.names.vocabulary import WITHOUT_WEIGHT, Role
from aktsom.engine.names.weights import left_over_weight, shared_weight

_ROUNDING = 0.002


class BatchBounds:
    """What each word of a batch of queries can add or save, by query and listed key."""

    def __init__(self, queries: Sequence[ReadQuery], index: NameIndex) -> None:
        self._index = index
        self._width = max(len(index.rarities), 1)
        known = [_known(query, row * self._width, index) for row, query in enumerate(queries)]
        merged = sorted((key, *values) for each in known for key, values in each.items())
        table = np.array(merged or [(-1, 0.0, 0.0, 0)], np.float64)
        self._keys: NDArray[np.int64] = table[:, 0].astype(np.int64)
        self._shared, self._saved, self._met = table[:, 1], table[:, 2], table[:, 3]
        self._losses = np.array([_loss(query) for query in queries])
        self._weighty = np.array([sum(w.role not in WITHOUT_WEIGHT for w in query.words) for query in queries])
        self._persons = np.array([query.is_person for query in queries], np.bool_)
        self._initials = np.array([sum(len(w.latin) == 1 for w in query.words) for query in queries])
        self._unvowelled = np.array([any(w.key.startswith("~") for w in query.words) for query in queries], np.bool_)

    def may_reach(self, rows: Array, places: Array, threshold: float, settled: Array) -> NDArray[np.bool_]:
        """Which pairs of a query's row and a name's place may score so much; `settled` rows have further evidence."""
        position, starts = self._positions(places)
        owner = np.repeat(rows, np.diff(starts))
        wanted = owner * self._width + self._index.terms[position]
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        met = self._keys[at] == wanted
        shared = sums(np.where(met, self._shared[at], 0.0), starts)
        saved = sums(np.where(met, self._saved[at], 0.0), starts)
        lost = sums(np.where(met, 0.0, self._index.losses[position]), starts)
        lost += np.maximum(self._losses[rows] - saved, 0.0)
        likely = shared >= (threshold - _ROUNDING) * (shared + lost)
        likely = np.where(self._persons[rows], self._people_may(rows, position, starts, met, at, threshold), likely)
        listed_inside = sums((self._index.weighty[position] & ~met).astype(np.int64), starts) == 0
        query_inside = sums(np.where(met, self._met[at], 0.0), starts) >= self._weighty[rows] - 0.5
        return np.asarray(likely | listed_inside | query_inside | settled[rows])

    def _people_may(
        self, rows: Array, position: Array, starts: Array, met: Array, at: Array, threshold: float
    ) -> NDArray[np.bool_]:
        """The same for the names of people, where bits are counted."""
        told = sums(np.where(met, self._shared[at], 0.0), starts)
        unmet = sums((self._index.weighty[position] & ~met).astype(np.int64), starts)
        missed = np.maximum(self._weighty[rows] - sums(np.where(met, self._met[at], 0.0), starts), 0.0)
        initials = self._initials[rows] + sums(self._index.initial[position].astype(np.int64), starts)
        both = np.minimum(unmet, missed)
        told += INITIAL_BITS * initials - TWO_PEOPLE * np.maximum(both - initials, 0)
        return np.asarray((told >= bits_needed(threshold) - _ROUNDING) | self._unvowelled[rows])

    def _positions(self, places: Array) -> tuple[Array, Array]:
        """The places of all words of all names, one name after the other, and where each name starts."""
        first = self._index.columns.name_start[places].astype(np.int64)
        lengths = self._index.columns.name_start[places + 1] - first
        starts = np.concatenate([[0], np.cumsum(lengths)])
        return np.arange(starts[-1]) - np.repeat(starts[:-1] - first, lengths), starts


Known = dict[int, tuple[float, float, int]]


def _known(query: ReadQuery, offset: int, index: NameIndex) -> Known:
    """By listed key: the most that one word of the query shares with it, what its words would lose, and their number."""
    known: Known = {}
    for word, similar, rarity in zip(query.words, query.similar, query.rarities, strict=True):
        weight, loss = shared_weight(word.role, rarity), _word_loss(word.role, rarity)
        counts = word.role not in WITHOUT_WEIGHT
        for term, similarity in similar.items():
            if query.is_person:
                weight = BITS * min(rarity, float(index.rarities[term]))
            most, losses, number = known.get(offset + term, (0.0, 0.0, 0))
            known[offset + term] = (max(most, weight * similarity), losses + loss, number + counts)
    for nation in query.nations:
        term = index.term(nation)
        if term >= 0:
            known.setdefault(offset + term, (0.0, 0.0, 0))
    return known


def _loss(query: ReadQuery) -> float:
    return sum(_word_loss(word.role, rarity) for word, rarity in zip(query.words, query.rarities, strict=True))


def _word_loss(role: Role, rarity: float) -> float:
    """A nation may be one of the listed party's own, and then costs nothing."""
    return 0.0 if role is Role.NATION else left_over_weight(role, rarity)
