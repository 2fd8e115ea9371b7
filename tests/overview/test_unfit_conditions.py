"""Own conditions that do not fit the library are told wherever agreements are counted by it."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.translation import override

from aktsom.cooperation.agreements.models import OwnConditions
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.overview.agreements.views import paper_of
from tests.cooperation.agreements.conftest import agreement, draft, upload
from tests.cooperation.conftest import partner, unit
from tests.cooperation.partners.test_page_queries import asked
from tests.cooperation.register.conftest import draft as cooperation_draft
from tests.overview.samples import SHEET, MakeAgreement, Person, in_force, rows_of

__all__ = ["agreement", "cooperation_draft", "draft", "partner", "unit", "upload"]
pytestmark = pytest.mark.django_db
GAPS = "/api/v1/overview/agreement-gaps"


def test_pages_and_the_gap_report_say_when_own_conditions_do_not_fit_the_library_and_ask_no_more_for_it(
    person: Person, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    officer, client = person(Duty.AGREEMENTS_OFFICER), client_for(person(Duty.LEADERSHIP))
    client.cookies["aktsom_language"] = "en"
    agreement(officer, **in_force("Accord"))
    told = "do not fit this version of the library. They count nowhere until they are put right."
    assert client.get(GAPS).json()["unfit"] == ""
    about = ("/agreements/", *(f"/overview/agreements/{page}" for page in ("", "gaps/lacks/", "gaps/unread/")))
    for page in about:
        assert told not in client.get(page).content.decode()
    assert rows_of(client)[0]["Title"] == "Accord"
    with acting_for(officer), override("en"):
        assert told not in paper_of(officer)
    before = [asked(client, page) for page in about]
    with acting_for(officer):
        OwnConditions.objects.create(institution_id=officer.institution_id, number=1, text="conditions: 7")
        with override("en"):
            assert told in paper_of(officer)
    assert [asked(client, page) for page in about] == before
    for page in about:
        said = client.get(page).content.decode().partition(told)[2]
        assert 'href="/agreements/conditions/"' in said.partition("</div>")[0]
    assert told not in client.get("/overview/agreements/gaps/broken/").content.decode()
    assert "conditions" in client.get(GAPS).json()["unfit"]
    first, second, *_others = rows_of(client)
    assert first.pop("Gap").endswith(told)
    assert set(first.values()) == {""}
    assert second["Title"] == "Accord"
    book = io.BytesIO(b"".join(client.get(SHEET.replace("csv", "xlsx"))))
    assert told in zipfile.ZipFile(book).read("xl/worksheets/sheet1.xml").decode()
