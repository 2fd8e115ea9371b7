"""Entries that are one body by a common name lend each other their names; others do not."""

from dataclasses import replace

import pytest

from aktsom.engine.lists.listing import Listing, PartyKind
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Evidence, Hit, Query, Strength
from tests.engine.names.parties import organisation, person

COMMON = "Velmora Design Bureau"


def hits(name: str, *listings: Listing) -> list[Hit]:
    ((_query, found),) = Screener.build(listings).screen([Query(name, country="RU")])
    return found


def test_a_body_is_found_on_every_list_under_a_name_that_one_of_them_gives() -> None:
    one = organisation(1, COMMON, "Oroveshti Machine Works", countries=("RU",), list_id="one")
    other = organisation(2, "Design Bureau Velmora", countries=("RU",), list_id="other")
    found = {hit.listing.id: hit for hit in hits("Oroveshti Machine Works", one, other)}
    assert set(found) == {"one:1", "other:2"}
    assert Evidence.CURATED not in found["one:1"].evidence
    assert (Evidence.CURATED in found["other:2"].evidence, found["other:2"].source) == (True, "one:1")
    assert "source: one:1" in found["other:2"].explanation


def test_a_namesake_in_another_country_lends_nothing() -> None:
    one = organisation(1, COMMON, "Oroveshti Machine Works", countries=("RU",), list_id="one")
    other = organisation(2, COMMON, countries=("CN",), list_id="other")
    assert [hit.listing.id for hit in hits("Oroveshti Machine Works", one, other)] == ["one:1"]


def test_common_words_and_short_names_make_no_two_entries_one() -> None:
    one = organisation(1, "Institute of Physics", "VIT", "Oroveshti Machine Works", countries=("RU",), list_id="one")
    other = organisation(2, "Institute of Physics", "VIT", countries=("RU",), list_id="other")
    assert [hit.listing.id for hit in hits("Oroveshti Machine Works", one, other)] == ["one:1"]


def test_entries_with_the_very_same_long_name_of_common_words_are_one_body() -> None:
    name = "Federal State Budgetary Institution of Science Institute of Physics of the Academy of Sciences"
    one = organisation(1, name, "Oroveshti Machine Works", countries=("RU",), list_id="one")
    other = organisation(2, name, countries=("RU",), list_id="other")
    assert {hit.listing.id for hit in hits("Oroveshti Machine Works", one, other)} == {"one:1", "other:2"}


def test_people_lend_each_other_nothing() -> None:
    one, other = person(1, "Arkady Zelentsov", "Boris Tarvelin"), person(2, "Arkady Zelentsov")
    assert [hit.listing.id for hit in hits("Boris Tarvelin", one, other)] == ["test:1"]


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ("Qantovi Metal Ltd., a.k.a. Velmora Works Ltd. (Shanghai)", ["Qantovi Metal", "Velmora Works (Shanghai)"]),
        ("Qantovi Radio / Velmora Television Station", ["Qantovi Radio", "Velmora Television Station"]),
        ("AO Qantovi Zavod, JSC Velmora Plant", ["Qantovi Zavod", "JSC Velmora Plant"]),
        ("Qantovi Bank (formerly. Velmorinvest)", ["Qantovi Bank", "Velmorinvest"]),
        ("QOZO (A.K.A. NEI TARVEL) QANTOVI", ["Nei Tarvel", "Qozo Qantovi"]),
        ("Qantovi Trade; and any successor, sub-unit, or subsidiary thereof", ["Qantovi Trade"]),
        ("Qantovi Commission (QAC), and subordinate entity Institute of Velmora", ["Institute of Velmora"]),
    ],
)
def test_several_names_that_a_list_gives_in_one_are_found_each(listed: str, names: list[str]) -> None:
    entry = replace(organisation(1, listed, countries=("RU",)), kind=PartyKind.UNKNOWN)
    assert [name for name in names if not hits(name, entry)] == []


def test_a_body_that_another_name_mentions_is_not_it_and_a_first_name_is_nobody() -> None:
    entry = replace(organisation(1, "Elna; a.k.a. Elna Qantovi"), kind=PartyKind.UNKNOWN)
    assert hits("Elna", entry) == []
    owned = organisation(1, "Tarvel Missile Corporation, AO Qantovi Works", countries=("RU",))
    assert all(hit.strength is Strength.PART_OF for hit in hits("Tarvel Missile Corporation", owned))
    within = organisation(1, "Tarvel Academy of Velmora. Subordinate Institution - Qantovi Works", countries=("RU",))
    assert [hit.strength for hit in hits("Tarvel Academy of Velmora", within)] in ([], [Strength.PART_OF])
