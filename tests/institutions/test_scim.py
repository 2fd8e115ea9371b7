"""The SCIM 2.0 endpoint, driven as an identity system would."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.institutions.keys import make_key
from aktsom.institutions.models import Institution, Member, Unit, User
from tests.institutions.conftest import House

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


class Program:
    """An identity system with a key."""

    def __init__(self, secret: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def call(self, method: str, path: str, body: Any = None, **query: str) -> tuple[int, Any]:
        raw = body if isinstance(body, bytes) else orjson.dumps(body) if body is not None else b""
        answer = self.client.generic(
            method, f"/scim/v2/{path}", raw, content_type="application/scim+json", query_params=query
        )
        if answer.content:
            assert answer["Content-Type"] == "application/scim+json"
        return answer.status_code, orjson.loads(answer.content) if answer.content else None

    def user(self, name: str, **more: Any) -> str:
        said = {"schemas": [USER], "userName": f"{name}@example.org", "displayName": name, **more}
        status, made = self.call("POST", "Users", said)
        assert status == 201, made
        return str(made["id"])

    def group(self, name: str, **more: Any) -> str:
        status, made = self.call("POST", "Groups", {"schemas": [GROUP], "displayName": name, **more})
        assert status == 201, made
        return str(made["id"])

    def patch(self, path: str, *operations: dict[str, Any]) -> tuple[int, Any]:
        return self.call("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)})


@pytest.fixture
def program(house: House) -> Program:
    return Program(make_key(house.rector, label="Identity")[1])


def test_groups_become_units_and_members_places_follow(house: House, program: Program) -> None:
    one, two = program.user("ane", externalId="e1", title="Forsker"), program.user("bo")
    parent = program.group("Fakultet for jus", externalId="g1", members=[{"value": one}])
    child = program.group("Institutt for rett", members=[{"value": two}])
    status, _said = program.patch(f"Groups/{parent}", {"op": "add", "path": "members", "value": [{"value": child}]})
    assert status == 200
    with acting_for(house.system):
        unit, under = Unit.objects.get(pk=parent), Unit.objects.get(pk=child)
        assert (unit.name_nb, unit.external_id) == ("Fakultet for jus", "g1")
        assert under.path.startswith(unit.path)
        assert Member.objects.get(pk=one).unit_id == unit.pk
        assert AuditEvent.objects.filter(verb="move a unit", member_id=house.rector.member_id).exists()
    gone = {"op": "remove", "path": f'members[value eq "{one}"]'}
    program.patch(f"Groups/{parent}", gone, {"op": "replace", "path": "displayName", "value": "Det juridiske fakultet"})
    with acting_for(house.system):
        assert Member.objects.get(pk=one).unit_id is None
        assert Unit.objects.get(pk=parent).name_nb == "Det juridiske fakultet"
        assert Unit.objects.get(pk=parent).versions.filter(reason="SCIM").count() == 2
    status, shown = program.call("GET", f"Groups/{parent}")
    assert [(each["value"], each["type"]) for each in shown["members"]] == [(child, "Group")]


def test_lists_are_filtered_paged_and_leave_out_what_is_not_asked_for(house: House, program: Program) -> None:
    ane = program.user("ane", externalId="e1")
    for filtered in ('externalId eq "e1"', 'userName eq "ANE@example.org"', 'username EQ "ane@example.org"'):
        _status, found = program.call("GET", "Users", filter=filtered)
        assert [each["id"] for each in found["Resources"]] == [ane]
    _status, none = program.call("GET", "Groups", filter='displayName eq "Finnes ikke"')
    assert (none["totalResults"], none.get("Resources")) == (0, None)
    _status, page = program.call("GET", "Groups", startIndex="2", count="1")
    assert (page["totalResults"], page["startIndex"], len(page["Resources"])) == (3, 2, 1)
    program.patch(f"Groups/{house.physics.pk}", {"op": "add", "path": "members", "value": [{"value": ane}]})
    _status, with_them = program.call("GET", f"Groups/{house.physics.pk}")
    _status, without = program.call("GET", f"Groups/{house.physics.pk}", excludedAttributes="members")
    assert ("members" in with_them, "members" in without) == (True, False)
    for wrong in (
        'userName co "a"',
        "userName eq ane",
        'password eq "x"',
        'userName eq "a" or userName eq "b"',
        "\x00",
    ):
        status, said = program.call("GET", "Users", filter=wrong)
        assert (status, said["scimType"]) == (400, "invalidFilter")


def test_a_user_is_replaced_ended_and_comes_back(house: House, program: Program) -> None:
    ane = program.user("ane", externalId="e1")
    said = {
        "schemas": [USER],
        "userName": "ane@example.org",
        "displayName": "Ane A",
        "title": "Dekan",
        "externalId": "e1",
    }
    status, shown = program.call("PUT", f"Users/{ane}", said)
    assert (status, shown["displayName"], shown["title"]) == (200, "Ane A", "Dekan")
    status, ended = program.patch(f"Users/{ane}", {"op": "Replace", "path": "active", "value": False})
    assert (status, ended["active"]) == (200, False)
    with acting_for(house.system):
        assert Member.objects.get(pk=ane).ended_at is not None
    assert program.call("GET", f"Users/{ane}")[1]["active"] is False
    assert program.patch(f"Users/{ane}", {"op": "replace", "value": {"active": True}})[1]["active"] is True
    assert program.call("DELETE", f"Users/{ane}")[0] == 204
    assert program.call("GET", f"Users/{ane}")[0] == 404


def test_an_address_cannot_be_changed_and_a_foreign_account_keeps_its_name(
    house: House, program: Program, person: Person, other_institution: Institution
) -> None:
    ane = program.user("ane")
    status, said = program.patch(f"Users/{ane}", {"op": "replace", "path": "userName", "value": "rektor@example.org"})
    assert (status, said["scimType"]) == (400, "mutability")
    stranger = person(institution=other_institution, name="Kari Nordmann")
    email = User.objects.get(pk=stranger.user_id).email
    program.user(email.partition("@")[0], displayName="Overtatt")
    assert User.objects.get(pk=stranger.user_id).name == "Kari Nordmann"


def test_doubles_are_refused_as_such(program: Program) -> None:
    program.user("ane", externalId="e1")
    program.group("Fakultet", externalId="g1")
    again = {"schemas": [USER], "userName": "ane@example.org", "displayName": "Ane"}
    assert program.call("POST", "Users", again)[0] == 409
    status, said = program.call("POST", "Groups", {"schemas": [GROUP], "displayName": "B", "externalId": "g1"})
    assert (status, said["scimType"]) == (409, "uniqueness")


def test_a_change_of_another_version_than_the_one_that_was_read_is_refused(house: House, program: Program) -> None:
    ane, place = program.user("ane"), f"/scim/v2/Groups/{house.physics.pk}"
    read = program.client.get(place)
    assert read["ETag"] == read.json()["meta"]["version"]
    assert program.client.get(place, headers={"If-None-Match": read["ETag"]}).status_code == 304
    came = {"op": "add", "path": "members", "value": [{"value": ane}]}
    body = {"schemas": [PATCH], "Operations": [came]}

    def send(version: str, method: str = "PATCH") -> int:
        answer = program.client.generic(method, place, orjson.dumps(body), headers={"If-Match": version})
        return int(answer.status_code)

    assert send(read["ETag"]) == 200
    assert [send(read["ETag"]), send(read["ETag"], "DELETE"), send("*")] == [412, 412, 200]
    assert program.client.get(place).json()["members"][0]["value"] == ane


def test_a_refused_change_leaves_nothing_behind(house: House, program: Program) -> None:
    rename = {"op": "replace", "path": "displayName", "value": "Nytt navn"}
    stranger = {"op": "add", "path": "members", "value": [{"value": str(uuid4())}]}
    status, said = program.patch(f"Groups/{house.physics.pk}", rename, stranger)
    assert (status, said["scimType"]) == (400, "invalidValue")
    with acting_for(house.system):
        assert Unit.objects.get(pk=house.physics.pk).name_nb == "Institutt for fysikk"
    assert program.call("DELETE", f"Groups/{house.science.pk}")[0] == 409
    assert program.call("DELETE", f"Groups/{house.physics.pk}")[0] == 204
    assert program.call("GET", f"Groups/{house.physics.pk}")[0] == 404


@pytest.mark.parametrize(
    ("duty", "status"),
    [
        (Duty.LEADERSHIP, 200),
        (Duty.PLATFORM_OPERATOR, 200),
        (Duty.RESEARCH_SECURITY_LEAD, 403),
        (Duty.UNIT_LEADER, 403),
        (Duty.INTERNAL_AUDITOR, 403),
        (None, 403),
    ],
)
def test_only_keys_of_leadership_and_of_who_runs_the_platform_are_let_in(
    house: House, person: Person, duty: Duty | None, status: int
) -> None:
    actor = person(*([duty] if duty else []))
    program = Program(make_key(actor, label="x")[1])
    for path in ("Users", "Groups", "ServiceProviderConfig", "Schemas", "ResourceTypes"):
        assert program.call("GET", path)[0] == status


def test_a_session_or_a_wrong_key_is_not_enough(house: House, client_for: Callable[[Actor], Client]) -> None:
    assert client_for(house.rector).get("/scim/v2/Users").status_code == 401
    assert Program("aktsom_1_" + "x" * 43).call("GET", "Users")[0] == 401


def test_another_institutions_people_and_units_are_not_found(
    house: House, person: Person, other_institution: Institution
) -> None:
    stranger = Program(make_key_there(person(Duty.LEADERSHIP, institution=other_institution)))
    assert stranger.call("GET", f"Groups/{house.physics.pk}")[0] == 404
    assert stranger.call("DELETE", f"Users/{house.rector.member_id}")[0] == 404
    assert stranger.call("GET", "Groups")[1]["totalResults"] == 0


def make_key_there(actor: Actor) -> str:
    with acting_for(actor):
        return make_key(actor, label="x")[1]


def test_what_the_endpoint_can_do_is_said(program: Program) -> None:
    said = program.call("GET", "ServiceProviderConfig")[1]
    assert (said["patch"]["supported"], said["bulk"]["supported"], said["filter"]["supported"]) == (True, False, True)
    assert {each["id"] for each in program.call("GET", "ResourceTypes")[1]["Resources"]} == {"User", "Group"}
    assert {each["id"] for each in program.call("GET", "Schemas")[1]["Resources"]} == {USER, GROUP}
    assert program.call("GET", f"Schemas/{USER}")[1]["name"] == "User"
    assert program.call("GET", "Schemas/none")[0] == 404


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["schemas", "userName", "displayName", "members", "Operations", "active", "emails", "name"])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(NAMES, ODD, max_size=4) | ODD, method=st.sampled_from(["POST", "PUT", "PATCH"]))
def test_whatever_is_sent_is_answered_without_a_fault(house: House, program: Program, body: Any, method: str) -> None:
    path = "Users" if method == "POST" else f"Groups/{house.physics.pk}"
    try:
        raw = orjson.dumps(body)
    except TypeError:
        return
    status, said = program.call(method, path, raw)
    assert status < 500
    assert status < 300 or said["detail"]


def test_bodies_that_are_no_json_or_hold_nul_are_refused(program: Program) -> None:
    for raw in (b"{", b"[]", b'"x"', b"[" * 5000, b'{"schemas": ["\\u0000"]}'):
        assert program.call("POST", "Users", raw)[0] == 400
    assert program.call("POST", "Users", b" " * 3_000_000)[0] == 413
