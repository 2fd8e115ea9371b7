"""The tree, places and duties over the API: by the same actions as on the pages, and duties by people alone."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.test import Client

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from tests.api.conftest import V1, Program

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]


@pytest.fixture
def rector(person: Person) -> Actor:
    return person(Duty.LEADERSHIP, name="Rakel")


def send(client: Client, method: str, path: str, said: dict[str, Any], status: int = 200) -> Any:
    answer = client.generic(method, f"{V1}{path}", orjson.dumps(said), content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_program_builds_the_tree_and_each_change_is_on_record(rector: Actor, program: Program) -> None:
    key = program(rector)
    faculty = send(key, "POST", "/units", {"name_nb": "Fakultet", "name_en": "Faculty"}, 201)
    unit = send(key, "POST", "/units", {"name_nb": "Optikk", "parent": faculty["id"], "external_id": "17"}, 201)
    renamed = send(key, "PATCH", f"/units/{unit['id']}", {"version": unit["version"], "name_en": "Optics"})
    assert (renamed["name_nb"], renamed["name_en"], renamed["external_id"]) == ("Optikk", "Optics", "17")
    moved = send(key, "POST", f"/units/{unit['id']}/move", {"parent": None, "reason": "Reform"})
    assert moved["parent"] is None
    assert send(key, "POST", f"/units/{unit['id']}/close", {"reason": "Reform"})["closed"]
    assert send(key, "POST", "/units", {"name_nb": "Lys", "parent": unit["id"]}, 422)["fields"].keys() == {"parent"}
    assert send(key, "POST", "/units", {"name_nb": "Lys", "parent": str(uuid4())}, 422)["fields"].keys() == {"parent"}
    assert not send(key, "POST", f"/units/{unit['id']}/reopen", {"reason": "Reform"})["closed"]
    assert (
        send(key, "POST", f"/units/{unit['id']}/merge", {"into": faculty["id"], "reason": "R"})["id"] == faculty["id"]
    )
    assert send(key, "POST", f"/units/{unit['id']}/undo-merger", {"reason": "R"})["id"] == unit["id"]
    with acting_for(rector):
        done = set(AuditEvent.objects.values_list("verb", flat=True))
    assert done >= {"add a unit", "rename a unit", "move a unit", "close a unit", "open a unit again", "merge units"}


def test_a_program_gives_changes_and_ends_a_place(rector: Actor, program: Program) -> None:
    key = program(rector)
    unit = send(key, "POST", "/units", {"name_nb": "Optikk"}, 201)["id"]
    given = {"email": "ny@example.org", "name": "Ny Person", "unit": unit, "external_id": "p1"}
    place = send(key, "POST", "/members", given, 201)
    changed = send(key, "PATCH", f"/members/{place['id']}", {"version": place["version"], "title": "Professor"})
    assert (changed["title"], changed["unit"], changed["external_id"]) == ("Professor", unit, "p1")
    assert send(key, "PATCH", f"/members/{place['id']}", {"version": changed["version"], "unit": None})["unit"] is None
    assert [each["name"] for each in key.get(f"{V1}/members?q=ny@example").json()["items"]] == ["Ny Person"]
    assert send(key, "POST", f"/members/{place['id']}/end", {"reason": "Left"})["ended"]
    assert key.get(f"{V1}/members?q=ny@example").json()["items"] == []
    send(key, "POST", f"/members/{place['id']}/end", {}, 409)


def test_a_duty_is_given_by_a_person_who_showed_who_they_are_and_by_no_program(
    rector: Actor, person: Person, program: Program, client_for: Callable[[Actor], Client]
) -> None:
    holder, deputy = person(name="Hanna"), person(name="Dag")
    wanted = {"member": str(holder.member_id), "duty": "export-control-officer", "deputy": str(deputy.member_id)}
    send(program(rector), "POST", "/duties", wanted, 403)
    browser = client_for(rector)
    held = send(browser, "POST", "/duties", wanted, 201)
    change = {"version": held["version"], "until": "2099-12-31"}
    changed = send(browser, "PATCH", f"/duties/{held['assignment']}", change)
    assert (changed["until"], changed["deputy"]) == ("2099-12-31", str(deputy.member_id))
    assert send(browser, "POST", "/duties", {**wanted, "member": str(uuid4())}, 422)["fields"].keys() == {"member"}
    send(program(rector), "POST", f"/duties/{held['assignment']}/end", {}, 403)
    send(browser, "POST", f"/duties/{held['assignment']}/end", {})
    assert send(browser, "POST", f"/duties/{held['assignment']}/end", {}, 409)["happened"]


def test_two_who_change_a_unit_a_place_or_a_duty_at_once_do_not_overwrite_each_other(
    rector: Actor, person: Person, client_for: Callable[[Actor], Client]
) -> None:
    holder, one, two = person(name="Hanna"), client_for(rector), client_for(rector)
    unit = send(one, "POST", "/units", {"name_nb": "Optikk"}, 201)
    place = one.get(f"{V1}/members?q=Hanna").json()["items"][0]
    send(one, "POST", "/duties", {"member": str(holder.member_id), "duty": "export-control-officer"}, 201)
    held = one.get(f"{V1}/responsibility").json()["held"]
    (duty,) = [each for each in held if each["duty"] == "export-control-officer"]
    for address, seen, first, second in (
        (f"/units/{unit['id']}", unit, {"name_nb": "Lys"}, {"name_en": "Light"}),
        (f"/members/{place['id']}", place, {"title": "Professor"}, {"unit": unit["id"]}),
        (f"/duties/{duty['assignment']}", duty, {"until": "2099-12-31"}, {"until": None}),
    ):
        changed = send(one, "PATCH", address, {"version": seen["version"], **first})
        said = send(two, "PATCH", address, {"version": seen["version"], **second}, 409)
        assert said["kept"]
        send(two, "PATCH", address, {"version": changed["version"], **second})
        assert send(two, "PATCH", address, second, 422)["fields"].keys() == {"version"}
