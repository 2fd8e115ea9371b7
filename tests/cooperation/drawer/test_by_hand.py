"""By hand: nothing that the row says is lost, annexes go where they belong, and what was registered so is not forgotten."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Document, DocumentVersion
from aktsom.cooperation.agreements.papers import add_document
from aktsom.cooperation.drawer import handing_out
from aktsom.cooperation.drawer.actions import choose_columns, give_sheet, start, undo
from aktsom.cooperation.drawer.filling import fill
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.preview import preview_of
from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import InvalidError
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from tests.cooperation.drawer.conftest import SHEET, archive, paper, papers
from tests.cooperation.drawer.test_drawers import ends
from tests.cooperation.drawer.test_particulars import HEAD

pytestmark = pytest.mark.django_db
Person, MakeDrawer, ClientFor = Callable[..., Actor], Callable[..., Drawer], Callable[[Actor], Client]
FRAME = "frame.docx;Rammen;rammeavtale;Snow Centre;CA;;signert;;;;;;;;\n"


def at(drawer: Drawer, named: str) -> str:
    """The address of the item of a file, or of a row as "row 4"."""
    row = {"file": "", "row": int(named[4:])} if named.startswith("row ") else {"file": named}
    return f"/agreements/drawers/{drawer.pk}/items/{DrawerItem.objects.get(drawer=drawer, **row).number}"


def in_english(client: Client) -> Client:
    """The same, reading English."""
    client.cookies["aktsom_language"] = "en"
    return client


def brought(officer: Actor, drawer: Drawer, sheet: str) -> None:
    """Another sheet, brought in."""
    give_sheet(officer, drawer=drawer, sheet=SimpleUploadedFile("better.csv", sheet.encode()))
    drawer.refresh_from_db()
    choose_columns(officer, drawer=drawer, columns=drawer.mapping["columns"])
    fill(officer, start(officer, drawer=drawer))


def test_a_file_that_the_virus_scanner_refuses_is_not_handed_out_and_another_can_stand_in_for_it(
    person: Person, drawer: MakeDrawer, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    with acting_for(officer):
        snow = add_partner(officer, "Snow Centre", "CA")
    made = drawer(officer)
    with acting_for(officer):
        fill(officer, made)
        address = at(made, "wrong.docx")
    bad, client = papers()["wrong.docx"], in_english(client_for(officer))

    def scanner(chunks: list[bytes]) -> None:
        if b"".join(chunks) == bad:
            raise InvalidError("The virus scanner found something in this file.", kept="The file was not kept.")

    monkeypatch.setattr("aktsom.core.files.refuse_infected", scanner)
    monkeypatch.setattr(handing_out, "refuse_infected", scanner)
    refused = client.get(f"{address}/file/")
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "The virus scanner found something in this file." in said
    assert "It was not handed out." in said
    form = client.get(f"{address}/register/").content.decode()
    assert "Another file in its place" in form
    given = {"title": "Rett dag", "kind": "memorandum", "state": "signed", "partner": str(snow.pk)}
    assert client.post(f"{address}/register/", given).status_code == 422
    better = SimpleUploadedFile("clean.docx", paper("Clean."))
    assert client.post(f"{address}/register/", {**given, "paper": better}).status_code == 302
    with acting_for(officer):
        assert DocumentVersion.objects.get(agreement__title="Rett dag").filename == "clean.docx"


def test_who_opens_a_file_of_a_drawer_is_on_record(person: Person, drawer: MakeDrawer, client_for: ClientFor) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer)
    with acting_for(officer):
        fill(officer, made)
        item = DrawerItem.objects.get(drawer=made, file="wrong.docx")
        address = at(made, "wrong.docx")
    assert client_for(officer).get(f"{address}/file/").status_code == 200
    with acting_for(officer):
        event = AuditEvent.objects.get(verb="look at a record", subject=f"drawer.draweritem:{item.pk}")
        assert event.member_id == officer.member_id


def test_by_hand_who_signs_what_it_hangs_on_and_what_the_paper_is_come_from_the_row(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    rows = "sub.docx;Prosjektet;prosjekt;Snow Centre;CA;someday;utkast;R. Ektor;S. Now;;;;;avtale;Rammen\n"
    draft = "early.docx;Tidlig;prosjekt;Snow Centre;CA;someday;;R. Ektor;S. Now;;;;;utkast;\n"
    files = {name: paper(name) for name in ("frame.docx", "sub.docx", "early.docx")}
    made = drawer(officer, files, HEAD + FRAME + rows + draft)
    with acting_for(officer):
        fill(officer, made)
        assert [ends(made)[name] for name in ("sub.docx", "early.docx")] == [("look", ["date-unknown"])] * 2
        frame, addresses = (
            Agreement.objects.get(title="Rammen"),
            [at(made, name) for name in ("sub.docx", "early.docx")],
        )
    client = in_english(client_for(officer))
    for address, kind, parent in zip(addresses, ("agreement", "draft"), (str(frame.pk), None), strict=True):
        form = client.get(f"{address}/register/")
        page = form.content.decode()
        assert "The row says that R. Ektor signs for us." in page
        assert "S. Now" in page
        assert form.context["form"]["parent"].value() == parent
        assert form.context["paper_kind"] == kind
        picked = [str(key) for key in form.context["picked"].ids]
        given = {
            name: form.context["form"][name].value() or "" for name in ("title", "kind", "state", "parent", "relation")
        }
        answer = client.post(f"{address}/register/", {**given, "partner": picked, "paper_kind": kind})
        assert answer.status_code == 302
    with acting_for(officer):
        sub, early = (Agreement.objects.get(title=title) for title in ("Prosjektet", "Tidlig"))
        assert (sub.parent, sub.relation, early.parent) == (frame, "under", None)
        for one in (sub, early):
            assert {each.side: each.signatory for each in one.parties.all()} == {"ours": "R. Ektor", "theirs": "S. Now"}
        assert Document.objects.get(agreement=early).kind == "draft"
        assert Document.objects.get(agreement=sub).kind == "agreement"


def test_an_annex_that_was_left_is_added_to_its_agreement_by_hand_and_becomes_none_of_its_own(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    lost = "lost.docx;;;;;;;;;;;;;vedlegg;Nowhere\nchange.docx;;;;;;;;;;;;;endringsavtale;Nowhere\n"
    files = {name: paper(name) for name in ("frame.docx", "lost.docx", "change.docx")}
    made = drawer(officer, files, HEAD + FRAME + lost)
    with acting_for(officer):
        fill(officer, made)
        assert ends(made)["lost.docx"] == ("look", ["parent-unknown"])
        frame, annex, change = Agreement.objects.get(title="Rammen"), at(made, "lost.docx"), at(made, "change.docx")
    client = in_english(client_for(officer))
    assert client.get(f"{annex}/register/")["Location"] == f"{annex}/beside/"
    assert client.get(f"{annex}/register/?own=1").status_code == 200
    form = client.get(f"{annex}/beside/")
    assert form.context["form"]["kind"].value() == "annex"
    assert client.get(f"{change}/beside/").context["form"]["kind"].value() == "amendment"
    assert client.post(f"{annex}/beside/", {"agreement": "", "kind": "annex"}).status_code == 422
    left, there = f"/agreements/drawers/{made.pk}/?outcome=look", f"/agreements/{frame.pk}/"
    for address, kind, then in ((annex, "annex", left), (change, "amendment", left), (annex, "annex", there)):
        answer = client.post(f"{address}/beside/", {"agreement": str(frame.pk), "kind": kind})
        assert answer["Location"] == then
    with acting_for(officer):
        assert Agreement.objects.count() == 1
        kept = DocumentVersion.objects.filter(agreement=frame).values_list("filename", "document__kind")
        assert sorted(kept) == [("change.docx", "amendment"), ("frame.docx", "agreement"), ("lost.docx", "annex")]
        checked = ClauseCheck.objects.filter(agreement=frame).values_list("document_version__filename", flat=True)
        assert sorted(checked) == ["change.docx", "frame.docx"]
        undo(officer, drawer=made)
        assert ends(made) == {name: ("undone", []) for name in files}


def test_an_annex_is_added_only_where_one_may_change_the_agreement(
    person: Person, drawer: MakeDrawer, agreement: Callable[..., Agreement], client_for: ClientFor
) -> None:
    officer, bringer = person(Duty.AGREEMENTS_OFFICER), person()
    theirs, own = agreement(officer, title="Theirs"), agreement(bringer, title="Own")
    made = drawer(bringer, {"lost.docx": paper("Lost.")}, HEAD + "lost.docx;;;;;;;;;;;;;vedlegg;Nowhere\n")
    with acting_for(bringer):
        fill(bringer, made)
        address = at(made, "lost.docx")
    client = client_for(bringer)
    assert client.get(f"{address}/beside/").context["form"].offered.keys() == {str(own.pk)}
    assert client.get(f"{address}/beside/?q=nothing").context["form"].offered == {}
    assert client.post(f"{address}/beside/", {"agreement": str(theirs.pk), "kind": "annex"}).status_code == 422


def registered_by_hand(officer: Actor, client: Client, drawer: Drawer, **more: object) -> dict[str, object]:
    """Register the row without a file, as "gone.pdf" of the sheet; gives what was sent."""
    with acting_for(officer):
        snow = add_partner(officer, "Snow Centre", "CA")
        fill(officer, drawer)
        address = at(drawer, "row 4")
    given = {"title": "Borte", "kind": "memorandum", "state": "signed", "partner": str(snow.pk), **more}
    assert client.post(f"{address}/register/", given).status_code == 302
    return given


@pytest.mark.parametrize("with_paper", [True, False])
def test_a_row_that_was_registered_by_hand_is_known_in_another_sheet(
    person: Person, drawer: MakeDrawer, client_for: ClientFor, with_paper: bool
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer)
    found = {"paper": SimpleUploadedFile("found.docx", paper("Found."))} if with_paper else {}
    registered_by_hand(officer, client_for(officer), made, **found)
    head, *rows = SHEET.splitlines(keepends=True)
    more = "missing.pdf;Savnet;MoU;Snow Centre;CA;;;\n"
    with acting_for(officer):
        brought(officer, made, "".join([head, more, *rows]))
        assert preview_of(officer, made).without_file.number == 0  # type: ignore[union-attr]
        alone = [each.agreement and each.agreement.title for each in DrawerItem.objects.filter(drawer=made, file="")]
        assert sorted(alone, key=str) == ["Borte", None]
        brought(officer, made, "".join([head, *rows]))
        alone = [each.agreement and each.agreement.title for each in DrawerItem.objects.filter(drawer=made, file="")]
        assert alone == ["Borte"]
        made.refresh_from_db()
        assert made.total == DrawerItem.objects.filter(drawer=made).count() == 9


def test_what_was_registered_by_hand_without_a_paper_is_withdrawn_when_the_drawer_is_undone(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer)
    registered_by_hand(officer, client_for(officer), made)
    with acting_for(officer):
        one = Agreement.objects.get(title="Borte")
        undo(officer, drawer=made)
        one.refresh_from_db()
        assert one.withdrawn_at is not None
        assert ends(made)["row 4"] == ("undone", [])
        assert ends(made)["copy of ice.docx"] == ("look", ["known"])


def test_what_got_its_paper_later_is_kept_when_the_drawer_is_undone(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer)
    registered_by_hand(officer, client_for(officer), made)
    with acting_for(officer):
        one = Agreement.objects.get(title="Borte")
        add_document(officer, agreement=one, upload=SimpleUploadedFile("found.docx", paper("Found.")))
        undo(officer, drawer=made)
        assert ends(made)["row 4"] == ("kept", [])


def test_a_form_that_is_sent_twice_registers_once_and_shows_what_is_registered(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made, client = drawer(officer), client_for(officer)
    given = registered_by_hand(officer, client, made, token=str(uuid4()))
    with acting_for(officer):
        one, address = Agreement.objects.get(title="Borte"), at(made, "row 4")
    assert client.post(f"{address}/register/", given)["Location"] == f"/agreements/{one.pk}/"
    with acting_for(officer):
        assert Agreement.objects.filter(title="Borte").count() == 1


def test_which_agreement_a_paper_belongs_to_is_not_chosen_for_anybody(
    person: Person, drawer: MakeDrawer, client_for: ClientFor, agreement: Callable[..., Agreement]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    agreement(officer, title="The newest one")
    made = drawer(officer)
    with acting_for(officer):
        fill(officer, made)
        address = at(made, "wrong.docx")
    form = client_for(officer).get(f"{address}/beside/").context["form"]
    assert (form["agreement"].value(), form.fields["agreement"].choices[0]) == ("", ("", "—"))


def brought_in(person: Person, drawer: MakeDrawer, client_for: ClientFor) -> tuple[Actor, Partner, Drawer, Client]:
    """An officer, a partner of his institution, a drawer that he has brought in, and his browser, in English."""
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer)
    with acting_for(officer):
        snow = add_partner(officer, "Snow Centre", "CA")
        fill(officer, made)
    return officer, snow, made, in_english(client_for(officer))


def test_a_file_that_is_no_paper_does_not_become_one_by_hand(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    officer, snow, made, client = brought_in(person, drawer, client_for)
    with acting_for(officer):
        address = at(made, "program.pdf")
    page = client.get(f"{address}/register/").content.decode()
    assert "is added as its paper" not in page
    assert "The file program.pdf is no PDF, Word or OpenDocument text, so it is not added." in page
    assert f'<a href="{address}/file/">' in page
    given = {"title": "Program", "kind": "memorandum", "state": "signed", "partner": str(snow.pk)}
    assert client.post(f"{address}/register/", given).status_code == 302
    with acting_for(officer):
        one = Agreement.objects.get(title="Program")
        assert not Document.objects.filter(agreement=one).exists()


def test_after_one_was_registered_by_hand_the_next_one_is_at_hand(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    officer, snow, made, client = brought_in(person, drawer, client_for)
    with acting_for(officer):
        address, other = at(made, "wrong.docx"), at(made, "unnamed.docx")
        frame = Agreement.objects.get(title="Om is")
    given = {"title": "Rett dag", "kind": "memorandum", "state": "signed", "partner": str(snow.pk)}
    answers = [
        client.post(f"{address}/register/", given),
        client.post(f"{other}/beside/", {"agreement": str(frame.pk), "kind": "annex"}),
    ]
    assert {each["Location"] for each in answers} == {f"/agreements/drawers/{made.pk}/?outcome=look"}
    page = client.get(f"/agreements/drawers/{made.pk}/?outcome=look").content.decode()
    assert "wrong.docx" not in page
    assert "copy of ice.docx" in page
    with acting_for(officer):
        one = Agreement.objects.get(title="Rett dag")
    assert "registered it by hand from a drawer." in client.get(f"/agreements/{one.pk}/").content.decode()


def test_what_cannot_be_read_is_told_without_the_name_that_the_file_is_kept_under(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made, client = drawer(officer), in_english(client_for(officer))
    with acting_for(officer):
        fill(officer, made)
        kept = ClauseCheck.objects.get(agreement__title="Ødelagt").message
    assert kept["en"].startswith("The PDF is damaged or cut off")
    assert kept["nb"].startswith("PDF-en er skadet")
    assert "cannot be read. The PDF is damaged" in client.get(f"/agreements/drawers/{made.pk}/").content.decode()


def test_while_the_files_are_brought_in_nothing_is_said_twice_and_what_is_there_is_narrowed_once_it_is_there(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made, client = drawer(officer), in_english(client_for(officer))
    page = client.get(f"/agreements/drawers/{made.pk}/").content.decode()
    assert page.count("You can leave this page") == 1
    assert 'name="outcome"' not in page
    with acting_for(officer):
        fill(officer, made)
    assert 'name="outcome"' in client.get(f"/agreements/drawers/{made.pk}/").content.decode()


def test_the_columns_are_shown_until_they_are_chosen_and_to_discard_is_asked_for(
    person: Person, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    client = in_english(client_for(officer))
    given = {"files": [archive(papers())], "sheet": SimpleUploadedFile("sheet.csv", SHEET.encode())}
    address = client.post("/agreements/drawers/", given)["Location"]
    page = client.get(address)
    assert '<details class="more" open><summary>Which column holds what' in page.content.decode()
    places = {f"column-{name}": place for name, place in page.context["drawer"].mapping["columns"].items()}
    after = client.post(address, places, follow=True).content.decode()
    assert '<details class="more"><summary>Which column holds what' in after
    asked = after.index("<summary>Discard this drawer</summary>")
    assert "Its files and its sheet are deleted" in after[asked : after.index("Delete its files and its sheet")]
