"""What nobody could ask about before a drawer was brought in is asked in the middle of it, and can be answered afterwards."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from aktsom.cooperation.drawer.actions import start
from aktsom.cooperation.drawer.command import bring_in_folder
from aktsom.cooperation.drawer.filling import fill
from aktsom.cooperation.drawer.models import Drawer
from aktsom.cooperation.partners.actions import add_partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member
from tests.cooperation.drawer.conftest import paper
from tests.cooperation.drawer.test_drawers import ends
from tests.cooperation.drawer.test_what_is_meant import COLUMNS, english, mapped, partners_of

pytestmark = pytest.mark.django_db
Person, ClientFor = Callable[..., Actor], Callable[[Actor], Client]
ROWS = ["MoU;Ice Centre;GB", "MoU;Ice Centre;GB", "MoU;Rain Centre;GB"]


def stopped_and_gone_on(officer: Actor) -> Drawer:
    """A drawer that stopped after its first file, went on when a colleague had added a partner elsewhere, and is done."""
    made = mapped(officer, ["MoU;Rain Centre;GB", *ROWS[:2]])
    with acting_for(officer):
        fill(officer, start(officer, drawer=made), seconds=0)
        add_partner(officer, "Ice Centre", "DE")
        return fill(officer, made)


def test_a_drawer_that_goes_on_asks_about_a_name_that_is_known_elsewhere_by_now(person: Person) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = stopped_and_gone_on(officer)
    with acting_for(officer):
        assert ends(made) == {
            "0.docx": ("registered", []),
            "1.docx": ("look", ["partner-elsewhere"]),
            "2.docx": ("look", ["partner-elsewhere"]),
        }


def test_the_page_says_how_what_was_asked_in_the_middle_is_answered_once_for_all_files(
    person: Person, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = stopped_and_gone_on(officer)
    client, address = english(client_for(officer)), f"/agreements/drawers/{made.pk}/"
    said = client.get(address).content.decode()
    assert "We know one of this name in another country." in said
    assert said.count("give the drawer its sheet again: then you answer beside the columns, once for all files") == 1
    assert "Some of these files wait for an answer" not in client.get(f"{address}?outcome=registered").content.decode()
    sheet = SimpleUploadedFile(
        "sheet.csv",
        b"Fil;Tittel;Type;Motpart;Land\n0.docx;Title 0;MoU;Rain Centre;GB\n"
        b"1.docx;Title 1;MoU;Ice Centre;GB\n2.docx;Title 2;MoU;Ice Centre;GB\n",
    )
    again = client.post(f"{address}sheet/", {"sheet": sheet}, follow=True)
    client.post(again.redirect_chain[-1][0], COLUMNS)
    (question,) = client.get(f"{address}columns/").context["preview"].questions
    client.post(f"{address}columns/", COLUMNS | {"name": question.key, "choice": "new"})
    with acting_for(officer):
        fill(officer, start(officer, drawer=made))
        assert (partners_of(0), partners_of(1), partners_of(2)) == (
            {("Rain Centre", "GB")},
            {("Ice Centre", "GB")},
            {("Ice Centre", "GB")},
        )


def test_by_hand_the_one_elsewhere_is_offered_and_a_new_one_is_in_the_country_of_the_row(
    person: Person, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = stopped_and_gone_on(officer)
    picked = english(client_for(officer)).get(f"/agreements/drawers/{made.pk}/items/1/register/").context["picked"]
    assert [(each.partner.name, each.partner.country) for each in picked.found] == [("Ice Centre", "DE")]
    assert (picked.searched, picked.new_country) == ("Ice Centre", "GB")


def test_a_name_in_two_countries_is_two_partners_however_it_is_written(person: Person) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = mapped(officer, ["MoU;Snow Centre;CA", "MoU;SNOW CENTRE;SE"])
    with acting_for(officer):
        fill(officer, start(officer, drawer=made))
        assert (partners_of(0), partners_of(1)) == ({("Snow Centre", "CA")}, {("SNOW CENTRE", "SE")})


def test_a_row_without_a_country_does_not_hide_that_a_name_is_known_elsewhere(person: Person) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    with acting_for(officer):
        add_partner(officer, "Ice Centre", "DE")
    made = mapped(officer, ["MoU;Ice Centre;", "MoU;Ice Centre;GB"])
    with acting_for(officer):
        fill(officer, start(officer, drawer=made))
        assert partners_of(0) == {("Ice Centre", "DE")}
        assert ends(made)["1.docx"] == ("look", ["partner-elsewhere"])


def test_the_command_says_how_what_it_could_not_ask_is_answered(person: Person, tmp_path: Path) -> None:
    officer, said = person(Duty.AGREEMENTS_OFFICER), list[str]()
    with acting_for(officer):
        add_partner(officer, "Ice Centre", "DE")
        add_partner(officer, "Snow Centre", "DE")
        email = Member.objects.get(pk=officer.member_id).user.email
    folder, sheet = tmp_path / "drawer", tmp_path / "sheet.csv"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.docx").write_bytes(paper(f"The parties work on {name}."))
    sheet.write_text(
        "Fil;Tittel;Type;Motpart;Land\na.docx;A;MoU;Ice Centre;GB\nb.docx;B;MoU;Snow Centre;CA\nc.docx;C;MoU;Snow Centre;SE\n"
    )
    with override("en"):
        bring_in_folder(folder, sheet, slug="nordvik", email=email, say=said.append)
    assert said[:4] == [
        "New partner: Snow Centre (CA)",
        "We know one of this name in another country: DE.",
        "New partner: Snow Centre (SE)",
        "We know one of this name in another country: DE.",
    ]
    assert said[-1].startswith("Some files wait for an answer, such as who is meant. Open the drawer on its page")
