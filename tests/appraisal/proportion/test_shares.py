"""Intervals, groups that are too small, and what counts as different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from aktsom.appraisal.proportion.shares import Share, groups, middle


@given(st.integers(1, 500).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_interval_is_that_of_wilson(counted: tuple[int, int]) -> None:
    share = Share(*counted)
    theirs = binomtest(*counted).proportion_ci(method="wilson")
    assert (share.low, share.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_nothing_of_nothing_may_be_anything() -> None:
    assert (Share(0, 0).low, Share(0, 0).high, Share(0, 0).value) == (0.0, 1.0, 0.0)


def test_groups_of_fewer_than_five_are_left_out_and_counted() -> None:
    shown, left_out = groups({"A": (1, 5), "B": (2, 4), "C": (0, 1)})
    assert [each.name for each in shown] == ["A"]
    assert left_out == 2


def test_a_group_that_is_asked_far_more_often_differs_and_one_within_chance_does_not() -> None:
    shown, _left_out = groups({"A": (45, 50), "B": (10, 100), "C": (12, 100)})
    assert {each.name: each.differs for each in shown} == {"A": True, "B": True, "C": True}
    shown, _left_out = groups({"A": (6, 50), "B": (10, 100), "C": (12, 100)})
    assert not any(each.differs for each in shown)


def test_one_group_alone_has_nothing_to_differ_from() -> None:
    assert [each.differs for each in groups({"A": (50, 50)})[0]] == [False]


@pytest.mark.parametrize(("values", "at", "expected"), [([], 0.5, None), ([3, 1, 2], 0.5, 2), (range(10), 0.9, 9)])
def test_the_middle_and_nine_in_ten(values: list[float], at: float, expected: float | None) -> None:
    assert middle(values, at) == expected
