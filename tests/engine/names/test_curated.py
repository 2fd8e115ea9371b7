"""The tables of other names and of who owns what: each row is well-formed and has a source."""

import re
import unicodedata
from collections import Counter

import pytest

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.building import build_columns
from aktsom.engine.names.curated import Alias, AliasKind, Owned, PartKind, additions_of, aliases, ownership
from aktsom.engine.names.index import NameIndex
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Evidence, Hit, Query, Strength
from tests.engine.names.parties import LISTINGS, organisation

_FRONT_PAGE = re.compile(r"https?://[^/?]+/?")
_COUNTRY = re.compile(r"[A-Z]{2}")


def test_each_row_has_a_country_and_a_source_and_an_alias_or_a_whole_of_another_name() -> None:
    assert [row for row in aliases() if not _is_sound(row.country, row.body, row.alias, row.source)] == []
    assert [row for row in ownership() if not _is_sound(row.country, row.part, row.whole, row.source)] == []
    acronyms = [row for row in aliases() if row.how is AliasKind.ACRONYM]
    assert [row for row in acronyms if " " in row.alias and len(row.alias) >= 16] == []


def test_no_more_rows_are_unverified_and_none_that_is_cites_a_front_page() -> None:
    """Whoever adds a name shows a place where it is written: an address below a site's front page, or a list's entry."""
    rows = [*aliases(), *ownership()]
    assert [row for row in rows if _FRONT_PAGE.fullmatch(row.source) and not row.is_unverified] == []
    assert sum(row.is_unverified for row in aliases()) <= 563
    assert sum(row.is_unverified for row in ownership()) <= 128


def test_no_row_is_there_twice_and_no_name_belongs_to_two_bodies() -> None:
    named = Counter(row.alias.casefold() for row in aliases() if row.how is not AliasKind.ACRONYM)
    owned = Counter((row.part.casefold(), row.whole.casefold()) for row in ownership())
    assert {name: count for name, count in named.items() if count > 1} == {}
    assert {pair: count for pair, count in owned.items() if count > 1} == {}


def _is_sound(country: str, one: str, other: str, source: str) -> bool:
    return bool(_COUNTRY.fullmatch(country)) and one != other and all(map(_is_clean, (one, other, source)))


def _is_clean(text: str) -> bool:
    return bool(text) and text == " ".join(text.split()) == unicodedata.normalize("NFC", text)


TABLES = additions_of(
    (
        Alias(
            "Velmora Institute of Technology",
            "CN",
            "Velmora Industrial University",
            AliasKind.FORMER,
            "velmora.example",
        ),
        Alias("Velmora Institute of Technology", "CN", "VIOT", AliasKind.ACRONYM, "velmora.example"),
        Alias("Velmora Institute of Technology", "CN", "Qorlet College", AliasKind.FORMER, "qorlet.example", True),
    ),
    (
        Owned("Zarechny Laboratory", "Qorlin Institute of Physics", "CN", PartKind.LABORATORY, "qip.example", True),
        Owned("Zarechny Clinical Hospital", "Velmora Institute of Technology", "CN", PartKind.HOSPITAL, "zch.example"),
        Owned("Institute of Physics", "Oroveshti Research Centre", "CN", PartKind.INSTITUTE, "orc.example"),
    ),
)
SCREENER = Screener(LISTINGS, NameIndex(build_columns(LISTINGS, TABLES)))


def hit(name: str, country: str = "CN") -> tuple[Hit, ...]:
    ((_, hits),) = SCREENER.screen([Query(name, country=country, kind=PartyKind.ORGANISATION)])
    return tuple(hits)


def test_a_body_is_found_by_a_name_that_only_the_table_has_and_the_hit_names_the_source() -> None:
    (found,) = hit("Velmora Industrial University")
    assert (found.listing.id, found.strength, found.source) == ("test:1", Strength.EXACT, "velmora.example")
    assert Evidence.CURATED in found.evidence
    assert "source: velmora.example" in found.explanation


def test_a_name_that_nobody_has_seen_written_is_found_and_said_to_be_unverified() -> None:
    """A true name that is left out is a wrong “all clear”; one that is no more than remembered says so."""
    (found,) = hit("Qorlet College")
    assert (found.listing.id, found.strength) == ("test:1", Strength.EXACT)
    assert "is not verified; ask: qorlet.example." in found.explanation
    assert "source:" not in found.explanation


def test_an_acronym_from_the_table_is_at_most_possible_and_needs_the_country() -> None:
    (found,) = hit("VIOT")
    assert found.strength is Strength.POSSIBLE
    assert hit("VIOT", "FR") == ()


@pytest.mark.parametrize(
    ("name", "listing", "direction"),
    [
        ("Zarechny Clinical Hospital", "test:1", Evidence.INSIDE_QUERY),
        ("Oroveshti Research Centre", "test:4", Evidence.INSIDE_LISTED),
    ],
)
def test_owner_and_owned_are_part_of_each_other_with_the_direction_and_never_the_same(
    name: str, listing: str, direction: Evidence
) -> None:
    found = next(each for each in hit(name) if each.listing.id == listing)
    assert found.strength is Strength.PART_OF
    assert direction in found.evidence


def test_what_is_unverified_is_said_of_a_hit_through_an_owner_too() -> None:
    """By a name of the owner that nobody has seen written, and by a row of ownership that nobody has."""
    wholes = (
        organisation(1, "Zarechny Clinical Hospital", countries=("CN",)),
        organisation(2, "Zarechny Laboratory", countries=("CN",)),
    )
    screener = Screener(wholes, NameIndex(build_columns(wholes, TABLES)))

    def said(name: str) -> list[tuple[str, bool]]:
        ((_, hits),) = screener.screen([Query(name, country="CN", kind=PartyKind.ORGANISATION)])
        return [(each.listing.id, Evidence.UNVERIFIED in each.evidence) for each in hits]

    assert said("Qorlet College") == [("test:1", True)]
    assert said("Velmora Industrial University") == [("test:1", False)]
    assert said("Qorlin Institute of Physics") == [("test:2", True)]


def test_the_tables_say_nothing_of_a_namesake_in_another_country() -> None:
    elsewhere = organisation(1, "Velmora Institute of Technology", countries=("PE",))
    screener = Screener((elsewhere,), NameIndex(build_columns((elsewhere,), TABLES)))
    ((_, hits),) = screener.screen([Query("Velmora Industrial University", kind=PartyKind.ORGANISATION)])
    assert hits == []


def test_a_listing_without_a_country_is_where_the_tables_have_the_body() -> None:
    stateless = organisation(1, "Velmora Institute of Technology")
    screener = Screener((stateless,), NameIndex(build_columns((stateless,), TABLES)))
    ((_, hits),) = screener.screen([Query(stateless.names[0].text, country="CN", kind=PartyKind.ORGANISATION)])
    assert [Evidence.COUNTRY_INFERRED in hit.evidence for hit in hits] == [True]
