"""Write a word of another script in Latin letters, the way that lists and passports do."""

import os
import re
from enum import StrEnum
from functools import cache, lru_cache
from importlib import import_module
from importlib.resources import files
from typing import Any

import ijson
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
    ARMENIAN = "Armn"
    GEORGIAN = "Geor"
    OTHER = "Zyyy"


CONSONANTAL = frozenset({Script.ARABIC, Script.HEBREW})
"""Scripts that leave most vowels out."""

_RANGES = (
    (0x0041, 0x024F, Script.LATIN),
    (0x0370, 0x03FF, Script.GREEK),
    (0x0400, 0x052F, Script.CYRILLIC),
    (0x0530, 0x058F, Script.ARMENIAN),
    (0x0590, 0x05FF, Script.HEBREW),
    (0x0600, 0x08FF, Script.ARABIC),
    (0x10A0, 0x10FF, Script.GEORGIAN),
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
_GREEK = _table(
    "αβγδεζηθικλμνξοπρσςτυφχψω",
    "a v g d e z i th i k l m n x o p r s s t y f ch ps o",
)
_ARABIC = _table(
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئپچژگکی",
    "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h w y a a  a a i w y p ch zh g k y",
)
_ARMENIAN = _table(
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
    "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev",
)
_GEORGIAN = _table(
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "a b g d e v z t i k l m n o p zh r s t u p k gh k sh ch ts dz ts ch kh j h",
)
_TABLES = {
    Script.CYRILLIC: _CYRILLIC,
    Script.GREEK: _GREEK,
    Script.ARABIC: _ARABIC,
    Script.ARMENIAN: _ARMENIAN,
    Script.GEORGIAN: _GEORGIAN,
}
_PAIRS = {
    Script.GREEK: (
        *(("ου", "ou"), ("ευ", "ev"), ("αυ", "av"), ("μπ", "b"), ("γγ", "ng"), ("γκ", "g"), ("τζ", "j"), ("τσ", "ch")),
        ("ντ", "d"),
        ("χ", "h"),
    ),
    Script.ARMENIAN: (("ու", "u"), ("յու", "yu"), ("իա", "ia")),
}
_AS_WRITTEN = "šč=shch ŝ=shch č=ch š=sh ž=zh ja=ya ju=yu jo=yo je=ye j=y â=ya û=yu è=e ë=e c=ts x=kh h=kh iu=yu ia=ya"
_PASSPORT = dict(pair.split("=") for pair in f"{_AS_WRITTEN} ch=ch sh=sh zh=zh kh=kh shch=shch ts=ts".split(" "))
_SCIENTIFIC = re.compile("|".join(sorted(_PASSPORT, key=len, reverse=True)))
_NOMINATIVE = re.compile(r"(.+(?:ov|ev|in|ch|sh|an|ad|al|ik))i")


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
    for pair, latin in _PAIRS.get(script, ()):
        plain = plain.replace(pair, latin)
    table = _TABLES.get(script, {})
    written = "".join(table[c] if c in table else anyascii(c).lower() for c in plain)
    return _without_case(written) if script is Script.GEORGIAN else written


def _without_case(written: str) -> str:
    """A Georgian name in Latin letters without the ending of the nominative: `putini` is Putin."""
    found = _NOMINATIVE.fullmatch(written)
    return found[1] if found else written


def hangul_parts(word: str) -> list[tuple[str, str]]:
    """The first and the last consonant of each Korean syllable, as in `HANGUL_FIRSTS` and `HANGUL_LASTS`."""
    codes = [ord(character) - _FIRST_HANGUL for character in word]
    return [
        (HANGUL_FIRSTS[code // _VOWELS_AND_LASTS], HANGUL_LASTS[code % len(HANGUL_LASTS)])
        for code in codes
        if 0 <= code < _HANGUL
    ]


def hangul_syllables(word: str, first_voiced: int = 2) -> list[str]:
    """The syllables of a Korean word in plain Latin letters, as passports and lists write names (McCune–Reischauer without
    marks): the first sound is voiced behind a voiced one, from the syllable `first_voiced` on, as a surname and a given name
    are two words. A character that is no syllable gives an empty text.
    """
    found: list[str] = []
    voiced = False
    for place, character in enumerate(word):
        code = ord(character) - _FIRST_HANGUL
        if not 0 <= code < _HANGUL:
            found.append("")
            continue
        first, rest = divmod(code, _VOWELS_AND_LASTS)
        vowel, last = divmod(rest, len(HANGUL_LASTS))
        found.append(
            (_VOICED if voiced and place >= first_voiced else HANGUL_FIRSTS)[first]
            + _VOWELS[vowel]
            + HANGUL_LASTS[last]
        )
        voiced = HANGUL_LASTS[last] in _VOICED_LASTS
    return found


_FIRST_HANGUL, _HANGUL = 0xAC00, 11172
HANGUL_FIRSTS = "k kk n t tt r m p pp s ss - j jj ch k t p h".replace("-", "").split(" ")
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
HANGUL_LASTS = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".replace("-", "").split(" ")
_VOICED_LASTS = frozenset({"", "n", "l", "m", "ng"})
_VOWELS_AND_LASTS = len(_VOWELS) * len(HANGUL_LASTS)


def syllables(word: str) -> list[str]:
    """The pinyin syllables of a word in Chinese characters, surname first."""
    pypinyin = _pypinyin()
    return [fold_latin(each) for each in pypinyin.lazy_pinyin(word, style=pypinyin.Style.NORMAL)]


def from_scientific(word: str) -> str:
    """A Slavic word in the letters of ISO 9 and of libraries in those of passports: `naučnyj` is `nauchnyy`, `himii` `khimii`;
    empty for a word without any such letter.
    """
    plain = word.lower()
    if not _SCIENTIFIC.search(plain):
        return ""
    return fold_latin(_SCIENTIFIC.sub(lambda found: _PASSPORT[found[0]], plain))


@lru_cache(maxsize=16384)
def sounded(text: str) -> str:
    """A text in which each run of Chinese characters stands in Latin letters as it sounds; u for ü."""
    return "".join(syllables(text)).replace("lv", "lu").replace("nv", "nu")


@cache
def _pypinyin() -> Any:
    """The library with its tables, which are loaded with the first Chinese word.

    Of its 47,000 phrases each has a list for every syllable. Those that say the same are one list here, for half the memory.
    """
    os.environ["PYPINYIN_NO_PHRASES"] = os.environ["PYPINYIN_NO_DICT_COPY"] = "1"
    pypinyin = import_module("pypinyin")
    ways: dict[tuple[str, ...], list[str]] = {}
    with files("pypinyin").joinpath("phrases_dict.json").open("rb") as file:
        said = {
            phrase: [ways.setdefault(tuple(way), way) for way in sounds] for phrase, sounds in ijson.kvitems(file, "")
        }
    pypinyin.load_phrases_dict(said)
    return pypinyin


def _script(code: int) -> Script:
    return next((script for low, high, script in _RANGES if low <= code <= high), Script.OTHER)
