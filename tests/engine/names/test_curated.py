"""The tables of other names and of who owns what: each row is well-formed and has a source."""

import re
import unicodedata
from collections import Counter

import pytest

from aktsom.engine.names.curated import Alias, AliasKind, Owned, aliases, ownership

_COUNTRY = re.compile(r"[A-Z]{2}")


@pytest.mark.parametrize("row", aliases(), ids=lambda row: f"{row.body}: {row.alias}")
def test_each_alias_is_another_name_with_a_country_and_a_source(row: Alias) -> None:
    assert all(_is_clean(text) for text in (row.body, row.alias, row.source))
    assert _COUNTRY.fullmatch(row.country)
    assert row.alias != row.body
    assert row.how is not AliasKind.ACRONYM or " " not in row.alias.strip() or len(row.alias) < 16


@pytest.mark.parametrize("row", ownership(), ids=lambda row: f"{row.part} < {row.whole}")
def test_each_part_has_a_whole_that_is_another_body_and_a_source(row: Owned) -> None:
    assert all(_is_clean(text) for text in (row.part, row.whole, row.source))
    assert _COUNTRY.fullmatch(row.country)
    assert row.part != row.whole


def test_no_row_is_there_twice_and_no_name_belongs_to_two_bodies() -> None:
    named = Counter(row.alias.casefold() for row in aliases() if row.how is not AliasKind.ACRONYM)
    owned = Counter((row.part.casefold(), row.whole.casefold()) for row in ownership())
    assert {name: count for name, count in named.items() if count > 1} == {}
    assert {pair: count for pair, count in owned.items() if count > 1} == {}


def _is_clean(text: str) -> bool:
    return bool(text) and text == " ".join(text.split()) == unicodedata.normalize("NFC", text)
