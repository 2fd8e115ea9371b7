"""All agreements at a glance: gaps, conditions, pictures, and the report for leadership."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from aktsom.cooperation.agreements import checking, papers
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.register.actions import register_cooperation
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from aktsom.overview.agreements import gaps
from aktsom.overview.agreements.gaps import Gap
from aktsom.overview.agreements.presenting import lacking_of
from aktsom.overview.agreements.views import paper_of
from tests.cooperation.agreements.conftest import agreement, draft, upload
from tests.cooperation.conftest import partner, unit
from tests.cooperation.register.conftest import draft as cooperation_draft

__all__ = ["agreement", "cooperation_draft", "draft", "partner", "unit", "upload"]
pytestmark = pytest.mark.django_db
SHEET = "/overview/agreements/export/csv/"
Person, MakeAgreement = Callable[..., Actor], Callable[..., Agreement]


def in_force(title: str) -> dict[str, object]:
    today = timezone.localdate()
    return {"title": title, "state": "signed", "starts": today - timedelta(9), "ends": today + timedelta(900)}


def test_promise_p97_the_gap_report_tells_agreements_without_cooperation_and_cooperation_without_agreement(
    person: Person,
    agreement: MakeAgreement,
    cooperation_draft: Callable[..., object],
    client_for: Callable[[Actor], Client],
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    agreement(officer, **in_force("Accord alone"))
    with acting_for(officer):
        register_cooperation(officer, draft=cooperation_draft(title="Work alone", state="active"))  # type: ignore[arg-type]
        total, numbers = gaps.numbers(officer)
        assert (total, numbers[Gap.NO_COOPERATION], numbers[Gap.UNCHECKED], numbers[Gap.BROKEN]) == (1, 1, 1, 0)
        paper = paper_of(officer)
    assert "Accord alone" in paper
    client = client_for(officer)
    assert "Accord alone" in client.get("/overview/agreements/gaps/no-cooperation/").content.decode()
    assert "Accord alone" not in client.get("/overview/agreements/gaps/no-cooperation/?kind=gift").content.decode()
    assert "Work alone" in client.get("/overview/agreements/without/").content.decode()
    sheet = b"".join(client.get(SHEET)).decode()
    assert "Accord alone" in sheet
    assert "Work alone" in sheet
    assert client.get("/overview/agreements/report/").content.startswith(b"%PDF")
    assert client.get("/overview/agreements/gaps/nonsense/").status_code == 404


def test_the_report_names_the_conditions_that_an_agreement_lacks(
    person: Person,
    agreement: MakeAgreement,
    upload: Callable[..., SimpleUploadedFile],
    client_for: Callable[[Actor], Client],
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = agreement(officer, kind="project", **in_force("Accord"))
    veto = Paper(PaperKind.DOCX, (Passage("The Partner may refuse any publication of the results."),))
    with acting_for(officer):
        version = papers.add_document(officer, agreement=made, upload=upload())
        waiting = checking.start_check(officer, agreement=made, version=version)
        checking.keep_findings(officer, agreement=made, waiting=waiting, paper=veto)
        lacking = lacking_of(officer)[made.pk]
        paper = paper_of(officer)
    which = "; ".join(lacking)
    assert "Akademisk frihet; " in which
    assert f"{len(lacking)} vilkår som kreves, mangler ({which})" in paper
    browser = client_for(officer)
    browser.cookies["aktsom_language"] = "nb"
    rows = list(csv.DictReader(io.StringIO(b"".join(browser.get(SHEET)).decode("utf-8-sig")), delimiter=";"))
    assert [row["Rammevilkår som mangler"] for row in rows if row["Rammevilkår som mangler"]] == [which]


def test_who_may_see_no_agreement_sees_empty_lists(
    person: Person, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    agreement(person(Duty.AGREEMENTS_OFFICER), **in_force("Accord alone"))
    client = client_for(person())
    for page in ("", *(f"gaps/{gap}/" for gap in Gap)):
        assert "Accord alone" not in client.get(f"/overview/agreements/{page}").content.decode()


def test_the_page_asks_as_much_for_many_agreements_as_for_one(
    person: Person,
    agreement: MakeAgreement,
    client_for: Callable[[Actor], Client],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    for number in range(7):
        agreement(officer, **in_force(f"Accord {number}"))
    client = client_for(officer)
    client.get("/overview/agreements/")
    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]
        assert client.get("/overview/agreements/").status_code == 200
