"""What a drawer asks of a person: which column holds what, and who is meant by a name that many have."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aktsom.cooperation.drawer.filling import fill
from aktsom.cooperation.drawer.models import Drawer
from aktsom.cooperation.partners.choices import partner_key
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from tests.cooperation.drawer.conftest import SHEET, archive, paper
from tests.cooperation.drawer.test_drawers import ends

pytestmark = pytest.mark.django_db
Person, MakeDrawer = Callable[..., Actor], Callable[..., Drawer]


def papers_of(number: int) -> bytes:
    """A paper of its own for each number."""
    return paper(f"The parties work on matter {number}.")


def test_promise_p123_a_partner_named_by_common_words_alone_is_asked_about_and_a_full_name_is_not(
    person: Person, drawer: MakeDrawer, client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    names = ("Institute of Technology;", "Massachusetts Institute of Technology;", "Institute of Technology;India")
    files = {f"{number}.docx": papers_of(number) for number in range(len(names))}
    rows = "".join(f"{number}.docx;Title {number};MoU;{name}\n" for number, name in enumerate(names))
    made = drawer(officer, files, "Fil;Tittel;Type;Motpart;Land\n" + rows)
    with acting_for(officer):
        fill(officer, made)
        assert ends(made) == {
            "0.docx": ("look", ["partner-common"]),
            "1.docx": ("registered", []),
            "2.docx": ("registered", []),
        }
    client = client_for(officer)
    client.cookies["aktsom_language"] = "en"
    assert "Many organisations are called so." in client.get(f"/agreements/drawers/{made.pk}/").content.decode()


def test_who_says_that_a_common_name_is_meant_as_it_stands_has_it_added_once(
    person: Person, drawer: MakeDrawer
) -> None:
    officer, files = person(Duty.AGREEMENTS_OFFICER), {"0.docx": papers_of(0), "1.docx": papers_of(1)}
    rows = "".join(f"{name};Title of {name};MoU;Institute of Technology;\n" for name in files)
    made = drawer(officer, files, "Fil;Tittel;Type;Motpart;Land\n" + rows)
    with acting_for(officer):
        made.mapping["partners"] = {partner_key("Institute of Technology", ""): "new"}
        made.save()
        fill(officer, made)
        assert {outcome for outcome, _why in ends(made).values()} == {"registered"}
        assert Partner.objects.filter(name="Institute of Technology").count() == 1


def test_a_file_without_a_row_is_taken_for_signed_as_a_row_that_does_not_say_is(
    person: Person, drawer: MakeDrawer, client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer, {"alone.docx": papers_of(0), "said.docx": papers_of(1)}, "Fil;Motpart\nsaid.docx;Testmark\n")
    with acting_for(officer):
        fill(officer, made)
    for number in (0, 1):
        form = client_for(officer).get(f"/agreements/drawers/{made.pk}/items/{number}/register/").context["form"]
        assert form["state"].value() == "signed"


def test_columns_that_the_sheet_has_stand_first_and_outcomes_are_those_that_are_there(
    person: Person, drawer: MakeDrawer, client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    client = client_for(officer)
    client.cookies["aktsom_language"] = "en"
    given = {"files": [archive({"0.docx": papers_of(0)})], "sheet": SimpleUploadedFile("s.csv", SHEET.encode())}
    page = client.get(client.post("/agreements/drawers/", given)["Location"]).content.decode()
    folded = page.index("more columns that a sheet can have")
    for name in ("file", "partner", "starts", "notice"):
        assert page.index(f'id="column-{name}"') < folded
    for name in ("unit", "law", "summary"):
        assert page.index(f'id="column-{name}"') > folded
    made = drawer(officer)
    with acting_for(officer):
        fill(officer, made)
    address = f"/agreements/drawers/{made.pk}/"
    shown = client.get(address).context["outcomes"]
    assert [value for value, _label in shown] == ["registered", "look", "refused"]
    client.post(f"{address}undo/")
    said = client.get(address).content.decode()
    assert "The drawer was undone: 3 agreements were withdrawn." in said
    assert "built upon" not in said
