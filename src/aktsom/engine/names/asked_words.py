"""A word of a query as it is looked up among the listed words."""

from collections.abc import Iterable
from typing import NamedTuple

from aktsom.engine.names.folding import fold_key
from aktsom.engine.names.transliteration import Script
from aktsom.engine.names.words import Word

_BRAND_DOUBT = 0.85
_SCRIPT_DOUBT = 0.95
_ALIKE = 0.85
_TRANSLATED = "=name:"


class AskedWord(NamedTuple):
    """A word as it is looked up: its key, whether a person has it, and whether a body has it in another script.

    `plain` is the key of a name that has a translation (`Volna`, `Wave`) as it stands in names of which no list says what
    they are: those are read as people's, without translations.
    """

    key: str
    is_person: bool
    is_foreign: bool
    plain: str = ""

    def doubted(self, found: Iterable[tuple[int, float]]) -> Iterable[tuple[int, float]]:
        """What is left of likenesses: a body's name is hardly ever misspelled, but another script writes it otherwise."""
        if self.is_person:
            return found
        doubt = _SCRIPT_DOUBT if self.is_foreign else _BRAND_DOUBT
        return [(place, doubt * like) for place, like in found if like > _ALIKE or (self.is_foreign and like == _ALIKE)]


def asked_word(word: Word, is_person: bool) -> AskedWord:
    """A word of a person's or a body's name, as it is looked up."""
    plain = fold_key(word.latin) if word.key.startswith(_TRANSLATED) else ""
    return AskedWord(word.key, is_person, not is_person and word.script is not Script.LATIN, plain)
