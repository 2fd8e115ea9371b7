"""The readers on the real lists: nothing is lost, every id is unique, what is known is recognised."""

import os
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from aktsom.engine.lists.directory import FileResult, read_files
from aktsom.engine.lists.listing import LegalEffect, Listing, PartyKind
from aktsom.engine.lists.snapshot import read_listings, write_listings

pytestmark = pytest.mark.data

REPOSITORY = Path(__file__).parents[3]
LISTS = Path(os.environ.get("AKTSOM_DATA") or REPOSITORY.parent / "shared" / "data") / "lists"

US_CSL = {
    "us-sdn": 19_181, "us-el": 3_420, "us-dpl": 1_596, "us-dtc": 787, "us-ssi": 286, "us-uvl": 222, "us-isn": 161,
    "us-plc": 78, "us-meu": 70, "us-cmic": 68, "us-nsmbs": 51, "us-cap": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def results() -> list[FileResult]:
    if not LISTS.is_dir():
        pytest.skip("needs the real lists: set AKTSOM_DATA to the directory that holds lists/")
    return list(read_files(LISTS))


@pytest.fixture(scope="module")
def listings(results) -> list[Listing]:
    return [listing for result in results for listing in result.listings]


def test_every_entry_of_every_list_is_there(listings):
    counts = Counter(listing.list_id for listing in listings)
    assert counts == US_CSL | {"eu": 8_017, "un-sc": 1_003, "us-1286": 443, "us-1260h": 397, "us-mieu": 13}
    assert sum(US_CSL.values()) == 25_921
    individuals = [x for x in listings if x.list_id == "un-sc" and x.kind is PartyKind.PERSON]
    assert len(individuals) == 730


def test_every_id_is_unique(listings):
    assert len({listing.id for listing in listings}) == len(listings)


def test_parties_and_names_are_those_of_the_three_large_lists(listings):
    """34,941 parties and 82,348 names were counted with other readers; ours give each name of a party once."""
    large = [x for x in listings if x.list_id not in {"us-1286", "us-1260h", "us-mieu"}]
    assert len(large) == 34_941
    assert 82_300 <= sum(len(listing.names) for listing in large) <= 82_400


def test_no_file_and_no_entry_is_unusable(results):
    assert [result.error for result in results if result.error] == []
    problems = [problem for result in results for problem in result.problems]
    assert [problem for problem in problems if not problem.kept] == []
    assert 20 < len(problems) < 60, "the cells of which nothing can be read are named, and they are few"


def test_known_parties_have_the_ids_and_effects_that_others_rely_on(listings):
    known = {listing.id: listing for listing in listings}
    assert known["un-sc:CDi.001"].kind is PartyKind.PERSON
    assert known["eu:32014R0833:IV:12"].effects == (LegalEffect.EXPORT_LICENCE,)
    assert any(x.name.startswith("Harbin Institute of Technology") for x in listings if x.list_id == "us-el")
    assert any(x.name.startswith("Beihang University") for x in listings if x.list_id == "us-1286")


def test_names_are_clean(listings):
    for listing in listings:
        for name in listing.names:
            assert name.text == name.text.strip()
            assert name.text.isprintable()


def test_a_snapshot_is_a_few_megabytes_and_loads_fast(listings, tmp_path):
    path = tmp_path / "snapshot.gz"
    write_listings(path, listings)
    start = time.process_time()
    assert list(read_listings(path)) == listings
    assert time.process_time() - start < 4
    assert path.stat().st_size < 2 * 1024**2


def test_of_lists_that_are_published_anew_only_the_newest_is_in_force(listings):
    """156 institutions in the report for 2025, and 188 companies in the notice of June 2026, as the publisher counts them."""
    day = date(2026, 8, 1)
    in_force = Counter(listing.list_id for listing in listings if listing.in_force(day))
    assert (in_force["us-1286"], in_force["us-1260h"]) == (156, 188)
    before = Counter(listing.list_id for listing in listings if listing.in_force(date(2026, 1, 1)))
    assert (before["us-1286"], before["us-1260h"]) == (134, 133)
