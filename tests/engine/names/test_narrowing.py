"""A screener over a few listings judges as the one over all."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from aktsom.engine.names.narrowing import narrowed
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Hit, Query
from tests.engine.names.parties import LISTINGS

WHOLE = Screener.build(LISTINGS)
QUERIES = [Query(name=name.text) for listing in LISTINGS for name in listing.names] + [
    Query(name="Velmora Technology University"),
    Query(name="Harbn Institute of Technology", country="CN"),
    Query(name="Zelentsov A. B."),
]


def found(screener: Screener) -> list[list[Hit]]:
    return [hits for _query, hits in screener.screen(QUERIES, threshold=0.3)]


EVERYTHING = found(WHOLE)


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from([listing.id for listing in LISTINGS])))
def test_its_hits_are_those_of_the_whole_on_these_listings(ids: set[str]) -> None:
    expected: Sequence[Sequence[Hit]] = [[hit for hit in hits if hit.listing.id in ids] for hits in EVERYTHING]
    assert [sorted(h, key=_key) for h in found(narrowed(WHOLE, ids))] == [sorted(h, key=_key) for h in expected]


def _key(hit: Hit) -> str:
    return hit.listing.id
