"""OpenRefine asks which names of a sheet may be listed, with a key in the address that opens nothing else."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.engine.lists.listing import LegalEffect, ListedName, Listing, PartyKind
from aktsom.institutions.models import Member
from aktsom.knowledge.screening import reconciling
from aktsom.knowledge.screening.actions import withdraw_addresses
from aktsom.knowledge.screening.asking import Asked, ask, stop_asking
from aktsom.knowledge.screening.lists import lists_in_force
from aktsom.knowledge.screening.reconciling import SALT, key_for
from aktsom.knowledge.sources.actions import put_in_force
from tests.knowledge.samples import edition, listing

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
BODY = "Zorvania Institute of Thunder Physics"
SOMEBODY = Listing("un-sc:P.1", "un-sc", PartyKind.PERSON, (ListedName("Zorvania Person"),), "", (LegalEffect.OTHER,))


@pytest.fixture
def librarian(person: Callable[..., Actor]) -> Actor:
    return person(Duty.TRAINING_COORDINATOR)


@pytest.fixture
def service(librarian: Actor) -> str:
    return f"/screening/reconcile/{key_for(librarian)}/"


@pytest.fixture
def lists() -> Iterator[None]:
    put_in_force(SYSTEM, edition=edition(listing(1, BODY), listing(2, "Another Body Entirely"), SOMEBODY))
    ask(lists_in_force(SYSTEM), Asked("anything"), patience=60)
    yield
    stop_asking()


def test_the_manifest_is_read_by_any_page_and_names_where_to_ask(client: Client, service: str) -> None:
    answer = client.get(service)
    said = answer.json()
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert said["versions"] == ["0.2"]
    assert {"name", "identifierSpace", "schemaSpace", "defaultTypes", "view", "preview", "suggest"} <= said.keys()
    assert said["suggest"]["entity"]["service_url"].endswith(service)
    assert (said["identifierSpace"], said["schemaSpace"]) == ("http://testserver/listings/", "http://testserver/types/")
    assert client.options(service)["Access-Control-Allow-Methods"] == "GET, POST"


@pytest.mark.usefixtures("lists")
def test_a_batch_is_answered_query_by_query(client: Client, service: str) -> None:
    queries = {
        "q0": {"query": BODY.upper(), "properties": [{"pid": "country", "v": "XK"}, {"pid": "other", "v": {}}]},
        "q1": {"query": "Quiet College of Gardening", "type": "Organization", "limit": 3},
    }
    found = client.post(service, {"queries": json.dumps(queries)}).json()
    assert found["q1"] == {"result": []}
    (candidate,) = found["q0"]["result"]
    assert (candidate["id"], candidate["match"]) == ("un-sc:T.001", True)
    assert candidate["score"] > 95
    assert client.get(service, {"queries": json.dumps(queries)}).json() == found


@pytest.mark.usefixtures("lists")
def test_a_row_without_a_name_spoils_no_batch(client: Client, service: str) -> None:
    queries = {"q0": {"query": BODY}, "q1": {"properties": [{"pid": "country", "v": "NO"}]}}
    found = client.post(service, {"queries": json.dumps(queries)}).json()
    assert (len(found["q0"]["result"]), found["q1"]) == (1, {"result": []})


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("wrong", [{"query": "x" * 301}, {"query": " "}, {"query": 7}, 1])
def test_a_name_that_cannot_be_looked_for_is_told_by_itself_and_is_no_all_clear(
    client: Client, service: str, wrong: object
) -> None:
    queries = {"q0": {"query": BODY}, "q1": wrong, "q2": {"query": "Quiet College of Gardening"}}
    found = client.post(service, {"queries": json.dumps(queries)}).json()
    assert (len(found["q0"]["result"]), found["q2"]) == (1, {"result": []})
    assert found["q1"].keys() == {"error"}
    alone = client.post(service, {"query": json.dumps(wrong)}) if isinstance(wrong, dict) else None
    assert alone is None or (alone.status_code, alone.json()) == (422, {"error": alone.json()["error"]})


@pytest.mark.usefixtures("lists")
def test_what_openrefine_hands_on_with_a_sheet_holds_no_key(
    client: Client, client_for: Callable[[Actor], Client], librarian: Actor, service: str
) -> None:
    said = client.get(service).json()
    handed_on = [said[name] for name in ("identifierSpace", "schemaSpace")]
    link = said["view"]["url"].replace("{{id}}", "un-sc:T.001")
    key = service.split("/")[-2]
    assert not any(key in each for each in (*handed_on, link))
    assert client.get(link).status_code == 302
    assert BODY in client_for(librarian).get(link).content.decode()
    assert client_for(librarian).get(link.replace("un-sc:T.001", SOMEBODY.id)).status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        "RU",
        "ru",
        "Russia",
        "Russland",
        ["Russian Federation"],
        {"id": "RU", "name": "x"},
        {"id": "Q159", "name": "Russia"},
    ],
)
def test_a_country_is_understood_by_its_code_its_name_or_as_reconciled(given: Any) -> None:
    (asked,) = reconciling.one_wanted(
        json.dumps({"query": BODY, "properties": [{"pid": "country", "v": given}]})
    ).values()
    assert asked.country == "RU"


def test_a_body_on_two_lists_is_one_candidate_with_both(client: Client, service: str) -> None:
    again = replace(listing(3, BODY), id="us-1286:T.003", list_id="us-1286")
    put_in_force(SYSTEM, edition=edition(listing(1, BODY)))
    put_in_force(SYSTEM, edition=edition(again, source="us-1286"))
    ask(lists_in_force(SYSTEM), Asked("anything"), patience=60)
    (candidate,) = client.post(service, {"queries": json.dumps({"q0": {"query": BODY}})}).json()["q0"]["result"]
    assert candidate["match"] is True
    assert "1286" in candidate["description"]
    assert "; " in candidate["description"]
    stop_asking()


def test_an_address_that_its_person_ended_opens_nothing_and_a_new_one_does(
    client: Client,
    librarian: Actor,
    person: Callable[..., Actor],
    acting: Callable[[Actor], AbstractContextManager[None]],
) -> None:
    colleague = f"/screening/reconcile/{key_for(person(Duty.UNIT_LEADER))}/"
    service = f"/screening/reconcile/{key_for(librarian)}/"
    with acting(librarian):
        withdraw_addresses(librarian)
    assert client.get(service).status_code == 404
    assert client.get(f"/screening/reconcile/{key_for(librarian)}/").status_code == 200
    assert client.get(colleague).status_code == 200


def test_the_page_ends_the_addresses(client_for: Callable[[Actor], Client], client: Client, librarian: Actor) -> None:
    service = f"/screening/reconcile/{key_for(librarian)}/"
    page = client_for(librarian).post("/screening/openrefine/withdraw/", follow=True).content.decode()
    assert "De tidligere adressene dine åpner ikke lenger noe." in page
    assert client.get(service).status_code == 404


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("query", [BODY, json.dumps({"query": BODY, "limit": 1})])
def test_a_single_query_is_answered_by_itself(client: Client, service: str, query: str) -> None:
    found = client.post(service, {"query": query}).json()
    assert [each["id"] for each in found["result"]] == ["un-sc:T.001"]
    assert client.get(service, {"query": query}).json() == found
    assert client.get(service, {"query": '{"query": 7}'}).status_code == 422


@pytest.mark.parametrize(
    "queries",
    [
        *("{", "[]", "{}", "[" * 5000),
        json.dumps({str(n): {"query": "x"} for n in range(60)}),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(client: Client, service: str, queries: str) -> None:
    answer = client.post(service, {"queries": queries})
    assert answer.status_code == 422
    assert answer.json()["error"]


@pytest.mark.usefixtures("lists")
def test_organisations_are_suggested_and_shown_and_people_never(client: Client, service: str) -> None:
    found = client.get(f"{service}suggest/", {"prefix": "zorv"}).json()["result"]
    assert [each["id"] for each in found] == ["un-sc:T.001"]
    assert client.get(f"{service}suggest/").json() == {"result": []}
    assert client.get(f"{service}suggest/property/", {"prefix": "cou"}).json()["result"][0]["id"] == "country"
    shown = client.get(f"{service}preview/", {"id": "un-sc:T.001"})
    assert BODY in shown.content.decode()
    assert "frame-ancestors *" in shown["Content-Security-Policy"]
    assert client.get(f"{service}preview/", {"id": SOMEBODY.id}).status_code == 404


def test_a_key_ends_with_the_place_and_after_thirty_days_and_cannot_be_made_up(
    client: Client,
    service: str,
    librarian: Actor,
    acting: Callable[[Actor], AbstractContextManager[None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forged = signing.dumps([librarian.institution_id, str(librarian.member_id)], salt="another")
    assert client.get(f"/screening/reconcile/{forged}/").status_code == 404
    with monkeypatch.context() as later:
        later.setattr(reconciling, "KEY_SECONDS", -1)
        assert client.get(service).status_code == 404
    assert client.get(service).status_code == 200
    with acting(librarian):
        Member.objects.filter(pk=librarian.member_id).update(ended_at=timezone.now())
    assert client.get(service).status_code == 404
    assert SALT != "another"


def test_too_much_in_a_minute_is_refused(client: Client, service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconciling, "MOST_A_MINUTE", 1)
    answers: list[Any] = [client.get(f"{service}suggest/", {"prefix": "x"}) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 429]


def test_the_page_gives_everybody_their_own_address(client_for: Callable[[Actor], Client], librarian: Actor) -> None:
    assert "/screening/reconcile/" in client_for(librarian).get("/screening/openrefine/").content.decode()
