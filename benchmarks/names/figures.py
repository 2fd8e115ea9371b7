"""What the answers of a system come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from aktsom.engine.names.calibration import CALLED_THE_SAME
from benchmarks.names.pairs import Pair, quality
from benchmarks.names.protocol import Answers

BINS = (CALLED_THE_SAME, 0.8, 0.85, 0.9, 0.95, 1.0)
_ABOVE = 1.01
_SURE = 1.96


@dataclass(frozen=True, slots=True)
class Asked:
    """A set as it was asked: for each question the ids that would be right; none where any hit is wrong."""

    name: str
    right: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the interval that holds the true share in 95 of 100 samples (Wilson, 1927)."""

    some: int
    of: int

    @property
    def value(self) -> float:
        """The share itself; 0 of nothing."""
        return self.some / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Its lower and upper bound."""
        if not self.of:
            return 0.0, 1.0
        square = _SURE**2
        middle = (self.value + square / (2 * self.of)) / (1 + square / self.of)
        reach = (
            _SURE * sqrt(self.value * (1 - self.value) / self.of + square / (4 * self.of**2)) / (1 + square / self.of)
        )
        return max(middle - reach, 0.0), min(middle + reach, 1.0)


def found(answers: Answers, asked: Asked) -> Share:
    """Of the questions that were answered, those with a right hit."""
    given = answers.sets.get(asked.name, [])
    return Share(sum(_is_right(hits, right) for hits, right in zip(given, asked.right, strict=False)), len(given))


def alarmed(answers: Answers, name: str) -> Share:
    """Of the questions that were answered, those with any hit."""
    given = answers.sets.get(name, [])
    return Share(sum(bool(hits) for hits in given), len(given))


def _is_right(hits: Sequence[tuple[str, float]], right: frozenset[str]) -> bool:
    return any(party in right for party, _ in hits)


@dataclass(frozen=True, slots=True)
class PartnerFigures:
    """Over all partner names: how many of the listed are found, and how many others are called listed.

    Others are the partners that are only a part of what is listed, and all that have nothing to do with it. `scaled` is the
    number of the latter for all partners, where only a sample of them was asked.
    """

    found: Share
    parts: Share
    others: Share
    scaled: float | None


def partner_figures(answers: Answers, asked: Asked, listed: int, parts: int) -> PartnerFigures:
    """From the set whose first questions are the listed, then the parts, then the others."""
    given = answers.sets.get(asked.name, [])
    of_listed = [_is_right(hits, right) for hits, right in zip(given[:listed], asked.right[:listed], strict=False)]
    of_parts, of_others = given[listed : listed + parts], given[listed + parts :]
    others = Share(sum(map(bool, of_others)), len(of_others))
    return PartnerFigures(
        found=Share(sum(of_listed), len(of_listed)),
        parts=Share(sum(map(bool, of_parts)), len(of_parts)),
        others=others,
        scaled=others.value * (len(asked.right) - listed - parts) if others.of else None,
    )


def pair_figures(answers: Answers, pairs: Sequence[Pair], least: float) -> tuple[Share, Share]:
    """Precision and recall on these pairs, in the order in which they were asked."""
    same = [pair for pair, score in zip(pairs, answers.pairs, strict=True) if score is not None and score >= least]
    reached = quality(pairs, same)
    return (
        Share(reached.right, reached.right + len(reached.wrong)),
        Share(reached.right, reached.right + len(reached.missed)),
    )


def calibration(answers: Answers, pairs: Sequence[Pair]) -> list[tuple[float, float, Share]]:
    """For each range of scores, the share of pairs with such a score that are the same."""
    scored = [
        (score, pair.label == "same") for pair, score in zip(pairs, answers.pairs, strict=True) if score is not None
    ]
    ranges = zip(BINS, (*BINS[1:], _ABOVE), strict=True)
    return [(low, min(high, 1.0), _same_within(scored, low, high)) for low, high in ranges]


def _same_within(scored: Sequence[tuple[float, bool]], low: float, high: float) -> Share:
    within = [same for score, same in scored if low <= score < high]
    return Share(sum(within), len(within))
