"""One file of a drawer that nobody wants: set aside, left alone by later sheets, and looked at again."""

from collections.abc import Callable

import pytest
from django.test import Client

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.drawer.actions import (
    discard,
    give_sheet,
    look_again,
    register_one,
    set_aside,
    set_aside_known,
    undo,
)
from aktsom.cooperation.drawer.filling import fill
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from tests.cooperation.drawer.conftest import SHEET, paper, papers
from tests.cooperation.drawer.test_after_a_look import BETTER, sheet
from tests.cooperation.drawer.test_by_hand import brought, in_english
from tests.cooperation.drawer.test_drawers import ends

pytestmark = pytest.mark.django_db
Person, MakeDrawer, ClientFor = Callable[..., Actor], Callable[..., Drawer], Callable[[Actor], Client]


def filled(person: Person, drawer: MakeDrawer, files: dict[str, bytes] | None = None) -> tuple[Actor, Drawer]:
    """An officer and a drawer that is brought in."""
    officer = person(Duty.AGREEMENTS_OFFICER, name="Oda Officer")
    made = drawer(officer, files)
    with acting_for(officer):
        fill(officer, made)
    return officer, made


def called(drawer: Drawer, file: str) -> DrawerItem:
    """The item of a file; "" is that of the row whose file is not there."""
    return DrawerItem.objects.get(drawer=drawer, file=file)


def test_one_file_is_set_aside_with_who_and_why_and_counts_as_settled(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    officer, made = filled(person, drawer)
    client, address = in_english(client_for(officer)), f"/agreements/drawers/{made.pk}/"
    with acting_for(officer):
        number = called(made, "unnamed.docx").number
    assert "2 registered, 5 to look at, 2 refused." in client.get(address).content.decode()
    at = f"{address}items/{number}/"
    answer = client.post(f"{at}aside/?outcome=look&page=1", {"because": "  A menu  "})
    assert answer["Location"] == f"{address}?outcome=look&page=1"
    left = client.get(answer["Location"]).content.decode()
    assert "Set aside: unnamed.docx" in left
    assert f"{at}register/" not in left
    page = client.get(f"{address}?outcome=aside").content.decode()
    assert "1 is set aside." in page
    assert "A menu" in page
    assert "Oda Officer" in page
    assert "No row of the sheet names this file" not in page
    assert f"{at}file/" in page
    assert b"".join(client.get(f"{at}file/")) == papers()["unnamed.docx"]  # type: ignore[arg-type]
    assert client.get(f"{at}register/").status_code == 404
    assert "A menu" in b"".join(client.get(f"{address}export/csv/")).decode()  # type: ignore[arg-type]
    with acting_for(officer):
        event = AuditEvent.objects.get(verb="set aside one of a drawer")
        assert "A menu" not in str(event.details)


def test_what_is_set_aside_is_looked_at_again(person: Person, drawer: MakeDrawer, client_for: ClientFor) -> None:
    officer, made = filled(person, drawer)
    client, address = in_english(client_for(officer)), f"/agreements/drawers/{made.pk}/"
    with acting_for(officer):
        before = ends(made)
        numbers = [called(made, file).number for file in ("unnamed.docx", "program.pdf")]
    for number in numbers:
        assert client.post(f"{address}items/{number}/aside/").status_code == 302
        assert client.post(f"{address}items/{number}/aside/").status_code == 409
    with acting_for(officer):
        assert [ends(made)[file][0] for file in ("unnamed.docx", "program.pdf")] == ["aside", "aside"]
    for number in numbers:
        answer = client.post(f"{address}items/{number}/again/?outcome=aside")
        assert answer["Location"] == f"{address}?outcome=aside"
        assert client.post(f"{address}items/{number}/again/").status_code == 409
    with acting_for(officer):
        assert ends(made) == before
        one = called(made, "unnamed.docx")
        assert (one.aside_by, one.aside_at, one.aside_because) == (None, None, "")


def test_promise_p126_what_nobody_wants_of_a_drawer_is_left_alone_by_later_sheets_until_it_is_taken_back(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    officer, made = filled(person, drawer)
    with acting_for(officer):
        set_aside(officer, drawer=made, item=called(made, "unnamed.docx"))
        give_sheet(officer, drawer=made, sheet=sheet(BETTER))
    columns = in_english(client_for(officer)).get(f"/agreements/drawers/{made.pk}/columns/").content.decode()
    assert "3 of 8 files are registered already and stay as they are. 1 is set aside." in columns
    assert "unnamed.docx" not in columns
    with acting_for(officer):
        brought(officer, made, BETTER)
        assert ends(made)["unnamed.docx"] == ("aside", ["no-row"])
        assert ends(made)["wrong.docx"] == ("registered", [])
        assert not Agreement.objects.filter(title="Uten navn").exists()
        look_again(officer, drawer=made, item=called(made, "unnamed.docx"))
        brought(officer, made, BETTER)
        assert ends(made)["unnamed.docx"] == ("registered", [])


def test_a_row_without_a_file_that_is_set_aside_is_known_in_another_sheet(person: Person, drawer: MakeDrawer) -> None:
    officer, made = filled(person, drawer)
    head, *rows = SHEET.splitlines(keepends=True)
    with acting_for(officer):
        set_aside(officer, drawer=made, item=called(made, ""), because="It never came about")
        brought(officer, made, "".join([head, "missing.pdf;Savnet;MoU;Snow Centre;CA;;;\n", *rows]))
        alone = DrawerItem.objects.filter(drawer=made, file="").values_list("outcome", "aside_because")
        assert sorted(alone) == [("aside", "It never came about"), ("look", "")]
        made.refresh_from_db()
        assert made.total == DrawerItem.objects.filter(drawer=made).count()
        look_again(officer, drawer=made, item=DrawerItem.objects.get(drawer=made, file="", outcome="aside"))
        brought(officer, made, SHEET)
        assert list(DrawerItem.objects.filter(drawer=made, file="").values_list("outcome", "row")) == [("look", 4)]


def test_what_is_there_already_is_set_aside_at_once_and_names_its_agreement(
    person: Person, drawer: MakeDrawer, client_for: ClientFor
) -> None:
    twice = {f"{number} copy of ice.docx": papers()["a/ice.docx"] for number in (1, 2)}
    officer, made = filled(person, drawer, papers() | twice)
    client, address = in_english(client_for(officer)), f"/agreements/drawers/{made.pk}/"
    with acting_for(officer):
        one = called(made, "copy of ice.docx")
    page = client.get(f"{address}?outcome=look").content.decode()
    assert f'action="{address}items/{one.number}/aside/?outcome=look"' in page
    assert f"because-{one.number}" not in page
    assert client.post(f"{address}items/{one.number}/aside/").status_code == 302
    assert "Set aside the 2 that are there already" in client.get(address).content.decode()
    assert client.post(f"{address}aside-known/?outcome=look")["Location"] == f"{address}?outcome=look"
    page = client.get(f"{address}?outcome=aside").content.decode()
    assert "2 files are set aside." in page
    assert page.count(">Om is</a>") == 3
    with acting_for(officer):
        assert [outcome for outcome, why in ends(made).values() if why == ["known"]] == ["aside"] * 3
        undo(officer, drawer=made)
        assert ends(made)["copy of ice.docx"] == ("aside", ["known"])
        assert DrawerItem.objects.filter(drawer=made, outcome="undone").count() == 3


def test_of_two_same_files_the_one_that_a_later_sheet_names_comes_in_when_the_other_is_set_aside(
    person: Person, drawer: MakeDrawer
) -> None:
    files = {"first.docx": paper("The same."), "second.docx": paper("The same.")}
    officer, made = filled(person, drawer, files)
    with acting_for(officer):
        assert ends(made)["second.docx"] == ("look", ["known"])
        assert set_aside_known(officer, drawer=made) == 0
        set_aside(officer, drawer=made, item=called(made, "first.docx"))
        brought(officer, made, SHEET.replace("ice.docx", "second.docx"))
        assert ends(made)["second.docx"] == ("registered", [])


def test_what_is_registered_is_not_set_aside_and_what_is_set_aside_is_not_registered(
    person: Person, drawer: MakeDrawer, draft: Callable[..., object]
) -> None:
    officer, made = filled(person, drawer)
    with acting_for(officer):
        for file in ("a/ice.docx", "broken.pdf"):
            with pytest.raises(ConflictError):
                set_aside(officer, drawer=made, item=called(made, file))
        item = called(made, "unnamed.docx")
        set_aside(officer, drawer=made, item=item)
        with pytest.raises(ConflictError):
            register_one(officer, drawer=made, item=item, draft=draft())  # type: ignore[arg-type]


def test_a_reason_that_is_too_long_is_refused_and_nothing_of_it_is_cut(person: Person, drawer: MakeDrawer) -> None:
    officer, made = filled(person, drawer)
    with acting_for(officer):
        item = called(made, "unnamed.docx")
        with pytest.raises(InvalidError) as refused:
            set_aside(officer, drawer=made, item=item, because="x" * 201)
        assert "200" in str(refused.value.fields["because"])
        assert called(made, "unnamed.docx").outcome == "look"
        assert set_aside(officer, drawer=made, item=item, because=" " + "x" * 200).aside_because == "x" * 200


def test_only_who_works_on_the_drawer_sets_something_aside(person: Person, drawer: MakeDrawer) -> None:
    _officer, made = filled(person, drawer)
    other, auditor = person(), person(Duty.INTERNAL_AUDITOR)
    with acting_for(_officer):
        item = called(made, "unnamed.docx")
    for actor in (other, auditor):
        with acting_for(actor), pytest.raises(NotAllowedError):
            set_aside(actor, drawer=made, item=item)


def test_a_drawer_from_which_only_something_was_set_aside_is_discarded(person: Person, drawer: MakeDrawer) -> None:
    officer, made = filled(person, drawer, {"menu.docx": paper("Fish.")})
    with acting_for(officer):
        set_aside(officer, drawer=made, item=called(made, "menu.docx"))
        give_sheet(officer, drawer=made, sheet=sheet(SHEET))
        discard(officer, drawer=made)
        assert not Drawer.objects.exists()


def test_programs_set_aside_and_look_again_too(person: Person, drawer: MakeDrawer, client_for: ClientFor) -> None:
    officer, made = filled(person, drawer)
    client, address = client_for(officer), f"/api/v1/agreement-drawers/{made.pk}"
    listed = client.get(f"{address}/items?outcome=look").json()["items"]
    number = next(each["number"] for each in listed if each["file"] == "unnamed.docx")
    sent = {"content_type": "application/json", "headers": {"X-CSRFToken": ""}}
    said = client.post(f"{address}/items/{number}/aside", {"because": "A menu"}, **sent).json()
    assert (said["outcome"], said["aside_because"], said["aside_by"]) == ("aside", "A menu", str(officer.member_id))
    assert client.get(address).json()["aside"] == 1
    assert [each["number"] for each in client.get(f"{address}/items?outcome=aside").json()["items"]] == [number]
    assert client.post(f"{address}/items/{number}/again", **sent).json()["outcome"] == "look"
    assert client.post(f"{address}/aside-known", **sent).json()["aside"] == 1
