"""The days that an agreement's terms lead to."""

from datetime import date

import pytest

from aktsom.engine.agreements.terms import (
    Deadline,
    Kind,
    Known,
    Terms,
    TermsError,
    dates_on,
    deadlines,
    notice_ends,
)
from aktsom.engine.lengths import Length

YEAR, QUARTER, MONTH = Length(years=1), Length(months=3), Length(months=1)
YEARLY = Terms(date(2024, 1, 1), date(2024, 12, 31), notice=QUARTER, renewal=YEAR)


def test_a_year_that_renews_itself_has_its_days():
    dates = dates_on(YEARLY, date(2024, 5, 1))
    assert (dates.expiry, dates.notice, dates.renewal) == (date(2024, 12, 31), date(2024, 9, 30), date(2025, 1, 1))


@pytest.mark.parametrize(
    ("end", "renewal", "day", "last"),
    [
        (date(2023, 2, 28), YEAR, date(2023, 3, 1), date(2024, 2, 29)),
        (date(2024, 2, 29), YEAR, date(2024, 3, 1), date(2025, 2, 28)),
        (date(2024, 4, 30), MONTH, date(2024, 5, 31), date(2024, 5, 31)),
        (date(2024, 1, 30), MONTH, date(2024, 3, 1), date(2024, 3, 30)),
        (date(2024, 12, 31), YEAR, date(2031, 6, 1), date(2031, 12, 31)),
        (date(2024, 1, 10), Length(days=45), date(2024, 2, 25), date(2024, 4, 9)),
    ],
)
def test_month_ends_and_leap_days_stay_where_they_are(end, renewal, day, last):
    assert dates_on(Terms(date(2020, 1, 1), end, renewal=renewal), day).expiry == last


@pytest.mark.parametrize(
    ("end", "notice", "latest"),
    [
        (date(2024, 12, 31), Length(days=90), date(2024, 10, 2)),
        (date(2024, 5, 31), QUARTER, date(2024, 2, 29)),
        (date(2023, 5, 30), QUARTER, date(2023, 2, 28)),
        (date(2024, 12, 31), Length(), date(2024, 12, 31)),
    ],
)
def test_notice_on_its_day_runs_out_by_the_end(end, notice, latest):
    assert dates_on(Terms(date(2020, 1, 1), end, notice, YEAR), end).notice == latest
    assert notice.after(latest) <= end


def test_notice_in_time_ends_this_term_and_late_notice_the_next():
    assert notice_ends(YEARLY, date(2024, 9, 30)) == date(2024, 12, 31)
    assert notice_ends(YEARLY, date(2024, 10, 1)) == date(2025, 12, 31)
    assert notice_ends(Terms(date(2024, 1, 1), notice=QUARTER), date(2024, 11, 30)) == date(2025, 2, 28)
    assert notice_ends(Terms(date(2024, 1, 1), date(2024, 12, 31), QUARTER), date(2024, 2, 1)) == date(2024, 5, 1)
    assert notice_ends(Terms(date(2024, 1, 1), date(2024, 12, 31), QUARTER), date(2024, 12, 1)) == date(2024, 12, 31)


def test_what_is_not_decided_by_its_day_still_waits_and_a_silent_renewal_is_told():
    def waiting(today, known=Known()):  # noqa: B008
        return list(deadlines(YEARLY, today, known))

    assert waiting(date(2024, 9, 30)) == [Deadline(Kind.NOTICE, date(2024, 9, 30))]
    assert waiting(date(2024, 10, 1)) == [Deadline(Kind.NOTICE, date(2024, 9, 30))]
    assert waiting(date(2025, 1, 1)) == [
        Deadline(Kind.NOTICE, date(2025, 9, 30)),
        Deadline(Kind.SILENT, date(2025, 1, 1)),
    ]
    assert waiting(date(2024, 10, 1), Known(date(2024, 12, 31))) == []
    assert waiting(date(2025, 1, 1), Known(date(2024, 12, 31))) == [Deadline(Kind.NOTICE, date(2025, 9, 30))]


def test_a_review_comes_again_after_each_look():
    terms = Terms(date(2024, 2, 29), date(2030, 1, 1), review=YEAR)
    assert dates_on(terms, date(2024, 3, 1)).review == date(2025, 2, 28)
    assert dates_on(terms, date(2025, 3, 1), reviewed=date(2025, 3, 1)).review == date(2026, 3, 1)
    assert Deadline(Kind.REVIEW, date(2025, 2, 28)) in deadlines(terms, date(2026, 1, 1))
    after_the_end = Terms(date(2024, 1, 1), date(2024, 12, 31), review=Length(months=18))
    review = Deadline(Kind.REVIEW, date(2025, 7, 1))
    assert review not in deadlines(after_the_end, date(2024, 5, 1))
    assert review in deadlines(
        Terms(date(2024, 1, 1), date(2024, 12, 31), renewal=YEAR, review=Length(months=18)), date(2024, 5, 1)
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"end": date(2023, 1, 1)},
        {"renewal": YEAR},
        {"notice": Length(days=-1)},
        {"end": date(9999, 12, 31)},
        {"end": date(2025, 1, 1), "renewal": Length(years=101)},
    ],
)
def test_terms_that_contradict_themselves_are_refused_in_words(wrong):
    with pytest.raises(TermsError) as refusal:
        Terms(date(2024, 1, 1), **wrong)
    assert refusal.value.in_language("nb") != str(refusal.value)
