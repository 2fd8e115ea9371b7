"""The record of processing: made from what the models declare, with what the institution adds, to read and to take along."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.personal import holdings
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution
from aktsom.protection.personal_data.models import RecordAddition, Tombstone

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
SignIn = Callable[[Actor], Client]
OFFICER_PAGES = ("requests/", "requests/new/", "removed/", "record/edit/")


def test_promise_p46_the_record_of_processing_cannot_differ_from_the_models(person: Person, client_for: SignIn) -> None:
    client = client_for(person())
    declared = {f"{declaration.label}: {', '.join(held.fields)}" for declaration, held in holdings()}
    data = client.get("/personal-data/record/?format=json").json()
    assert {each["fields"] for activity in data["activities"] for each in activity["holdings"]} == declared
    sheet = client.get("/personal-data/record/?format=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet)))
    separator = ";" if len(rows[0]) == 1 else ","
    assert {row[-1] for row in csv.reader(io.StringIO(sheet), delimiter=separator)} - {"Felt"} == declared


def test_the_record_can_be_read_in_both_languages_and_holds_what_the_institution_adds(
    person: Person, client_for: SignIn, institution: Institution
) -> None:
    client = client_for(person(Duty.DATA_PROTECTION_OFFICER))
    texts = dict.fromkeys(("officer", "law", "recipients", "transfers", "measures"), "")
    saved = client.post("/personal-data/record/edit/", {**texts, "controller": "Nordvik, post@nordvik.example"})
    assert saved.status_code == 302
    for language, title in (("nb", "Protokoll over behandling"), ("en", "Record of processing")):
        client.cookies["aktsom_language"] = language
        page = client.get("/personal-data/record/").content.decode()
        assert title in page
        assert "post@nordvik.example" in page
    with acting_for(Actor.system("tests", institution.pk)):
        assert RecordAddition.objects.count() == 1


def test_another_institution_has_its_own_additions_and_tombstones(
    person: Person, client_for: SignIn, institution: Institution, other_institution: Institution
) -> None:
    with acting_for(Actor.system("tests", institution.pk)):
        RecordAddition.objects.create(institution=institution, controller="OURS")
        Tombstone.objects.create(institution=institution, label="overview.Visit", rule="", why="retention", number=77)
    there = client_for(person(Duty.DATA_PROTECTION_OFFICER, institution=other_institution))
    assert "OURS" not in there.get("/personal-data/record/").content.decode()
    assert "77" not in there.get("/personal-data/removed/").content.decode().partition("<main")[2]
    here = client_for(person(Duty.DATA_PROTECTION_OFFICER))
    assert "<td>77</td>" in here.get("/personal-data/removed/").content.decode()


@pytest.mark.parametrize("page", OFFICER_PAGES)
def test_the_officers_pages_are_for_the_officer(page: str, person: Person, client_for: SignIn) -> None:
    assert client_for(person(Duty.DATA_PROTECTION_OFFICER)).get(f"/personal-data/{page}").status_code == 200
    for duties in ((), (Duty.RESEARCH_SECURITY_LEAD,), (Duty.PLATFORM_OPERATOR,)):
        assert client_for(person(*duties)).get(f"/personal-data/{page}").status_code == 403


def test_a_person_asks_on_the_page_and_follows_the_request(person: Person, client_for: SignIn) -> None:
    client = client_for(person(name="Kari Nordmann"))
    assert client.post("/personal-data/", {"kind": "correction", "text": ""}).status_code == 422
    client.post("/personal-data/", {"kind": "correction", "text": "Tittelen er feil."})
    page = client.get("/personal-data/")
    (asked,) = page.context["page"].object_list
    assert "Tittelen er feil." in client.get(f"/personal-data/requests/{asked.pk}/").content.decode()
    assert client_for(person()).get(f"/personal-data/requests/{asked.pk}/").status_code == 404
    officer = client_for(person(Duty.DATA_PROTECTION_OFFICER))
    assert "requests about personal data" not in officer.get("/").content.decode()
    assert officer.post(f"/personal-data/requests/{asked.pk}/answer/", {"grant": "yes"}).status_code == 422
    officer.post(f"/personal-data/requests/{asked.pk}/answer/", {"grant": "yes", "answer": "Rettet."})
    assert "Rettet." in client.get(f"/personal-data/requests/{asked.pk}/").content.decode()
    zipped = officer.post(f"/personal-data/requests/{asked.pk}/download/")
    assert zipped["Content-Type"] == "application/zip"
