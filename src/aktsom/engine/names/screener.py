"""The one face of screening: build from listings, then ask."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from functools import partial
from itertools import islice
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA

from aktsom.engine.lists.listing import Listing, PartyKind
from aktsom.engine.names.affiliations import letters_in_brackets, read_asked
from aktsom.engine.names.batch import Batch
from aktsom.engine.names.calibration import CALLED_THE_SAME, least_alike
from aktsom.engine.names.columns import KINDS, Array
from aktsom.engine.names.compare import Comparison, ReadQuery, compare, left_over, part_matches
from aktsom.engine.names.countries import country_code
from aktsom.engine.names.explain import explain
from aktsom.engine.names.folding import stable_hash
from aktsom.engine.names.index import NO_PLACES, ListedEntry, NameIndex, nation_keys
from aktsom.engine.names.joining import Joining
from aktsom.engine.names.judge import AGREEING, Verdict, as_part, by_letters, judge, of_another_form
from aktsom.engine.names.looking_up import LookUp
from aktsom.engine.names.people import ONE_AND_TWO, compare_people
from aktsom.engine.names.people_bounds import may_be_one_person
from aktsom.engine.names.pinyin import is_pinyin
from aktsom.engine.names.pruning import BatchBounds
from aktsom.engine.names.ranking import ranked
from aktsom.engine.names.reading import read_name, squeezed
from aktsom.engine.names.retrieval import candidates
from aktsom.engine.names.spelling import sorted_once
from aktsom.engine.names.types import Evidence, Hit, Query
from aktsom.engine.names.uncollected import uncollected
from aktsom.engine.names.vocabulary import Role
from aktsom.engine.names.weights import left_over_weight
from aktsom.engine.names.wholes import bodies_above, in_full
from aktsom.engine.names.words import ReadName

DEFAULT_TOP = 20
_BATCH = 256
_CANDIDATES = 64
_ELSEWHERE = 0.65
_ONE_LETTER_OFF, _SAME_RUN = 0.93, 0.95

Found = tuple[Verdict, ListedEntry, Comparison]


def _all(_listing: Listing) -> bool:
    return True


class Screener:
    """Finds the listings that a name may refer to. Read only once built; `saving` keeps it on disk."""

    def __init__(self, listings: Sequence[Listing], index: NameIndex) -> None:
        self.listings = listings
        self.index = index
        self._words = LookUp(index)

    @classmethod
    def build(cls, listings: Iterable[Listing]) -> "Screener":
        """Prepare listings for screening."""
        kept = tuple(listings)
        return cls(kept, NameIndex.build(kept))

    def screen(
        self,
        queries: Iterable[Query],
        *,
        threshold: float = CALLED_THE_SAME,
        top: int = DEFAULT_TOP,
        counts: Callable[[Listing], bool] = _all,
    ) -> Iterator[tuple[Query, list[Hit]]]:
        """Give each query, in order, with its hits of at least `threshold`, best first, at most `top`.

        Of hits that score nearly the same, the best of each list come first. A listing that does not count, such as one that
        was in force once, gives no hit; its names still help to find other entries about the same body.

        A query's hits do not depend on the other queries. Queries are read as they are needed.
        """
        waiting = iter(queries)
        while batch := list(islice(waiting, _BATCH)):
            with uncollected():
                read = self._readings(batch, threshold)
            for query, readings in zip(batch, read, strict=True):
                hits = self._hits(query, readings, threshold)
                yield query, list(islice((hit for hit in hits if counts(hit.listing)), max(top, 0)))

    def screen_all(self, queries: Iterable[Query], threshold: float) -> Iterator[tuple[Query, list[Hit]]]:
        """The same by judging every listed name, which takes a thousand times as long: to prove that none is left out."""
        everywhere = range(len(self.index))
        for query in queries:
            (readings,) = self._readings([query], threshold)
            yield query, self._hits(query, [each._replace(places=everywhere) for each in readings], threshold)

    def _readings(self, batch: Sequence[Query], threshold: float) -> list[list["_Reading"]]:
        """For each query the ways to read it, with what may be a hit by each."""
        read = [
            (row, name, _Way.WHOLE_NAME)
            for row, query in enumerate(batch)
            for name in read_asked(query.name, query.kind)
        ]
        read += [(row, name, _Way.WHOLE_NAME) for row, query in enumerate(batch) for name in self._in_full(query)]
        read += [
            (row, name, _Way.BODY_ABOVE)
            for row, query in enumerate(batch)
            for name in bodies_above(query.name, query.kind)
        ]
        read += [(row, name, _Way.LETTERS) for row, query in enumerate(batch) for name in _letters(query)]
        asked, names = [batch[row] for row, _, _ in read], [name for _, name, _ in read]
        prepared = self._words.prepared(names, [country_code(query.country) for query in asked])
        places, near = self._places(asked, names, prepared, threshold)
        readings: list[list[_Reading]] = [[] for _ in batch]
        for at, (row, name, way) in enumerate(read):
            second = bool(readings[row])
            readings[row].append(_Reading(name, prepared[at], places[at], near[at], is_second=second, way=way))
        return readings

    def _in_full(self, query: Query) -> tuple[ReadName, ...]:
        return in_full(query.name, query.kind, partial(self._called, query)) if "," in query.name else ()

    def _called(self, query: Query, letters: str) -> list[str]:
        """The first names of the listed bodies that are called by these letters in the query's country."""
        (places,) = self.index.same_texts(np.array([stable_hash(letters.casefold())], np.uint64))
        listed = [int(self.index.columns.name_listing[place]) for place in places.tolist()]
        there = [each for each in listed if country_code(query.country) in self.index.countries(each)[0]]
        return list(dict.fromkeys(self.listings[each].name for each in there))

    def _places(
        self, asked: Sequence[Query], read: Sequence[ReadName], queries: Sequence[ReadQuery], threshold: float
    ) -> tuple[list[list[int]], list[dict[int, float]]]:
        """For each query the places of listed names that are worth a look, in order, and how near the nearest are as texts."""
        texts = self.index.same_texts(np.array([stable_hash(name.bare) for name in read], np.uint64))
        near = [
            self._nearly(name, places) | dict.fromkeys(same.tolist() if name.bare else (), 1.0)
            for name, places, same in zip(read, self.index.nearly_same_texts(read), texts, strict=True)
        ]
        chosen = [set(each) for each in near]
        led = [row for row, query in enumerate(queries) if query.is_person or query.leads]
        rows, places = self._promising(
            Batch([queries[row] for row in led]),
            np.array([_needed(asked[row], least_alike(threshold)) for row in led]),
        )
        for row, place in zip(rows.tolist(), places.tolist(), strict=True):
            chosen[led[row]].add(place)
        return [sorted(each) for each in chosen], near

    def _promising(self, batch: Batch, threshold: Array) -> tuple[Array, Array]:
        """Rows of queries with places of names that may reach the threshold of the row."""
        joining = Joining(batch, self.index)
        rows, places = self._each_once(
            candidates(batch, self.index, threshold), self._same_words(batch), joining.candidates()
        )
        bounds = BatchBounds(batch, self.index).of_pairs(rows, places, threshold)
        kept = bounds.may_reach
        joined = joining.found(rows, places) & (bounds.unmet <= ONE_AND_TWO)
        people = np.flatnonzero(kept & ~joined & batch.person[rows] & self.index.named[places])
        kept[people] = may_be_one_person(batch, self.index, rows[people], places[people], threshold)
        kept |= joined
        hits = (bounds.may_be_hits | joined)[kept]
        rows, places, speaking = rows[kept], places[kept], bounds.speaking[kept]
        if len(rows) and np.bincount(rows).max() > _CANDIDATES:
            speaking = speaking * np.where(self._elsewhere(batch, rows, places), _ELSEWHERE, 1.0)
        most = _most_promising(rows, places, speaking)
        most = most[hits[most]]
        return rows[most], places[most]

    def _elsewhere(self, batch: Batch, rows: Array, places: Array) -> Array:
        """For which pairs of a query's row and a name's place the listed body is in another country than the one asked about,
        which counts when a group has more listed companies than are judged: `Huawei Technologies (France)`.
        """
        asked = np.array([self.index.number_of_country(query.nations) for query in batch.queries])[rows]
        listed = self.index.country_numbers[self.index.columns.name_listing[places]]
        return np.asarray((asked >= 0) & (listed >= 0) & (asked != listed) & ~batch.person[rows])

    def _same_words(self, batch: Batch) -> tuple[Array, Array]:
        equal = self.index.same_words([query.terms for query in batch.queries])
        return np.repeat(np.arange(len(equal)), [len(each) for each in equal]), np.concatenate([NO_PLACES, *equal])

    def _each_once(self, *pairs: tuple[Array, Array]) -> tuple[Array, Array]:
        width = max(len(self.index), 1)
        distinct = sorted_once(np.concatenate([rows * width + places for rows, places in pairs]))
        return distinct // width, distinct % width

    def _nearly(self, name: ReadName, places: Iterable[int]) -> dict[int, float]:
        """Of these places the names that one wrong letter turns into the name. A digit is no letter; nor is a whole syllable
        of a Chinese name, where another one is another name.
        """
        text = squeezed(name)
        found: dict[int, float] = {}
        for place in places:
            kind = KINDS[self.index.columns.listing_kind[self.index.columns.name_listing[place]]]
            listed = read_name(self._text(place), kind)
            other = squeezed(listed)
            same_initials = _initials(name) == _initials(listed)
            if text == other:
                found[place] = _SAME_RUN
                continue
            one_letter = same_initials and OSA.distance(text, other, score_cutoff=1) <= 1
            if one_letter and not _another_name(text, other) and not _two_known(name, listed):
                found[place] = _ONE_LETTER_OFF
        return found

    def _hits(self, query: Query, readings: Sequence["_Reading"], threshold: float) -> list[Hit]:
        best: dict[int, tuple[Found, ReadQuery]] = {}
        for reading in readings:
            for place in reading.places:
                entry = self.index.entry(place)
                if reading.is_second and not reading.looks_at(entry):
                    continue
                verdict, _, comparison = self._judge(query, reading, entry)
                known = best.get(entry.listing)
                if reading.way is _Way.BODY_ABOVE:
                    verdict = as_part(verdict, bool(query.country), reading.is_brand)
                if reading.way is _Way.LETTERS and verdict.score >= threshold:
                    verdict = by_letters(verdict, self._likeness(readings[0].words, entry.listing))
                better = known is None or (reading.way is not _Way.LETTERS and verdict.is_better_than(known[0][0]))
                if verdict.score >= threshold and better:
                    best[entry.listing] = (verdict, entry, comparison), reading.words
        return ranked([(found[0].alike, self._hit(query, words, found)) for found, words in best.values()])

    def _likeness(self, words: ReadQuery, listing: int) -> float:
        """How alike a query and the most alike of a listing's own names are."""
        places = range(*self.index.own_names(listing))
        return max((compare(words, self.index.entry(place), self.index).likeness for place in places), default=0.0)

    def _judge(self, query: Query, reading: "_Reading", entry: ListedEntry) -> Found:
        name, words, near_text = reading.name, reading.words, reading.near.get(entry.place, 0.0)
        countries = self.index.countries(entry.listing)
        if words.is_person and self.index.named[entry.place]:
            comparison = compare_people(words, entry, self.index)
        else:
            comparison = compare(words, entry, self.index, nation_keys(countries[0]) if len(countries[0]) == 1 else ())
        says_more = name.country and not query.country and not (near_text == 1.0 and self._says(name.country, entry))
        asked = replace(query, country=name.country) if says_more else query
        asked = replace(asked, kind=PartyKind.VESSEL) if name.is_vessel else asked
        more = words.is_person and not entry.is_person and len(comparison.pairs) < len(words.words)
        listing = self.listings[entry.listing] if query.birth_date or query.identifiers else None
        verdict = judge(asked, listing, entry, comparison, near_text, countries, more)
        if Evidence.ACRONYM in verdict.evidence and self._formed_otherwise(words, entry, comparison):
            verdict = of_another_form(verdict)
        return verdict, entry, comparison

    def _says(self, country: str, entry: ListedEntry) -> bool:
        """Whether a listed name tells this country, which is then no country against it: `Leader (Hong Kong) Limited`."""
        return read_name(self._text(entry.place), entry.kind).country == country

    def _formed_otherwise(self, words: ReadQuery, entry: ListedEntry, comparison: Comparison) -> bool:
        """Whether the query is a business behind the letters of what no own name calls one: `BGI Group` is no institute."""
        rest, _ = left_over(words, entry, comparison.pairs)
        if not any(words.words[q].role is Role.BUSINESS for q in rest):
            return False
        named = {
            word.role for place in range(*self.index.own_names(entry.listing)) for word in self.index.entry(place).words
        }
        return Role.HEAD in named and Role.BUSINESS not in named

    def _hit(self, query: Query, words: ReadQuery, found: Found) -> Hit:
        verdict, entry, comparison = found
        rest_query, rest_listed = left_over(words, entry, comparison.pairs)
        added = self.index.added(entry.place) if entry.number < 0 else None
        unverified = (Evidence.UNVERIFIED,) if added and added.is_unverified else ()
        hit = Hit(
            query=query,
            listing=self.listings[entry.listing],
            matched_name=self._text(entry.place),
            score=verdict.score,
            strength=verdict.strength,
            explanation="",
            parts=part_matches(words, entry, comparison.pairs),
            leftover_query=tuple(words.words[q].shown for q in rest_query),
            leftover_listed=tuple(entry.words[n].shown for n in rest_listed),
            leftover_weights=(
                tuple(round(left_over_weight(words.words[q].role, words.rarities[q]), 3) for q in rest_query),
                tuple(
                    round(left_over_weight(each.role, self.index.rarity_of(each.key)), 3)
                    for each in (entry.words[n] for n in rest_listed)
                ),
            ),
            evidence=verdict.evidence + unverified,
            source=added.source if added else "",
        )
        return replace(hit, explanation=explain(hit))

    def _text(self, place: int) -> str:
        """The listed name at one place."""
        columns = self.index.columns
        number = int(columns.name_number[place])
        if number < 0:
            return self.index.added(place).text
        return self.listings[int(columns.name_listing[place])].names[number].text


class _Way(Enum):
    """What of a query is read: the name, a body that it may belong to, or the letters in brackets."""

    WHOLE_NAME = 0
    BODY_ABOVE = 1
    LETTERS = 2


class _Reading(NamedTuple):
    """One way to read a query: the name, its words, the places of listed names that are worth a look and how near the nearest
    are as texts. A second reading looks only at names of the sort that it is.
    """

    name: ReadName
    words: ReadQuery
    places: Sequence[int]
    near: Mapping[int, float]
    is_second: bool
    way: "_Way"

    @property
    def is_brand(self) -> bool:
        """Whether nothing but a name that is not in letters is read, perhaps with the town where the body is."""
        told = self.words.words
        return (
            {word.role for word in told} <= {Role.NAME, Role.SITE}
            and bool(told)
            and not any(map(str.isupper, told[0].shown[1:]))
        )

    def looks_at(self, entry: ListedEntry) -> bool:
        """Whether a second reading is of the sort that a listed name is."""
        return entry.kind is PartyKind.PERSON if self.name.is_person else not entry.is_person


def _letters(query: Query) -> tuple[ReadName, ...]:
    return letters_in_brackets(query.name, query.kind) if ")" in query.name or "）" in query.name else ()


def _initials(name: ReadName) -> list[str]:
    return sorted(word.latin for word in name.words if len(word.latin) == 1)


def _another_name(one: str, other: str) -> bool:
    digits = [[character for character in text if character.isdigit()] for text in (one, other)]
    return digits[0] != digits[1] or (is_pinyin(one) and is_pinyin(other))


def _two_known(one: ReadName, other: ReadName) -> bool:
    """What differs are two words of the vocabulary, each right as it stands: Changshu is not Changsha."""
    return all(
        all(word.key.startswith("=") for word in name.words if word.key not in {each.key for each in beside.words})
        for name, beside in ((one, other), (other, one))
    ) and {word.key for word in one.words} != {word.key for word in other.words}


def _most_promising(rows: Array, places: Array, speaking: Array) -> Array:
    """The pairs of each row for which most speaks; among equals the first."""
    order = np.lexsort((places, -speaking, rows))
    first = np.searchsorted(rows[order], rows[order], "left")
    return np.asarray(order[np.arange(len(order)) - first < _CANDIDATES])


def _needed(query: Query, threshold: float) -> float:
    """What the names must reach; agreeing birth dates and identifiers may lift the rest of the way."""
    lifts = bool(query.birth_date) + bool(query.identifiers)
    return 1.0 - (1.0 - threshold) / (1.0 - AGREEING) ** lifts
