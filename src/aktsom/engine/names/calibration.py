"""From how alike two names are to how often such a hit is right: of bodies scored 0.9, nine in ten are the listed one.

Fitted to the half of the labelled pairs that is there to tune on (`organisation_pairs.csv`), which names bodies only: people's
scores stay what they are until pairs of people are labelled. Where to call two names the same stays where it was.
"""

from bisect import bisect_right

CALLED_THE_SAME = 0.72
"""From this score on two names are called the same."""

_FITTED = (
    (0.0, 0.0),
    (CALLED_THE_SAME, CALLED_THE_SAME),
    (
        0.8,
        0.9,
    ),  # 136 of 142 pairs were the same body, and 16 of 21 first hits among all partner names
    (0.88, 0.96),  # 2 of 2 between 0.8 and here, 339 of 341 from here to 0.98
    (0.99, 0.98),
    (1.0, 1.0),  # 340 of 342
)
_ALIKE = tuple(alike for alike, _ in _FITTED)
_RIGHT = tuple(right for _, right in _FITTED)
_DIGITS = 4


def share_right(alike: float) -> float:
    """How often a body so alike is the listed one."""
    return _between(alike, _ALIKE, _RIGHT)


def least_alike(score: float) -> float:
    """How alike names must be at least for a score like this, of a body or of a person."""
    return min(score, _between(score, _RIGHT, _ALIKE))


def _between(value: float, known: tuple[float, ...], wanted: tuple[float, ...]) -> float:
    """On the straight line between the two nearest points."""
    after = min(bisect_right(known, value), len(known) - 1)
    share = (value - known[after - 1]) / (known[after] - known[after - 1])
    return round(wanted[after - 1] + share * (wanted[after] - wanted[after - 1]), _DIGITS)
