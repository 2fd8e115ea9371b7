"""Write a word of another script in Latin letters, the way that lists and passports do."""

from enum import StrEnum
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from anyascii import anyascii

from aktsom.engine.names.cleaning import fold_latin, strip_marks


class Script(StrEnum):
    """The writing of a word, as far as it matters for comparing."""

    LATIN = "Latn"
    CYRILLIC = "Cyrl"
    GREEK = "Grek"
    ARABIC = "Arab"
    HEBREW = "Hebr"
    HAN = "Hani"
    HANGUL = "Kore"
    OTHER = "Zyyy"


CONSONANTAL = frozenset({Script.ARABIC, Script.HEBREW})
"""Scripts that leave most vowels out."""

_RANGES = (
    (0x0041, 0x024F, Script.LATIN),
    (0x0370, 0x03FF, Script.GREEK),
    (0x0400, 0x052F, Script.CYRILLIC),
    (0x0590, 0x05FF, Script.HEBREW),
    (0x0600, 0x08FF, Script.ARABIC),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0x1F00, 0x1FFF, Script.GREEK),
    (0x3400, 0x9FFF, Script.HAN),
    (0xAC00, 0xD7A3, Script.HANGUL),
)


def _table(letters: str, latin: str) -> dict[str, str]:
    return dict(zip(letters, latin.split(" "), strict=True))


_CYRILLIC = _table(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў",
    "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya i yi ye g u",
)
_GREEK_PAIRS = (("ου", "ou"), ("ευ", "ev"), ("αυ", "av"), ("μπ", "b"), ("ντ", "d"), ("γγ", "ng"), ("γκ", "g"))
_GREEK = _table(
    "αβγδεζηθικλμνξοπρσςτυφχψω",
    "a v g d e z i th i k l m n x o p r s s t y f ch ps o",
)
_ARABIC = _table(
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئپچژگکی",
    "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h w y a a  a a i w y p ch zh g k y",
)
_TABLES = {Script.CYRILLIC: _CYRILLIC, Script.GREEK: _GREEK, Script.ARABIC: _ARABIC}


def script_of(word: str) -> Script:
    """The script of the first letter that has one."""
    if word.isascii():
        return Script.LATIN
    return next((script for c in word if c.isalpha() for script in (_script(ord(c)),)), Script.OTHER)


@lru_cache(maxsize=65536)
def to_latin(word: str) -> str:
    """The word in plain lower-case Latin letters; empty when it has no letters or digits."""
    script = script_of(word)
    if script is Script.LATIN:
        return fold_latin(word)
    if script is Script.HAN:
        return "".join(syllables(word))
    plain = strip_marks(word.lower())
    if script is Script.GREEK:
        for pair, latin in _GREEK_PAIRS:
            plain = plain.replace(pair, latin)
    table = _TABLES.get(script, {})
    return "".join(table[c] if c in table else anyascii(c).lower() for c in plain)


def hangul_syllables(word: str) -> list[str]:
    """The syllables of a Korean word in plain Latin letters, as passports and lists write names (McCune–Reischauer without
    marks): the first sound is voiced behind a voiced one. A character that is no syllable gives an empty text.
    """
    found: list[str] = []
    voiced = False
    for place, character in enumerate(word):
        code = ord(character) - _FIRST_HANGUL
        if not 0 <= code < _HANGUL:
            found.append("")
            continue
        first, rest = divmod(code, _VOWELS_AND_LASTS)
        vowel, last = divmod(rest, len(_LASTS))
        found.append((_VOICED if voiced and place > 1 else _FIRSTS)[first] + _VOWELS[vowel] + _LASTS[last])
        voiced = _LASTS[last] in _VOICED_LASTS
    return found


_FIRST_HANGUL, _HANGUL = 0xAC00, 11172
_FIRSTS = "k kk n t tt r m p pp s ss - j jj ch k t p h".replace("-", "").split(" ")
_VOICED = "g kk n d tt r m b pp s ss - j jj ch k t p h".replace("-", "").split(" ")
_VOWELS = [
    "a",
    "ae",
    "ya",
    "yae",
    "o",
    "e",
    "yo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "u",
    "ui",
    "i",
]
_LASTS = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".replace("-", "").split(" ")
_VOICED_LASTS = frozenset({"", "n", "l", "m", "ng"})
_VOWELS_AND_LASTS = len(_VOWELS) * len(_LASTS)


def syllables(word: str) -> list[str]:
    """The pinyin syllables of a word in Chinese characters, surname first."""
    pypinyin = _pypinyin()
    return [fold_latin(each) for each in pypinyin.lazy_pinyin(word, style=pypinyin.Style.NORMAL)]


@cache
def _pypinyin() -> Any:
    """Its tables take 60 MB and a second, so they are loaded with the first Chinese word."""
    return import_module("pypinyin")


def _script(code: int) -> Script:
    return next((script for low, high, script in _RANGES if low <= code <= high), Script.OTHER)
