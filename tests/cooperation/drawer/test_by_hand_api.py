"""Over the API: what needed a look is registered, or added to the agreement that it belongs to, as on the pages."""

from collections.abc import Callable
from typing import Any, get_args
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Document
from aktsom.cooperation.drawer.actions import upload_drawer
from aktsom.cooperation.drawer.filling import fill
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.rows import NAMES
from aktsom.cooperation.drawer.shapes import ColumnName
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for

pytestmark = pytest.mark.django_db
Person, MakeDrawer, ClientFor = Callable[..., Actor], Callable[..., Drawer], Callable[[Actor], Client]


def filled(officer: Actor, drawer: Drawer, file: str) -> str:
    """The drawer, brought in; the address of a file's item."""
    with acting_for(officer):
        fill(officer, drawer)
        number = DrawerItem.objects.get(drawer=drawer, file=file).number
    return f"/api/v1/agreement-drawers/{drawer.pk}/items/{number}"


def test_one_of_a_drawer_is_registered_once_with_its_file_as_the_paper(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made, client = drawer(officer), client_for(officer)
    address, token = filled(officer, made, "unnamed.docx"), str(uuid4())
    with acting_for(officer):
        partner = str(Agreement.objects.get(title="Om snø").parties.exclude(partner=None).get().partner_id)
    wanted = {"title": "No longer unnamed", "kind": "gift", "state": "signed", "parties": [{}, {"partner": partner}]}
    sent: dict[str, Any] = {"data": wanted | {"paper": "draft"}, "content_type": "application/json"}
    first = client.post(f"{address}/register", headers={"Idempotency-Key": token}, **sent)
    again = client.post(f"{address}/register", headers={"Idempotency-Key": token}, **sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert client.post(f"{address}/register", **sent).status_code == 404
    with acting_for(officer):
        found = Agreement.objects.get(title="No longer unnamed")
        assert Document.objects.get(agreement=found).kind == "draft"
        item = DrawerItem.objects.get(drawer=made, file="unnamed.docx")
        assert (item.outcome, item.agreement_id, item.beside) == ("registered", found.pk, False)
        assert ClauseCheck.objects.filter(agreement=found).count() == 1
    stranger = client_for(person())
    assert stranger.post(f"{address}/register", **sent).status_code == 404


def test_one_of_a_drawer_is_added_to_an_agreement(person: Person, drawer: MakeDrawer, client_for: ClientFor) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made, client = drawer(officer), client_for(officer)
    address = filled(officer, made, "unnamed.docx")
    with acting_for(officer):
        snow = Agreement.objects.get(title="Om snø")
    wanted = {"agreement": str(snow.pk), "kind": "annex"}
    answer = client.post(f"{address}/agreement", wanted, content_type="application/json")
    assert answer.status_code == 200
    assert (answer.json()["outcome"], answer.json()["agreement"]) == ("registered", str(snow.pk))
    assert client.post(f"{address}/agreement", wanted, content_type="application/json").status_code == 404
    with acting_for(officer):
        assert set(Document.objects.filter(agreement=snow).values_list("kind", flat=True)) == {"agreement", "annex"}
        assert DrawerItem.objects.get(drawer=made, file="unnamed.docx").beside


def test_a_row_without_a_file_cannot_be_added_as_a_paper(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made, client = drawer(officer), client_for(officer)
    address = filled(officer, made, "")
    with acting_for(officer):
        wanted = {"agreement": str(Agreement.objects.get(title="Om snø").pk)}
    assert client.post(f"{address}/agreement", wanted, content_type="application/json").status_code == 422


def test_a_program_is_told_in_words_why_a_file_needs_a_look(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made, client = drawer(officer), client_for(officer)
    client.cookies["aktsom_language"] = "en"
    filled(officer, made, "unnamed.docx")
    items = client.get(f"/api/v1/agreement-drawers/{made.pk}/items").json()["items"]
    (item,) = [each for each in items if each["file"] == "unnamed.docx"]
    assert item["reasons"] == [["no-row", ""]]
    assert item["why"] == (
        "No row of the sheet names this file. Register it here, or give the drawer another sheet that has one."
    )


def test_a_column_that_is_not_there_or_holds_nothing_we_know_is_refused_by_its_name(
    person: Person, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    client = client_for(officer)
    client.cookies["aktsom_language"] = "en"
    sheet = SimpleUploadedFile("sheet.csv", b"file;partner\na.docx;Ice\n")
    with acting_for(officer):
        made = upload_drawer(officer, files=[SimpleUploadedFile("a.docx", b"PK")], sheet=sheet)

    def refused(columns: dict[str, int]) -> dict[str, str]:
        address = f"/api/v1/agreement-drawers/{made.pk}/columns"
        answer = client.put(address, {"columns": columns}, content_type="application/json")
        assert answer.status_code == 422
        fields: dict[str, str] = answer.json()["fields"]
        return fields

    assert refused({"partner": 1}) == {"columns.file": "Choose the column with the file’s name."}
    assert refused({"file": 0, "partner": 1, "title": 2}) == {"columns.title": "The sheet has no such column."}
    assert list(refused({"file": 0, "partner": 1, "titel": 1})) == ["columns.titel"]


def test_a_program_can_name_every_column_that_the_page_offers() -> None:
    assert set(get_args(ColumnName)) == NAMES


def test_a_program_fetches_a_file_that_needs_a_look_to_see_what_it_is(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made, client = drawer(officer, {"unnamed.docx": b"%PDF-1.4 what is this"}), client_for(officer)
    address = filled(officer, made, "unnamed.docx")
    answer = client.get(f"{address}/file")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 what is this"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert client_for(person()).get(f"{address}/file").status_code == 404
