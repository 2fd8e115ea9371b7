"""A drawer goes on when an agreement that came from it lies in a compartment since."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.protecting import put_into_compartment
from aktsom.cooperation.drawer.actions import choose_columns, give_sheet, start, undo
from aktsom.cooperation.drawer.filling import fill
from aktsom.cooperation.drawer.models import Drawer
from aktsom.cooperation.drawer.preview import preview_of
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.protection.access.models import Compartment
from tests.cooperation.drawer.conftest import SHEET

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The worker is killed."""


def protect(officer: Actor, owner: Actor) -> None:
    with acting_for(Actor.system("tests", officer.institution_id)):
        closed = Compartment.objects.create(
            institution_id=officer.institution_id,
            name="Ice",
            kind=Compartment.Kind.RECORDS,
            owner_id=owner.member_id,
        )
        put_into_compartment(
            Actor.system("tests", officer.institution_id),
            agreement=Agreement.objects.get(title="Om is"),
            compartment=closed,
        )


def titles(officer: Actor) -> list[str]:
    with acting_for(Actor.system("tests", officer.institution_id)):
        return sorted(Agreement.objects.values_list("title", flat=True))


def left_to_bring_in(officer: Actor, made: Drawer) -> int:
    found = preview_of(officer, made)
    assert found is not None
    return found.together


def test_what_was_protected_while_a_drawer_stood_still_is_not_brought_in_again(
    person: Callable[..., Actor], drawer: Callable[..., Drawer]
) -> None:
    officer, owner = person(Duty.AGREEMENTS_OFFICER), person(Duty.FACILITY_OWNER)
    made = drawer(officer)

    def stop(number: int) -> None:
        if number == 1:
            raise Killed

    with acting_for(officer), pytest.raises(Killed):
        fill(officer, made, stop)
    with acting_for(officer):
        before = left_to_bring_in(officer, made)
    protect(officer, owner)
    with acting_for(officer):
        assert left_to_bring_in(officer, made) == before
        assert fill(officer, start(officer, drawer=made)).state == Drawer.State.DONE
    assert titles(officer).count("Om is") == 1
    with acting_for(officer):
        undo(officer, drawer=made)
    assert "Om is" in titles(officer)


def test_a_new_sheet_leaves_alone_what_was_protected(
    person: Callable[..., Actor], drawer: Callable[..., Drawer]
) -> None:
    officer, owner = person(Duty.AGREEMENTS_OFFICER), person(Duty.FACILITY_OWNER)
    made = drawer(officer)
    with acting_for(officer):
        fill(officer, made)
    before = titles(officer)
    protect(officer, owner)
    with acting_for(officer):
        again = give_sheet(officer, drawer=made, sheet=SimpleUploadedFile("sheet.csv", SHEET.encode()))
        choose_columns(officer, drawer=again, columns=again.mapping["columns"])
        assert fill(officer, start(officer, drawer=again)).state == Drawer.State.DONE
    assert titles(officer) == before
