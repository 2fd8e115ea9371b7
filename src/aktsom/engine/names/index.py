"""The listed names, prepared for searching: words, where they stand, and how rare they are."""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import compress
from typing import NamedTuple

import numpy as np

from aktsom.engine.lists.listing import Listing, NameKind, PartyKind
from aktsom.engine.names.building import build_columns
from aktsom.engine.names.columns import (
    KINDS,
    NAME_KINDS,
    ROLE_NUMBER,
    ROLES,
    Array,
    Columns,
    chinese,
    sequence_hashes,
    stretches,
    sums,
)
from aktsom.engine.names.curated import AddedName, Relation, curated_additions
from aktsom.engine.names.reading import squeezed
from aktsom.engine.names.spelling import Keys, SpellingIndex, whole_text_forms
from aktsom.engine.names.vocabulary import IDENTIFYING, SILENT, TELLING_TOGETHER, WITHOUT_WEIGHT, Role
from aktsom.engine.names.weights import left_over_weight
from aktsom.engine.names.words import ReadName, Word

_NAMES = frozenset({Role.NAME, Role.PATRONYMIC, Role.INITIAL})
NO_PLACES = np.zeros(0, np.int32)
_NATION = "=nation:"


TELLS_A_BODY, TELLS_WHICH, TELLS_TOGETHER = (
    np.array([role in wanted for role in ROLES]) for wanted in ({Role.HEAD, Role.UNIT}, IDENTIFYING, TELLING_TOGETHER)
)
"""By the number of a role: what a name that another has inside must have words of."""


class ListedEntry(NamedTuple):
    """One listed name as the scorer needs it: the `number`th of a listing, or one that was added to it when negative.
    `words` leaves out what weighs nothing.
    """

    place: int
    listing: int
    number: int
    words: tuple[Word, ...]
    terms: tuple[int, ...]
    segments: tuple[int, ...]
    is_person: bool
    kind: PartyKind
    name_kind: NameKind
    relation: Relation


ARMIES = {"CN": "=name:army-of-the-people"}
"""What an army is called with which its bodies' names begin, or do not: the PLA Naval Medical University."""
_KOREA = "=nation:KR"
"""Bodies of both Koreas call their country so: `Korea Ryonbong General Corporation`."""
ARMY_KEYS = frozenset(ARMIES.values())


@lru_cache(maxsize=4096)
def nation_keys(countries: tuple[str, ...]) -> frozenset[str]:
    """The keys of the words for these countries and their armies, as names may mention them."""
    named = [country for country in countries if country]
    keys = [f"=nation:{country}" for country in named] + [ARMIES[each] for each in named if each in ARMIES]
    return frozenset([*keys, _KOREA] if "KP" in named else keys)


def audible(name: ReadName) -> tuple[tuple[Word, ...], tuple[int, ...]]:
    """The words that weigh something, with their segments."""
    kept = [word.role not in SILENT for word in name.words]
    if all(kept):
        return name.words, name.segments
    return tuple(compress(name.words, kept)), tuple(compress(name.segments, kept))


class NameIndex:
    """All names of all listings. Build once, then read only.

    `frequencies`, `rarities`, `sounds` and `unvowelled` are by key, `weighty` and `losses` by place of a word.
    `name_words` and `name_letters` are how many of them a name has, `key_letters` how many letters the longest word with a
    key. `holdable` are the names that a longer one may have inside. `postings` are the names that each key leads to
    (`leading` says by key whether there are any), `anchors` those of them that have no rarer word: where the names of each
    key begin, and the names.
    """

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self._term_of = {key: number for number, key in enumerate(columns.keys)}
        self._words: dict[int, Word] = {}
        self.rarities = columns.key_rarity
        self.frequencies = columns.key_listings
        self.terms = columns.word_key[columns.place_word]
        self.losses, self.weighty, self.initial = _weights(columns)
        self.postings = columns.posting_start, columns.posting_name
        self.leading = (np.diff(columns.posting_start) > 0).tobytes()
        self.anchors = columns.anchor_start, columns.anchor_name
        self.sounds = columns.key_sound
        self.unvowelled = columns.key_unvowelled
        self.chinese = chinese(columns.word_marks)
        self.letters = columns.word_letters[columns.place_word].astype(np.int64)
        self.name_words = np.diff(columns.name_start)
        self.name_letters = sums(self.letters, columns.name_start)
        self.key_letters = np.zeros(len(columns.keys), np.int64)
        np.maximum.at(self.key_letters, columns.word_key, columns.word_letters)
        self.named = _named(columns)
        self.holdable = _holdable(columns)
        self.patronymic = columns.word_role == ROLE_NUMBER[Role.PATRONYMIC]
        keys = Keys(columns.keys, columns.key_letters, columns.key_skeleton, columns.key_sound, columns.key_unvowelled)
        self.spelling = SpellingIndex(keys, columns.spelling_hash, columns.spelling_key)

    @classmethod
    def build(cls, listings: Sequence[Listing]) -> "NameIndex":
        """The index over these listings."""
        return cls(build_columns(listings, curated_additions()))

    def __len__(self) -> int:
        return len(self.columns.name_listing)

    def entry(self, place: int) -> ListedEntry:
        """The listed name at one place."""
        columns = self.columns
        span = slice(columns.name_start[place], columns.name_start[place + 1])
        return ListedEntry(
            place,
            int(columns.name_listing[place]),
            int(columns.name_number[place]),
            tuple([self._word(number) for number in columns.place_word[span].tolist()]),
            tuple(self.terms[span].tolist()),
            tuple(columns.place_segment[span].tolist()),
            bool(columns.name_person[place]),
            KINDS[columns.listing_kind[columns.name_listing[place]]],
            NAME_KINDS[columns.name_kind[place]],
            self.added(place).relation if columns.name_number[place] < 0 else Relation.SAME,
        )

    def own_names(self, listing: int) -> tuple[int, int]:
        """The first place of a listing's own names, and the one behind the last."""
        own = self.columns.name_listing[: self._own]
        return int(np.searchsorted(own, listing, "left")), int(np.searchsorted(own, listing, "right"))

    @cached_property
    def _own(self) -> int:
        added = np.flatnonzero(self.columns.name_number < 0)
        return int(added[0]) if len(added) else len(self.columns.name_number)

    @cached_property
    def country_numbers(self) -> Array:
        """Of each listing the number of its country; -1 when it has none or several."""
        return np.array([self._country_numbers[each[0]] if len(each) == 1 else -1 for each in self.columns.countries])

    @cached_property
    def _country_numbers(self) -> dict[str, int]:
        return {
            code: number for number, code in enumerate(sorted({one for each in self.columns.countries for one in each}))
        }

    def number_of_country(self, nations: Iterable[str]) -> int:
        """The number of the country whose word has one of these keys; -1 when no listing is there."""
        codes = (key.removeprefix(_NATION) for key in nations if key.startswith(_NATION))
        return max((self._country_numbers.get(code, -1) for code in codes), default=-1)

    def added(self, place: int) -> AddedName:
        """The name at one place, which is not the list's own."""
        text, relation, source, unverified = self.columns.added[-1 - int(self.columns.name_number[place])]
        return AddedName(text, Relation(relation), source, is_unverified=bool(unverified))

    def term(self, key: str) -> int:
        """The number of a listed word, -1 when no list has it."""
        return self._term_of.get(key, -1)

    def rarity_of(self, key: str) -> float:
        """How rare a word is in the lists, 1 when no list has it."""
        term = self._term_of.get(key)
        return 1.0 if term is None else float(self.rarities[term])

    def same_texts(self, hashes: Array) -> list[Array]:
        """For each hash of a text the places of names that are the same but for case, punctuation and accents."""
        return _looked_up(hashes, self.columns.text_hash, self.columns.text_name)

    def nearly_same_texts(self, names: Sequence[ReadName]) -> list[set[int]]:
        """For each name the places of names that may differ from it by one letter, wherever it stands."""
        wanted, owners = whole_text_forms([squeezed(name) for name in names])
        found: list[set[int]] = [set() for _ in names]
        for owner, places in zip(
            owners.tolist(), _looked_up(wanted, self.columns.nearly_hash, self.columns.nearly_name), strict=True
        ):
            if len(places):
                found[owner].update(places.tolist())
        return found

    def same_words(self, asked: Sequence[Sequence[int]]) -> list[Array]:
        """For each set of words, by their numbers, the places of names that have the very same, in any order, but for those
        that weigh nothing.
        """
        terms = [sorted(each) for each in asked]
        starts = np.concatenate([[0], np.cumsum([len(each) for each in terms])]).astype(np.int64)
        flat = np.array([term for each in terms for term in each], np.int64)
        found = _looked_up(sequence_hashes(flat, starts), self.columns.words_hash, self.columns.words_name)
        return [NO_PLACES if -1 in each else places for each, places in zip(terms, found, strict=True)]

    def countries(self, listing: int) -> tuple[tuple[str, ...], bool]:
        """A listing's countries, and whether they are stated."""
        return tuple(self.columns.countries[listing]), bool(self.columns.country_stated[listing])

    def _word(self, number: int) -> Word:
        word = self._words.get(number)
        if word is None:
            word = self._words[number] = self.columns.word(number)
        return word


def _looked_up(hashes: Array, known: Array, places: Array) -> list[Array]:
    found = [NO_PLACES] * len(hashes)
    first, count = stretches(known, hashes)
    for at in np.flatnonzero(count).tolist():
        found[at] = places[first[at] : first[at] + count[at]]
    return found


def _named(columns: Columns) -> Array:
    """Which names are people's, or have nothing but names in them."""
    names = np.array([role in _NAMES for role in ROLES])
    others = (~names[columns.word_role[columns.place_word]]).astype(np.int64)
    return np.asarray(columns.name_person | (sums(others, columns.name_start) == 0))


def _holdable(columns: Columns) -> Array:
    """Which names a longer one may have inside: bodies that say what sort of body they are, and which; and what our tables call
    a part or the whole of another.
    """
    role = columns.word_role[columns.place_word]
    body, which, together = (
        sums(table[role].astype(np.int64), columns.name_start) for table in (TELLS_A_BODY, TELLS_WHICH, TELLS_TOGETHER)
    )
    related = np.array([Relation(each[1]) is not Relation.SAME for each in columns.added] or [False], np.bool_)
    added = (columns.name_number < 0) & related[np.maximum(-1 - columns.name_number, 0)]
    return np.asarray((body > 0) & ((which > 0) | (together > 1)) | added)


def _weights(columns: Columns) -> tuple[Array, Array, Array]:
    """Of each place of a word what it costs when nothing meets it, whether it says what the name is, and whether it is
    a single letter.
    """
    role = columns.word_role[columns.place_word]
    fixed = np.array([left_over_weight(each, 0.0) for each in ROLES], np.float32)
    by_rarity = np.array([left_over_weight(each, 1.0) - left_over_weight(each, 0.0) for each in ROLES], np.float32)
    rarity = columns.key_rarity[columns.word_key[columns.place_word]]
    weighty = np.array([each not in WITHOUT_WEIGHT for each in ROLES])
    return fixed[role] + by_rarity[role] * rarity, weighty[role], role == ROLES.index(Role.INITIAL)
