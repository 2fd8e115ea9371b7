"""A name as words."""

from collections.abc import Iterable
from typing import NamedTuple

from aktsom.engine.names.transliteration import Script
from aktsom.engine.names.vocabulary import ENOUGH_TOGETHER, TELLING_TOGETHER, UNIVERSITY, Role

_FEW, _MANY = 2, 4


class Word(NamedTuple):
    """One word. Words of one `key` are the same word for comparing; `shown` is how it was written.

    A key starts with `=` for a concept (`=field:physics`) and with `~` when the script leaves vowels out.
    `is_syllable` marks what may be a syllable of a Chinese name, `linked` what stands after "of", "for" or "and" and
    says more about the word before.
    """

    shown: str
    latin: str
    key: str
    role: Role
    script: Script
    linked: bool = False
    is_syllable: bool = False


class ReadName(NamedTuple):
    """A name as words. `segments[i]` numbers the stretch between commas, dashes or brackets that holds `words[i]`.

    `plain` is the whole text in plain lower case, `bare` the same without a bracketed country or acronym.
    """

    words: tuple[Word, ...]
    segments: tuple[int, ...]
    country: str
    plain: str
    bare: str
    is_person: bool
    is_vessel: bool = False


def tells_together(name: Iterable[Word]) -> bool:
    """Whether words that tell nothing alone do together: three, or two in a name of four or of a university, as in the
    National University of Defense Technology and the Naval Medical University.
    """
    words = list(name)
    telling = sum(word.role in TELLING_TOGETHER for word in words)
    few = len(words) < _MANY and not any(word.key == UNIVERSITY for word in words)
    return telling >= ENOUGH_TOGETHER or (telling >= _FEW and not few)
