"""Find the listed words that a word may be a spelling of, without comparing it with all of them."""

from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from aktsom.engine.names.folding import neighbours, skeleton

SAME_SOUND = 0.9
_NO_VOWELS = 0.85
_SHORTEST_SKELETON = 3
_LONG = 8


class SpellingIndex:
    """Words by what they share with misspellings of them. Finds words one letter away, two when they are long."""

    def __init__(self, keys: Sequence[str]) -> None:
        hashes, owners = _hashes(keys)
        order = np.argsort(hashes, kind="stable")
        self._hashes: NDArray[np.uint32] = hashes[order]
        self._owners: NDArray[np.int32] = owners[order]
        self._keys = keys

    def near(self, key: str) -> list[tuple[int, float]]:
        """Places of similar words with their similarity below 1, in order of place."""
        if key.startswith("="):
            return []
        wanted = np.array(list(_forms(key)), dtype=np.uint32)
        first = np.searchsorted(self._hashes, wanted, "left")
        last = np.searchsorted(self._hashes, wanted, "right")
        places = {int(p) for low, high in zip(first, last, strict=True) for p in self._owners[low:high]}
        scored = ((place, spelling_similarity(key, self._keys[place])) for place in sorted(places))
        return [(place, similarity) for place, similarity in scored if 0.0 < similarity < 1.0]


def spelling_similarity(one: str, other: str) -> float:
    """1 for equal keys, 0 for different words, between for spellings of one word."""
    if one == other:
        return 1.0
    if one.startswith("~") or other.startswith("~"):
        return _NO_VOWELS if skeleton(one.lstrip("~")) == skeleton(other.lstrip("~")) else 0.0
    distance = OSA.distance(one, other, score_cutoff=2)
    shorter = min(len(one), len(other))
    if distance > 2 or shorter < 4:
        return 0.0
    if distance == 1:
        return 1.0 - 0.5 / shorter
    same_sound = skeleton(one) == skeleton(other)
    if same_sound and shorter >= 5:
        return SAME_SOUND
    return 1.0 - 1.0 / shorter if shorter >= _LONG else 0.0


def _hashes(keys: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    hashes: list[int] = []
    owners: list[int] = []
    for place, key in enumerate(keys):
        if not key.startswith("="):
            forms = list(_forms(key))
            hashes += forms
            owners += [place] * len(forms)
    return np.array(hashes, dtype=np.uint32), np.array(owners, dtype=np.int32)


def _forms(key: str) -> Iterable[int]:
    bare = key.lstrip("~")
    if key == bare:
        yield from (crc32(form.encode()) for form in neighbours(key))
    consonants = skeleton(bare)
    if len(consonants) >= _SHORTEST_SKELETON:
        yield crc32(b"#" + consonants.encode())
