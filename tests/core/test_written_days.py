"""Days in forms: shown in the words of the pages, in each language, and read again as they were meant."""

from datetime import date

import pytest
from django import forms
from django.utils.translation import override

from aktsom.core.forms import A_DATE, NO_DATE, Unchanged, WrittenDay
from aktsom.web.templatetags.aktsom import written


class Loan(Unchanged):
    """A form with one day."""

    back = WrittenDay(label="Back")


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "1 September 2024"), ("nb", "1. september 2024")], ids=["English", "Bokmål"]
)
def test_a_field_shows_a_day_as_the_pages_say_it(language: str, shown: str) -> None:
    with override(language):
        assert Loan(initial={"back": date(2024, 9, 1)})["back"].value() == shown


@pytest.mark.parametrize("language", ["en", "nb"])
def test_whatever_a_field_shows_is_read_again_as_the_same_day(language: str) -> None:
    field = WrittenDay()
    with override(language):
        for month in range(1, 13):
            day = date(2025, month, 28)
            assert field.clean(field.prepare_value(day)) == day
            assert not field.has_changed(day, field.prepare_value(day))


@pytest.mark.parametrize("typed", ["25.2.2022", "2022-02-25", "25 February 2022", "25. februar 2022"])
def test_a_day_is_read_in_every_way_that_people_write_it(typed: str) -> None:
    assert WrittenDay().clean(typed) == date(2022, 2, 25)
    assert Loan({"back": typed})["back"].value() == typed


def test_the_hint_and_the_refusal_name_ways_that_are_read() -> None:
    with override("en"):
        for said in (str(A_DATE), str(NO_DATE)):
            assert "25 February 2022 or 25.2.2022" in said
        with pytest.raises(forms.ValidationError, match="This is no date"):
            WrittenDay().clean("25.13.2022")
    assert WrittenDay().has_changed(date(2022, 2, 25), "25.13.2022")


def test_who_was_slower_reads_the_saved_day_in_words() -> None:
    with override("en"):
        opened = Loan(initial={"back": None})
        sent = {"back": "3.3.2025", "seen": opened["seen"].value()}
        form = Loan(sent, initial={"back": date(2025, 2, 1)})
        assert not form.is_valid()
        assert "Saved now: Back: 1 February 2025" in str(form.non_field_errors())


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("2024-09-01", "1 September 2024"),
        ("1.9.2024", "1.9.2024"),
        ("2024-09-012", "2024-09-012"),
        (None, ""),
        ("", ""),
    ],
)
def test_an_answer_with_a_day_stands_in_its_field_in_words_and_what_is_no_day_as_it_was_typed(
    kept: str | None, shown: str
) -> None:
    with override("en"):
        assert written(kept) == shown
