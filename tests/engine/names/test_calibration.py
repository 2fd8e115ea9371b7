"""Scores say how often hits are right; that changes neither their order nor who is hit."""

from hypothesis import given
from hypothesis import strategies as st

from aktsom.engine.lists.listing import ListedName, Listing, PartyKind
from aktsom.engine.names.calibration import CALLED_THE_SAME, least_alike, share_right
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Query, Strength

THOUSANDTHS = st.integers(0, 1000).map(lambda whole: whole / 1000)


@given(THOUSANDTHS, THOUSANDTHS)
def test_more_alike_is_more_often_right(one: float, other: float) -> None:
    assert (one < other) == (share_right(one) < share_right(other))


@given(THOUSANDTHS)
def test_a_score_is_a_share(alike: float) -> None:
    assert 0.0 <= share_right(alike) <= 1.0


@given(THOUSANDTHS)
def test_what_is_called_the_same_stays_where_it_was(alike: float) -> None:
    assert (share_right(alike) >= CALLED_THE_SAME) == (alike >= CALLED_THE_SAME)


@given(THOUSANDTHS, THOUSANDTHS)
def test_no_name_that_reaches_a_score_is_less_alike_than_the_least(alike: float, score: float) -> None:
    if share_right(alike) >= score or alike >= score:
        assert alike >= least_alike(score) - 0.001


def test_common_words_alone_are_right_nine_times_in_ten_and_still_only_possible() -> None:
    listing = Listing("l:1", "l", PartyKind.ORGANISATION, (ListedName("Institute of Physics"),), "", ())
    ((_, (hit,)),) = Screener.build([listing]).screen([Query("Physics Institute", kind=PartyKind.ORGANISATION)])
    assert (hit.score, hit.strength) == (0.9, Strength.POSSIBLE)
    ((_, kept),) = Screener.build([listing]).screen([hit.query], threshold=0.9)
    assert [each.score for each in kept] == [0.9]
