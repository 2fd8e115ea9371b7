"""The one face of screening: build from listings, then ask."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from aktsom.engine.lists.listing import Listing
from aktsom.engine.names.compare import Comparison, ReadQuery, compare, left_over, part_matches
from aktsom.engine.names.countries import country_code
from aktsom.engine.names.explain import explain
from aktsom.engine.names.index import ListedEntry, NameIndex, audible, nation_keys, searched_words
from aktsom.engine.names.judge import Verdict, judge
from aktsom.engine.names.reading import ReadName, read_name
from aktsom.engine.names.types import Hit, Query

DEFAULT_THRESHOLD = 0.72
DEFAULT_TOP = 20
_BATCH = 256
_CANDIDATES = 40
_LEAST_OVERLAP = 0.4
_LEAST_OVERLAP_INSIDE = 0.15
_KNOWN_WORD = 3
_BRAND_DOUBT = 0.85
_ALIKE = 0.85
_REMEMBERED = 50_000

FloatArray = NDArray[np.float32]
Found = tuple[Verdict, int, ListedEntry, Comparison]


class Screener:
    """Finds the listings that a name may refer to. Read only once built; can be pickled and shared."""

    def __init__(self, listings: Sequence[Listing], index: NameIndex) -> None:
        self._listings = tuple(listings)
        self._index = index
        self._near: dict[tuple[str, bool], Mapping[int, float]] = {}

    def __getstate__(self) -> tuple[tuple[Listing, ...], NameIndex]:
        """What is saved: not the words that were looked up on the way."""
        return self._listings, self._index

    def __setstate__(self, state: tuple[tuple[Listing, ...], NameIndex]) -> None:
        """Take up what was saved."""
        self._listings, self._index = state
        self._near = {}

    @classmethod
    def build(cls, listings: Iterable[Listing]) -> "Screener":
        """Prepare listings for screening."""
        kept = tuple(listings)
        return cls(kept, NameIndex(kept))

    def screen(
        self, queries: Iterable[Query], *, threshold: float = DEFAULT_THRESHOLD, top: int = DEFAULT_TOP
    ) -> Iterator[tuple[Query, list[Hit]]]:
        """Give each query, in order, with its hits of at least `threshold`, best first, at most `top`.

        A query's hits do not depend on the other queries. Queries are read as they are needed.
        """
        waiting = iter(queries)
        while batch := list(islice(waiting, _BATCH)):
            read = [read_name(query.name, query.kind) for query in batch]
            prepared = [self._prepare(name, query) for name, query in zip(read, batch, strict=True)]
            candidates = self._candidates(prepared)
            for query, name, words, places in zip(batch, read, prepared, candidates, strict=True):
                yield query, self._hits(query, name, words, places, threshold)[: max(top, 0)]

    def _prepare(self, name: ReadName, query: Query) -> ReadQuery:
        words, segments = audible(name)
        similar = tuple(self._similar(word.key, name.is_person) for word in words)
        nations = nation_keys((country_code(query.country) or name.country,))
        rarities = tuple(self._index.rarity_of(word.key) for word in words)
        return ReadQuery(words, segments, similar, rarities, name.is_person, nations)

    def _similar(self, key: str, is_person: bool) -> Mapping[int, float]:
        """Listed words that this word may stand for. A word that lists know well is no misspelling of another."""
        known = self._near.get((key, is_person))
        if known is None:
            known = self._look_up(key, is_person)
            if len(self._near) >= _REMEMBERED:
                self._near.clear()
            self._near[key, is_person] = known
        return known

    def _look_up(self, key: str, is_person: bool) -> dict[int, float]:
        term = self._index.term(key)
        exact = {term: 1.0} if term >= 0 else {}
        well_known = term >= 0 and self._index.frequencies[term] >= _KNOWN_WORD
        if key.isdigit() or (well_known and not is_person and not key.startswith("~")):
            return exact
        near = self._index.spelling.near(key)
        return (
            dict(near if is_person else [(place, _BRAND_DOUBT * like) for place, like in near if like > _ALIKE]) | exact
        )

    def _candidates(self, queries: Sequence[ReadQuery]) -> list[list[int]]:
        """For each query the places of listed names that share enough of its telling words."""
        asked, totals = self._as_matrix(queries)
        found = asked @ self._index.postings
        result: list[list[int]] = []
        for row in range(len(queries)):
            span = slice(found.indptr[row], found.indptr[row + 1])
            result.append(_best(found.indices[span], found.data[span], totals[row], self._index.totals))
        return result

    def _as_matrix(self, queries: Sequence[ReadQuery]) -> tuple[csr_array, FloatArray]:
        columns: list[int] = []
        data: list[float] = []
        starts = [0]
        totals = np.zeros(len(queries), dtype=np.float32)
        for row, query in enumerate(queries):
            searched = set(map(id, searched_words(query.words)))
            weights: dict[int, float] = {}
            for word, similar, rarity in zip(query.words, query.similar, query.rarities, strict=True):
                if id(word) in searched:
                    totals[row] += rarity
                    for term, similarity in similar.items():
                        weights[term] = max(weights.get(term, 0.0), rarity * similarity)
            columns += sorted(weights)
            data += [weights[term] for term in sorted(weights)]
            starts.append(len(columns))
        shape = (len(queries), self._index.postings.shape[0])
        return csr_array((np.array(data, np.float32), np.array(columns, np.int32), starts), shape=shape), totals

    def _hits(
        self, query: Query, name: ReadName, words: ReadQuery, places: Sequence[int], threshold: float
    ) -> list[Hit]:
        same_text = set(self._index.same_text(name.plain)) if name.plain else set()
        best: dict[int, Found] = {}
        for place in sorted(same_text.union(places, self._index.same_words(words.words))):
            found = self._judge(query, name, words, place, place in same_text)
            listing = found[1]
            if found[0].score >= threshold and (listing not in best or found[0].score > best[listing][0].score):
                best[listing] = found
        hits = [_hit(query, words, self._listings[found[1]], found) for found in best.values()]
        return sorted(hits, key=lambda hit: (-hit.score, hit.listing.id))

    def _judge(self, query: Query, name: ReadName, words: ReadQuery, place: int, same_text: bool) -> Found:
        entry = self._index.entry(place)
        comparison = compare(words, entry, self._index, self._index.nations(entry.listing))
        listing = self._listings[entry.listing]
        asked = query if query.country or not name.country else _with_country(query, name.country)
        verdict = judge(asked, listing, entry, comparison, same_text, self._index.countries[entry.listing])
        return verdict, entry.listing, entry, comparison


def _hit(query: Query, words: ReadQuery, listing: Listing, found: Found) -> Hit:
    verdict, _, entry, comparison = found
    rest_query, rest_listed = left_over(words, entry, comparison.pairs)
    hit = Hit(
        query=query,
        listing=listing,
        matched_name=entry.text,
        score=verdict.score,
        strength=verdict.strength,
        explanation="",
        parts=part_matches(words, entry, comparison.pairs),
        leftover_query=tuple(words.words[q].shown for q in rest_query),
        leftover_listed=tuple(entry.words[n].shown for n in rest_listed),
        evidence=verdict.evidence,
    )
    return replace(hit, explanation=explain(hit))


def _best(places: NDArray[np.int32], shared: FloatArray, total: np.float32, totals: FloatArray) -> list[int]:
    """The places with most overlap; among equals the first. A name inside another counts though it overlaps little."""
    listed = totals[places]
    overlap = shared / np.maximum(total + listed - shared, shared)
    inside = shared >= 0.9 * np.minimum(total, listed)
    kept = np.flatnonzero((overlap >= _LEAST_OVERLAP) | (inside & (overlap >= _LEAST_OVERLAP_INSIDE)))
    order = np.lexsort((places[kept], -overlap[kept]))[:_CANDIDATES]
    return [int(place) for place in places[kept[order]]]


def _with_country(query: Query, country: str) -> Query:
    return replace(query, country=country)
