"""The dossier on paper: what a decider needs, in their language, and who took it out is on record."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader

from aktsom.appraisal.models import Appraisal
from aktsom.appraisal.wording import source_in_words
from aktsom.core.actor import Actor
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from tests.appraisal.conftest import House, Partners


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", ("Varselsignal", "Hva som taler for", "Granskog Tekniske")),
        ("en", ("Red flags", "Entity List", "Granskog")),
    ],
)
def test_a_dossier_on_paper_says_what_the_page_says(
    language: str,
    words: tuple[str, ...],
    house: House,
    partners: Partners,
    sent_in: Callable[..., Appraisal],
    client_for: Callable[[Actor], Client],
    tmp_path: Path,
) -> None:
    row = sent_in(partners.serious)
    browser = client_for(house.adviser)
    browser.cookies["aktsom_language"] = language
    answer = browser.get(f"/appraisals/{row.pk}/dossier/pdf/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "attachment" in answer["Content-Disposition"]
    document = PdfReader(BytesIO(answer.content))
    assert document.trailer["/Root"]["/Lang"] == language
    text = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    assert [word for word in words if word not in text] == []
    (tmp_path / f"dossier-{language}.pdf").write_bytes(answer.content)  # to be looked at after the test
    with acting_for(house.system):
        event = AuditEvent.objects.filter(verb="export appraisal dossier").get()
    assert event.details["appraisal"] == str(row.pk)


def test_nobody_prints_what_they_cannot_see(
    house: House, partners: Partners, sent_in: Callable[..., Appraisal], client_for: Callable[[Actor], Client], person
) -> None:
    row = sent_in(partners.serious)
    assert client_for(person(name="Outsider")).get(f"/appraisals/{row.pk}/dossier/pdf/").status_code == 404


def test_a_letter_is_kept_under_the_name_of_its_authority(
    house: House, partners: Partners, sent_in: Callable[..., Appraisal], client_for: Callable[[Actor], Client]
) -> None:
    row = sent_in(partners.serious)
    browser = client_for(house.adviser)
    browser.cookies["aktsom_language"] = "en"
    browser.post(f"/appraisals/{row.pk}/letters/police/", {"text": "Whom can we ask?"})
    assert "<summary>The police ·" in browser.get(f"/appraisals/{row.pk}/dossier/").content.decode()


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ("us-1286:2025:7923fd706780", ""),
        ("us-mieu:CN:7923fd706780", ""),
        ("us-el:~7923fd706780", ""),
        ("us-el:77", "77"),
    ],
)
def test_a_listing_is_told_by_its_list_and_only_a_number_of_the_publisher(source: str, number: str) -> None:
    assert source_in_words(source).partition("), ")[2] == number
