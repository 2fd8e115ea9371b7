"""A file at which the work breaks off: it is passed over in time, with why, and the rest goes on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aktsom.content.yardstick import Held, Yardstick
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck
from aktsom.cooperation.drawer import ahead, filling
from aktsom.cooperation.drawer.actions import start
from aktsom.cooperation.drawer.filling import fill
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Paper
from tests.cooperation.drawer.conftest import paper
from tests.cooperation.drawer.test_drawers import ends

pytestmark = pytest.mark.django_db
Person, MakeDrawer = Callable[..., Actor], Callable[..., Drawer]
FILES = ("1.docx", "2.docx", "3.docx")


def three(drawer: MakeDrawer, officer: Actor) -> Drawer:
    """A drawer of three good papers."""
    rows = "".join(f"{name};{name};MoU;Snow Centre;CA\n" for name in FILES)
    return drawer(
        officer, {name: paper(f"On matter {name}.") for name in FILES}, f"Fil;Tittel;Type;Motpart;Land\n{rows}"
    )


def go_on(officer: Actor, made: Drawer) -> int:
    """Let it go on until it is brought in; gives how often the work broke off."""
    broke_off = 0
    while made.state == "running":
        try:
            made = fill(officer, start(officer, drawer=made))
        except ZeroDivisionError:
            broke_off += 1
            assert broke_off < 5
    return broke_off


def test_a_reader_that_fails_in_an_unexpected_way_stops_nothing(
    person: Person, drawer: MakeDrawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, read = person(Duty.AGREEMENTS_OFFICER), ahead.read_paper
    started = list[Path]()

    def fails_first(path: Path) -> Paper:
        started.append(path)
        if len(started) == 1:
            raise ZeroDivisionError
        return read(path)

    monkeypatch.setattr(ahead, "AT_ONCE", 1)
    monkeypatch.setattr(ahead, "read_paper", fails_first)
    with acting_for(officer):
        made = three(drawer, officer)
        assert fill(officer, made).state == "done"
        assert list(ends(made).values()) == [("look", ["unreadable"]), ("registered", []), ("registered", [])]
        assert "unexpected" in ClauseCheck.objects.get(progress="failed").message["en"]


def test_a_paper_at_whose_check_the_work_breaks_off_twice_is_passed_over(
    person: Person, drawer: MakeDrawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, check = person(Duty.AGREEMENTS_OFFICER), ahead.held_against

    def fails(given: Paper, against: Yardstick) -> Held:
        if any("2.docx" in passage.text for passage in given.passages):
            raise ZeroDivisionError
        return check(given, against)

    monkeypatch.setattr(ahead, "held_against", fails)
    with acting_for(officer):
        made = three(drawer, officer)
        assert go_on(officer, made) == 2
        assert list(ends(made).values()) == [("registered", []), ("look", ["unreadable"]), ("registered", [])]
        assert Agreement.objects.count() == 3
        assert "begun" not in Drawer.objects.get(pk=made.pk).mapping


def test_a_file_at_which_the_work_breaks_off_twice_is_passed_over(
    person: Person, drawer: MakeDrawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, known = person(Duty.AGREEMENTS_OFFICER), filling.may_be_paper

    def fails(content: bytes) -> bool:
        if content == paper("On matter 2.docx."):
            raise ZeroDivisionError
        return known(content)

    monkeypatch.setattr(filling, "may_be_paper", fails)
    with acting_for(officer):
        made = three(drawer, officer)
        assert go_on(officer, made) == 2
        assert list(ends(made).values()) == [("registered", []), ("look", ["gave-up"]), ("registered", [])]
        assert DrawerItem.objects.filter(drawer=made).count() == 3
