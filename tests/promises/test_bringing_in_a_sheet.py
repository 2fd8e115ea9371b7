"""Use case 4: the adviser uploads the faculty's sheet and knows afterwards exactly what was registered and what was not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation, ImportBatch
from aktsom.core.actor import Actor
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from tests.promises.conftest import QUIET, World, read_csv, text_of, upload

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]
SHEET = f"""Tittel;Partner;Land;Type;Start;Kontakt
Roser;{QUIET};Sverige;prosjekt;2024;
Feil land;{QUIET};Atlantis;prosjekt;;
Uten partner;;Sverige;prosjekt;;
Feil dato;{QUIET};Sverige;prosjekt;31.2.2024;
Feil slag;{QUIET};Sverige;vennskap;;
Feil kontakt;{QUIET};Sverige;prosjekt;;ingen@example.org
Nytt;Hittil Ukjent Institutt;Canada;MoU;;
"""


def test_promise_p12_every_row_that_was_not_imported_is_named_with_its_reason(
    world: World, adviser: Actor, browse: Browse
) -> None:
    browser = browse(adviser)
    batch = upload(browser, SHEET)
    said = {3: "no country", 4: "No partner", 5: "no date", 6: "no kind", 7: "Nobody in your institution"}
    before = browser.get(reverse("register:import-columns", args=[batch.pk]))
    assert {row.number for row, _problems in before.context["preview"].problems} == set(said)
    assert browser.post(reverse("register:import-run", args=[batch.pk])).status_code == 302
    page = text_of(browser.get(reverse("register:import-batch", args=[batch.pk])))
    assert "Of 7 rows, 2 were registered and 5 were not." in page
    sheet = read_csv(browser.get(reverse("register:import-rejected", args=[batch.pk, "csv"])))
    reasons = {int(row["Row in your sheet"]): row["Why it was not registered"] for row in sheet}
    assert reasons.keys() == said.keys()
    for number, words in said.items():
        assert words in reasons[number]
        assert words in page
    with acting_for(adviser):
        assert {each.title for each in Cooperation.objects.all()} == {"Roser", "Nytt"}


def test_promise_p13_an_import_can_be_undone(world: World, adviser: Actor, browse: Browse) -> None:
    browser = browse(adviser)
    batch = upload(browser, SHEET)
    browser.post(reverse("register:import-run", args=[batch.pk]))
    with acting_for(adviser):
        roses, new = Cooperation.objects.get(title="Roser"), Cooperation.objects.get(title="Nytt")
    change = {"title": "Roser og torner", "kind": roses.kind, "state": roses.state, "version": "1"}
    assert browser.post(reverse("register:edit", args=[roses.pk]), change).status_code == 302
    assert browser.post(reverse("register:import-undo", args=[batch.pk])).status_code == 302
    result = text_of(browser.get(reverse("register:import-batch", args=[batch.pk])))
    assert "1 cooperation was withdrawn" in result
    assert "Roser og torner" in result
    register = text_of(browser.get(reverse("register:list")))
    assert "Roser og torner" in register
    assert "Nytt" not in register
    assert browser.post(reverse("register:restore", args=[new.pk])).status_code == 302
    record = text_of(browser.get(reverse("register:detail", args=[new.pk])))
    assert f"{adviser.name} undid the import that registered it" in record


BAD = {
    "nothing": b"",
    "only a header": b"Tittel;Partner\n",
    "a document": b"%PDF-1.7 something",
    "a broken workbook": b"PK\x03\x04broken",
    "one column twice": b"Partner;Partner\nA;B\n",
    "a quotation mark that never ends": b'Tittel;Partner\n"' + b"x" * 200_000,
    "letters nobody can read": b"\xff\xfe\x00\xd8\x00\xd8",
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_promise_p14_a_bad_file_changes_nothing(
    content: bytes, world: World, adviser: Actor, browse: Browse, tmp_path: Path
) -> None:
    def state() -> list[object]:
        with acting_for(adviser):
            counts = [model.objects.count() for model in (Cooperation, ImportBatch, Partner, AuditEvent)]
        return [*counts, *(path for path in (tmp_path / "uploads").rglob("*") if path.is_file())]

    browser = browse(adviser)
    before = state()
    page = browser.post(reverse("register:import"), {"sheet": SimpleUploadedFile("liste.csv", content)})
    assert page.status_code == 422
    assert 'role="alert"' in text_of(page)
    assert state() == before
