"""Find the listed words that a word may be a spelling of, without comparing it with all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from aktsom.engine.names.columns import stretches
from aktsom.engine.names.far_sounds import FAR, far_codes
from aktsom.engine.names.folding import SHORTEST_SPELLED, consonants, skeleton, stable_hashes

SAME_SOUND = 0.9
_NO_VOWELS = 0.85
_SHORTEST_SKELETON = 3
_LONG = 8
_SHORTEST_CODE = 2
_FROM_AFAR = np.array([0.0, 0.0, 0.6, 0.75, 0.85, 0.9])
_MISTYPED = np.array([0.0, 0.0, 0.15, 0.3, 0.45, 0.65, 0.8])
_MISTYPED_TWICE, _SOUND, _NO_VOWELS_NAME = 0.55, 0.72, 0.9
SHORTEST_NAME = 3
"""A shorter word of a person's name is compared letter for letter only, but for the letter that it lost."""
_BASE = 0x9E3779B97F4A7C15
_WHOLE = 1 << 64
_LONGEST = 120

SHORTEST_TEXT = 7
"""A shorter name is not compared as one text: a single letter makes it another name."""

Hashes = NDArray[np.uint64]
Places = NDArray[np.int32]
Mask = NDArray[np.bool_]
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Keys:
    """Words by what is compared of them: the letters, their number, the consonants, and whether vowels are left out."""

    texts: Sequence[str]
    letters: Array
    skeletons: Array
    sounds: Array
    unvowelled: Mask

    @property
    def far(self) -> Mask:
        """Which are written by ear in a far script."""
        return np.array([text.startswith(FAR) for text in self.texts], np.bool_)

    @classmethod
    def of(cls, texts: Sequence[str], sounding: Sequence[str]) -> Self:
        """These words, with what `soundings` gave for them."""
        return cls(
            texts,
            np.array([len(text) for text in texts], np.int64),
            stable_hashes(map(skeleton, texts)),
            stable_hashes(sounding),
            np.array([text.startswith("~") for text in texts], np.bool_),
        )


def soundings(texts: Sequence[str]) -> list[str]:
    """The consonants of words, which more than one table is made of."""
    return [consonants(text) for text in texts]


class SpellingIndex:
    """Words by what they share with misspellings of them. Finds words one letter away, two when they are long.

    `hashes` and `owners` are what `spelling_hashes` gave for the keys.
    """

    def __init__(self, keys: Keys, hashes: Hashes, owners: Places) -> None:
        self._keys = keys
        self._hashes = hashes
        self._owners = owners

    def near(self, asked: Sequence[tuple[str, bool]]) -> list[list[tuple[int, float]]]:
        """For each key (of a person's name or not) the places of similar words with their similarity, in order of place."""
        texts = [key for key, _ in asked]
        sounding = soundings(texts)
        keys = Keys.of(texts, sounding)
        owners, places = self._met(texts, sounding)
        person = np.array([is_person for _, is_person in asked], np.bool_)[owners]
        likes = self._similarities(keys, owners, places, person)
        kept = (likes > 0.0) & (likes < 1.0)
        found: list[list[tuple[int, float]]] = [[] for _ in asked]
        for owner, place, like in zip(owners[kept].tolist(), places[kept].tolist(), likes[kept].tolist(), strict=True):
            found[owner].append((place, like))
        return found

    def _met(self, keys: Sequence[str], sounding: Sequence[str]) -> tuple[Array, Array]:
        """Pairs of an asked and a listed key that share a form, each once, in order."""
        wanted, owners = _forms(keys, sounding)
        first, counts = stretches(self._hashes, wanted)
        ends = np.cumsum(counts)
        within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)
        places = self._owners[np.repeat(first, counts) + within].astype(np.int64)
        width = max(len(self._keys.texts), 1)
        pairs = sorted_once(np.repeat(owners.astype(np.int64), counts) * width + places)
        return pairs // width, pairs % width

    def _similarities(self, asked: Keys, owners: Array, places: Array, person: Mask) -> Array:
        listed = self._keys
        distance = process.cpdist(
            [asked.texts[owner] for owner in owners.tolist()],
            [listed.texts[place] for place in places.tolist()],
            scorer=OSA.distance,
            score_cutoff=2,
            dtype=np.uint8,
        )
        shorter = np.minimum(asked.letters[owners], listed.letters[places])
        alike = asked.skeletons[owners] == listed.skeletons[places]
        likes = np.where(person, name_likeness(distance, shorter, alike), word_likeness(distance, shorter, alike))
        unvowelled = asked.unvowelled[owners] | listed.unvowelled[places]
        sounds = (asked.sounds[owners] == listed.sounds[places]) * np.where(person, _NO_VOWELS_NAME, _NO_VOWELS)
        sounds = np.where(
            asked.far[owners] & ~listed.unvowelled[places], self._from_afar(asked, owners, places), sounds
        )
        return np.where(distance == 0, 1.0, np.where(unvowelled, sounds, likes))

    def _from_afar(self, asked: Keys, owners: Array, places: Array) -> Array:
        """A far word and a listed one that meet sound alike: the more of it there is, the more that tells."""
        letters = np.array([len(text) for text in asked.texts], np.int64)[owners] - len(FAR)
        return np.asarray(_FROM_AFAR[np.minimum(letters, len(_FROM_AFAR) - 1)])


def spelling_hashes(keys: Sequence[str], sounding: Sequence[str]) -> tuple[Hashes, Places]:
    """Hashes of what each key shares with its misspellings, in order, and the place of the key that has each."""
    hashes, owners = _forms(keys, sounding)
    order = np.argsort(hashes)
    return hashes[order], owners[order]


def word_likeness(distance: Array, shorter: Array, alike: Array) -> Array:
    """How similar two words are that so many letters differ in: 0 for different words, else what spellings of one word are.

    `shorter` is the length of the shorter one, `alike` whether their consonants are the same.
    """
    letters = np.maximum(shorter, 1)
    twice = np.where(alike & (shorter >= SHORTEST_SPELLED), SAME_SOUND, (shorter >= _LONG) * (1.0 - 1.0 / letters))
    likes = np.where(distance == 1, 1.0 - 0.5 / letters, np.where(distance == 2, twice, 0.0))
    return np.where((shorter >= SHORTEST_SPELLED) | ((shorter == SHORTEST_SPELLED - 1) & alike), likes, 0.0)


def name_likeness(distance: Array, shorter: Array, alike: Array) -> Array:
    """The same for the words of people's names: the share of what a word tells that is left when another stands in its
    place. The shorter the word, the less is left when one of its letters is wrong.
    """
    once = _MISTYPED[np.minimum(shorter, len(_MISTYPED) - 1)]
    twice = np.where(alike & (shorter > SHORTEST_NAME), _SOUND, _MISTYPED_TWICE * (shorter >= _LONG - 1))
    likes = np.where(distance == 1, once, np.where(distance == 2, twice, 0.0))
    return np.where(shorter >= SHORTEST_NAME - 1, likes, 0.0)


def sorted_once(numbers: Array) -> Array:
    """The distinct numbers, none below 0, in order. (`numpy.unique` hashes, which takes ten times as long here.)"""
    ordered = np.sort(numbers)
    return np.asarray(ordered[np.diff(ordered, prepend=-1) != 0])


def _forms(keys: Sequence[str], sounding: Sequence[str]) -> tuple[Hashes, Places]:
    """For each key itself, itself with each single letter left out, and its consonants; none for a concept's key."""
    spelled: list[bytes] = []
    spelled_at: list[int] = []
    sounds: list[bytes] = []
    sounds_at: list[int] = []
    for place, (key, sound) in enumerate(zip(keys, sounding, strict=True)):
        if key.startswith("="):
            continue
        bare = key.lstrip("~")
        if bare == key and len(key) >= SHORTEST_NAME - 1:
            spelled.append(key.encode()[:_LONGEST])
            spelled_at.append(place)
        if len(sound) >= _SHORTEST_SKELETON and not key.startswith(FAR):
            sounds.append(b"#" + sound.encode()[:_LONGEST])
            sounds_at.append(place)
        for code in _far_codes(key):
            sounds.append(b"%" + code.encode()[:_LONGEST])
            sounds_at.append(place)
    whole, shorter, letters = _polynomials(spelled)
    consonantal, _, _ = _polynomials(sounds)
    owners = np.array(spelled_at, np.int32)
    return (
        np.concatenate([whole, shorter, consonantal]),
        np.concatenate([owners, np.repeat(owners, letters), np.array(sounds_at, np.int32)]),
    )


def _far_codes(key: str) -> list[str]:
    """Of a far word what it may sound like, of another what it sounds like from afar; none for a word without vowels."""
    if key.startswith("~") and not key.startswith(FAR):
        return []
    return [code for code in far_codes(key) if len(code) >= _SHORTEST_CODE]


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
