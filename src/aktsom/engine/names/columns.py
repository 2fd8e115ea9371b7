"""The listed names column by column: what an index is made of, and what is saved of it.

Words and keys are numbered once; everything about a name is a stretch of numbers in an array. Objects for each of
80,000 names would take hundreds of megabytes and seconds to load.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from aktsom.engine.lists.listing import NameKind, PartyKind
from aktsom.engine.names.folding import consonants, fold_key, folded_once, stable_hash, stable_hashes
from aktsom.engine.names.pinyin import is_chinese
from aktsom.engine.names.transliteration import Script
from aktsom.engine.names.vocabulary import Role
from aktsom.engine.names.words import Word

Array = NDArray[Any]
Value = Sequence[Any]
ROLES = tuple(Role)
SCRIPTS = tuple(Script)
KINDS = tuple(PartyKind)
NAME_KINDS = tuple(NameKind)
ROLE_NUMBER = {role: number for number, role in enumerate(ROLES)}
SCRIPT_NUMBER = {script: number for number, script in enumerate(SCRIPTS)}

KIND_NUMBER = {kind: number for number, kind in enumerate(KINDS)}
NAME_KIND_NUMBER = {kind: number for number, kind in enumerate(NAME_KINDS)}
_CHINESE = 4
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(31)


@dataclass(frozen=True, slots=True)
class Columns:
    """All names of all listings. Arrays unless they are lists of texts.

    Of each name: its listing, its number there, whether it is read as a person's, and where its words start.
    Of each place of a word: the word, the segment, and what it is as one with the next. Of each word: how it is written,
    its key, role and script.
    Of each key: the key, its rarity, the listings that have it, its consonants, and (`posting…`) the names it leads to,
    and those of them (`anchor…`) that have no rarer word.
    Of each listing: its kind, its countries, and whether they are stated. `added` holds text, relation and source of the
    names that are not the lists' own; a name with number -1 is the first of them, with -2 the second.
    """

    name_listing: Array
    name_number: Array
    name_person: Array
    name_kind: Array
    name_start: Array
    place_word: Array
    place_segment: Array
    place_joined: Array
    place_joined_sound: Array
    joined_hash: Array
    joined_name: Array
    word_key: Array
    word_role: Array
    word_script: Array
    word_marks: Array
    word_letters: Array
    word_first: Array
    word_latin: Array
    key_rarity: Array
    key_listings: Array
    key_hash: Array
    key_letters: Array
    key_skeleton: Array
    key_sound: Array
    key_unvowelled: Array
    posting_start: Array
    posting_name: Array
    anchor_start: Array
    anchor_name: Array
    text_hash: Array
    text_name: Array
    nearly_hash: Array
    nearly_name: Array
    words_hash: Array
    words_name: Array
    spelling_hash: Array
    spelling_key: Array
    listing_kind: Array
    country_stated: Array
    shown: list[str]
    latin: list[str]
    keys: list[str]
    countries: list[list[str]]
    added: list[list[str]]

    def arrays(self) -> dict[str, Array]:
        """The columns of numbers, by name."""
        values = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: value for name, value in values if isinstance(value, np.ndarray)}

    def texts(self) -> dict[str, Value]:
        """The columns of texts, by name."""
        values = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: value for name, value in values if not isinstance(value, np.ndarray)}

    @classmethod
    def of(cls, arrays: Mapping[str, Array], texts: Mapping[str, Value]) -> Self:
        """What `arrays` and `texts` gave, together again; raises TypeError when some are missing."""
        together: dict[str, Any] = {**arrays, **texts}
        return cls(**together)

    def word(self, number: int) -> Word:
        """The word of this number."""
        marks = int(self.word_marks[number])
        return Word(
            self.shown[number],
            self.latin[number],
            self.keys[self.word_key[number]],
            ROLES[self.word_role[number]],
            SCRIPTS[self.word_script[number]],
            linked=bool(marks & 1),
            is_syllable=bool(marks & 2),
        )


def marks_of(word: Word) -> int:
    """What else is said of a word, as one number."""
    return word.linked + 2 * word.is_syllable + _CHINESE * is_chinese(word.latin)


def chinese(marks: Array) -> Array:
    """Which of the words with these marks may be Chinese in the usual Latin spelling."""
    return np.asarray((marks & _CHINESE) != 0)


@lru_cache(maxsize=65536)
def joined_hashes(one: str, other: str) -> tuple[int, int]:
    """Numbers for the key and for the consonants of two plain Latin words when they are one."""
    key = fold_key(one + other)
    return stable_hash(key), stable_hash(consonants(key))


def all_joined_hashes(ones: Iterable[str], others: Iterable[str]) -> Array:
    """The same for many pairs of words, one in each row."""
    keys = [folded_once(one + other) for one, other in zip(ones, others, strict=True)]
    return np.stack([stable_hashes(keys), stable_hashes(map(consonants, keys))], axis=1)


def sequence_hashes(numbers: Array, starts: Array) -> NDArray[np.uint64]:
    """One number for each stretch of numbers; the same for the same numbers in the same order."""
    lengths = np.diff(starts)
    place = np.arange(len(numbers), dtype=np.uint64) - np.repeat(starts[:-1], lengths).astype(np.uint64)
    mixed = (numbers.astype(np.uint64) + np.uint64(1)) * _STEP + place * _MIX
    mixed = (mixed ^ (mixed >> _SHIFT)) * _MIX
    mixed = (mixed ^ (mixed >> _SHIFT)) * _STEP
    return sums(mixed, starts)


def sums(values: Array, starts: Array) -> Array:
    """The sum of each stretch of values; 0 for an empty one. Broken numbers are summed stretch by stretch: none comes to
    something else for what stands before it.
    """
    if values.dtype.kind == "f":
        return _broken_sums(values, starts)
    total = np.concatenate([np.zeros(1, values.dtype), np.cumsum(values, dtype=values.dtype)])
    return np.asarray(total[starts[1:]] - total[starts[:-1]])


def stretches(known: Array, wanted: Array) -> tuple[Array, Array]:
    """Where each number begins among numbers in order, and how often it stands there. Looked up in their own order: what is
    near in memory is at hand.
    """
    order = np.argsort(wanted)
    asked = wanted[order]
    at = np.searchsorted(known, asked)
    there = np.flatnonzero(known[np.minimum(at, len(known) - 1)] == asked) if len(known) else at[:0]
    first, count = np.zeros((2, len(wanted)), np.int64)
    first[order[there]] = at[there]
    count[order[there]] = np.searchsorted(known, asked[there], "right") - at[there]
    return first, count


def _broken_sums(values: Array, starts: Array) -> Array:
    filled = np.flatnonzero(np.diff(starts))
    total = np.zeros(len(starts) - 1, values.dtype)
    if len(filled):
        total[filled] = np.add.reduceat(values, starts[filled])
    return total
