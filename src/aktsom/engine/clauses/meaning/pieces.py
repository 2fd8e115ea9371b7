"""Words in the pieces that the model of language knows: the likeliest way to put them together (Kudo 2018)."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

_START = "\u2581"
"""What the model's pieces have for the space before a word."""


class Pieces:
    """The pieces with their log likelihoods, in the order of the model's numbers."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], unknown: int) -> None:
        self._known: Mapping[str, tuple[float, int]] = {
            piece: (score, number)
            for number, (piece, score) in enumerate(zip(pieces, scores, strict=True))
            if piece and number != unknown
        }
        self._longest = max(map(len, self._known))
        self._unknown = min(scores) - 10, unknown
        self.of_word = lru_cache(maxsize=50_000)(self._of_word)

    def of(self, text: str) -> list[int]:
        """The numbers of the pieces of a text."""
        spaced = _START + re.sub(r"\s+", _START, unicodedata.normalize("NFKC", text).strip())
        return [number for word in re.findall(f"{_START}[^{_START}]*", spaced) for number in self.of_word(word)]

    def _of_word(self, word: str) -> tuple[int, ...]:
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]
        for end in range(1, len(word) + 1):
            ways = [
                (best[start][0] + found[0], start, found[1])
                for start in range(max(0, end - self._longest), end)
                if (found := self._known.get(word[start:end]))
            ]
            best.append(max([*ways, (best[end - 1][0] + self._unknown[0], end - 1, self._unknown[1])]))
        numbers, end = list[int](), len(word)
        while end:
            _score, end, number = best[end]
            numbers.append(number)
        return tuple(reversed(numbers))
