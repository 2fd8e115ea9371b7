"""The forms of an agreement: what they show, what they say, and that sending them twice registers once."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aktsom.cooperation.agreements.models import Agreement, ClauseCheck
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]
MakeAgreement = Callable[..., Agreement]


def test_a_form_shows_the_days_as_the_page_does_and_saves_them_unchanged(
    officer: Actor, client_for: Browser, agreement: MakeAgreement
) -> None:
    made, client = agreement(officer, starts=date(2024, 9, 1), ends=date(2031, 5, 31)), client_for(officer)
    for language, shown in (("en", "1 September 2024"), ("nb", "1. september 2024")):
        client.cookies["aktsom_language"] = language
        assert f'value="{shown}"' in client.get(f"/agreements/{made.pk}/edit/").content.decode()
        assert shown in client.get(f"/agreements/{made.pk}/").content.decode()
        form = client.get(f"/agreements/{made.pk}/edit/").context["form"]
        given = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", [])}
        assert given["ends"] in ("31 May 2031", "31. mai 2031")
        assert client.post(f"/agreements/{made.pk}/edit/", given | {"version": made.version}).status_code == 302
        with acting_for(officer):
            made.refresh_from_db()
        assert (made.starts, made.ends) == (date(2024, 9, 1), date(2031, 5, 31))


@pytest.mark.parametrize(
    ("step", "notice", "told"),
    [
        ("renew", 3, "Now it is 31 May 2031."),
        (
            "give-notice",
            3,
            "Leave it blank to have it counted by the notice that is registered: given today, it ends on",
        ),
        ("give-notice", 0, "No length of notice is registered"),
    ],
)
def test_who_decides_whether_it_goes_on_is_told_its_last_day_and_what_a_blank_one_means(
    officer: Actor, client_for: Browser, agreement: MakeAgreement, step: str, notice: int, told: str
) -> None:
    made = agreement(officer, state="signed", starts=date(2024, 9, 1), ends=date(2031, 5, 31), notice_months=notice)
    client = client_for(officer)
    client.cookies["aktsom_language"] = "en"
    page = client.get(f"/agreements/{made.pk}/steps/{step}/").content.decode()
    assert told in page
    assert "last day <time" in page


def test_the_long_list_of_flags_is_folded_until_one_of_them_is_chosen(
    officer: Actor, client_for: Browser, agreement: MakeAgreement
) -> None:
    client, plain = client_for(officer), agreement(officer)
    flagged = agreement(officer, flags=("agreement.exclusivity",))
    client.cookies["aktsom_language"] = "en"
    summary = "<summary>Red flags that it answers</summary>"
    for one, folded in ((plain, True), (flagged, False)):
        page = client.get(f"/agreements/{one.pk}/edit/").content.decode()
        assert (f'<details class="more">{summary}' in page) is folded
        assert (f'<details class="more" open>{summary}' in page) is not folded


def test_an_agreement_is_registered_and_its_paper_is_added(
    officer: Actor, client_for: Browser, partner: Callable[..., Partner], upload: Callable[..., SimpleUploadedFile]
) -> None:
    browser, ice = client_for(officer), partner("Testmark Institute of Ice")
    sent = {
        "title": "Memorandum",
        "kind": "memorandum",
        "state": "draft",
        "partner": str(ice.pk),
        "token": str(uuid4()),
    }
    first = browser.post(reverse("agreements:new"), sent)
    second = browser.post(reverse("agreements:new"), sent)
    assert first.status_code == 302
    assert second.url == first.url  # type: ignore[attr-defined]
    with acting_for(officer):
        made = Agreement.objects.get()
    page = reverse("agreements:detail", args=[made.pk])
    assert browser.get(page).context["paper"]["kind"].value() == "agreement"
    added = browser.post(reverse("agreements:add-paper", args=[made.pk]), {"file": upload(), "kind": "agreement"})
    assert browser.get(page).context["paper"]["kind"].value() == "annex"
    with acting_for(officer):
        assert added.url == reverse("agreements:check", args=[made.pk, ClauseCheck.objects.get().pk])  # type: ignore[attr-defined]
    shown = browser.get(added.url)  # type: ignore[attr-defined]
    assert "progress" in shown.content.decode()
