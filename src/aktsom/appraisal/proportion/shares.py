"""Shares with what chance may have done to them, and groups too small to be shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

SMALLEST_GROUP = 5
"""The minimum group size: a group with fewer could point at a person, so that it is not shown."""
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the 95 % interval of Wilson (1927): where the share lies when chance is allowed for."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share, 0 to 1."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def percent(self) -> int:
        """The share in whole percent."""
        return round(100 * self.value)

    @property
    def percent_low(self) -> int:
        """The lower end of the interval in whole percent."""
        return round(100 * self.low)

    @property
    def percent_high(self) -> int:
        """The upper end of the interval in whole percent."""
        return round(100 * self.high)

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return max(self._middle - self._width, 0.0)

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        return min(self._middle + self._width, 1.0)

    @property
    def _middle(self) -> float:
        return (self.part + _Z**2 / 2) / (self.whole + _Z**2)

    @property
    def _width(self) -> float:
        if not self.whole:
            return 0.5
        return _Z * sqrt(self.part * (self.whole - self.part) / self.whole + _Z**2 / 4) / (self.whole + _Z**2)


@dataclass(frozen=True, slots=True)
class Group:
    """A group with the share of it that somebody was asked about; `differs` when chance alone hardly explains how far it
    lies from the rest.
    """

    name: str
    share: Share
    differs: bool


def groups(counted: Mapping[str, tuple[int, int]]) -> tuple[list[Group], int]:
    """The groups that are large enough, the largest first, and how many were left out. Each is compared with all others
    together; the level is divided by the number of comparisons (Bonferroni), so that many groups do not make an alarm.
    """
    shown = {name: Share(*each) for name, each in counted.items() if each[1] >= SMALLEST_GROUP}
    part, whole = (sum(each[place] for each in counted.values()) for place in (0, 1))
    level = 0.05 / max(len(shown), 1)
    found = [
        Group(name, share, _differs(share, Share(part - share.part, whole - share.whole), level))
        for name, share in shown.items()
    ]
    return sorted(found, key=lambda each: (-each.share.whole, each.name)), len(counted) - len(shown)


def middle(values: Iterable[float], at: float) -> float | None:
    """The value below which this share of the values lies (the nearest one); None without values."""
    found = sorted(values)
    return found[min(int(at * len(found)), len(found) - 1)] if found else None


def _differs(one: Share, rest: Share, level: float) -> bool:
    """A two-sided test of two shares; groups too small to say never differ."""
    if min(one.whole, rest.whole) < SMALLEST_GROUP:
        return False
    pooled = (one.part + rest.part) / (one.whole + rest.whole)
    spread = sqrt(pooled * (1 - pooled) * (1 / one.whole + 1 / rest.whole))
    return spread > 0 and 2 * (1 - NormalDist().cdf(abs(one.value - rest.value) / spread)) < level
