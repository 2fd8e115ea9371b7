"""Find the listed words that a word may be a spelling of, without comparing it with all of them."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from aktsom.engine.names.folding import SHORTEST_SPELLED, consonants, skeleton

SAME_SOUND = 0.9
_NO_VOWELS = 0.85
_SHORTEST_SKELETON = 3
_LONG = 8
_MISTYPED = {2: 0.15, 3: 0.3, 4: 0.45, 5: 0.65}
_MISTYPED_LONG, _MISTYPED_TWICE, _SOUND, _NO_VOWELS_NAME = 0.8, 0.55, 0.72, 0.9
SHORTEST_NAME = 3
"""A shorter word of a person's name is compared letter for letter only, but for the letter that it lost."""
_BASE = 0x9E3779B97F4A7C15
_WHOLE = 1 << 64
_LONGEST = 120

SHORTEST_TEXT = 7
"""A shorter name is not compared as one text: a single letter makes it another name."""

Hashes = NDArray[np.uint64]
Places = NDArray[np.int32]


class SpellingIndex:
    """Words by what they share with misspellings of them. Finds words one letter away, two when they are long.

    `hashes` and `owners` are what `spelling_hashes` gave for the keys.
    """

    def __init__(self, keys: Sequence[str], hashes: Hashes, owners: Places) -> None:
        self._keys = keys
        self._hashes = hashes
        self._owners = owners

    def near(self, asked: Sequence[tuple[str, bool]]) -> list[list[tuple[int, float]]]:
        """For each key (of a person's name or not) the places of similar words with their similarity, in order of place."""
        keys = [key for key, _ in asked]
        wanted, owners = _forms(keys)
        first = np.searchsorted(self._hashes, wanted, "left")
        last = np.searchsorted(self._hashes, wanted, "right")
        met: list[set[int]] = [set() for _ in keys]
        some = first < last
        for owner, low, high in zip(owners[some].tolist(), first[some].tolist(), last[some].tolist(), strict=True):
            met[owner].update(self._owners[low:high].tolist())
        return [
            self._scored(key, sorted(places), name_similarity if is_person else spelling_similarity)
            for (key, is_person), places in zip(asked, met, strict=True)
        ]

    def _scored(
        self, key: str, places: Sequence[int], similarity_of: Callable[[str, str], float]
    ) -> list[tuple[int, float]]:
        scored = [(place, similarity_of(key, self._keys[place])) for place in places]
        return [(place, similarity) for place, similarity in scored if 0.0 < similarity < 1.0]


def spelling_hashes(keys: Sequence[str]) -> tuple[Hashes, Places]:
    """Hashes of what each key shares with its misspellings, in order, and the place of the key that has each."""
    hashes, owners = _forms(keys)
    order = np.argsort(hashes, kind="stable")
    return hashes[order], owners[order]


def spelling_similarity(one: str, other: str) -> float:
    """1 for equal keys, 0 for different words, between for spellings of one word."""
    if one == other:
        return 1.0
    if one.startswith("~") or other.startswith("~"):
        return _NO_VOWELS if consonants(one) == consonants(other) else 0.0
    distance = OSA.distance(one, other, score_cutoff=2)
    shorter = min(len(one), len(other))
    if distance > 2 or shorter < 4 or (shorter < SHORTEST_SPELLED and skeleton(one) != skeleton(other)):
        return 0.0
    if distance == 1:
        return 1.0 - 0.5 / shorter
    same_sound = skeleton(one) == skeleton(other)
    if same_sound and shorter >= 5:
        return SAME_SOUND
    return 1.0 - 1.0 / shorter if shorter >= _LONG else 0.0


def name_similarity(one: str, other: str) -> float:
    """For the words of people's names: the share of what a word tells that is left when another stands in its place."""
    if one == other:
        return 1.0
    if one.startswith("~") or other.startswith("~"):
        return _NO_VOWELS_NAME if consonants(one) == consonants(other) else 0.0
    distance = OSA.distance(one, other, score_cutoff=2)
    shorter = min(len(one), len(other))
    if distance > 2 or shorter < SHORTEST_NAME - 1:
        return 0.0
    if distance == 1:
        return mistyped_share(shorter)
    if shorter > SHORTEST_NAME and skeleton(one) == skeleton(other):
        return _SOUND
    return _MISTYPED_TWICE if shorter >= _LONG - 1 else 0.0


def mistyped_share(letters: int) -> float:
    """What is left of what a word tells when one of its letters is wrong: the shorter the word, the less."""
    return _MISTYPED.get(letters, _MISTYPED_LONG)


def _forms(keys: Sequence[str]) -> tuple[Hashes, Places]:
    """For each key itself, itself with each single letter left out, and its consonants; none for a concept's key."""
    spelled: list[bytes] = []
    spelled_at: list[int] = []
    sounds: list[bytes] = []
    sounds_at: list[int] = []
    for place, key in enumerate(keys):
        if key.startswith("="):
            continue
        bare = key.lstrip("~")
        if bare == key and len(key) >= SHORTEST_NAME - 1:
            spelled.append(key.encode()[:_LONGEST])
            spelled_at.append(place)
        sounding = consonants(key)
        if len(sounding) >= _SHORTEST_SKELETON:
            sounds.append(b"#" + sounding.encode()[:_LONGEST])
            sounds_at.append(place)
    whole, shorter, letters = _polynomials(spelled)
    consonantal, _, _ = _polynomials(sounds)
    owners = np.array(spelled_at, np.int32)
    return (
        np.concatenate([whole, shorter, consonantal]),
        np.concatenate([owners, np.repeat(owners, letters), np.array(sounds_at, np.int32)]),
    )


def whole_text_forms(texts: Sequence[str]) -> tuple[Hashes, Places]:
    """For each text itself and itself with each single letter left out, and the place of the text; none for a short one."""
    long_enough = [place for place, text in enumerate(texts) if len(text) >= SHORTEST_TEXT]
    whole, shorter, letters = _polynomials(
        [texts[place].encode("utf-8", "replace")[:_LONGEST] for place in long_enough]
    )
    owners = np.array(long_enough, np.int32)
    return np.concatenate([whole, shorter]), np.concatenate([owners, np.repeat(owners, letters)])


def _polynomials(texts: Sequence[bytes]) -> tuple[Hashes, Hashes, Places]:
    """For all texts at once: the hash of each, of each without each one of its letters, and the number of letters.

    The hash is a sum over letters of code × base^place modulo 2^64, so that leaving a letter out takes two sums.
    """
    lengths = np.array([len(text) for text in texts], np.int32)
    ends = np.cumsum(lengths, dtype=np.int64)
    codes = _CODES[np.frombuffer(b"".join(texts), np.uint8)]
    place = np.arange(len(codes), dtype=np.int64) - np.repeat(ends - lengths, lengths)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * _POWERS[place], dtype=np.uint64)])
    totals = sums[ends] - sums[ends - lengths]
    before = sums[:-1] - np.repeat(sums[ends - lengths], lengths)
    after = np.repeat(sums[ends], lengths) - sums[1:]
    return totals, before + after * _INVERSE, lengths


_POWERS = np.array([pow(_BASE, n, _WHOLE) for n in range(_LONGEST + 1)], np.uint64)
_INVERSE = np.uint64(pow(_BASE, -1, _WHOLE))
_CODES = np.array([pow(_BASE, 3 * n + 100, _WHOLE) for n in range(256)], np.uint64)
