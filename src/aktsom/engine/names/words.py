"""A name as words."""

from dataclasses import dataclass

from aktsom.engine.names.transliteration import Script
from aktsom.engine.names.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Word:
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


@dataclass(frozen=True, slots=True)
class ReadName:
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
