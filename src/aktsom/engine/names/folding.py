"""Keys under which spellings of one name meet: a folded key and a consonant skeleton."""

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

_SOUNDS = {
    **dict.fromkeys(("shch", "sch", "sh"), "S"),
    "tech": "teh",
    **dict.fromkeys(("tsch", "tch", "ch"), "C"),
    **dict.fromkeys(("dzh", "zh", "dj"), "J"),
    **dict.fromkeys(("kh", "gh"), "h"),
    **dict.fromkeys(("ts", "tz"), "c"),
    **dict.fromkeys(("ck", "c", "q"), "k"),
    "ks": "x",
    "ph": "f",
    "th": "t",
    "dh": "d",
    "w": "v",
    "ae": "a",
    "oe": "o",
    "ou": "u",
    "ue": "u",
}
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_SOFT_E = re.compile(r"(?<=[bcdfghklmnprstvzSCJ])[yij]+[eo]")
_FIRST_YE = re.compile(r"^ye(?=[^aeiouy]{1,3}[aeiouy])")
_GLIDES = re.compile(r"[yij]+")
_DOUBLES = re.compile(r"([bcdfghklmnprstvxzSCJ])\1+")
_MAX_WORD = 40
SHORTEST_SPELLED = 5
"""A shorter word is compared letter for letter only."""


@lru_cache(maxsize=131072)
def fold_key(word: str) -> str:
    """One key for the usual ways to write a name in Latin letters: `Yuriy`, `Juri`, `Iouri`."""
    return folded_once(word)


def folded_once(word: str) -> str:
    """The same for a word that nobody will ask for again."""
    word = word[:_MAX_WORD]
    if len(word) < 3 or word.isdigit():
        return word
    word = _SOUND.sub(_sound, word)
    if word[0] == "y" and len(word) > SHORTEST_SPELLED:
        word = _FIRST_YE.sub("e", word)
    if "y" in word or "i" in word or "j" in word:
        word = _GLIDES.sub("i", _SOFT_E.sub("e", word))
    return _DOUBLES.sub(_once, word).lower()


def _sound(found: re.Match[str]) -> str:
    return _SOUNDS[found.group()]


def _once(found: re.Match[str]) -> str:
    return found[1]


def skeleton(key: str) -> str:
    """The consonants of a folded key, for scripts that write no vowels."""
    return key[:1].translate(_FIRST) + key[1:].translate(_NO_VOWELS)


def consonants(key: str) -> str:
    """What a key and the same word in a script without vowels have in common.

    One Arabic letter is written z, d or dh, another q, k, g or gh; w, v and j may stand for vowels, and so may a last h.
    """
    bare = skeleton(key.lstrip("~"))
    return bare[:1].translate(_FIRST_SOUND) + bare[1:].removesuffix("h").translate(_SOUNDING)


@lru_cache(maxsize=16384)
def stable_hash(plain: str) -> int:
    """The same number for the same text, on every machine."""
    return int.from_bytes(blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def stable_hashes(plain: Iterable[str]) -> NDArray[np.uint64]:
    """The same numbers for many texts at once."""
    digests = [blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in plain]
    return np.frombuffer(b"".join(digests), "<u8").astype(np.uint64)


_NO_VOWELS = str.maketrans("", "", "aeiouy")
_FIRST_SOUND = str.maketrans("vjzgh", "aadkk")
_SOUNDING = str.maketrans("zgh", "dkk", "vj")
_FIRST = str.maketrans("aeiouyw", "aaaaaaa")
