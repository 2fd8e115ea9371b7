"""The one face of screening: build from listings, then ask."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from scipy.sparse import csr_array

from aktsom.engine.lists.listing import Listing
from aktsom.engine.names.columns import Array, text_hash
from aktsom.engine.names.compare import Comparison, ReadQuery, compare, left_over, part_matches
from aktsom.engine.names.countries import country_code
from aktsom.engine.names.explain import explain
from aktsom.engine.names.index import ListedEntry, NameIndex, audible, nation_keys, searched_words
from aktsom.engine.names.judge import Verdict, judge
from aktsom.engine.names.people import compare_people
from aktsom.engine.names.pruning import BatchBounds
from aktsom.engine.names.reading import ReadName, is_pinyin, read_name, squeezed
from aktsom.engine.names.types import Hit, Query
from aktsom.engine.names.vocabulary import Role

DEFAULT_THRESHOLD = 0.72
DEFAULT_TOP = 20
_BATCH = 256
_CANDIDATES = 40
_LEAST_OVERLAP = 0.4
_LEAST_OVERLAP_PEOPLE = 0.2
_LEAST_OVERLAP_INSIDE = 0.15
_KNOWN_WORD = 3
_BRAND_DOUBT = 0.85
_ALIKE = 0.85
_REMEMBERED = 50_000
_NEARLY_EQUAL = 0.05
_ONE_LETTER_OFF = 0.93
_NAMES = frozenset({Role.NAME, Role.PATRONYMIC, Role.INITIAL})

FloatArray = NDArray[np.float32]
Found = tuple[Verdict, ListedEntry, Comparison]


class Screener:
    """Finds the listings that a name may refer to. Read only once built; `saving` keeps it on disk."""

    def __init__(self, listings: Sequence[Listing], index: NameIndex) -> None:
        self.listings = listings
        self.index = index
        self._near: dict[tuple[str, bool], Mapping[int, float]] = {}

    @classmethod
    def build(cls, listings: Iterable[Listing]) -> "Screener":
        """Prepare listings for screening."""
        kept = tuple(listings)
        return cls(kept, NameIndex.build(kept))

    def screen(
        self, queries: Iterable[Query], *, threshold: float = DEFAULT_THRESHOLD, top: int = DEFAULT_TOP
    ) -> Iterator[tuple[Query, list[Hit]]]:
        """Give each query, in order, with its hits of at least `threshold`, best first, at most `top`.

        Of hits that score nearly the same, the best of each list come first.

        A query's hits do not depend on the other queries. Queries are read as they are needed.
        """
        waiting = iter(queries)
        while batch := list(islice(waiting, _BATCH)):
            read = [read_name(query.name, query.kind) for query in batch]
            prepared = self._prepare(read, batch)
            places, near = self._places(batch, read, prepared, threshold)
            for row, query in enumerate(batch):
                hits = self._hits(query, read[row], prepared[row], places[row], near[row], threshold)
                yield query, hits[: max(top, 0)]

    def _prepare(self, names: Sequence[ReadName], queries: Sequence[Query]) -> list[ReadQuery]:
        heard = [audible(name) for name in names]
        self._look_up(
            {(word.key, name.is_person) for name, (words, _) in zip(names, heard, strict=True) for word in words}
        )
        return [
            ReadQuery(
                words,
                segments,
                tuple([self._near[word.key, name.is_person] for word in words]),
                tuple([self.index.rarity_of(word.key) for word in words]),
                name.is_person,
                nation_keys((country_code(query.country) or name.country,)),
            )
            for (words, segments), name, query in zip(heard, names, queries, strict=True)
        ]

    def _look_up(self, asked: Collection[tuple[str, bool]]) -> None:
        """Remember the listed words that each word (of a person's name or not) may stand for."""
        if len(self._near) >= _REMEMBERED:
            self._near.clear()
        new = [each for each in asked if each not in self._near]
        unsure = [each for each in new if self._may_be_misspelled(*each)]
        near = dict(zip(unsure, self.index.spelling.near(unsure), strict=True))
        for key, is_person in new:
            found = near.get((key, is_person), [])
            term = self.index.term(key)
            exact = {term: 1.0} if term >= 0 else {}
            doubted = found if is_person else [(place, _BRAND_DOUBT * like) for place, like in found if like > _ALIKE]
            self._near[key, is_person] = dict(doubted) | exact

    def _may_be_misspelled(self, key: str, is_person: bool) -> bool:
        """A word that lists know well is no misspelling of another, unless it is a person's or lacks its vowels."""
        term = self.index.term(key)
        well_known = term >= 0 and self.index.frequencies[term] >= _KNOWN_WORD
        return not key.isdigit() and (not well_known or is_person or key.startswith("~"))

    def _places(
        self, batch: Sequence[Query], read: Sequence[ReadName], queries: Sequence[ReadQuery], threshold: float
    ) -> tuple[list[list[int]], list[dict[int, float]]]:
        """For each query the places of listed names that are worth a look, in order, and how near the nearest are as texts."""
        texts = self.index.same_texts(np.array([text_hash(name.bare) for name in read], np.uint64))
        near = [
            self._nearly(name, places) | dict.fromkeys(same.tolist() if name.bare else (), 1.0)
            for name, places, same in zip(read, self.index.nearly_same_texts(read), texts, strict=True)
        ]
        found_rows, found_places = self._candidates(queries)
        equal = self.index.same_words([query.words for query in queries])
        rows = np.concatenate([found_rows, np.repeat(np.arange(len(equal)), [len(each) for each in equal])])
        places = np.concatenate([found_places, *equal])
        further = np.array([bool(query.identifiers or query.birth_date) for query in batch], np.bool_)
        kept = BatchBounds(queries, self.index).may_reach(rows, places, threshold, further)
        chosen = [set(each) for each in near]
        for row, place in zip(rows[kept].tolist(), places[kept].tolist(), strict=True):
            chosen[row].add(place)
        return [sorted(each) for each in chosen], near

    def _nearly(self, name: ReadName, places: Iterable[int]) -> dict[int, float]:
        """Of these places the names that one wrong letter turns into the name. A digit is no letter; nor is a whole syllable
        of a Chinese name, where another one is another name.
        """
        text = squeezed(name)
        found: dict[int, float] = {}
        for place in places:
            listing = self.listings[int(self.index.columns.name_listing[place])]
            listed = read_name(listing.names[int(self.index.columns.name_number[place])].text, listing.kind)
            other = squeezed(listed)
            same_initials = _initials(name) == _initials(listed)
            if same_initials and OSA.distance(text, other, score_cutoff=1) <= 1 and not _another_name(text, other):
                found[place] = _ONE_LETTER_OFF
        return found

    def _candidates(self, queries: Sequence[ReadQuery]) -> tuple[Array, Array]:
        """The rows of queries with the places of listed names that share enough of their telling words."""
        asked, totals = self._as_matrix(queries)
        found = asked @ self.index.postings
        rows = np.repeat(np.arange(len(queries)), np.diff(found.indptr))
        least = np.where([query.is_person for query in queries], _LEAST_OVERLAP_PEOPLE, _LEAST_OVERLAP)
        return _best(rows, found.indices, found.data, totals, self.index.totals, least)

    def _as_matrix(self, queries: Sequence[ReadQuery]) -> tuple[csr_array, FloatArray]:
        columns: list[int] = []
        data: list[float] = []
        starts = [0]
        totals = np.zeros(len(queries), dtype=np.float32)
        rarities = self.index.rarities
        for row, query in enumerate(queries):
            searched = set(map(id, searched_words(query.words)))
            weights: dict[int, float] = {}
            for word, similar, rarity in zip(query.words, query.similar, query.rarities, strict=True):
                if id(word) in searched:
                    totals[row] += rarity
                    for term, similarity in similar.items():
                        least = min(rarity, rarities[term]) if query.is_person else rarity
                        weights[term] = max(weights.get(term, 0.0), least * similarity)
            columns += sorted(weights)
            data += [weights[term] for term in sorted(weights)]
            starts.append(len(columns))
        shape = (len(queries), self.index.postings.shape[0])
        return csr_array((np.array(data, np.float32), np.array(columns, np.int32), starts), shape=shape), totals

    def _hits(
        self,
        query: Query,
        name: ReadName,
        words: ReadQuery,
        places: Sequence[int],
        near_text: Mapping[int, float],
        threshold: float,
    ) -> list[Hit]:
        best: dict[int, Found] = {}
        for place in places:
            found = self._judge(query, name, words, place, near_text.get(place, 0.0))
            listing = found[1].listing
            if found[0].score >= threshold and (listing not in best or found[0].score > best[listing][0].score):
                best[listing] = found
        hits = [_hit(query, words, self.listings[place], found) for place, found in best.items()]
        return _ranked(hits)

    def _judge(self, query: Query, name: ReadName, words: ReadQuery, place: int, near_text: float) -> Found:
        entry = self.index.entry(place)
        countries = self.index.countries(entry.listing)
        if words.is_person and (entry.is_person or all(word.role in _NAMES for word in entry.words)):
            comparison = compare_people(words, entry, self.index)
        else:
            comparison = compare(words, entry, self.index, nation_keys(countries[0]))
        asked = query if query.country or not name.country else replace(query, country=name.country)
        more = words.is_person and not entry.is_person and len(comparison.pairs) < len(words.words)
        listing = self.listings[entry.listing]
        return judge(asked, listing, entry, comparison, near_text, countries, more), entry, comparison


def _initials(name: ReadName) -> list[str]:
    return sorted(word.latin for word in name.words if len(word.latin) == 1)


def _another_name(one: str, other: str) -> bool:
    digits = [[character for character in text if character.isdigit()] for text in (one, other)]
    return digits[0] != digits[1] or (is_pinyin(one) and is_pinyin(other))


def _ranked(hits: Iterable[Hit]) -> list[Hit]:
    """The best first. Among hits that score nearly the same, the best of each list comes before the second of any.

    A list that has one body year after year would otherwise push out what the other lists say.
    """
    waiting = sorted(hits, key=lambda hit: (-hit.score, hit.listing.id))
    ranked: list[Hit] = []
    while waiting:
        near = [hit for hit in waiting if hit.score >= waiting[0].score - _NEARLY_EQUAL]
        seen: Counter[str] = Counter()
        turns: list[tuple[int, int]] = []
        for place, hit in enumerate(near):
            turns.append((seen[hit.listing.list_id], place))
            seen[hit.listing.list_id] += 1
        ranked += [near[place] for _, place in sorted(turns)]
        waiting = waiting[len(near) :]
    return ranked


def _hit(query: Query, words: ReadQuery, listing: Listing, found: Found) -> Hit:
    verdict, entry, comparison = found
    rest_query, rest_listed = left_over(words, entry, comparison.pairs)
    hit = Hit(
        query=query,
        listing=listing,
        matched_name=listing.names[entry.number].text,
        score=verdict.score,
        strength=verdict.strength,
        explanation="",
        parts=part_matches(words, entry, comparison.pairs),
        leftover_query=tuple(words.words[q].shown for q in rest_query),
        leftover_listed=tuple(entry.words[n].shown for n in rest_listed),
        evidence=verdict.evidence,
    )
    return replace(hit, explanation=explain(hit))


def _best(rows: Array, places: Array, shared: Array, asked: Array, listed: Array, least: Array) -> tuple[Array, Array]:
    """The pairs with most overlap; among equals the first. A name inside another counts though it overlaps little."""
    total, other = asked[rows], listed[places]
    overlap = shared / np.maximum(total + other - shared, shared)
    inside = shared >= 0.9 * np.minimum(total, other)
    kept = np.flatnonzero((overlap >= least[rows]) | (inside & (overlap >= _LEAST_OVERLAP_INSIDE)))
    kept = kept[np.lexsort((places[kept], -overlap[kept], rows[kept]))]
    first = np.searchsorted(rows[kept], rows[kept], "left")
    kept = kept[np.arange(len(kept)) - first < _CANDIDATES]
    return rows[kept], places[kept]
