"""The listed names, prepared for searching: words, where they stand, and how rare they are."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from aktsom.engine.lists.listing import Listing, NameKind, PartyKind
from aktsom.engine.names.countries import country_code
from aktsom.engine.names.reading import ReadName, Word, read_name
from aktsom.engine.names.spelling import SpellingIndex
from aktsom.engine.names.vocabulary import IDENTIFYING, SILENT, Role
from aktsom.engine.names.weights import rarity

_SEARCHED = IDENTIFYING | {Role.PATRONYMIC, Role.NUMBER}
_COUNTRY_WITNESSES = 3
_COUNTRY_AGREEMENT = 0.9


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One listed name as the scorer needs it. `words` leaves out what weighs nothing."""

    listing: int
    text: str
    kind: NameKind
    words: tuple[Word, ...]
    terms: tuple[int, ...]
    segments: tuple[int, ...]
    is_person: bool


def searched_words(words: Sequence[Word]) -> list[Word]:
    """The words that lead to candidates: those that identify, or all when none does."""
    found = [word for word in words if word.role in _SEARCHED]
    if any(word.role in IDENTIFYING for word in found):
        return found
    return [word for word in words if word.role not in SILENT]


def nation_keys(countries: Iterable[str]) -> frozenset[str]:
    """The keys of the words for these countries, as names may mention them."""
    return frozenset(f"=nation:{country}" for country in countries if country)


def audible(name: ReadName) -> tuple[tuple[Word, ...], tuple[int, ...]]:
    """The words that weigh something, with their segments."""
    kept = [(w, s) for w, s in zip(name.words, name.segments, strict=True) if w.role not in SILENT]
    return tuple(w for w, _ in kept), tuple(s for _, s in kept)


class NameIndex:
    """All names of all listings. Build once, then read only; can be pickled."""

    def __init__(self, listings: Sequence[Listing]) -> None:
        self._term_of: dict[str, int] = {}
        self._entries = _Columns()
        frequency: Counter[int] = Counter()
        postings = _Postings()
        self._by_plain: dict[str, list[int]] = defaultdict(list)
        self._by_words: dict[str, list[int]] = defaultdict(list)
        for place, listing in enumerate(listings):
            met: set[int] = set()
            for name in listing.names:
                read = read_name(name.text, listing.kind)
                terms = self._add(place, name.text, name.kind, read)
                met.update(terms)
                postings.add(terms, [self._term(w.key) for w in searched_words(read.words)])
                self._by_plain[read.plain].append(len(self._entries.listing) - 1)
            frequency.update(met)
        self._by_plain, self._by_words = dict(self._by_plain), dict(self._by_words)
        self._entries.close()
        self.rarities = _rarities(frequency, len(self._term_of), len(listings))
        self.frequencies = np.array([frequency[t] for t in range(len(self._term_of))], dtype=np.int32)
        self.postings, self.totals = postings.matrix(self.rarities, len(self._term_of))
        self.spelling = SpellingIndex(list(self._term_of))
        self.countries = _listing_countries(listings, self._entries, self._by_plain)
        known: dict[tuple[str, ...], frozenset[str]] = {}
        self._nations = [known.setdefault(c, nation_keys(c)) for c, _ in self.countries]

    def __len__(self) -> int:
        return len(self._entries.listing)

    def entry(self, place: int) -> ListedEntry:
        """The listed name at one place."""
        return self._entries.entry(place)

    def term(self, key: str) -> int:
        """The number of a listed word, -1 when no list has it."""
        return self._term_of.get(key, -1)

    def rarity_of(self, key: str) -> float:
        """How rare a word is in the lists, 1 when no list has it."""
        term = self.term(key)
        return float(self.rarities[term]) if term >= 0 else 1.0

    def same_text(self, plain: str) -> list[int]:
        """Places of names that are the same but for case, punctuation and accents."""
        return self._by_plain.get(plain, [])

    def same_words(self, words: Sequence[Word]) -> list[int]:
        """Places of names that have the very same words in the same order, but for those that weigh nothing."""
        return self._by_words.get(_joined(words), [])

    def nations(self, listing: int) -> frozenset[str]:
        """The keys of the words for a listing's countries."""
        return self._nations[listing]

    def _term(self, key: str) -> int:
        return self._term_of.setdefault(key, len(self._term_of))

    def _add(self, listing: int, text: str, kind: NameKind, read: ReadName) -> list[int]:
        words, segments = audible(read)
        terms = [self._term(word.key) for word in words]
        self._by_words[_joined(words)].append(len(self._entries.listing))
        self._entries.add(listing, text, kind, words, terms, segments, read.is_person)
        return terms


class _Columns:
    """The entries, column by column: objects for each of 80,000 names would take hundreds of megabytes."""

    def __init__(self) -> None:
        self.listing = array("i")
        self._texts: list[str] = []
        self._kinds: list[NameKind] = []
        self._persons = bytearray()
        self._starts = array("i", [0])
        self._words = array("i")
        self.terms = array("i")
        self._segments = array("b")
        self._distinct: dict[Word, int] = {}
        self._same_object: dict[int, int] = {}
        self._kept: list[Word] = []
        self._vocabulary: list[Word] = []

    def add(
        self,
        listing: int,
        text: str,
        kind: NameKind,
        words: Sequence[Word],
        terms: Sequence[int],
        segments: Sequence[int],
        is_person: bool,
    ) -> None:
        self.listing.append(listing)
        self._texts.append(text)
        self._kinds.append(kind)
        self._persons.append(is_person)
        self._words.extend(self._number(word) for word in words)
        self.terms.extend(terms)
        self._segments.extend(min(s, 127) for s in segments)
        self._starts.append(len(self._words))

    def entry(self, place: int) -> ListedEntry:
        span = slice(self._starts[place], self._starts[place + 1])
        return ListedEntry(
            self.listing[place],
            self._texts[place],
            self._kinds[place],
            tuple(self._vocabulary[w] for w in self._words[span]),
            tuple(self.terms[span]),
            tuple(self._segments[span]),
            bool(self._persons[place]),
        )

    def words(self, place: int) -> list[Word]:
        return [self._vocabulary[w] for w in self._words[self._starts[place] : self._starts[place + 1]]]

    def _number(self, word: Word) -> int:
        number = self._same_object.get(id(word))
        if number is None:
            number = self._distinct.setdefault(word, len(self._vocabulary))
            self._same_object[id(word)] = number
            if number == len(self._vocabulary):
                self._vocabulary.append(word)
            else:
                self._kept.append(word)
        return number

    def close(self) -> None:
        """Forget what only building needs."""
        self._same_object.clear()
        self._kept.clear()
        self._distinct.clear()


class _Postings:
    """Which names have which words, as a sparse matrix of words by names."""

    def __init__(self) -> None:
        self._terms = array("i")
        self._starts = array("i", [0])

    def add(self, terms: Sequence[int], searched: Sequence[int]) -> None:
        self._terms.extend(sorted(set(searched) & set(terms)))
        self._starts.append(len(self._terms))

    def matrix(self, rarities: NDArray[np.float32], terms: int) -> tuple[csr_array, NDArray[np.float32]]:
        columns = np.frombuffer(self._terms, dtype=np.int32) if self._terms else np.zeros(0, np.int32)
        starts = np.frombuffer(self._starts, dtype=np.int32)
        data = np.ones(len(columns), dtype=np.float32)
        names = csr_array((data, columns.copy(), starts.copy()), shape=(len(starts) - 1, terms))
        totals = names @ rarities if terms else np.zeros(len(starts) - 1, np.float32)
        return names.T.tocsr(), totals.astype(np.float32)


def _joined(words: Sequence[Word]) -> str:
    return " ".join(word.key for word in words)


def _rarities(frequency: Counter[int], terms: int, listings: int) -> NDArray[np.float32]:
    return np.array([rarity(frequency[t], listings) for t in range(terms)], dtype=np.float32)


def _listing_countries(
    listings: Sequence[Listing], entries: _Columns, by_plain: dict[str, list[int]]
) -> list[tuple[tuple[str, ...], bool]]:
    """For each listing its countries, and whether they are stated (else inferred from names like its own)."""
    stated = [tuple(sorted({c for c in map(country_code, one.countries) if c})) for one in listings]
    twins = _countries_of_twins(listings, entries, by_plain, stated)
    witnesses = _countries_of_words(entries, stated)
    result: list[tuple[tuple[str, ...], bool]] = []
    first_place = 0
    for place, listing in enumerate(listings):
        inferred: tuple[str, ...] = ()
        if not stated[place] and listing.kind is not PartyKind.PERSON:
            inferred = twins.get(place) or _by_words(entries.words(first_place), witnesses)
        result.append((stated[place] or inferred, bool(stated[place])))
        first_place += len(listing.names)
    return result


def _countries_of_twins(
    listings: Sequence[Listing],
    entries: _Columns,
    by_plain: dict[str, list[int]],
    stated: Sequence[tuple[str, ...]],
) -> dict[int, tuple[str, ...]]:
    """Countries that another list states for a party of the very same (primary, identifying) name."""
    found: dict[int, set[str]] = defaultdict(set)
    for places in by_plain.values():
        owners = {entries.listing[p] for p in places}
        if len(owners) > 1 and any(w.role in IDENTIFYING for w in entries.words(places[0])):
            countries = {c for owner in owners for c in stated[owner]}
            for owner in owners:
                if not stated[owner] and listings[owner].kind is not PartyKind.PERSON:
                    found[owner] |= countries
    return {owner: tuple(sorted(countries)) for owner, countries in found.items() if len(countries) == 1}


def _countries_of_words(entries: _Columns, stated: Sequence[tuple[str, ...]]) -> dict[str, str]:
    """The country that goes with a word wherever a list states one: `harbin` is always with China."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for place, listing in enumerate(entries.listing):
        if len(stated[listing]) == 1:
            for word in entries.words(place):
                if word.role in IDENTIFYING:
                    seen[word.key][stated[listing][0]] += 1
    result: dict[str, str] = {}
    for key, counts in seen.items():
        country, most = counts.most_common(1)[0]
        if most >= _COUNTRY_WITNESSES and most >= _COUNTRY_AGREEMENT * counts.total():
            result[key] = country
    return result


def _by_words(words: Sequence[Word], witnesses: dict[str, str]) -> tuple[str, ...]:
    nations = {word.key.removeprefix("=nation:") for word in words if word.role is Role.NATION}
    named = {witnesses[word.key] for word in words if word.key in witnesses}
    return tuple(nations or named) if len(nations or named) == 1 else ()
