"""Bringing in sheets with units and people."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError
from aktsom.core.tenancy import acting_for
from aktsom.engine.sheets import Row
from aktsom.institutions.actions import assign_duty, rename_unit
from aktsom.institutions.imports import import_structure, preview_structure, undo_structure, upload_structure
from aktsom.institutions.models import Member, SheetImport, Unit
from aktsom.institutions.queries import tree
from aktsom.institutions.sheet_rows import unit_results
from tests.institutions.conftest import House

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
UNITS = """Kode;Navn;Engelsk navn;Overordnet
110;Institutt for bygg;Department of Civil Engineering;Fakultet for ingeniørvitenskap
111;Gruppe for betong;;110
200;Fakultet for jus;Faculty of Law;
;Fakultet for naturvitenskap;Faculty of Science;
300;;;
310;Institutt for intet;;Finnes ikke
"""
MEMBERS = """E-post;Navn;Enhet;Stilling
ane@example.org;Ane Å;Institutt for fysikk;Forsker
bo@example.org;Bo B;Faculty of Engineering;
ingen adresse;Cy C;;
dag@example.org;Dag D;Ukjent institutt;
ane@example.org;Ane igjen;;
"""


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def uploaded(actor: Actor, kind: str, text: str) -> SheetImport:
    file = SimpleUploadedFile("ark.csv", text.encode())
    return upload_structure(actor, kind=kind, upload=file, filename="ark.csv")


def shape(actor: Actor) -> list[tuple[int, str]]:
    return [(each.depth, each.name_nb) for each in tree(actor)]


def test_units_are_brought_in_with_errors_by_row_and_a_true_preview(house: House) -> None:
    batch = uploaded(house.rector, "units", UNITS)
    before = shape(house.rector)
    seen = [(result.row.number, str(result.outcome)) for result in preview_structure(house.rector, batch)]
    assert shape(house.rector) == before
    import_structure(house.rector, batch=batch)
    kept = [(row.number, row.outcome) for row in batch.outcomes.all()]
    assert kept == seen == [(2, "added"), (3, "added"), (4, "added"), (5, "changed"), (6, "refused"), (7, "refused")]
    assert [row.problems[0][0] for row in batch.outcomes.filter(outcome="refused")] == [
        "name-missing",
        "parent-unknown",
    ]
    assert (2, "Gruppe for betong") in shape(house.rector)
    house.science.refresh_from_db()
    assert (house.science.name_en, house.science.external_id) == ("Faculty of Science", "")


def test_the_same_sheet_again_changes_nothing(house: House) -> None:
    import_structure(house.rector, batch=uploaded(house.rector, "units", UNITS))
    before = shape(house.rector)
    again = import_structure(house.rector, batch=uploaded(house.rector, "units", UNITS))
    assert again.counts == {"same": 4, "refused": 2}
    assert shape(house.rector) == before


def test_a_unit_under_one_that_comes_later_in_the_sheet_is_brought_in(house: House) -> None:
    text = "Kode;Navn;Overordnet\n3;C;2\n2;B;1\n1;A;\n"
    import_structure(house.rector, batch=uploaded(house.rector, "units", text))
    assert shape(house.rector)[:3] == [(0, "A"), (1, "B"), (2, "C")]
    circle = "Kode;Navn;Overordnet\n8;H;9\n9;I;8\n7;G;7\n"
    batch = import_structure(house.rector, batch=uploaded(house.rector, "units", circle))
    assert batch.counts == {"refused": 3}


def test_an_import_of_units_can_be_undone_except_what_was_used_or_changed_since(house: House, person: Person) -> None:
    before = shape(house.rector)
    batch = import_structure(house.rector, batch=uploaded(house.rector, "units", UNITS))
    law = Unit.objects.get(external_id="200")
    assign_duty(house.rector, member=house.member(person()), duty=Duty.UNIT_LEADER, unit=law)
    with pytest.raises(ConflictError):
        import_structure(house.rector, batch=batch)
    undone = undo_structure(house.rector, batch=batch)
    assert undone.counts == {"undone": 3, "kept": 1, "refused": 2}
    assert sorted(shape(house.rector)) == sorted([*before, (0, "Fakultet for jus")])
    with pytest.raises(ConflictError):
        undo_structure(house.rector, batch=batch)
    again = import_structure(house.rector, batch=uploaded(house.rector, "units", UNITS))
    assert again.counts == {"changed": 3, "same": 1, "refused": 2}
    renamed = Unit.objects.get(external_id="111")
    rename_unit(house.rector, unit=renamed, name_nb="Betong", external_id="111")
    assert undo_structure(house.rector, batch=again).counts["kept"] == 2


def test_people_are_brought_in_changed_and_taken_back(house: House, person: Person) -> None:
    batch = import_structure(house.rector, batch=uploaded(house.rector, "members", MEMBERS))
    assert batch.counts == {"added": 2, "refused": 3}
    ane = Member.objects.get(user__email="ane@example.org")
    assert (ane.unit_id, ane.title, ane.user.name) == (house.physics.pk, "Forsker", "Ane Å")
    moved = import_structure(house.rector, batch=uploaded(house.rector, "members", "E-post;Enhet\nane@example.org;\n"))
    ane.refresh_from_db()
    assert (ane.unit_id, ane.title, moved.counts) == (None, "Forsker", {"changed": 1})
    undo_structure(house.rector, batch=moved)
    ane.refresh_from_db()
    assert ane.unit_id == house.physics.pk
    assign_duty(house.rector, member=ane, duty=Duty.CONTACT_ETHICS)
    assert undo_structure(house.rector, batch=batch).counts == {"undone": 1, "kept": 1, "refused": 3}
    assert Member.objects.get(user__email="bo@example.org").ended_at is not None


def test_sheets_are_shown_imported_and_undone_on_pages(house: House, client_for: Callable[[Actor], Client]) -> None:
    browser = client_for(house.rector)
    file = SimpleUploadedFile("enheter.csv", UNITS.encode())
    start = reverse("institutions:import")
    page = browser.post(start, {"kind": "units", "sheet": file}, follow=True)
    address = page.redirect_chain[-1][0]
    assert re.search(r"\b310\b", page.content.decode()) is None
    assert "Finnes ikke" in page.content.decode()
    for column, place in (("code", "0"), ("name_nb", ""), ("parent", "x")):
        browser.post(address, {f"column-{column}": place})
    assert 'role="alert"' in browser.get(address).content.decode()
    browser.post(address, {"column-code": "0", "column-name_nb": "1", "column-name_en": "2", "column-parent": "3"})
    assert browser.post(f"{address}run/", follow=True).status_code == 200
    left_out = b"".join(browser.get(f"{address}left-out/csv").streaming_content)
    assert b"Finnes ikke" in left_out
    assert browser.post(f"{address}undo/", follow=True).status_code == 200
    assert browser.post(f"{address}explode/").status_code == 404
    for kind, status in (("units", 200), ("members", 200), ("other", 404)):
        assert browser.get(reverse("institutions:import-example", args=[kind])).status_code == status
    assert browser.post(start, {"kind": "units"}).status_code == 422
    assert browser.post(start, {"kind": "units", "sheet": SimpleUploadedFile("x.csv", b"")}).status_code == 422


def test_others_bring_in_nothing_and_see_no_sheet(
    house: House, person: Person, client_for: Callable[[Actor], Client]
) -> None:
    batch = uploaded(house.rector, "units", UNITS)
    with pytest.raises(NotAllowedError):
        uploaded(person(Duty.UNIT_LEADER), "units", UNITS)
    browser = client_for(person(Duty.RESEARCH_SECURITY_LEAD))
    assert browser.get(reverse("institutions:import")).status_code == 403
    assert browser.get(reverse("institutions:import-batch", args=[batch.pk])).status_code == 404
    with acting_for(house.system), pytest.raises(InvalidError):
        uploaded(house.rector, "cars", UNITS)


CELL = st.sampled_from(["", "1", "2", "A", "B", "Fakultet for naturvitenskap", "x" * 400, "é"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6))
def test_whatever_stands_in_the_rows_each_has_an_outcome_and_the_tree_stays_whole(
    house: House, cells: list[tuple[str, str, str]]
) -> None:
    rows = [Row(number, each) for number, each in enumerate(cells, start=2)]
    results = unit_results(house.system, rows, {"code": 0, "name_nb": 1, "parent": 2}, "ark.csv")
    assert len(results) == len(rows)
    assert all(bool(result.problems) == (result.outcome == "refused") for result in results)
    for unit in Unit.objects.select_related("parent"):
        assert unit.path == (unit.parent.path if unit.parent else "/") + f"{unit.id.hex[:12]}/"
