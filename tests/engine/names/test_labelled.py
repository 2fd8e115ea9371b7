"""The labelled files: pairs of names, and the partner names that are listed. What they promise to whoever measures by them."""

import csv
import hashlib
import os
import zlib
from collections import Counter
from pathlib import Path

import pytest

from aktsom.engine.lists.directory import read_lists

HERE = Path(__file__).parent
DATA = Path(os.environ.get("AKTSOM_DATA") or Path(__file__).parents[4] / "shared" / "data")
FIRST = "first sample"
"""Where the rows come from that engine and labels grew up with; they are never reported."""


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


IN_USE = "names in use"
"""Names that listed bodies and companies go by, of three fourths of them to learn from, and of one held apart."""
PAIRS = _rows("organisation_pairs.csv")
PARTNERS = _rows("listed_partners.csv")


def _half(listing_name: str) -> str:
    return "tune" if hashlib.sha256(listing_name.casefold().encode()).digest()[0] % 2 else "report"


def _fourth(listing_id: str) -> str:
    return "tune" if zlib.crc32(listing_id.encode()) % 4 else "report"


def test_every_pair_says_what_it_is_and_how_it_was_drawn() -> None:
    for row in PAIRS:
        assert row["query_name"].strip()
        assert row["listing_id"].count(":") >= 1
        assert row["label"] in {"same", "part", "other"}
        assert row["split"] in {"tune", "report"}
        assert row["drawn"]


def test_no_pair_is_there_twice_and_so_none_is_in_both_halves() -> None:
    seen = Counter((row["query_name"], row["query_country"], row["listing_id"]) for row in PAIRS)
    assert [pair for pair, times in seen.items() if times > 1] == []


def test_a_fixed_rule_splits_by_the_listed_name_so_that_what_helps_one_body_shows_in_one_half_only() -> None:
    assert {row["split"] for row in PAIRS if row["drawn"] == FIRST} == {"tune"}
    drawn = [row for row in PAIRS if row["drawn"] not in (FIRST, IN_USE)]
    assert [row for row in drawn if row["split"] != _half(row["listing_name"])] == []
    assert [row for row in PAIRS if row["drawn"] == IN_USE and row["split"] != _fourth(row["listing_id"])] == []


def test_more_than_a_thousand_new_pairs_half_of_them_other_bodies_or_parts() -> None:
    new = [row for row in PAIRS if row["drawn"] not in (FIRST, IN_USE)]
    assert len(new) >= 1000
    assert sum(row["label"] != "same" for row in new) >= len(new) / 2
    assert len({row["drawn"] for row in new if row["label"] == "other"}) >= 6


def test_every_partner_name_is_there_once_with_the_listings_it_is_or_belongs_to() -> None:
    seen = Counter((row["partner_name"], row["partner_country"]) for row in PARTNERS)
    assert [name for name, times in seen.items() if times > 1] == []
    assert {row["label"] for row in PARTNERS} == {"same", "part", "unsure"}
    assert all(row["listing_ids"] for row in PARTNERS)


@pytest.mark.data
def test_every_labelled_listing_is_on_the_lists() -> None:
    if not (DATA / "lists").is_dir():
        pytest.skip(f"The public data is not at {DATA}; set AKTSOM_DATA.")
    listings = read_lists(DATA / "lists", problems=lambda _: None)
    names = {listing.id: {name.text for name in listing.names} for listing in listings}
    asked = {row["listing_id"] for row in PAIRS} | {i for row in PARTNERS for i in row["listing_ids"].split(";")}
    assert asked - names.keys() == set()
    assert [row for row in PAIRS if row["listing_name"] not in names[row["listing_id"]]] == []
