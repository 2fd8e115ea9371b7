"""The listed names column by column: what an index is made of, and what is saved of it.

Words and keys are numbered once; everything about a name is a stretch of numbers in an array. Objects for each of
80,000 names would take hundreds of megabytes and seconds to load.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from aktsom.engine.names.reading import Word
from aktsom.engine.names.transliteration import Script
from aktsom.engine.names.vocabulary import Role

Array = NDArray[Any]
Value = Sequence[Any]
ROLES = tuple(Role)
SCRIPTS = tuple(Script)
ROLE_NUMBER = {role: number for number, role in enumerate(ROLES)}
SCRIPT_NUMBER = {script: number for number, script in enumerate(SCRIPTS)}

_MIX = np.uint64(0xBF58476D1CE4E5B9)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(31)


@dataclass(frozen=True, slots=True)
class Columns:
    """All names of all listings. Arrays unless they are lists of texts.

    Of each name: its listing, its number there, whether it is read as a person's, and where its words start.
    Of each place of a word: the word and the segment. Of each word: how it is written, its key, role and script.
    Of each key: the key, its rarity, the listings that have it, and (`posting…`) the names it leads to.
    Of each listing: its countries, whether they are stated, and whether it is searched at all.
    """

    name_listing: Array
    name_number: Array
    name_person: Array
    name_start: Array
    name_total: Array
    place_word: Array
    place_segment: Array
    word_key: Array
    word_role: Array
    word_script: Array
    word_marks: Array
    key_rarity: Array
    key_listings: Array
    posting_start: Array
    posting_name: Array
    text_hash: Array
    text_name: Array
    nearly_hash: Array
    nearly_name: Array
    words_hash: Array
    words_name: Array
    spelling_hash: Array
    spelling_key: Array
    country_stated: Array
    shown: list[str]
    latin: list[str]
    keys: list[str]
    countries: list[list[str]]

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
    return word.linked + 2 * word.is_syllable


def text_hash(plain: str) -> int:
    """The same number for the same text, on every machine."""
    return int.from_bytes(blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def sequence_hashes(numbers: Array, starts: Array) -> NDArray[np.uint64]:
    """One number for each stretch of numbers; the same for the same numbers in the same order."""
    lengths = np.diff(starts)
    place = np.arange(len(numbers), dtype=np.uint64) - np.repeat(starts[:-1], lengths).astype(np.uint64)
    mixed = (numbers.astype(np.uint64) + np.uint64(1)) * _STEP + place * _MIX
    mixed = (mixed ^ (mixed >> _SHIFT)) * _MIX
    mixed = (mixed ^ (mixed >> _SHIFT)) * _STEP
    return sums(mixed, starts)


def sums(values: Array, starts: Array) -> Array:
    """The sum of each stretch of values; 0 for an empty one."""
    total = np.concatenate([np.zeros(1, values.dtype), np.cumsum(values, dtype=values.dtype)])
    return np.asarray(total[starts[1:]] - total[starts[:-1]])
