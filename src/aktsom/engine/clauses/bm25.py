"""Which passages come closest to some words: BM25 (Robertson and Zaragoza 2009), for a person to look at."""

import math
from collections import Counter
from collections.abc import Sequence

_K1, _B = 1.2, 0.75
_FEWEST_WORDS = 6


def nearest(counts: Sequence[Counter[str]], wanted: Sequence[str], most: int = 2) -> tuple[int, ...]:
    """The passages, best first, that share at least three of the wanted words; short ones are left out."""
    lengths = [sum(each.values()) for each in counts]
    usual = sum(lengths) / max(1, len(lengths)) or 1.0
    held = Counter(word for each in counts for word in each)
    scores = []
    for place, each in enumerate(counts):
        shared = [word for word in set(wanted) if word in each]
        if len(shared) < 3 or lengths[place] < _FEWEST_WORDS:
            continue
        divisor = _K1 * (1 - _B + _B * lengths[place] / usual)
        score = sum(
            _weight(held[word], len(counts)) * each[word] * (_K1 + 1) / (each[word] + divisor) for word in shared
        )
        scores.append((-score, place))
    return tuple(place for _score, place in sorted(scores)[:most])


def _weight(holding: int, passages: int) -> float:
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))
