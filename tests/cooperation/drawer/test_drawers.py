"""A drawer: each file ends with an outcome and why, hostile ones stop nothing, and a stopped import goes on."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.conf import LazySettings, settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from aktsom.cooperation.agreements.actions import register_agreement
from aktsom.cooperation.agreements.checking import judge_finding
from aktsom.cooperation.agreements.drafts import AgreementDraft
from aktsom.cooperation.agreements.listing import COLUMNS
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Finding
from aktsom.cooperation.agreements.protecting import put_into_compartment
from aktsom.cooperation.drawer import archive as kept
from aktsom.cooperation.drawer.actions import choose_columns, start, undo, upload_drawer
from aktsom.cooperation.drawer.command import bring_in_folder
from aktsom.cooperation.drawer.filling import fill, places_of
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.rows import TARGETS, RowReader, find_columns
from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.partners.choices import partner_key
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError
from aktsom.core.tenancy import acting_for
from aktsom.engine.sheets import read_sheet
from aktsom.institutions.keys import make_key
from aktsom.institutions.models import Member
from aktsom.protection.access.models import Compartment
from tests.cooperation.drawer.conftest import SHEET, archive, papers

pytestmark = pytest.mark.django_db
Person, MakeDrawer, MakeDraft = Callable[..., Actor], Callable[..., Drawer], Callable[..., AgreementDraft]


class KilledError(BaseException):
    """As the operating system ends a program: nothing of ours runs after it."""


def ends(drawer: Drawer) -> dict[str, tuple[str, list[str]]]:
    """The outcome of each file, or of the row without one, with the codes of why."""
    items = DrawerItem.objects.filter(drawer=drawer)
    return {each.file or f"row {each.row}": (each.outcome, [code for code, _value in each.reasons]) for each in items}


def test_promise_p94_every_file_of_a_drawer_ends_as_registered_to_look_at_or_refused_and_says_why(
    person: Person, drawer: MakeDrawer
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer)
    with acting_for(officer):
        assert fill(officer, made).state == "done"
        assert ends(made) == {
            "a/ice.docx": ("registered", []),
            "b/snow.docx": ("registered", []),
            "unnamed.docx": ("look", ["no-row"]),
            "wrong.docx": ("look", ["date-unknown"]),
            "broken.pdf": ("look", ["unreadable"]),
            "program.pdf": ("refused", ["kind"]),
            "empty.pdf": ("refused", ["empty"]),
            "copy of ice.docx": ("look", ["known"]),
            "row 4": ("look", ["no-file"]),
        }
        ice = Agreement.objects.get(title="Om is")
        assert (ice.kind, str(ice.ends), ice.notice_months, ice.state) == ("memorandum", "2030-01-31", 6, "in-force")
        assert ClauseCheck.objects.get(agreement=ice).progress == "done"


def test_a_file_has_one_line_however_often_the_sheet_or_the_archive_names_it(person: Person) -> None:
    officer, packed, ice = person(Duty.AGREEMENTS_OFFICER), BytesIO(), papers()["a/ice.docx"]
    with ZipFile(packed, "w") as zipped:
        zipped.writestr("ice.docx", ice)
        zipped.writestr("snow.docx", ice)
        with pytest.warns(UserWarning, match="Duplicate name"):
            zipped.writestr("ice.docx", ice)
    sheet = SHEET.replace("gone.pdf", "ICE").replace("wrong.docx", "snow.docx").replace("broken.pdf", "other")
    with acting_for(officer):
        files = [SimpleUploadedFile("drawer.zip", packed.getvalue())]
        made = upload_drawer(officer, files=files, sheet=SimpleUploadedFile("sheet.csv", sheet.encode()))
        choose_columns(officer, drawer=made, columns=made.mapping["columns"])
        places = [(each.file, [row.number for row in each.rows]) for each in places_of(made)]
    assert places == [("ice.docx", [2, 4]), ("snow.docx", [3, 5]), ("", [6])]


def test_promise_p95_a_drawer_that_was_stopped_goes_on_where_it_was_and_doubles_nothing(
    person: Person, drawer: MakeDrawer
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer)

    def stop(number: int) -> None:
        if number == 1:
            raise KilledError

    with acting_for(officer):
        with pytest.raises(KilledError):
            fill(officer, made, stop)
        assert DrawerItem.objects.filter(drawer=made).count() == 2
        before = set(Agreement.objects.values_list("pk", flat=True))
        fill(officer, start(officer, drawer=made))
        assert before < set(Agreement.objects.values_list("pk", flat=True))
        assert Agreement.objects.filter(title="Om is").count() == 1
        assert len(ends(made)) == 9
        with pytest.raises(ConflictError):
            start(officer, drawer=made)


def test_a_drawer_that_is_brought_in_again_knows_what_is_there(person: Person, drawer: MakeDrawer) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    first, second = drawer(officer), drawer(officer)
    with acting_for(officer):
        fill(officer, first)
        fill(officer, second)
        assert ends(second)["a/ice.docx"] == ("look", ["known"])
        assert Agreement.objects.filter(title="Om is").count() == 1


def test_what_is_protected_later_is_hidden_in_its_drawers_too_and_no_count_tells_of_it(
    person: Person, drawer: MakeDrawer, client_for: Callable[[Actor], Client]
) -> None:
    officer, owner = person(Duty.AGREEMENTS_OFFICER), person(Duty.FACILITY_OWNER)
    first, second = drawer(officer), drawer(officer)
    with acting_for(officer):
        fill(officer, first)
        fill(officer, second)
        row = Agreement.objects.get(title="Om is")
    system = Actor.system("tests", officer.institution_id)
    with acting_for(system):
        closed = Compartment.objects.create(
            institution_id=officer.institution_id, name="Ice", kind=Compartment.Kind.RECORDS, owner_id=owner.member_id
        )
        put_into_compartment(system, agreement=row, compartment=closed)
    browser = client_for(officer)
    for each in (first, second):
        page = browser.get(f"/agreements/drawers/{each.pk}/").content.decode()
        assert "ice.docx" not in page
        assert "Om is" not in page
        said = browser.get(f"/api/v1/agreement-drawers/{each.pk}").json()
        assert said["total"] == said["registered"] + said["look"] + said["refused"] == 7
    assert [each.shown for each in browser.get("/agreements/drawers/").context["rows"]] == [7, 7]


def test_a_bomb_and_a_protected_file_stop_nothing(
    person: Person, drawer: MakeDrawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "LARGEST_FILE", 100_000)
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer, {"bomb.pdf": b"%PDF-" + b"0" * 1_000_000, "a/ice.docx": papers()["a/ice.docx"]})
    with acting_for(officer):
        fill(officer, made)
        assert ends(made)["bomb.pdf"] == ("refused", ["too-large"])
        assert ends(made)["a/ice.docx"][0] == "registered"


def test_a_part_of_the_archive_that_is_damaged_is_refused_alone(person: Person) -> None:
    officer, packed = person(Duty.AGREEMENTS_OFFICER), BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr("hurt.pdf", b"%PDF-1.4 " + bytes(range(256)) * 50)
        zipped.writestr("ice.docx", papers()["a/ice.docx"])
    content = bytearray(packed.getvalue())
    content[60:90] = b"\xff" * 30
    with acting_for(officer):
        made = upload_drawer(
            officer,
            files=[SimpleUploadedFile("drawer.zip", bytes(content))],
            sheet=SimpleUploadedFile("sheet.csv", SHEET.encode()),
        )
        choose_columns(officer, drawer=made, columns=made.mapping["columns"])
        fill(officer, start(officer, drawer=made))
        assert ends(made)["hurt.pdf"] == ("refused", ["damaged"])
        assert ends(made)["ice.docx"][0] == "registered"


@pytest.mark.parametrize(
    ("files", "sheet"),
    [
        ([SimpleUploadedFile("drawer.zip", b"no archive")], SHEET),
        ([SimpleUploadedFile("empty.zip", b"PK\x05\x06" + bytes(18))], SHEET),
        ([archive(papers())], "Fil;Motpart\n"),
        ([archive(papers())], "\x00\x01"),
        ([archive(papers())], SHEET + 20_001 * "x.docx;Om is;MoU;Snow Centre;CA\n"),
    ],
)
def test_what_is_no_drawer_keeps_nothing(person: Person, files: list[SimpleUploadedFile], sheet: str) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    with acting_for(officer), pytest.raises(InvalidError):
        upload_drawer(officer, files=files, sheet=SimpleUploadedFile("sheet.csv", sheet.encode()))


def test_several_files_of_one_name_are_all_kept(person: Person) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    files = [SimpleUploadedFile("ice.docx", content) for content in (papers()["a/ice.docx"], papers()["b/snow.docx"])]
    with acting_for(officer):
        made = upload_drawer(officer, files=files, sheet=SimpleUploadedFile("sheet.csv", SHEET.encode()))
        assert [place.file for place in places_of(made)][:2] == ["1/ice.docx", "2/ice.docx"]


def test_files_that_are_too_much_together_are_refused(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LARGEST_DRAWER", 1_500)
    officer = person(Duty.AGREEMENTS_OFFICER)
    files = [SimpleUploadedFile(f"{number}.pdf", b"%PDF-" + bytes(995)) for number in range(2)]
    with acting_for(officer), pytest.raises(InvalidError, match="2 GB"):
        upload_drawer(officer, files=files, sheet=SimpleUploadedFile("sheet.csv", SHEET.encode()))


def test_so_many_files_as_the_page_says_come_with_their_sheet() -> None:
    assert settings.DATA_UPLOAD_MAX_NUMBER_FILES == kept.MOST_FILES + 1


def test_more_than_a_hundred_files_come_at_once(person: Person, client_for: Callable[[Actor], Client]) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    files = [SimpleUploadedFile(f"{number}.pdf", f"%PDF-{number}".encode()) for number in range(150)]
    given = {"files": files, "sheet": SimpleUploadedFile("sheet.csv", SHEET.encode())}
    assert client_for(officer).post("/agreements/drawers/", given).status_code == 302
    with acting_for(officer):
        assert Drawer.objects.get().total == 150


def test_too_many_files_are_refused_with_the_limit_and_the_way_out(
    person: Person, client_for: Callable[[Actor], Client], settings: LazySettings
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 4
    officer = person(Duty.AGREEMENTS_OFFICER)
    with acting_for(officer):
        _key, secret = make_key(officer, label="tests")
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    for client, address, status in (
        (client_for(officer), "/agreements/drawers/", 400),
        (client_for(officer), "/api/v1/agreement-drawers", 400),
        (program, "/api/v1/agreement-drawers", 413),
    ):
        files = [SimpleUploadedFile(f"{number}.pdf", b"%PDF-") for number in range(4)]
        given = {"files": files, "sheet": SimpleUploadedFile("sheet.csv", SHEET.encode())}
        answer = client.post(address, given, headers={"Accept-Language": "en"})
        assert answer.status_code == status
        said = answer.content.decode()
        assert "At most 3 files can be sent at once." in said or "Det kan sendes høyst 3 filer på en gang." in said
        assert "ZIP" in answer.content.decode()


def test_a_drawer_is_its_bringers_and_auditors_bring_none(person: Person, drawer: MakeDrawer) -> None:
    bringer, other = person(), person()
    made = drawer(bringer)
    with acting_for(other):
        assert not Drawer.objects.visible_to(other).exists()
        with pytest.raises(NotAllowedError):
            start(other, drawer=made)
    auditor = person(Duty.INTERNAL_AUDITOR)
    with acting_for(auditor), pytest.raises(NotAllowedError):
        upload_drawer(auditor, files=[archive(papers())], sheet=SimpleUploadedFile("sheet.csv", SHEET.encode()))


def test_the_pages_lead_from_the_files_to_what_became_of_each(
    person: Person, client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    client = client_for(officer)
    assert client.post("/agreements/drawers/", {}).status_code == 422
    given = {"files": archive(papers()), "sheet": SimpleUploadedFile("sheet.csv", SHEET.encode())}
    columns = client.post("/agreements/drawers/", given)["Location"]
    page = client.get(columns).content.decode()
    assert "unnamed.docx" in page
    assert client.post(columns, {"column-file": "0"}).status_code == 422
    chosen = {"column-file": "0", "column-title": "1", "column-kind": "2", "column-partner": "3", "column-country": "4"}
    assert client.post(columns, chosen).status_code == 302
    with acting_for(officer):
        made = Drawer.objects.get()
    assert client.post(f"/agreements/drawers/{made.pk}/run/").status_code == 302
    address = f"/agreements/drawers/{made.pk}/"
    assert client.get(address).context["stands_still"] is False
    with acting_for(officer):
        Drawer.objects.update(moved_at=timezone.now() - timedelta(minutes=3))
    assert client.get(address).context["stands_still"] is True
    with acting_for(officer):
        fill(officer, made)
    assert 'id="going"' in client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert 'id="going"' not in client.get(address).content.decode()
    page = client.get(f"/agreements/drawers/{made.pk}/?outcome=refused").content.decode()
    assert "program.pdf" in page
    assert "ice.docx" not in page
    assert client.get(f"/agreements/drawers/{made.pk}/export/csv/").status_code == 200
    assert client.get("/agreements/drawers/example/").status_code == 200


def test_a_folder_is_brought_in_from_the_command_line_as_a_colleague(person: Person, tmp_path: Path) -> None:
    officer, folder, said = person(Duty.AGREEMENTS_OFFICER), tmp_path / "agreements", list[str]()
    for name, content in papers().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(SHEET, "utf-8")
    with acting_for(officer):
        email = Member.objects.get(pk=officer.member_id).user.email
    done = bring_in_folder(folder, sheet, slug="nordvik", email=email, say=said.append)
    assert done.state == "done"
    assert any(line.startswith("program.pdf: ") and "PDF" in line for line in said)
    assert [line.rpartition(": ")[2] for line in said[:2]] == ["Snow Centre (CA)", "Testmark Institute of Ice (CN)"]
    with acting_for(officer):
        assert Agreement.objects.filter(title="Om is").count() == 1
    for slug, address in (("nordvik", "nobody@example.org"), ("nowhere", email)):
        with pytest.raises(InvalidError):
            bring_in_folder(folder, sheet, slug=slug, email=address, say=said.append)


def test_a_drawer_is_undone_except_for_what_somebody_built_upon(person: Person, drawer: MakeDrawer) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer)
    with acting_for(officer):
        with pytest.raises(ConflictError):
            undo(officer, drawer=made)
        fill(officer, made)
        finding = Finding.objects.filter(agreement__title="Om snø")[0]
        judge_finding(officer, agreement=finding.agreement, finding=finding, verdict="met")
        undone = undo(officer, drawer=made)
        assert undone.state == "undone"
        assert ends(undone)["a/ice.docx"][0] == "undone"
        assert ends(undone)["b/snow.docx"][0] == "kept"
        assert ends(undone)["unnamed.docx"][0] == "look"
        titles = Agreement.objects.visible_to(officer).values_list("title", flat=True)
        assert "Om is" not in titles
        assert "Om snø" in titles
        with pytest.raises(ConflictError):
            undo(officer, drawer=made)
        again = drawer(officer)
        fill(officer, again)
        assert ends(again)["a/ice.docx"][0] == "registered"


def test_a_later_agreement_under_one_of_a_drawer_keeps_it(person: Person, drawer: MakeDrawer, draft: MakeDraft) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer)
    with acting_for(officer):
        fill(officer, made)
        ice = Agreement.objects.get(title="Om is")
        register_agreement(officer, draft=draft(parent=ice.pk, relation="under"))
        assert ends(undo(officer, drawer=made))["a/ice.docx"][0] == "kept"


def test_a_person_says_which_partner_an_uncertain_name_means(
    person: Person, drawer: MakeDrawer, client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    with acting_for(officer):
        here, there = (add_partner(officer, "Snow Centre", country) for country in ("CA", "NO"))
        sheet = "Fil;Tittel;Type;Motpart\nice.docx;Om is;MoU;Snow Centre\nsnow.docx;Om snø;MoU;Snow Centre\n"
        made = upload_drawer(officer, files=[archive(papers())], sheet=SimpleUploadedFile("sheet.csv", sheet.encode()))
        choose_columns(officer, drawer=made, columns=made.mapping["columns"])
    client, columns = client_for(officer), f"/agreements/drawers/{made.pk}/columns/"
    page = client.get(columns).content.decode()
    assert str(here.pk) in page
    assert str(there.pk) in page
    chosen = {"column-file": "0", "column-title": "1", "column-kind": "2", "column-partner": "3"}
    key = partner_key("Snow Centre", "")
    assert client.post(columns, {**chosen, "name": key, "choice": str(there.pk)}).status_code == 302
    with acting_for(officer):
        fill(officer, start(officer, drawer=made))
        for title in ("Om is", "Om snø"):
            assert Agreement.objects.get(title=title).parties.filter(partner=there).exists()


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_columns_of_our_own_example_and_list_are_found(language: str) -> None:
    with override(language):
        example = [str(target.label) for target in TARGETS]
        assert find_columns(example) == {target.name: place for place, target in enumerate(TARGETS)}
        listed = find_columns([str(column) for column in COLUMNS])
    assert {"title", "kind", "partner", "country", "unit", "starts", "ends", "notice", "renewal"} <= listed.keys()


@pytest.mark.parametrize("language", ["en", "nb"])
def test_our_own_example_shows_each_kind_in_words_that_are_understood(
    person: Person, client_for: Callable[[Actor], Client], tmp_path: Path, language: str
) -> None:
    client, saved = client_for(person(Duty.AGREEMENTS_OFFICER)), tmp_path / "example.xlsx"
    client.cookies["aktsom_language"] = language
    saved.write_bytes(b"".join(client.get("/agreements/drawers/example/").streaming_content))  # type: ignore[arg-type]
    sheet = read_sheet(saved)
    reader = RowReader({target.name: place for place, target in enumerate(TARGETS)})
    rows = [reader.read(row) for row in sheet.rows()]
    assert [row.kind for row in rows] == list(Agreement.Kind.values)
    assert [reason for row in rows for reason in row.reasons] == []
