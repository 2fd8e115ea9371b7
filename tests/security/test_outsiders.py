"""Somebody from outside with what they may have got hold of: an old key, another institution's token, a planted session."""

import json
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.actions import end_duty, end_place
from aktsom.institutions.keys import forget_known, make_key
from aktsom.institutions.models import DutyAssignment, Institution, Member, User

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
SCIM_USER = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "x@example.org", "displayName": "X"}


def key_of(actor: Actor) -> dict[str, str]:
    with acting_for(actor):
        return {"Authorization": f"Bearer {make_key(actor, label='old', sensitive=True)[1]}"}


def system_of(actor: Actor) -> Actor:
    return Actor.system("tests", actor.institution_id)


def test_a_key_ends_with_the_place_and_does_less_when_the_duty_is_gone(person: Person) -> None:
    rector, leaver = person(Duty.LEADERSHIP), person(Duty.LEADERSHIP)
    key = key_of(leaver)
    assert Client().get("/scim/v2/Users", headers=key).status_code == 200
    with acting_for(system_of(rector)):
        end_duty(rector, assignment=DutyAssignment.objects.get(member=leaver.member_id))
    assert Client().get("/scim/v2/Users", headers=key).status_code == 403
    with acting_for(system_of(rector)):
        end_place(rector, member=Member.objects.get(pk=leaver.member_id), reason="Left")
    forget_known()
    for address in ("/api/v1/me", "/scim/v2/Users", "/api/v1/cooperation"):
        assert Client().get(address, headers=key).status_code == 401


def test_another_institutions_token_neither_reads_nor_writes_here(
    person: Person, institution: Institution, other_institution: Institution
) -> None:
    ours = person(name="Ingeborg Egen")
    key = key_of(person(Duty.LEADERSHIP, institution=other_institution))
    address = f"/scim/v2/Users/{ours.member_id}"
    body = json.dumps(SCIM_USER)
    assert "Ingeborg" not in Client().get("/scim/v2/Users", headers=key).content.decode()
    assert Client().get(address, headers=key).status_code == 404
    for method in ("put", "patch", "delete"):
        answer = getattr(Client(), method)(address, body, content_type="application/json", headers=key)
        assert answer.status_code in (400, 404), method
    with acting_for(system_of(ours)):
        row = Member.objects.select_related("user").get(pk=ours.member_id)
    assert (row.user.name, row.ended_at) == ("Ingeborg Egen", None)


def test_a_session_that_was_planted_before_the_sign_in_is_not_the_one_after_it(person: Person) -> None:
    email = User.objects.get(pk=person().user_id).email
    victim = Client()
    victim.get("/sign-in/institution/?institution=x@y")
    session = victim.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key
    victim.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert victim.post("/sign-in/", {"login": email, "password": "a long password"}).status_code == 302
    assert victim.session.session_key != planted
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert thief.get("/places/").status_code == 302


@pytest.mark.parametrize(
    ("address", "fields"),
    [("/sign-out/", {}), ("/language/", {"language": "en"}), ("/institution/services/new/oidc/", {"name": "x"})],
)
def test_no_other_site_signs_a_person_out_or_changes_anything(
    address: str, fields: dict[str, str], person: Person, client_for: Callable[[Actor], Client]
) -> None:
    known = client_for(person(Duty.LEADERSHIP))
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = known.cookies
    assert browser.post(address, fields, headers={"Origin": "https://evil.example"}).status_code == 403
    assert browser.get("/places/").status_code == 200


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\x00x"]
)
def test_no_address_leads_away_after_a_sign_in_a_proof_or_a_service(wanted: str, person: Person) -> None:
    actor = person()
    email = User.objects.get(pk=actor.user_id).email
    browser = Client()
    came = browser.post("/sign-in/", {"login": email, "password": "a long password", "next": wanted})
    proven = browser.post("/sign-in/again/", {"password": "a long password", "next": wanted})
    for answer in (came, proven):
        assert answer.status_code in (302, 400)
        assert answer.headers.get("Location", "/").startswith("/")
        assert not answer.headers.get("Location", "/").startswith(("//", "/\\"))
