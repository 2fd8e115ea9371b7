"""A program asks, answers, ends and reads access as a person does on the pages, and meets the same limits."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.institutions.keys import make_key
from aktsom.protection.access.prerequisites import require
from tests.protection.access.conftest import House

pytestmark = pytest.mark.django_db
V1, JSON = "/api/v1/access", "application/json"
Program = Callable[[Actor], Client]


@pytest.fixture
def program() -> Program:
    """A program whose key may do sensitive things."""

    def make(actor: Actor) -> Client:
        with acting_for(actor):
            secret = make_key(actor, label="tests", sensitive=True)[1]
        return Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": "en"})

    return make


def asked(client: Client, house: House, days: int = 20) -> str:
    until = (timezone.localdate() + timedelta(days=days)).isoformat()
    address = f"{V1}/compartments/{house.laboratory.pk}/grants"
    answer = client.post(address, {"purpose": "Align the laser", "until": until}, content_type=JSON)
    assert answer.status_code == 201, answer.content
    assert answer.json()["state"] == "asked"
    return str(answer.json()["id"])


def step(client: Client, grant: str, name: str, **body: str) -> tuple[int, str]:
    answer = client.post(f"{V1}/grants/{grant}/{name}", body, content_type=JSON)
    return answer.status_code, answer.json().get("state", "")


def test_a_question_is_answered_renewed_and_given_back(house: House, program: Program) -> None:
    asker, owner = program(house.asker), program(house.owner)
    first = asked(asker, house)
    assert [each["id"] for each in owner.get(f"{V1}/questions").json()["items"]] == [first]
    assert step(asker, first, "approve")[0] == 403
    assert step(owner, first, "approve") == (200, "granted")
    second = asked(asker, house, days=60)
    assert step(owner, second, "approve") == (200, "granted")
    assert asker.get(f"{V1}/grants/{first}").json()["state"] == "ended"
    assert step(asker, second, "give-back") == (200, "ended")
    assert step(asker, second, "give-back")[0] == 409


def test_a_question_is_declined_with_a_reason_or_withdrawn_and_a_grant_revoked(house: House, program: Program) -> None:
    asker, owner = program(house.asker), program(house.owner)
    first = asked(asker, house)
    assert step(owner, first, "decline", reason=" ")[0] == 422
    assert step(owner, first, "decline", reason="Use the other lab") == (200, "declined")
    assert asker.get(f"{V1}/grants/{first}").json()["reason"] == "Use the other lab"
    assert step(asker, asked(asker, house), "withdraw") == (200, "withdrawn")
    third = asked(asker, house)
    assert step(owner, third, "approve") == (200, "granted")
    assert step(owner, third, "revoke", reason="Left") == (200, "revoked")
    states = [each["state"] for each in asker.get(f"{V1}/mine").json()["items"]]
    assert states == ["revoked", "withdrawn", "declined"]


def test_who_reaches_this_and_what_a_person_reaches_is_told_as_far_as_one_may_know(
    house: House, program: Program, person: Callable[..., Actor]
) -> None:
    house.let_in(house.asker, house.laboratory)
    here, of_asker = f"{V1}/compartments/{house.laboratory.pk}/grants", f"{V1}/people/{house.asker.member_id}/grants"
    for client, expected in ((program(house.owner), 1), (program(house.asker), 1), (program(person()), 0)):
        assert client.get(here).json()["total"] == client.get(of_asker).json()["total"] == expected


def test_rights_in_force_are_exported_as_a_scim_group_by_those_who_look_after_it(
    house: House, program: Program
) -> None:
    house.let_in(house.asker, house.laboratory)
    address = f"{V1}/compartments/{house.laboratory.pk}/export"
    group = program(house.owner).get(address).json()
    assert (group["displayName"], [each["display"] for each in group["members"]]) == ("Lasers", ["Asta Asker"])
    assert program(house.asker).get(address).status_code == 403


def test_compartments_are_found_by_kind_and_words_and_shown_with_what_they_require(
    house: House, program: Program
) -> None:
    client = program(house.asker)
    assert [each["name"] for each in client.get(f"{V1}/compartments", {"q": "las"}).json()["items"]] == ["Lasers"]
    assert [each["name"] for each in client.get(f"{V1}/compartments?kind=records").json()["items"]] == ["Dual use"]
    assert client.get(f"{V1}/compartments?kind=cave").status_code == 422
    assert client.get(f"{V1}/compartments/{house.laboratory.pk}").json()["requirements"] == []


def test_what_a_person_still_lacks_is_told_and_confirmed_over_the_api_before_they_are_let_in(
    house: House, program: Program
) -> None:
    with acting_for(house.owner):
        require(house.owner, compartment=house.laboratory, kind="course", title="Laser safety")
        elsewhere = require(house.owner, compartment=house.records, kind="course", title="Archives")
    asker, owner = program(house.asker), program(house.owner)
    question = asked(asker, house)
    assert asker.get(f"{V1}/grants/{question}").json()["missing"] == []
    (missing,) = owner.get(f"{V1}/grants/{question}").json()["missing"]
    assert (missing["kind"], missing["title"]) == ("course", "Laser safety")
    refused = owner.post(f"{V1}/grants/{question}/approve", {}, content_type=JSON)
    assert (refused.status_code, refused.json()["remedy"]) == (
        422,
        "Confirm it first when you have seen it, then approve.",
    )
    required = f"{V1}/grants/{question}/requirements"
    assert asker.post(f"{required}/{missing['id']}").status_code == 403
    assert owner.post(f"{required}/{elsewhere.pk}").status_code == 404
    assert owner.post(f"{required}/{missing['id']}").json()["missing"] == []
    assert step(owner, question, "approve") == (200, "granted")
