"""After "needs a look": open the file, register this one, give another sheet, discard what was never brought in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aktsom.cooperation.agreements.models import Agreement, ClauseCheck
from aktsom.cooperation.drawer import tasks
from aktsom.cooperation.drawer.actions import choose_columns, discard, give_sheet, start, undo, upload_drawer
from aktsom.cooperation.drawer.filling import fill
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.preview import preview_of
from aktsom.cooperation.partners.actions import add_partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, NotAllowedError
from aktsom.core.jobs import Job
from aktsom.core.tenancy import acting_for
from tests.cooperation.drawer.conftest import SHEET, archive, papers
from tests.cooperation.drawer.test_drawers import ends

pytestmark = pytest.mark.django_db
Person, MakeDrawer = Callable[..., Actor], Callable[..., Drawer]
BETTER = SHEET.replace("someday", "1.3.2024") + "unnamed.docx;Uten navn;MoU;Snow Centre;CA;;;\n"


def sheet(text: str) -> SimpleUploadedFile:
    """The text as an upload."""
    return SimpleUploadedFile("better.csv", text.encode())


def number_of(drawer: Drawer, file: str) -> int:
    """The place of a file's item."""
    return DrawerItem.objects.get(drawer=drawer, file=file).number


def kept_files() -> set[Path]:
    """All files under the folder of files."""
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_promise_p116_what_needs_a_look_in_a_drawer_is_registered_from_there(
    person: Person, drawer: MakeDrawer, client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    with acting_for(officer):
        snow = add_partner(officer, "Snow Centre", "CA")
    made = drawer(officer)
    with acting_for(officer):
        fill(officer, made)
        at = f"/agreements/drawers/{made.pk}/items/{number_of(made, 'wrong.docx')}"
        registered = f"/agreements/drawers/{made.pk}/items/{number_of(made, 'a/ice.docx')}"
    client = client_for(officer)
    page = client.get(f"/agreements/drawers/{made.pk}/?outcome=look").content.decode()
    assert f"{at}/file/" in page
    assert f"{at}/register/" in page
    answer = client.get(f"{at}/file/")
    assert b"".join(answer) == papers()["wrong.docx"]  # type: ignore[arg-type]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="wrong.docx"'
    form = client.get(f"{at}/register/")
    assert form.context["form"]["title"].value() == "Feil dag"
    assert form.context["form"]["kind"].value() == "memorandum"
    assert form.context["picked"].ids == [snow.pk]
    assert client.get(f"{registered}/file/").status_code == client.get(f"{registered}/register/").status_code == 404
    given = {
        "title": "Rett dag",
        "kind": "memorandum",
        "state": "signed",
        "starts": "1.3.2024",
        "partner": str(snow.pk),
    }
    assert client.post(f"{at}/register/", {**given, "kind": ""}).status_code == 422
    assert client.post(f"{at}/register/", given).status_code == 302
    with acting_for(officer):
        one = Agreement.objects.get(title="Rett dag")
        assert ClauseCheck.objects.get(agreement=one).document_version.filename == "wrong.docx"
        item = DrawerItem.objects.get(drawer=made, file="wrong.docx")
        assert (item.outcome, item.agreement_id, item.reasons) == ("registered", one.pk, [])
    assert client.post(f"{at}/register/", given).status_code == 404


def test_a_row_without_a_file_is_registered_by_hand_and_a_new_partner_is_asked_for(
    person: Person, drawer: MakeDrawer, client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer, sheet=SHEET.replace("gone.pdf;Borte;MoU;Snow Centre", "gone.pdf;Borte;MoU;Frost Centre"))
    with acting_for(officer):
        fill(officer, made)
        item = DrawerItem.objects.get(drawer=made, file="")
    form = client_for(officer).get(f"/agreements/drawers/{made.pk}/items/{item.number}/register/")
    assert form.context["picked"].searched == "Frost Centre"
    assert form.context["has_file"] is False
    assert 'name="paper"' in form.content.decode()


def test_another_sheet_is_taken_for_the_same_files_and_what_is_registered_is_left_alone(
    person: Person, drawer: MakeDrawer, client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer)
    with acting_for(officer):
        with pytest.raises(ConflictError):
            give_sheet(officer, drawer=made, sheet=sheet(BETTER))
        fill(officer, made)
        before = dict(Agreement.objects.values_list("title", "pk"))
    client = client_for(officer)
    answer = client.post(f"/agreements/drawers/{made.pk}/sheet/", {"sheet": sheet(BETTER)})
    assert answer["Location"] == f"/agreements/drawers/{made.pk}/columns/"
    client.cookies["aktsom_language"] = "en"
    assert "3 of 8 files are registered already" in client.get(answer["Location"]).content.decode()
    with acting_for(officer):
        made.refresh_from_db()
        preview = preview_of(officer, made)
        assert preview is not None
        assert "a/ice.docx" not in preview.without_row.first
        choose_columns(officer, drawer=made, columns=made.mapping["columns"])
        fill(officer, start(officer, drawer=made))
        told = ends(made)
        assert told["a/ice.docx"] == told["wrong.docx"] == told["unnamed.docx"] == ("registered", [])
        assert told["broken.pdf"] == ("look", ["unreadable"])
        after = dict(Agreement.objects.values_list("title", "pk"))
        assert before.items() <= after.items()
        assert after.keys() - before.keys() == {"Feil dag", "Uten navn"}


def test_a_drawer_that_was_undone_is_brought_in_again_with_another_sheet(person: Person, drawer: MakeDrawer) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer)
    with acting_for(officer):
        fill(officer, made)
        undo(officer, drawer=made)
        give_sheet(officer, drawer=made, sheet=sheet(BETTER))
        made.refresh_from_db()
        choose_columns(officer, drawer=made, columns=made.mapping["columns"])
        fill(officer, start(officer, drawer=made))
        assert ends(made)["a/ice.docx"] == ("registered", [])
        assert Agreement.objects.filter(title="Om is", withdrawn_at=None).count() == 1


def test_a_drawer_that_was_never_brought_in_is_discarded_with_its_files(
    person: Person, client_for: Callable[[Actor], Client], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    officer, other = person(Duty.AGREEMENTS_OFFICER), person()
    before = kept_files()
    with acting_for(officer):
        made = upload_drawer(officer, files=[archive(papers())], sheet=sheet(SHEET))
    assert len(kept_files() - before) == 2
    with acting_for(other), pytest.raises(NotAllowedError):
        discard(other, drawer=made)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert client_for(officer).post(f"/agreements/drawers/{made.pk}/discard/").status_code == 302
    assert kept_files() == before
    with acting_for(officer):
        assert not Drawer.objects.exists()


def test_a_drawer_from_which_something_came_is_not_discarded(person: Person, drawer: MakeDrawer) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer)
    with acting_for(officer):
        fill(officer, made)
        with pytest.raises(ConflictError):
            discard(officer, drawer=made)
        give_sheet(officer, drawer=made, sheet=sheet(BETTER))
        with pytest.raises(ConflictError):
            discard(officer, drawer=made)


def test_a_drawer_works_for_a_while_and_then_stands_in_the_queue_behind_others(
    person: Person, drawer: MakeDrawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, queued = person(Duty.AGREEMENTS_OFFICER), list[dict[str, object]]()
    made = drawer(officer)
    job = {"member_id": str(officer.member_id), "institution_id": officer.institution_id, "drawer_id": str(made.pk)}
    monkeypatch.setattr(tasks, "A_WHILE", 0)

    def defer(job: Job, _actor: Actor, **given: object) -> None:
        queued.extend([given] if job.name == tasks.bring_in.name else [])

    monkeypatch.setattr(Job, "defer", defer)
    with acting_for(officer):
        for turn in range(1, 9):
            tasks.bring_in.run(**job)
            assert DrawerItem.objects.filter(drawer=made).count() == turn
            made.refresh_from_db()
            assert made.state == "running"
            assert queued == [{"drawer_id": str(made.pk)}] * turn
        tasks.bring_in.run(**job)
        made.refresh_from_db()
        assert made.state == "done"
        assert len(queued) == 8
        assert ends(made)["a/ice.docx"] == ("registered", [])
