"""Dates as people write them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktsom.engine.sheets import read_date


@pytest.mark.parametrize(
    "written",
    [
        "25.2.2022",
        "25.02.22",
        "2022-02-25",
        "2022-02-25 00:00",
        "2022-02-25T08:15:00Z",
        "25/2/2022",
        "20220225",
        "25. februar 2022",
        "25 Feb 2022",
        "February 25, 2022",
        "44617",
        " 2022.02.25 ",
    ],
)
def test_one_day_in_many_spellings(written: str) -> None:
    assert read_date(written) == date(2022, 2, 25)


def test_a_year_or_month_is_its_first_day_or_its_last() -> None:
    assert (read_date("2024"), read_date("2024", last=True)) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (read_date("02.2024"), read_date("2024-02", last=True)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert read_date("mars 2024", last=True) == date(2024, 3, 31)


def test_nothing_is_no_date() -> None:
    assert read_date("  ") is None


@pytest.mark.parametrize(
    "written", ["31.2.2022", "25.13.2022", "soon", "2022-00", "13.2022", "0000", "5", "-1", "25. fooary 2022"]
)
def test_what_is_no_date_is_said_to_be_none(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_date(written)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31)))
def test_every_day_is_understood_in_both_usual_forms(day: date) -> None:
    assert read_date(day.isoformat()) == day
    assert read_date(f"{day.day}.{day.month}.{day.year}") == day


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        read_date(text)
