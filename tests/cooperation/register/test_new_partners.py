"""Which names in a sheet become new partners is shown before they do, and asked about where the country may be wrong."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.partners.choices import partner_key
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register import imports, preview, queries, tasks
from aktsom.cooperation.register.models import Cooperation, ImportBatch, ImportedRow
from aktsom.cooperation.register.preview import preview_of
from aktsom.cooperation.register.tasks import check_sheet
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for

pytestmark = pytest.mark.django_db
Person, ClientFor = Callable[..., Actor], Callable[[Actor], Client]
HEADER = "Partner;Country;Type\n"
COLUMNS = {"column-partner": "0", "column-country": "1", "column-kind": "2"}


def mapped(actor: Actor, rows: str, **given: object) -> ImportBatch:
    """A sheet of partners, countries and kinds, whose columns are chosen."""
    sheet = SimpleUploadedFile("sheet.csv", (HEADER + rows).encode())
    batch = imports.upload_sheet(actor, upload=sheet, filename="sheet.csv")
    return imports.choose_columns(actor, batch=batch, columns=batch.mapping["columns"], **given)  # type: ignore[arg-type]


def imported(actor: Actor, batch: ImportBatch) -> ImportBatch:
    """The sheet once it is imported."""
    return imports.import_rows(actor, imports.start_import(actor, batch=batch))


def english(client: Client) -> Client:
    """A reader of English."""
    client.cookies["aktsom_language"] = "en"
    return client


def why_refused() -> list[list[str]]:
    """The codes for which each refused row was refused."""
    rows = ImportedRow.objects.filter(outcome=ImportedRow.Outcome.REFUSED).order_by("number")
    return [[problem[1] for problem in row.problems] for row in rows]


def made() -> set[tuple[str, str]]:
    """All partners with their countries."""
    return set(Partner.objects.values_list("name", "country"))


def test_promise_p145_a_sheet_of_cooperation_asks_about_a_name_that_we_know_in_another_country(
    person: Person, client_for: ClientFor
) -> None:
    researcher = person()
    with acting_for(researcher):
        known = add_partner(researcher, "Ice Centre", "DE")
        batch = mapped(researcher, "Ice Centre;GB;mou\nRain Centre;GB;mou\n")
    client, address = english(client_for(researcher)), reverse("register:import-columns", args=[batch.pk])
    page = client.get(address)
    (question,) = page.context["preview"].uncertain
    assert (question.match.name, [each.pk for each in question.match.candidates]) == ("Ice Centre", [known.pk])
    said = page.content.decode()
    assert "We know an organisation of this name in another country." in said
    assert "1 row can be registered" in said
    assert "0 known, 1 new, 1 uncertain" in said
    assert "Choose which one is meant under “Partners in this sheet”, or correct the country." in said
    client.post(address, COLUMNS | {"name": question.key, "choice": str(known.pk)})
    assert "1 known, 1 new, 0 uncertain" in client.get(address).content.decode()
    with acting_for(researcher):
        imported(researcher, ImportBatch.objects.get())
        assert made() == {("Ice Centre", "DE"), ("Rain Centre", "GB")}
        assert {queries.parties_of(each)[0].partner.name for each in Cooperation.objects.all()} == {
            "Ice Centre",
            "Rain Centre",
        }


def test_whoever_goes_on_without_an_answer_makes_no_partner_of_a_name_known_elsewhere(person: Person) -> None:
    researcher = person()
    with acting_for(researcher):
        add_partner(researcher, "Ice Centre", "DE")
        batch = imported(researcher, mapped(researcher, "Ice Centre;GB;mou\nRain Centre;GB;mou\n"))
        assert (batch.registered, batch.skipped) == (1, 1)
        assert why_refused() == [["partner-elsewhere"]]
        assert made() == {("Ice Centre", "DE"), ("Rain Centre", "GB")}


def test_a_name_that_is_another_one_than_that_elsewhere_is_added_and_shown_with_where_we_know_it(
    person: Person, client_for: ClientFor
) -> None:
    researcher = person()
    with acting_for(researcher):
        add_partner(researcher, "Ice Centre", "DE")
        batch = mapped(researcher, "Ice Centre;GB;mou\n", partners={partner_key("Ice Centre", "GB"): "new"})
    page = english(client_for(researcher)).get(reverse("register:import-columns", args=[batch.pk]))
    assert [(each.name, each.country, each.known_in) for each in page.context["page"]] == [
        ("Ice Centre", "GB", ("DE",))
    ]
    assert page.content.decode().count("We know one of this name in another country:") == 1
    with acting_for(researcher):
        imported(researcher, batch)
        assert made() == {("Ice Centre", "DE"), ("Ice Centre", "GB")}


def test_each_name_that_becomes_a_new_partner_is_named_with_its_rows_those_to_look_at_first(
    person: Person, client_for: ClientFor
) -> None:
    researcher = person()
    rows = "Rain Centre;GB;mou\nRain Centre;GB;mou\nSnow Centre|Wind Centre;CA;mou\nGone;Atlantis;mou\n"
    with acting_for(researcher):
        batch = mapped(researcher, rows)
    page = english(client_for(researcher)).get(reverse("register:import-columns", args=[batch.pk]))
    assert [(each.name, each.country, each.number, each.shares_country) for each in page.context["page"]] == [
        ("Snow Centre", "CA", 1, True),
        ("Wind Centre", "CA", 1, True),
        ("Rain Centre", "GB", 2, False),
    ]
    said = page.content.decode()
    assert "3 names become new partners" in said
    assert said.count("The sheet has one country for several organisations.") == 2
    assert said.index("3 names become new partners") < said.index(">Import</button>")


def test_a_name_that_the_sheet_has_in_two_countries_is_two_partners_however_far_apart_and_however_written(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    researcher = person()
    monkeypatch.setattr(imports, "CHUNK", 1)
    monkeypatch.setattr(preview, "PORTION", 1)
    with acting_for(researcher):
        batch = mapped(researcher, "Snow Centre;CA;mou\nSNOW CENTRE;SE;mou\n")
        found = preview_of(researcher, batch)
        assert (found.ready, found.new, found.uncertain) == (2, 2, ())
        assert imported(researcher, batch).registered == 2
        assert made() == {("Snow Centre", "CA"), ("SNOW CENTRE", "SE")}


def test_of_very_many_new_names_the_first_are_named_and_all_are_counted(
    person: Person, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    researcher = person()
    monkeypatch.setattr(preview, "NEW_SHOWN", 2)
    with acting_for(researcher):
        batch = mapped(researcher, "A Centre;SE;mou\nB Centre;SE;mou\nC Centre|D Centre;SE;mou\n")
    page = english(client_for(researcher)).get(reverse("register:import-columns", args=[batch.pk]))
    assert [each.name for each in page.context["page"]] == ["C Centre", "D Centre"]
    assert "4 names become new partners" in page.content.decode()
    assert "The first 2 of 4." in page.content.decode()


def test_what_was_found_in_a_large_sheet_names_its_new_partners_too(
    person: Person, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (preview, tasks):
        monkeypatch.setattr(room, "AT_ONCE", 2)
    researcher = person()
    with acting_for(researcher):
        add_partner(researcher, "Ice Centre", "DE")
    client = english(client_for(researcher))
    rows = "Ice Centre;GB;mou\nSnow Centre|Wind Centre;CA;mou\nRain Centre;GB;mou\n"
    client.post(reverse("register:import"), {"sheet": SimpleUploadedFile("l.csv", (HEADER + rows).encode())})
    check_sheet.run(**ProcrastinateJob.objects.get(task_name="check a sheet").args)
    with acting_for(researcher):
        found = preview_of(researcher, ImportBatch.objects.get())
        assert [(each.name, each.number, each.known_in) for each in found.named] == [
            ("Snow Centre", 1, ()),
            ("Wind Centre", 1, ()),
            ("Rain Centre", 1, ()),
        ]
        assert [each.match.name for each in found.uncertain] == ["Ice Centre"]
        # A sheet that was checked before new partners were named can still be opened.
        old = {name: value for name, value in ImportBatch.objects.get().problems.items() if name != "named"}
        ImportBatch.objects.update(problems=old)
        assert preview_of(researcher, ImportBatch.objects.get()).named == ()


def test_more_names_in_a_sheet_ask_the_database_no_more(person: Person, client_for: ClientFor) -> None:
    researcher, numbers = person(), list[int]()
    with acting_for(researcher):
        add_partner(researcher, "Ice Centre", "DE")
    for rows in (1, 30):
        with acting_for(researcher):
            batch = mapped(
                researcher, "Ice Centre;GB;mou\n" + "".join(f"Snow Centre {each};CA;mou\n" for each in range(rows))
            )
        client, address = client_for(researcher), reverse("register:import-columns", args=[batch.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
