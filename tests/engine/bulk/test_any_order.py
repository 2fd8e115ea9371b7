"""What is found for a name depends on that name alone: not on what else is asked, in what order or in what portions. That
the number of processes changes nothing either is in `test_cores.py`.
"""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktsom.engine.bulk.chunks import Done, Wanted, chunks_of
from aktsom.engine.bulk.cores import over_cores
from aktsom.engine.names.query_files import NumberedQuery
from aktsom.engine.names.saving import save_screener
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Query
from tests.engine.names.parties import LISTINGS

WANTED = Wanted("jsonl", 0.6, 5)
NAMES = [
    *dict.fromkeys(name.text for listing in LISTINGS for name in listing.names),
    *(
        "",
        "University of Nowhere",
        "Velmora Tech",
        "Тарновский университет",
        "Arkady Zelentsov",
        "金钟范",
        "VIT",
        "Kvantolyt",
    ),
]
QUERIES = [NumberedQuery(row, Query(name, id=str(row))) for row, name in enumerate(NAMES, 2)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "lists.index"
    save_screener(Screener.build(LISTINGS), path)
    return path


@pytest.fixture(scope="module")
def alone(index: Path) -> dict[int, list[str]]:
    """What is found for each name when nothing else is asked."""
    return {each.row: _records(over_cores(index, [[each]], WANTED, 1)) for each in QUERIES}


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_order_and_any_portions_give_what_each_name_gives_alone(
    index: Path, alone: dict[int, list[str]], data: st.DataObject
) -> None:
    asked = data.draw(st.lists(st.sampled_from(QUERIES), min_size=1, max_size=60))
    size = data.draw(st.integers(1, 70))
    found = _records(over_cores(index, chunks_of(asked, size), WANTED, 1))
    assert found == [record for each in asked for record in alone[each.row]]


def _records(done: Iterable[Done]) -> list[str]:
    lines = [line for each in done for line in each.text.splitlines()]
    assert all(json.loads(line) for line in lines)
    return lines
