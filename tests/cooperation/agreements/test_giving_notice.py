"""Giving notice: what is told before, what a slip in a day does, and what is told afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from aktsom.cooperation.agreements.actions import put_under
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for

pytestmark = pytest.mark.django_db
Make = Callable[..., Agreement]
Upload = Callable[..., SimpleUploadedFile]


def running(agreement: Make, officer: Actor, **more: object) -> Agreement:
    begun = timezone.localdate() - timedelta(300)
    return agreement(officer, **{"state": "signed", "starts": begun, "notice_days": 60} | more)


def at(made: Agreement) -> str:
    return f"/agreements/{made.pk}/steps/give-notice/"


def written(days: int) -> str:
    with override("en"):
        return date_format(timezone.localdate() + timedelta(days), "DATE_FORMAT")


@pytest.mark.parametrize(
    ("terms", "ends"),
    [
        ({}, 60),
        ({"ends": 20}, 20),
        ({"notice_days": 0}, 0),
        ({"notice_days": 0, "ends": 100, "renewal_months": 12}, 100),
    ],
)
def test_the_last_day_that_follows_is_told_before_and_kept(
    officer: Actor, browser: Client, agreement: Make, upload: Upload, terms: dict[str, int], ends: int
) -> None:
    if "ends" in terms:
        terms = terms | {"ends": timezone.localdate() + timedelta(terms["ends"])}  # type: ignore[dict-item]
    made = running(agreement, officer, **terms)
    assert f"it ends on {written(ends)}." in browser.get(at(made)).content.decode()
    given = {"reason": "Nobody uses it", "upload": upload("letter.pdf")}
    answer = browser.post(at(made), given, follow=True).content.decode()
    assert f"Notice is given. The last day is {written(ends)}." in answer
    with acting_for(officer):
        assert Agreement.objects.get(pk=made.pk).ends_on == timezone.localdate() + timedelta(ends)


def test_promise_p128_a_slip_in_a_day_ends_no_agreement_until_its_last_day_is_written(
    officer: Actor, browser: Client, agreement: Make, upload: Upload
) -> None:
    made = running(agreement, officer)
    slip = {"on": written(-200), "reason": "Nobody uses it"}
    answer = browser.post(at(made), slip | {"upload": upload("letter.pdf")})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"Given on that day, the notice ran out on {written(-140)}." in page
    assert "Choose the paper again: it was not kept." in page
    with acting_for(officer):
        assert Agreement.objects.get(pk=made.pk).state == "in-force"
    meant = slip | {"last_day": written(-140), "upload": upload("letter.pdf")}
    assert browser.post(at(made), meant).status_code == 302
    with acting_for(officer):
        assert Agreement.objects.get(pk=made.pk).state == "ended"


def test_a_last_day_after_the_one_on_which_it_ends_anyhow_is_not_cut_in_silence(
    officer: Actor, browser: Client, agreement: Make, upload: Upload
) -> None:
    made = running(agreement, officer, ends=timezone.localdate() + timedelta(20))
    late = {"reason": "Nobody uses it", "last_day": written(30), "upload": upload("letter.pdf")}
    answer = browser.post(at(made), late)
    assert answer.status_code == 422
    assert f"It ends on {written(20)} anyhow" in answer.content.decode()
    with acting_for(officer):
        assert Agreement.objects.get(pk=made.pk).ends_on is None


def test_whoever_ends_an_agreement_reads_what_goes_on_under_it(
    officer: Actor, browser: Client, agreement: Make, cooperation: Cooperation
) -> None:
    made = running(agreement, officer)
    said = "This cooperation goes on under it."
    assert said not in browser.get(at(made)).content.decode()
    with acting_for(officer):
        put_under(officer, agreement=made, cooperation=cooperation)
    page = browser.get(at(made)).content.decode()
    assert said in page
    assert f"/cooperation/{cooperation.pk}/" in page
    assert said not in browser.get(f"/agreements/{made.pk}/steps/suspend/").content.decode()


def test_a_second_tab_gives_no_second_notice_and_the_notice_can_be_taken_back(
    officer: Actor, browser: Client, agreement: Make, upload: Upload
) -> None:
    made = running(agreement, officer)
    given = {"reason": "Nobody uses it"}
    assert browser.post(at(made), given | {"upload": upload("letter.pdf")}).status_code == 302
    assert "not possible where the agreement stands" in browser.get(at(made)).content.decode()
    answer = browser.post(at(made), given | {"upload": upload("letter.pdf")})
    assert answer.status_code == 409
    page = answer.content.decode().split("<main", 1)[1]
    assert "not possible where the agreement stands" in page
    assert ">Nobody uses it</textarea>" in page
    assert 'name="upload"' not in page
    back = f"/agreements/{made.pk}/steps/withdraw-notice/"
    assert browser.post(back, {"reason": "They came round"}).status_code == 302
    with acting_for(officer):
        row = Agreement.objects.get(pk=made.pk)
        assert (row.state, row.ends_on) == ("in-force", None)


@pytest.mark.parametrize("step", ["give-notice", "terminate"])
@pytest.mark.parametrize("signed", [None, 320])
def test_a_slip_in_the_year_ends_nothing_before_it_was_signed(
    officer: Actor, browser: Client, agreement: Make, upload: Upload, step: str, signed: int | None
) -> None:
    today = timezone.localdate()
    made = running(agreement, officer, ends=today + timedelta(20), renewal_months=12, notice_days=30)
    with acting_for(officer):
        Agreement.objects.filter(pk=made.pk).update(signed_on=signed and today - timedelta(signed))
    address = f"/agreements/{made.pk}/steps/{step}/"
    slip = {"on": written(-(signed or 300) - 1), "reason": "Nobody uses it", "upload": upload("letter.pdf")}
    answer = browser.post(address, slip)
    assert answer.status_code == 422
    assert "On that day it was neither signed nor in force." in answer.content.decode()
    meant = slip | {"on": written(-(signed or 300)), "upload": upload("letter.pdf")}
    assert browser.post(address, meant).status_code == 302


def test_after_the_notice_the_page_says_the_last_day_and_that_it_renews_itself_no_more(
    officer: Actor, browser: Client, agreement: Make, upload: Upload
) -> None:
    made = running(agreement, officer, ends=timezone.localdate() + timedelta(100), renewal_months=12)
    page = browser.get(f"/agreements/{made.pk}/").content.decode()
    assert "notice at the latest" in page
    browser.post(at(made), {"reason": "Nobody uses it", "upload": upload("letter.pdf")})
    page = browser.get(f"/agreements/{made.pk}/").content.decode()
    assert "it does so no more" in page
    assert "notice at the latest" not in page
    assert "last day <time" in page.split('class="lead"', 1)[1].split("</p>", 1)[0]
