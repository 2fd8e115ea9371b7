"""Entities come in as parties to ask about, and listings go out as entities that are read as the same party again."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktsom.engine.lists import ftm
from aktsom.engine.lists.ftm_entities import entities_of, entity_of, party_of
from aktsom.engine.lists.listing import Identifier, LegalEffect, ListedName, Listing, NameKind, PartyKind
from aktsom.engine.names.query_files import read_queries

LISTING = Listing(
    "un-sc:1",
    "un-sc",
    PartyKind.ORGANISATION,
    (ListedName("Velmora Works"), ListedName("VW", NameKind.WEAK_ALIAS), ListedName("Old Velmora", NameKind.FORMER)),
    "TEST",
    (LegalEffect.ASSET_FREEZE, LegalEffect.EXPORT_LICENCE),
    countries=("CN",),
    identifiers=(Identifier("LEI", "5299"),),
)


def test_a_listing_goes_out_as_an_entity_and_comes_back_as_the_same_party() -> None:
    entity = entity_of(LISTING)
    assert entity["properties"]["topics"] == ["sanction", "export.control"]
    back = party_of(json.loads(json.dumps(entity)))
    assert back is not None
    assert ({n.text for n in back.names}, back.kind, back.countries) == (
        {"Velmora Works", "VW", "Old Velmora"},
        PartyKind.ORGANISATION,
        ("CN",),
    )


def test_an_entity_in_a_file_is_looked_for_under_each_of_its_names(tmp_path: Path) -> None:
    path = tmp_path / "entities.ftm.json"
    sanction = {"id": "s", "schema": "Sanction", "properties": {"entity": ["un-sc:1"]}}
    nameless = {"id": "n", "schema": "Company", "properties": {}}
    person = {"id": "p", "schema": "Person", "properties": {"name": ["A B"], "birthDate": ["1961"], "country": ["ru"]}}
    path.write_text("\n".join(json.dumps(each) for each in (entity_of(LISTING), sanction, nameless, person)))
    *first, last = read_queries(path)
    assert {(each.row, each.query.id) for each in first} == {(1, "un-sc:1")}
    assert sorted(each.query.name for each in first) == ["Old Velmora", "VW", "Velmora Works"]
    assert (last.row, last.query.kind, last.query.country, last.query.birth_date) == (4, PartyKind.PERSON, "", "1961")


@pytest.mark.parametrize(
    "entity",
    [
        {"id": None, "schema": "Company", "properties": {"name": [1, None, {}]}},
        {"schema": "Nothing", "properties": {"name": ["x"]}},
        {"schema": "Company", "properties": {"name": "x"}},
    ],
)
def test_what_is_no_party_asks_for_nothing(entity: dict[str, object]) -> None:
    assert party_of(entity) is None


def test_a_list_goes_out_as_entities_and_comes_back_as_the_same_list(tmp_path: Path) -> None:
    listed = replace(LISTING, starts=date(2024, 1, 1), ends=date(2026, 7, 23), source_url="https://example.org/list")
    path = tmp_path / "list.ftm.json"
    path.write_text("\n".join(json.dumps(entity) for entity in entities_of(listed)))
    (back,) = ftm.read(path)
    assert back.id.startswith("ftm-un-sc:un-sc-1-")
    assert back.list_id == "ftm-un-sc"
    assert set(back.names) == set(listed.names)
    unchanged = ("kind", "programme", "effects", "countries", "starts", "ends", "source_url")
    assert [getattr(back, each) for each in unchanged] == [getattr(listed, each) for each in unchanged]


@given(st.lists(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=12), min_size=2, unique=True))
def test_parties_that_go_out_are_tied_by_ids_that_the_format_allows(publishers: list[str]) -> None:
    """As followthemoney checks references since its version 1; others it drops, and with them what puts a party on its list."""
    keys = set()
    for own in publishers:
        party, sanction = entities_of(replace(LISTING, id=f"us-el:{own}"))
        assert sanction["properties"]["entity"] == [party["id"]]
        assert party["referents"] == [f"us-el:{own}"]
        for key in (party["id"], sanction["id"]):
            assert re.fullmatch(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?", key)
            keys.add(key)
    assert len(keys) == 2 * len(publishers)
