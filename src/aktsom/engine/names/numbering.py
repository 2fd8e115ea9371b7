"""The listed names as stretches of numbered words."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain, islice
from typing import NamedTuple

import numpy as np

from aktsom.engine.lists.listing import Listing, NameKind, PartyKind
from aktsom.engine.names.columns import NAME_KIND_NUMBER, NAME_KINDS, ROLE_NUMBER, ROLES, Array, sequence_hashes
from aktsom.engine.names.curated import AddedName
from aktsom.engine.names.folding import stable_hashes
from aktsom.engine.names.reading import read_name, squeezed
from aktsom.engine.names.uncollected import uncollected
from aktsom.engine.names.vocabulary import IDENTIFYING, SEARCHED, SILENT, TELLING_TOGETHER, Role
from aktsom.engine.names.words import ReadName, Word
from aktsom.engine.processes import beside, cores, may_have_children

_LISTING, _WORDS, _STARTS, _PERSON = 0, 2, 3, 5
_TELLING = IDENTIFYING | {Role.FIELD, Role.HEAD, Role.UNIT, Role.NUMBER}
MANY_NAMES = 20_000
"""So many are read in two processes: until the other one reads, this one has read some thousands."""
_SHARE = 0.49
"""What is read in this process of two: what comes first has more new words in it."""
Party = tuple[PartyKind, Sequence[tuple[str, NameKind]]]
"""What of a listing its names are read by."""
_Told = tuple[tuple[Word, ...], tuple[int, ...]]
"""The words of a name, and their segments."""


class ReadElsewhere(NamedTuple):
    """Names that another process read, as its `NumberedNames` keeps them."""

    vocabulary: list[Word]
    bare: list[str]
    squeezed: list[str]
    kinds: list[int]
    columns: tuple["array[int]", ...]


@lru_cache(maxsize=8192)
def read_as_body(text: str) -> ReadName:
    """A name of the tables, which many listings may get."""
    return read_name(text, PartyKind.ORGANISATION)


class NumberedNames:
    """Of each name its listing, its number there (-1, -2 and so on for added ones) and its words; words in the order met.

    Where a list does not say what a party is and its first name is a body's, so are the others: `Beijing Graphene Institute`,
    `BGI`.
    """

    def __init__(self, parties: Iterable[Party]) -> None:
        self.vocabulary: list[Word] = []
        self.bare: list[str] = []
        self.squeezed: list[str] = []
        self.kinds: list[int] = []
        self.added: list[AddedName] = []
        self._columns = (array("i"), array("i"), array("i"), array("i", [0]), array("H"), array("b"), array("Q"))
        self._waiting: list[_Told] = []
        self._number = self._numbering()
        self._numbered: NumberedWords | None = None
        read: dict[PartyKind, dict[str, int]] = {kind: {} for kind in PartyKind}
        for place, (kind, names) in enumerate(parties):
            for which, (name, name_kind) in enumerate(names):
                at = read[kind].setdefault(name, len(self.kinds))
                if at == len(self.kinds):
                    self._take(place, which, read_name(name, kind), name_kind)
                else:
                    self._again(place, which, at, name_kind)
                if kind is PartyKind.UNKNOWN and not which and not self._columns[_PERSON][at]:
                    kind = PartyKind.ORGANISATION
        self._settle()

    def packed(self) -> ReadElsewhere:
        """The names for another process."""
        return ReadElsewhere(self.vocabulary, self.bare, self.squeezed, self.kinds, self._columns)

    def join(self, others: ReadElsewhere, first: int) -> None:
        """Take in the names that another process read, of the listings from a place on."""
        known = np.fromiter(self._number(others.vocabulary), np.int32, len(others.vocabulary))
        columns: list[Array] = [np.array(each) for each in others.columns]
        columns[_LISTING] += first
        columns[_WORDS] = known[columns[_WORDS]]
        columns[_STARTS] = columns[_STARTS][1:] + self._columns[_STARTS][-1]
        for column, values in zip(self._columns, columns, strict=True):
            column.frombytes(values.astype(column.typecode).tobytes())
        self.bare += others.bare
        self.squeezed += others.squeezed
        self.kinds += others.kinds
        self._settle()

    def _take(self, place: int, which: int, read: ReadName, kind: NameKind) -> None:
        listing, number, _, _, _, person, _ = self._columns
        self._waiting.append((read.words, read.segments))
        listing.append(place)
        number.append(which)
        person.append(read.is_person)
        self.bare.append(read.bare)
        self.squeezed.append(squeezed(read))
        self.kinds.append(NAME_KIND_NUMBER[kind])

    def _again(self, place: int, which: int, at: int, kind: NameKind) -> None:
        """The name at a place, whose words wait as well, once more for another listing."""
        self._waiting.append(self._waiting[at])
        self._copy(place, which, at, kind)

    def _copy(self, place: int, which: int, at: int, kind: NameKind) -> None:
        listing, number, _, _, _, person, _ = self._columns
        listing.append(place)
        number.append(which)
        person.append(person[at])
        self.bare.append(self.bare[at])
        self.squeezed.append(self.squeezed[at])
        self.kinds.append(NAME_KIND_NUMBER[kind])

    def numbered(self) -> "NumberedWords":
        """The words met so far, with their keys numbered."""
        self._numbered = NumberedWords(self.vocabulary, self._numbered)
        return self._numbered

    def _settle(self) -> None:
        listing, number, words, starts, segments, person, text = self._columns
        words.extend(self._number(list(chain.from_iterable(told for told, _ in self._waiting))))
        segments.extend(chain.from_iterable(each for _, each in self._waiting))
        starts.extend(islice(accumulate((len(told) for told, _ in self._waiting), initial=starts[-1]), 1, None))
        self._waiting.clear()
        text.frombytes(stable_hashes(self.bare[len(text) :]).tobytes())
        self.listing, self.number, self.words = (np.array(each, np.int32) for each in (listing, number, words))
        self.starts = np.array(starts, np.int64)
        self.segments = np.array(segments, np.uint16)
        self.person = np.array(person, np.bool_)
        self.text = np.array(text, np.uint64)

    def add(self, names: Iterable[tuple[int, AddedName]], as_listed: Sequence[Listing] = ()) -> None:
        """Names beside those that the lists give, each to the listing at a place; numbered -1, -2 and so on. They are bodies',
        or read as their listing's kind is.
        """
        for place, name in names:
            self.added.append(name)
            kind = NameKind.WEAK_ALIAS if name.is_acronym else NameKind.ALIAS
            read = read_name(name.text, as_listed[place].kind) if as_listed else read_as_body(name.text)
            self._take(place, -len(self.added), read, kind)
        self._settle()

    def lend(self, names: Iterable[tuple[int, int, AddedName]]) -> None:
        """Names of other listings, which stand at a place of their own, once more for the listing at a place."""
        for place, at, name in names:
            self.added.append(name)
            words, starts, segments = self._columns[2:5]
            stretch = slice(starts[at], starts[at + 1])
            words.extend(words[stretch])
            segments.extend(segments[stretch])
            starts.append(len(words))
            self._copy(place, -len(self.added), at, NAME_KINDS[self.kinds[at]])
        self._settle()

    def _numbering(self) -> Callable[[Sequence[Word]], Iterable[int]]:
        """Most words come from a cache as the same object; looking that up is much cheaper than comparing words."""
        distinct: dict[Word, int] = {}
        same_object: dict[int, int] = {}
        kept: list[Word] = []

        def number(words: Sequence[Word]) -> Iterable[int]:
            places = list(map(id, words))
            for place, word in dict(zip(places, words, strict=True)).items():
                if place not in same_object:
                    same_object[place] = distinct.setdefault(word, len(distinct))
                    kept.append(word)
            self.vocabulary.extend(islice(distinct, len(self.vocabulary), None))
            return map(same_object.__getitem__, places)

        return number


def names_of(listings: Sequence[Listing], processes: int = 0) -> NumberedNames:
    """The names of the listings, read in one process or two; with 0, in two where there are many."""
    before = list(accumulate((len(one.names) for one in listings), initial=0))
    parties = [(one.kind, [(name.text, name.kind) for name in one.names]) for one in listings]
    if not processes:
        processes = 2 if before[-1] >= MANY_NAMES and cores() > 1 and may_have_children() else 1
    if processes == 1:
        return NumberedNames(parties)
    here = bisect_left(before, before[-1] * _SHARE)
    with beside(_read, parties[here:]) as there:
        names = NumberedNames(parties[:here])
        names.join(there(), here)
    return names


def _read(parties: Sequence[Party]) -> ReadElsewhere:
    with uncollected():
        return NumberedNames(parties).packed()


class NumberedWords:
    """The distinct words, with their keys numbered; words that weigh nothing get key -1 of their own. `known` is the same
    over the first of them.
    """

    def __init__(self, words: Sequence[Word], known: "NumberedWords | None" = None) -> None:
        numbers: dict[str, int] = dict(known.numbers) if known else {}
        new = words[len(known.role) :] if known else words
        role = np.array([ROLE_NUMBER[word.role] for word in new], np.uint8)
        key = np.array([numbers.setdefault(w.key, len(numbers)) if w.role not in SILENT else 0 for w in new], np.int32)
        self.role: Array = np.concatenate([known.role, role]) if known else role
        self.key: Array = np.concatenate([known.key, key]) if known else key
        self.numbers: dict[str, int] = numbers
        self.keys = list(numbers)
        self.audible = ~_has(self.role, SILENT)
        self.identifies = _has(self.role, IDENTIFYING)
        self.places = _has(self.role, frozenset({Role.PLACE}))
        self.searched = _has(self.role, SEARCHED)
        self.tells = _has(self.role, _TELLING)
        self.tells_together = _has(self.role, TELLING_TOGETHER)


def audible(names: NumberedNames, words: NumberedWords) -> tuple[Array, Array, Array]:
    """Words and segments without those that weigh nothing, and where each name starts then."""
    kept = words.audible[names.words]
    counts = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept, dtype=np.int64)])
    return names.words[kept], names.segments[kept], counts[names.starts].astype(np.int32)


def word_sets(key: Array, start: Array) -> Array:
    """A number for the words of each name, the same in whatever order they stand."""
    name = np.repeat(np.arange(len(start) - 1), np.diff(start))
    return sequence_hashes(key[np.lexsort((key, name))], start)


def _has(role: Array, wanted: frozenset[Role]) -> Array:
    table = np.array([each in wanted for each in ROLES])
    return np.asarray(table[role])
