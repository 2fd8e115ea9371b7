"""Read all listed names once and lay them out in columns."""

from array import array
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from aktsom.engine.lists.listing import Listing, NameKind, PartyKind
from aktsom.engine.names.columns import (
    KIND_NUMBER,
    NAME_KIND_NUMBER,
    ROLE_NUMBER,
    ROLES,
    SCRIPT_NUMBER,
    Array,
    Columns,
    joined_hashes,
    marks_of,
    sequence_hashes,
    sums,
)
from aktsom.engine.names.countries import country_code
from aktsom.engine.names.curated import AddedName, Additions, Relation
from aktsom.engine.names.folding import stable_hash
from aktsom.engine.names.reading import ReadName, Word, read_name, squeezed
from aktsom.engine.names.spelling import Keys, spelling_hashes, whole_text_forms
from aktsom.engine.names.vocabulary import IDENTIFYING, SEARCHED, SILENT, Role
from aktsom.engine.names.weights import rarity
from aktsom.engine.names.whereabouts import listing_countries

_MANY_LETTERS = 255


def build_columns(listings: Sequence[Listing], additions: Iterable[Additions] = ()) -> Columns:
    """The columns over these listings, in their order, with the names that are added to some of them."""
    read = _Reading(listings)
    own_names = len(read.number)
    _add(read, listings, additions)
    words = _Vocabulary(read.vocabulary)
    place_word, place_segment, start = _audible(read, words)
    key = words.key[place_word]
    name = np.repeat(np.arange(len(start) - 1), np.diff(start))
    listing_of_place = read.listing[name]
    carriers = np.bincount(_distinct(listing_of_place, key, len(words.keys))[1], minlength=len(words.keys))
    rarities = _rarities(carriers, len(listings))
    postings = _postings(words, place_word, name, start, rarities)
    keys = Keys.of(words.keys)
    joined = _joined(read, place_word, name)
    joined_order = np.argsort(joined[:, 0], kind="stable")[np.count_nonzero(joined[:, 0] == 0) :]
    text_order = np.argsort(read.text, kind="stable")
    in_words = sequence_hashes(key[np.lexsort((key, name))], start)
    words_order = np.argsort(in_words, kind="stable")
    nearly_hash, nearly_name = whole_text_forms(read.squeezed)
    nearly_order = np.argsort(nearly_hash, kind="stable")
    spelling_hash, spelling_key = spelling_hashes(words.keys)
    identifies = words.identifies[place_word]
    own = slice(0, int(start[own_names]))
    countries, stated = listing_countries(
        listings,
        read.listing[:own_names],
        read.text[:own_names],
        start[: own_names + 1],
        key[own],
        identifies[own],
        words.keys,
    )
    return Columns(
        name_listing=read.listing,
        name_number=read.number,
        name_person=read.person,
        name_start=start,
        name_kind=np.array(read.kinds, np.uint8),
        place_word=place_word,
        place_segment=place_segment,
        place_joined=joined[:, 0],
        joined_hash=joined[joined_order, 0],
        joined_name=name[joined_order].astype(np.int32),
        place_joined_sound=joined[:, 1],
        word_key=words.key,
        word_role=words.role,
        word_script=words.script,
        word_marks=words.marks,
        key_rarity=rarities,
        word_letters=np.array([min(len(word.latin), _MANY_LETTERS) for word in read.vocabulary], np.uint8),
        word_first=np.array([ord(word.latin[:1] or " ") for word in read.vocabulary], np.int32),
        word_latin=np.array([stable_hash(word.latin) for word in read.vocabulary], np.uint64),
        key_listings=carriers.astype(np.int32),
        key_hash=np.array([stable_hash(each) for each in words.keys], np.uint64),
        key_letters=keys.letters,
        key_skeleton=keys.skeletons,
        key_sound=keys.sounds,
        key_unvowelled=keys.unvowelled,
        posting_start=postings[0],
        posting_name=postings[1],
        anchor_start=postings[2],
        anchor_name=postings[3],
        text_hash=read.text[text_order],
        text_name=text_order.astype(np.int32),
        nearly_hash=nearly_hash[nearly_order],
        nearly_name=nearly_name[nearly_order],
        words_hash=in_words[words_order],
        words_name=words_order.astype(np.int32),
        spelling_hash=spelling_hash,
        spelling_key=spelling_key,
        listing_kind=np.array([KIND_NUMBER[one.kind] for one in listings], np.uint8),
        country_stated=stated,
        added=[[each.text, each.relation, each.source] for each in read.added],
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
        self.kinds: list[int] = []
        self.added: list[AddedName] = []
        self._columns = (array("i"), array("i"), array("i"), array("i", [0]), array("H"), array("b"), array("Q"))
        self._number_of = self._numbering()
        for place, one in enumerate(listings):
            for which, name in enumerate(one.names):
                self._take(place, which, read_name(name.text, one.kind), name.kind)
        self._settle()

    def _take(self, place: int, which: int, read: ReadName, kind: NameKind) -> None:
        listing, number, words, starts, segments, person, text = self._columns
        words.extend([self._number_of(word) for word in read.words])
        segments.extend(read.segments)
        starts.append(len(words))
        listing.append(place)
        number.append(which)
        person.append(read.is_person)
        text.append(stable_hash(read.bare))
        self.squeezed.append(squeezed(read))
        self.kinds.append(NAME_KIND_NUMBER[kind])

    def _settle(self) -> None:
        listing, number, words, starts, segments, person, text = self._columns
        self.listing, self.number, self.words = (np.array(each, np.int32) for each in (listing, number, words))
        self.starts = np.array(starts, np.int64)
        self.segments = np.array(segments, np.uint16)
        self.person = np.array(person, np.bool_)
        self.text = np.array(text, np.uint64)

    def add(self, names: Iterable[tuple[int, AddedName]]) -> None:
        """Names beside those that the lists give, each to the listing at a place; numbered -1, -2 and so on."""
        for place, name in names:
            self.added.append(name)
            kind = NameKind.WEAK_ALIAS if name.is_acronym else NameKind.ALIAS
            self._take(place, -len(self.added), read_name(name.text, PartyKind.ORGANISATION), kind)
        self._settle()

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


def _add(read: _Reading, listings: Sequence[Listing], additions: Iterable[Additions]) -> None:
    """Give the listings of each body the names that the tables add to it, but for those that they have."""
    known = [(body, read_name(name, PartyKind.ORGANISATION)) for body in additions for name in body.known]
    if not known:
        return
    owners = _owners(read, [name for _, name in known])
    texts = set(zip(read.listing.tolist(), read.text.tolist(), strict=True))
    found: dict[tuple[int, str], AddedName] = {}
    for (body, _), places in zip(known, owners, strict=True):
        for place in places:
            if _may_be(listings[place], body.country):
                found |= {(place, name.text): name for name in body.added if (place, _text(name)) not in texts}
    read.add((place, name) for (place, _), name in sorted(found.items()))


def _text(name: AddedName) -> int:
    return stable_hash(read_name(name.text, PartyKind.ORGANISATION).bare) if name.relation is Relation.SAME else -1


def _may_be(listing: Listing, country: str) -> bool:
    stated = {country_code(each) for each in listing.countries}
    return listing.kind in (PartyKind.ORGANISATION, PartyKind.UNKNOWN) and (not stated or country in stated)


def _owners(read: _Reading, names: Sequence[ReadName]) -> list[list[int]]:
    """For each name the places of listings that have a name of the same words, in any order."""
    words = _Vocabulary(read.vocabulary)
    place_word, _, start = _audible(read, words)
    key = words.key[place_word]
    hashes = sequence_hashes(key[np.lexsort((key, np.repeat(np.arange(len(start) - 1), np.diff(start))))], start)
    order = np.argsort(hashes, kind="stable")
    numbers = {each: place for place, each in enumerate(words.keys)}
    asked = [sorted(numbers.get(word.key, -1) for word in name.words if word.role not in SILENT) for name in names]
    starts = np.concatenate([[0], np.cumsum([len(each) for each in asked])]).astype(np.int64)
    wanted = sequence_hashes(np.array([each for one in asked for each in one], np.int64), starts)
    first, last = (np.searchsorted(hashes[order], wanted, side).tolist() for side in ("left", "right"))
    return [
        [] if -1 in one or not one else sorted({int(read.listing[each]) for each in order[low:high]})
        for one, low, high in zip(asked, first, last, strict=True)
    ]


def _joined(read: _Reading, place_word: Array, name: Array) -> Array:
    """What each word of a person's name is as one with the next, by key and by sound; 0 for the last and in other names."""
    joined = np.zeros((len(place_word), 2), np.uint64)
    inner = np.flatnonzero((np.diff(name) == 0) & read.person[name[:-1]])
    words = place_word[inner].astype(np.int64) * len(read.vocabulary) + place_word[inner + 1]
    pairs, at = np.unique(words, return_inverse=True)
    latin = [word.latin for word in read.vocabulary]
    ones, others = np.divmod(pairs, max(len(latin), 1))
    hashes = [joined_hashes(latin[a], latin[b]) for a, b in zip(ones.tolist(), others.tolist(), strict=True)]
    joined[inner] = np.array(hashes, np.uint64).reshape(-1, 2)[at]
    return joined


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
) -> tuple[Array, Array, Array, Array]:
    """The names that each key leads to, and those that have no rarer word.

    Words that identify lead to a name; where none does, all do.
    """
    identified = sums(words.identifies[place_word].astype(np.int64), start) > 0
    leads = np.where(identified[name], words.searched[place_word], True)
    names, keys = _distinct(name[leads], words.key[place_word][leads], len(rarities))
    rarest = np.lexsort((keys, -rarities[keys], names))
    rarest = rarest[np.diff(names[rarest], prepend=-1) != 0]
    rarest = rarest[identified[names[rarest]]]
    return *_by_key(keys, names, len(rarities)), *_by_key(keys[rarest], names[rarest], len(rarities))


def _by_key(keys: Array, names: Array, width: int) -> tuple[Array, Array]:
    order = np.argsort(keys, kind="stable")
    counts = np.bincount(keys, minlength=width)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32), names[order].astype(np.int32)
