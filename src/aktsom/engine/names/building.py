"""Read all listed names once and lay them out in columns."""

from array import array
from collections.abc import Callable, Sequence

import numpy as np

from aktsom.engine.lists.listing import Listing
from aktsom.engine.names.columns import (
    ROLE_NUMBER,
    ROLES,
    SCRIPT_NUMBER,
    Array,
    Columns,
    marks_of,
    sequence_hashes,
    sums,
    text_hash,
)
from aktsom.engine.names.reading import Word, read_name, squeezed
from aktsom.engine.names.spelling import spelling_hashes, whole_text_forms
from aktsom.engine.names.vocabulary import IDENTIFYING, SEARCHED, SILENT, Role
from aktsom.engine.names.weights import rarity
from aktsom.engine.names.whereabouts import listing_countries


def build_columns(listings: Sequence[Listing]) -> Columns:
    """The columns over these listings, in their order."""
    read = _Reading(listings)
    words = _Vocabulary(read.vocabulary)
    place_word, place_segment, start = _audible(read, words)
    key = words.key[place_word]
    name = np.repeat(np.arange(len(start) - 1), np.diff(start))
    listing_of_place = read.listing[name]
    carriers = np.bincount(_distinct(listing_of_place, key, len(words.keys))[1], minlength=len(words.keys))
    rarities = _rarities(carriers, len(listings))
    posting_start, posting_name, total = _postings(words, place_word, name, start, rarities)
    text_order = np.argsort(read.text, kind="stable")
    in_words = sequence_hashes(key[np.lexsort((key, name))], start)
    words_order = np.argsort(in_words, kind="stable")
    nearly_hash, nearly_name = whole_text_forms(read.squeezed)
    nearly_order = np.argsort(nearly_hash, kind="stable")
    spelling_hash, spelling_key = spelling_hashes(words.keys)
    identifies = words.identifies[place_word]
    countries, stated = listing_countries(listings, read.listing, read.text, start, key, identifies, words.keys)
    return Columns(
        name_listing=read.listing,
        name_number=read.number,
        name_person=read.person,
        name_start=start,
        name_total=total,
        place_word=place_word,
        place_segment=place_segment,
        word_key=words.key,
        word_role=words.role,
        word_script=words.script,
        word_marks=words.marks,
        key_rarity=rarities,
        key_listings=carriers.astype(np.int32),
        posting_start=posting_start,
        posting_name=posting_name,
        text_hash=read.text[text_order],
        text_name=text_order.astype(np.int32),
        nearly_hash=nearly_hash[nearly_order],
        nearly_name=nearly_name[nearly_order],
        words_hash=in_words[words_order],
        words_name=words_order.astype(np.int32),
        spelling_hash=spelling_hash,
        spelling_key=spelling_key,
        country_stated=stated,
        shown=[word.shown for word in read.vocabulary],
        latin=[word.latin for word in read.vocabulary],
        keys=words.keys,
        countries=countries,
    )


class _Reading:
    """The names as stretches of numbered words."""

    def __init__(self, listings: Sequence[Listing]) -> None:
        self.vocabulary: list[Word] = []
        self.squeezed: list[str] = []
        listing, number, words, starts = array("i"), array("i"), array("i"), array("i", [0])
        segments, person, text = array("H"), array("b"), array("Q")
        number_of = self._numbering()
        for place, one in enumerate(listings):
            for which, name in enumerate(one.names):
                read = read_name(name.text, one.kind)
                words.extend([number_of(word) for word in read.words])
                segments.extend(read.segments)
                starts.append(len(words))
                listing.append(place)
                number.append(which)
                person.append(read.is_person)
                text.append(text_hash(read.bare))
                self.squeezed.append(squeezed(read))
        self.listing, self.number, self.words = (np.array(each, np.int32) for each in (listing, number, words))
        self.starts = np.array(starts, np.int64)
        self.segments = np.array(segments, np.uint16)
        self.person = np.array(person, np.bool_)
        self.text = np.array(text, np.uint64)

    def _numbering(self) -> Callable[[Word], int]:
        """Most words come from a cache as the same object; looking that up is much cheaper than comparing words."""
        distinct: dict[Word, int] = {}
        same_object: dict[int, int] = {}
        kept: list[Word] = []

        def number_of(word: Word) -> int:
            number = same_object.get(id(word))
            if number is None:
                number = same_object[id(word)] = distinct.setdefault(word, len(distinct))
                kept.append(word)
                if number == len(self.vocabulary):
                    self.vocabulary.append(word)
            return number

        return number_of


class _Vocabulary:
    """The distinct words, with their keys numbered; words that weigh nothing get key -1 of their own."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.role = np.array([ROLE_NUMBER[word.role] for word in words], np.uint8)
        self.script = np.array([SCRIPT_NUMBER[word.script] for word in words], np.uint8)
        self.marks = np.array([marks_of(word) for word in words], np.uint8)
        self.audible = ~_has(self.role, SILENT)
        self.identifies = _has(self.role, IDENTIFYING)
        self.searched = _has(self.role, SEARCHED)
        numbers: dict[str, int] = {}
        self.key = np.array(
            [numbers.setdefault(w.key, len(numbers)) if w.role not in SILENT else 0 for w in words], np.int32
        )
        self.keys = list(numbers)


def _has(role: Array, wanted: frozenset[Role]) -> Array:
    table = np.array([each in wanted for each in ROLES])
    return np.asarray(table[role])


def _audible(read: _Reading, words: _Vocabulary) -> tuple[Array, Array, Array]:
    """Words and segments without those that weigh nothing, and where each name starts then."""
    kept = words.audible[read.words]
    counts = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept, dtype=np.int64)])
    return read.words[kept], read.segments[kept], counts[read.starts].astype(np.int32)


def _distinct(one: Array, other: Array, width: int) -> tuple[Array, Array]:
    """The distinct pairs of two columns, by the first and then by the second."""
    pairs = np.sort(one.astype(np.int64) * max(width, 1) + other)
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    return pairs // max(width, 1), pairs % max(width, 1)


def _rarities(carriers: Array, listings: int) -> Array:
    known = {int(count): rarity(int(count), listings) for count in np.unique(carriers)}
    return np.array([known[count] for count in carriers.tolist()], np.float32)


def _postings(
    words: _Vocabulary, place_word: Array, name: Array, start: Array, rarities: Array
) -> tuple[Array, Array, Array]:
    """The names that each key leads to, and of each name how much its leading words weigh together.

    Words that identify lead to a name; where none does, all do.
    """
    identified = sums(words.identifies[place_word].astype(np.int64), start) > 0
    leads = np.where(identified[name], words.searched[place_word], True)
    names, keys = _distinct(name[leads], words.key[place_word][leads], len(rarities))
    total = np.bincount(names, weights=rarities[keys], minlength=len(start) - 1).astype(np.float32)
    order = np.argsort(keys, kind="stable")
    counts = np.bincount(keys, minlength=len(rarities))
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32), names[order].astype(np.int32), total
