"""Before a drawer is brought in: which names become partners, which hold several, and what a word for a kind means."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.drawer.actions import choose_columns, give_sheet, start, undo, upload_drawer
from aktsom.cooperation.drawer.filling import fill
from aktsom.cooperation.drawer.models import Drawer
from aktsom.cooperation.drawer.preview import preview_of
from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.partners.choices import partner_key
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from tests.cooperation.drawer.conftest import archive, paper
from tests.cooperation.drawer.test_drawers import ends

pytestmark = pytest.mark.django_db
Person, ClientFor = Callable[..., Actor], Callable[[Actor], Client]
COLUMNS = {"column-file": "0", "column-title": "1", "column-kind": "2", "column-partner": "3", "column-country": "4"}
BOTH = "University of Toronto, McGill University"


def mapped(actor: Actor, rows: list[str], header: str = "Fil;Tittel;Type;Motpart;Land") -> Drawer:
    """A drawer with a file for each row, whose columns are chosen."""
    files = {f"{number}.docx": paper(f"The parties work on matter {number}.") for number in range(len(rows))}
    sheet = header + "\n" + "".join(f"{number}.docx;Title {number};{row}\n" for number, row in enumerate(rows))
    with acting_for(actor):
        made = upload_drawer(
            actor, files=[archive(files)], sheet=SimpleUploadedFile("sheet.csv", sheet.encode("utf-8"))
        )
        return choose_columns(actor, drawer=made, columns=made.mapping["columns"])


def titled(number: int) -> Agreement:
    """The agreement of a row."""
    found: Agreement = Agreement.objects.get(title=f"Title {number}")
    return found


def partners_of(number: int) -> set[tuple[str, str]]:
    """The partners of a row's agreement, with their countries."""
    return set(titled(number).parties.exclude(partner=None).values_list("partner__name", "partner__country"))


def english(client: Client) -> Client:
    """A reader of English."""
    client.cookies["aktsom_language"] = "en"
    return client


def test_promise_p133_no_name_of_a_drawer_becomes_a_partner_before_it_was_shown_as_new(
    person: Person, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    with acting_for(officer):
        known = add_partner(officer, "University of Toronto", "CA")
    made = mapped(
        officer,
        ["MoU;Univeristy of Toronto;CA", "MoU;Univeristy of Toronto;CA", "MoU;Snow Centre;SE", "MoU;Gone;Nowhere"],
    )
    client, address = english(client_for(officer)), f"/agreements/drawers/{made.pk}/columns/"
    page = client.get(address)
    assert [(each.name, each.country, each.number) for each in page.context["new"]] == [
        ("Snow Centre", "SE", 1),
        ("Univeristy of Toronto", "CA", 2),
    ]
    said = page.content.decode()
    assert "2 names become new partners" in said
    assert said.index("2 names become new partners") < said.index("Bring it in")
    key = partner_key("Univeristy of Toronto", "CA")
    answer = client.post(address, COLUMNS | {"look": key})
    assert answer.status_code == 302
    looked = client.get(answer["Location"])
    (question,) = looked.context["preview"].questions
    assert (question.key, [each.pk for each in question.match.candidates]) == (key, [known.pk])
    assert looked.context["preview"].open_questions == 0
    assert client.post(address, COLUMNS | {"name": key, "choice": str(known.pk)}).status_code == 302
    assert [each.name for each in client.get(address).context["new"]] == ["Snow Centre"]
    with acting_for(officer):
        fill(officer, start(officer, drawer=made))
        assert partners_of(0) == partners_of(1) == {("University of Toronto", "CA")}
        assert partners_of(2) == {("Snow Centre", "SE")}
        assert not Partner.objects.filter(name="Univeristy of Toronto").exists()
        assert {outcome for outcome, _why in ends(undo(officer, drawer=made)).values()} == {"undone", "look"}


def test_a_name_that_nobody_says_anything_of_is_added_as_it_stands(person: Person) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = mapped(officer, ["MoU;Snow Centre;SE"])
    with acting_for(officer):
        fill(officer, start(officer, drawer=made))
        assert partners_of(0) == {("Snow Centre", "SE")}


def test_a_partner_is_looked_for_by_another_name_that_somebody_types(person: Person, client_for: ClientFor) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    with acting_for(officer):
        known = add_partner(officer, "Testmark Bureau of Rivers", "NO")
    made, key = mapped(officer, ["MoU;Elvekontoret;SE"]), partner_key("Elvekontoret", "SE")
    client, address = english(client_for(officer)), f"/agreements/drawers/{made.pk}/columns/"
    looked = client.get(client.post(address, COLUMNS | {"look": key, "words": "bureau of rivers"})["Location"])
    assert [each.pk for each in looked.context["preview"].questions[0].match.candidates] == [known.pk]
    assert "of this name in another country" not in looked.content.decode()
    assert client.get(f"{address}?look=%00&words=%00").status_code == 200


def test_a_cell_with_several_organisations_is_asked_about_and_each_becomes_a_partner(
    person: Person, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made, key = mapped(officer, [f"MoU;{BOTH};CA"]), partner_key(BOTH, "CA")
    client, address = english(client_for(officer)), f"/agreements/drawers/{made.pk}/columns/"
    page = client.get(address)
    assert "several organisations: University of Toronto; McGill University" in page.content.decode()
    assert page.context["preview"].open_questions == 1
    assert not page.context["new"].object_list
    with acting_for(officer):
        assert [each.code for each in preview_of(officer, made).wrong.first[0][1]] == ["partner-several"]  # type: ignore[union-attr]
    assert client.post(address, COLUMNS | {"name": key, "choice": "apart"}).status_code == 302
    page = client.get(address)
    assert [each.name for each in page.context["new"]] == ["McGill University", "University of Toronto"]
    assert [each.chosen for each in page.context["preview"].questions] == ["apart"]
    with acting_for(officer):
        fill(officer, start(officer, drawer=made))
        assert partners_of(0) == {("University of Toronto", "CA"), ("McGill University", "CA")}


def test_a_name_with_a_comma_can_be_one_organisation_all_the_same(person: Person, client_for: ClientFor) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = mapped(officer, [f"MoU;{BOTH};CA"])
    chosen = COLUMNS | {"name": partner_key(BOTH, "CA"), "choice": "new"}
    assert client_for(officer).post(f"/agreements/drawers/{made.pk}/columns/", chosen).status_code == 302
    with acting_for(officer):
        fill(officer, start(officer, drawer=made))
        assert partners_of(0) == {(BOTH, "CA")}


def test_a_line_break_in_a_cell_parts_names_and_countries(person: Person) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = mapped(officer, ['MoU;"Snow Centre\nIce Centre";"CA\nSE"', "MoU;Snow Centre|Rain Centre;Canada, Norway"])
    with acting_for(officer):
        fill(officer, start(officer, drawer=made))
        assert partners_of(0) == {("Snow Centre", "CA"), ("Ice Centre", "SE")}
        assert partners_of(1) == {("Snow Centre", "CA"), ("Rain Centre", "NO")}


def test_an_unknown_word_for_a_kind_is_said_once_for_the_whole_drawer_and_for_its_next_sheet(
    person: Person, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = mapped(officer, ["Vennskapspakt;Snow Centre;CA", "vennskapspakt.;Snow Centre;CA", ";Snow Centre;CA"])
    client, address = english(client_for(officer)), f"/agreements/drawers/{made.pk}/columns/"
    page = client.get(address)
    assert [(each.word, each.number, each.chosen) for each in page.context["preview"].kinds] == [
        ("Vennskapspakt", 2, "")
    ]
    assert "Kinds of agreements in this sheet: what is meant?" in page.content.decode()
    said = {"word": "Vennskapspakt", "means": "framework", "kind": "gift"}
    assert client.post(address, COLUMNS | said).status_code == 302
    assert [each.chosen for each in client.get(address).context["preview"].kinds] == ["framework"]
    with acting_for(officer):
        fill(officer, start(officer, drawer=made))
        assert [titled(number).kind for number in range(3)] == ["framework", "framework", "gift"]
        again = give_sheet(officer, drawer=made, sheet=SimpleUploadedFile("s.csv", b"Fil;Motpart\nx;y\n"))
        assert again.mapping["kinds"] == {"vennskapspakt": "framework"}


def test_the_api_lists_what_becomes_new_and_what_is_asked_and_takes_the_answers(
    person: Person, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = mapped(officer, [f"Vennskapspakt;{BOTH};CA", "MoU;Snow Centre;CA"])
    client, address = client_for(officer), f"/api/v1/agreement-drawers/{made.pk}"
    (asked,) = client.get(f"{address}/partners").json()
    assert (asked["key"], asked["parts"], asked["chosen"]) == (
        f"CA {BOTH}",
        ["University of Toronto", "McGill University"],
        "",
    )
    assert client.get(f"{address}/kinds").json() == [{"word": "Vennskapspakt", "rows": 1, "chosen": ""}]
    assert client.get(f"{address}/new-partners").json()["items"] == [
        {
            "key": "CA Snow Centre",
            "name": "Snow Centre",
            "country": "CA",
            "agreements": 1,
            "shares_country": False,
            "known_in": [],
        }
    ]
    given = {
        "columns": {"file": 0, "title": 1, "kind": 2, "partner": 3, "country": 4},
        "partners": {f"CA {BOTH}": "apart"},
        "kinds": {"Vennskapspakt": "framework"},
    }
    assert client.put(f"{address}/columns", given, content_type="application/json").status_code == 200
    assert client.get(f"{address}/new-partners").json()["total"] == 3
    assert client.get(f"{address}/kinds").json()[0]["chosen"] == "framework"
    assert client.get(f"{address}/partners").json()[0]["chosen"] == "apart"


def test_the_page_of_the_columns_asks_the_database_no_more_for_more_names(
    person: Person, client_for: ClientFor, django_assert_max_num_queries: Callable[..., object]
) -> None:
    officer, numbers = person(Duty.AGREEMENTS_OFFICER), list[int]()
    for rows in (2, 12):
        made = mapped(officer, [f"Pakt {each};Snow Centre {each}, Ice Centre {each};CA" for each in range(rows)])
        client = client_for(officer)
        client.get(f"/agreements/drawers/{made.pk}/columns/")
        with django_assert_max_num_queries(100) as asked:  # type: ignore[attr-defined]
            client.get(f"/agreements/drawers/{made.pk}/columns/")
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_what_amends_another_agreement_amends_it_and_is_not_made_under_it(person: Person) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    header = "Fil;Tittel;Type;Motpart;Land;Endrer;Hører til"
    made = mapped(
        officer, ["MoU;Snow Centre;CA;;", "MoU;Snow Centre;CA;0.docx;", "Prosjektavtale;Snow Centre;CA;;0.docx"], header
    )
    with acting_for(officer):
        fill(officer, start(officer, drawer=made))
        first = titled(0)
        assert [(titled(each).parent_id, titled(each).relation) for each in range(3)] == [
            (None, ""),
            (first.pk, "amends"),
            (first.pk, "under"),
        ]


@pytest.mark.parametrize("word", ["Tilleggsavtale", "Amendment", "Forlengelse", ""])
def test_an_amendment_that_says_no_kind_is_of_the_kind_of_what_it_amends(person: Person, word: str) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    rows = ["Utveksling;Snow Centre;CA;", f"{word};Snow Centre;CA;0.docx", f"{word or 'Tillegg'};Snow Centre;CA;"]
    made = mapped(officer, rows, "Fil;Tittel;Type;Motpart;Land;Endrer")
    with acting_for(officer):
        preview = preview_of(officer, made)
        assert preview is not None
        assert preview.kinds == ()
        assert [(file, reasons[0].code) for file, reasons in preview.wrong.first] == [("2.docx", "parent-missing")]
        fill(officer, start(officer, drawer=made))
        assert (titled(1).kind, titled(1).relation, titled(1).parent_id) == ("exchange", "amends", titled(0).pk)


def test_an_amendment_under_the_usual_column_of_what_it_belongs_to_amends_it(person: Person) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    rows = ["Utveksling;Snow Centre;CA;", "Addendum;Snow Centre;CA;0.docx"]
    made = mapped(officer, rows, "Fil;Tittel;Type;Motpart;Land;Hører til")
    with acting_for(officer):
        fill(officer, start(officer, drawer=made))
        assert (titled(1).kind, titled(1).relation) == ("exchange", "amends")


def test_promise_p139_a_name_that_we_know_in_another_country_is_asked_about_and_a_shared_country_is_shown(
    person: Person, client_for: ClientFor
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    with acting_for(officer):
        known = add_partner(officer, "Ice Centre", "DE")
    made = mapped(officer, ["MoU;Snow Centre|Ice Centre;GB", "MoU;Rain Centre;GB"])
    client, address = english(client_for(officer)), f"/agreements/drawers/{made.pk}/columns/"
    page = client.get(address)
    (question,) = page.context["preview"].questions
    assert (question.match.name, [each.pk for each in question.match.candidates]) == ("Ice Centre", [known.pk])
    assert "We know an organisation of this name in another country." in page.content.decode()
    with acting_for(officer):
        assert [each.code for each in preview_of(officer, made).wrong.first[0][1]] == ["partner-elsewhere"]  # type: ignore[union-attr]
    client.post(address, COLUMNS | {"name": question.key, "choice": str(known.pk)})
    page = client.get(address)
    assert [(each.name, each.shares_country) for each in page.context["new"]] == [
        ("Snow Centre", True),
        ("Rain Centre", False),
    ]
    assert page.content.decode().count("The sheet has one country for several organisations.") == 1
    with acting_for(officer):
        fill(officer, start(officer, drawer=made))
        assert partners_of(0) == {("Snow Centre", "GB"), ("Ice Centre", "DE")}


def test_a_name_that_the_sheet_itself_has_in_two_countries_is_two_partners(person: Person) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = mapped(officer, ["MoU;Snow Centre;CA", "MoU;Snow Centre;SE"])
    with acting_for(officer):
        preview = preview_of(officer, made)
        assert preview is not None
        assert [(each.name, each.country) for each in preview.new] == [("Snow Centre", "CA"), ("Snow Centre", "SE")]
        fill(officer, start(officer, drawer=made))
        assert (partners_of(0), partners_of(1)) == ({("Snow Centre", "CA")}, {("Snow Centre", "SE")})
