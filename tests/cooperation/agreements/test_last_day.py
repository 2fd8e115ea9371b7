"""The last day of an agreement is told as it stands today, wherever it is told."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.queries import Filters, agreements
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for

pytestmark = pytest.mark.django_db
Person, MakeAgreement = Callable[..., Actor], Callable[..., Agreement]
TODAY = date(2026, 3, 1)
SINCE_2018 = {"state": "signed", "signed_on": date(2018, 1, 1), "starts": date(2018, 1, 1)}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    real = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda moment=None, **zone: real(moment, **zone) if moment else TODAY)


@pytest.mark.parametrize(
    ("ends", "months", "last"),
    [
        (date(2020, 12, 31), 12, date(2026, 12, 31)),
        (date(2020, 12, 31), 36, date(2026, 12, 31)),
        (date(2024, 1, 30), 1, date(2026, 3, 30)),
        (date(2025, 2, 28), 12, date(2027, 2, 28)),
        (date(2026, 2, 28), 12, date(2027, 2, 28)),
        (date(2025, 3, 1), 12, date(2026, 3, 1)),
        (date(2026, 3, 1), 12, date(2026, 3, 1)),
        (date(2029, 6, 30), 12, date(2029, 6, 30)),
        (date(2029, 6, 30), 0, date(2029, 6, 30)),
        (None, 0, None),
    ],
)
def test_the_last_day_is_that_of_the_running_term_and_lists_are_sorted_by_it(
    person: Person, agreement: MakeAgreement, ends: date | None, months: int, last: date | None
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = agreement(officer, title="Renewing", **SINCE_2018, ends=ends, renewal_months=months)
    assert made.last_day == last
    before, after = date(2026, 3, 1), date(2029, 7, 1)
    if last is not None and last > before:
        agreement(officer, title="Day before", **SINCE_2018, ends=last - timedelta(1))
    agreement(officer, title="Later", **SINCE_2018, ends=after if last is None else last + timedelta(1))
    with acting_for(officer):
        order = [row.title for row in agreements(officer, Filters(), "ends")]
    expected = ["Later", "Renewing"] if last is None else ["Renewing", "Later"]
    assert order == (["Day before"] if last and last > before else []) + expected


def test_what_never_began_or_is_on_its_way_out_renews_no_more(person: Person, agreement: MakeAgreement) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    days = {"starts": date(2018, 1, 1), "ends": date(2020, 12, 31), "renewal_months": 12}
    made = agreement(officer, **days, state="draft")
    given = agreement(officer, **days, state="signed", signed_on=date(2018, 1, 1))
    with acting_for(officer):
        Agreement.objects.filter(pk=given.pk).update(state="notice-given", ends_on=date(2026, 5, 31))
        given.refresh_from_db()
    assert (made.last_day, given.last_day) == (date(2020, 12, 31), date(2026, 5, 31))


def test_the_list_its_sheet_and_the_api_tell_the_day_on_which_the_running_term_ends(
    person: Person, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = agreement(officer, title="Accord", **SINCE_2018, ends=date(2020, 12, 31), renewal_months=12)
    client = client_for(officer)
    client.cookies["aktsom_language"] = "en"
    for page in ("/agreements/", f"/agreements/{made.pk}/"):
        shown = client.get(page).content.decode()
        assert "31 December 2026" in shown
        assert "31 December 2020" not in shown
    sheet = b"".join(client.get("/agreements/export/csv/")).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(sheet), delimiter=";")
    assert row["Last day"] == "2026-12-31"
    answer = client.get(f"/api/v1/agreements/{made.pk}").json()
    assert (answer["ends"], answer["last_day"]) == ("2020-12-31", "2026-12-31")
