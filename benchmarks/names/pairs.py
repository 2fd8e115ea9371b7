"""The labelled pairs of organisation names, and how well a screener tells them apart."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.calibration import CALLED_THE_SAME
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Query, Strength

LABELLED = Path(__file__).parents[2] / "tests/engine/names"
PAIRS = LABELLED / "organisation_pairs.csv"
IN_USE = "names in use"
"""How the pairs were drawn whose names are those that listed bodies and companies go by. A fourth of them is held apart."""
_MANY = 1000


@dataclass(frozen=True, slots=True)
class Pair:
    """A name beside a listed name, and what a reader says: the same body, a part of it or the whole, or another."""

    query: Query
    listing_id: str
    listing_name: str
    label: str
    split: str
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class Quality:
    """How many pairs were rightly and wrongly called the same. Wrong pairs are kept for reading."""

    right: int
    wrong: tuple[Pair, ...]
    missed: tuple[Pair, ...]

    @property
    def precision(self) -> float:
        """Of the pairs called the same, the share that is."""
        return self.right / max(self.right + len(self.wrong), 1)

    @property
    def recall(self) -> float:
        """Of the pairs that are the same, the share that was called so."""
        return self.right / max(self.right + len(self.missed), 1)


def read_pairs(path: Path = PAIRS) -> list[Pair]:
    """The labelled pairs in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_pair(row) for row in csv.DictReader(file)]


def _pair(row: dict[str, str]) -> Pair:
    query = Query(row["query_name"], country=row["query_country"], kind=PartyKind.ORGANISATION)
    return Pair(query, row["listing_id"], row["listing_name"], row["label"], row["split"], row["drawn"])


def called_same(screener: Screener, pairs: Iterable[Pair], threshold: float = CALLED_THE_SAME) -> dict[Pair, float]:
    """The pairs whose query hits the listing as the same body, with the score."""
    waiting = list(pairs)
    hits = screener.screen([pair.query for pair in waiting], threshold=threshold, top=_MANY)
    return {
        pair: hit.score
        for pair, (_, found) in zip(waiting, hits, strict=True)
        for hit in found
        if hit.listing.id == pair.listing_id and hit.strength is not Strength.PART_OF
    }


def quality(pairs: Sequence[Pair], same: Iterable[Pair]) -> Quality:
    """What a set of pairs that were called the same comes to."""
    called = set(same)
    return Quality(
        right=sum(pair in called for pair in pairs if pair.label == "same"),
        wrong=tuple(pair for pair in pairs if pair.label != "same" and pair in called),
        missed=tuple(pair for pair in pairs if pair.label == "same" and pair not in called),
    )
