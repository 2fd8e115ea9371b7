"""Signing in through an institution's OpenID Connect service: a real provider in a process of its own thread on 127.0.0.1."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import jwt
import oidc_provider_mock
import pytest
from django.test import Client

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError, StepUpNeededError
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.identity import oidc
from aktsom.identity.actions import add_rule, set_up_provider
from aktsom.identity.models import Link, Provider
from aktsom.institutions.models import DutyAssignment, Institution, Member, Unit, User

pytestmark = pytest.mark.django_db
CLAIMS = {
    "email": "kari@nordvik.example",
    "name": "Kari Nordmann",
    "groups": ["export-control", "staff"],
    "unit": {"id": "fys"},
}


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    users = [
        oidc_provider_mock.User(sub="kari", claims=CLAIMS),
        oidc_provider_mock.User(sub="ola", claims={"email": "victim@sorvik.example", "name": "Ola"}),
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=users) as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def leader(person, institution) -> Actor:
    Institution.objects.filter(pk=institution.pk).update(domain="nordvik.example")
    return person(Duty.LEADERSHIP)


@pytest.fixture
def provider(leader, service) -> Provider:
    with acting_for(leader):
        return set_up_provider(
            leader, kind="oidc", name="Feide", issuer=service, client_id="aktsom", secret="not in the log"
        )


def go(browser: Client, provider: Provider, to: str = "enter", following: str = "/") -> str:
    """To the service: the address that the browser is sent to."""
    address = f"/sign-in/at/nordvik/{provider.pk}/?{urlencode({'to': to, 'next': following})}"
    return browser.get(address)["Location"]


def answer_as(person: str, address: str) -> str:
    """Sign in at the service; the address with which it sends the browser back."""
    back = urlsplit(httpx.post(address, data={"sub": person}).headers["Location"])
    return f"{back.path}?{back.query}"


def come_in(provider: Provider, person: str = "kari", browser: Client | None = None) -> Client:
    browser = browser or Client()
    browser.get(answer_as(person, go(browser, provider)))
    return browser


def actor_in(browser: Client) -> Actor | None:
    return browser.get("/places/").wsgi_request.actor


def test_a_new_person_gets_a_place_in_the_institution_of_the_service(provider, leader):
    browser = Client()
    answer = browser.get(answer_as("kari", go(browser, provider, following="/places/")))
    assert answer["Location"] == "/places/"
    actor = actor_in(browser)
    assert (actor.name, actor.institution_id, actor.duties) == ("Kari Nordmann", leader.institution_id, ())
    assert User.objects.get(pk=actor.user_id).email == "kari@nordvik.example"
    assert actor_in(come_in(provider)).member_id == actor.member_id


def test_promise_p37_claims_give_only_what_the_institutions_own_rules_allow_and_it_ends_with_them(provider, leader):
    with acting_for(leader):
        unit = Unit.objects.create(institution_id=leader.institution_id, name_nb="Fysikk")
        add_rule(leader, provider=provider, claim="groups", value="export-control", duty=Duty.EXPORT_CONTROL_OFFICER)
        given = add_rule(leader, provider=provider, claim="unit.id", value="fys", unit=unit)
        wrong = add_rule(leader, provider=provider, claim="groups", value="leaders", duty=Duty.LEADERSHIP)
    actor = actor_in(come_in(provider))
    assert [held.duty for held in actor.duties] == [Duty.EXPORT_CONTROL_OFFICER]
    assert actor.unit_path == given.unit.path
    with acting_for(leader):
        by_hand = DutyAssignment.objects.create(
            institution_id=leader.institution_id, member_id=actor.member_id, duty=Duty.HR_RECRUITER
        )
        rule = wrong.provider.rules.get(value="export-control")
        rule.value = "somebody else"
        rule.save()
    assert [held.duty for held in actor_in(come_in(provider)).duties] == [by_hand.duty]


def test_promise_p38_a_sign_in_service_counts_in_its_own_institution_and_nowhere_else(
    provider, leader, other_institution
):
    browser = come_in(provider)
    actor = actor_in(browser)
    with acting_for(Actor.system("tests", other_institution.pk)):
        Member.objects.create(institution=other_institution, user_id=actor.user_id)
    assert browser.post("/places/", {"institution": other_institution.pk}).status_code == 404
    assert actor_in(browser).institution_id == leader.institution_id
    for slug in ("sorvik", "nowhere"):
        assert browser.get(f"/sign-in/at/{slug}/{provider.pk}/").status_code == 404


def test_an_address_of_another_institution_is_not_taken(provider):
    actor = actor_in(come_in(provider, "ola"))
    assert User.objects.get(pk=actor.user_id).email.endswith("@nordvik.invalid")
    assert not User.objects.filter(email="victim@sorvik.example").exists()


def test_promise_p39_an_e_mail_address_never_opens_an_account_only_the_linked_subject_does(
    provider, leader, client_for, person
):
    known = person(Duty.INTERNAL_AUDITOR)
    User.objects.filter(pk=known.user_id).update(email="kari@nordvik.example")
    browser = Client()
    refused = browser.get(answer_as("kari", go(browser, provider)))
    assert refused.status_code == 409
    assert "_auth_user_id" not in browser.session
    own = client_for(known)
    linked = own.get(answer_as("kari", go(own, provider, "link", "/account/security/")))
    assert linked["Location"] == "/account/security/"
    assert actor_in(come_in(provider)).user_id == known.user_id


def test_linking_needs_a_proof_and_takes_no_subject_of_another(provider, client_for, person):
    come_in(provider)
    tired = client_for(replace(person(), proven=False))
    assert go(tired, provider, "link").startswith("/sign-in/again/")
    thief = client_for(person())
    assert thief.get(answer_as("kari", go(thief, provider, "link"))).status_code == 422


def test_a_sign_in_by_service_is_not_yet_a_proof_and_the_service_can_give_one(provider):
    browser = come_in(provider)
    assert not actor_in(browser).proven
    address = go(browser, provider, "prove", "/places/")
    asked = parse_qs(urlsplit(address).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    assert browser.get(answer_as("kari", address))["Location"] == "/places/"
    assert actor_in(browser).proven


def test_somebody_else_at_the_service_proves_nothing(provider):
    browser = come_in(provider)
    assert browser.get(answer_as("ola", go(browser, provider, "prove"))).status_code == 403
    assert not actor_in(browser).proven


def test_an_answer_to_another_browser_is_refused(provider):
    theirs = answer_as("ola", go(Client(), provider))
    assert Client().get(theirs).status_code == 403


def test_an_answer_is_taken_once(provider):
    browser = Client()
    back = answer_as("kari", go(browser, provider))
    assert browser.get(back).status_code == 302
    assert browser.get(back).status_code == 403


def test_a_wrong_state_is_refused(provider):
    browser = Client()
    back = answer_as("kari", go(browser, provider))
    assert browser.get(back.replace("state=", "state=x")).status_code == 403
    assert "_auth_user_id" not in browser.session


def test_an_answer_of_another_issuer_is_refused(provider):
    browser = Client()
    assert browser.get(answer_as("kari", go(browser, provider)) + "&iss=https://evil.example").status_code == 403


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_elsewhere_afterwards(provider, where):
    browser = Client()
    assert browser.get(answer_as("kari", go(browser, provider, following=where)))["Location"] == "/"


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "another"},
        {"iss": "https://evil.example"},
        {"aud": "another client"},
        {"aud": ["aktsom", "another"], "azp": "another"},
        {"exp": 1},
        {"sub": ""},
    ],
    ids=str,
)
def test_hostile_tokens_are_refused(provider, service, monkeypatch, changed):
    begun, address = oidc.begin(provider, "http://testserver/back")
    token = honest(provider, begun, address)
    forged = forge(monkeypatch, {**token, **changed})
    with pytest.raises(NotAllowedError):
        finish(provider, begun, forged)


def test_the_same_token_unchanged_is_taken(provider, monkeypatch):
    begun, address = oidc.begin(provider, "http://testserver/back")
    forged = forge(monkeypatch, honest(provider, begun, address))
    assert finish(provider, begun, forged).subject == "kari"


def test_a_token_signed_by_another_or_by_nobody_is_refused(provider, monkeypatch):
    begun, address = oidc.begin(provider, "http://testserver/back")
    token = honest(provider, begun, address)
    stranger = jwt.encode(token, "x" * 40, algorithm="HS256")
    nobody = jwt.encode(token, None, algorithm="none")
    for forged in (stranger, nobody, "", "a.b.c"):
        monkeypatch.setattr(oidc, "_tokens", lambda *_given, forged=forged: {"id_token": forged})
        with pytest.raises(NotAllowedError):
            finish(provider, begun, forged)


def test_the_secret_is_neither_in_the_log_nor_readable_in_the_database(provider, leader):
    with acting_for(leader):
        event = AuditEvent.objects.get(verb="set up a sign-in service")
        row = Provider.objects.get(pk=provider.pk)
    assert "not in the log" not in str(event.details)
    assert "not in the log" not in row.sealed_secret


def test_a_service_is_set_up_by_leadership_or_it_after_a_proof(leader, person, service):
    given = {"kind": "oidc", "name": "Feide", "issuer": service, "client_id": "aktsom"}
    for actor, error in (
        (replace(leader, proven=False), StepUpNeededError),
        (person(Duty.UNIT_LEADER), NotAllowedError),
    ):
        with acting_for(actor), pytest.raises(error):
            set_up_provider(actor, **given)
    operator = person(Duty.PLATFORM_OPERATOR)
    with acting_for(operator):
        assert set_up_provider(operator, **given).is_open


def test_an_operator_gives_no_duties_through_rules(provider, person):
    operator = person(Duty.PLATFORM_OPERATOR)
    with acting_for(operator), pytest.raises(NotAllowedError):
        add_rule(operator, provider=provider, claim="groups", value="staff", duty=Duty.LEADERSHIP)


def test_a_service_that_opens_no_places_lets_no_stranger_in(provider, leader):
    with acting_for(leader):
        Provider.objects.filter(pk=provider.pk).update(opens_places=False)
    browser = Client()
    assert browser.get(answer_as("kari", go(browser, provider))).status_code == 403


def test_who_left_does_not_come_in(provider, leader):
    actor = actor_in(come_in(provider))
    User.objects.filter(pk=actor.user_id).update(is_active=False)
    browser = Client()
    assert browser.get(answer_as("kari", go(browser, provider))).status_code == 403


def test_the_institution_is_found_by_address_or_chosen(provider, leader):
    browser = Client()
    for wanted in ("kari@nordvik.example", "anyone@phys.nordvik.example", "nordvik"):
        answer = browser.get("/sign-in/institution/", {"institution": wanted})
        assert answer["Location"] == "/sign-in/at/nordvik/?next=%2F"
    assert "Universitetet i Nordvik" in browser.get("/sign-in/institution/?institution=a@b.c").content.decode()
    assert f"/sign-in/at/nordvik/{provider.pk}/" in browser.get("/sign-in/at/nordvik/").content.decode()


def test_one_subject_is_one_account_for_each_service(provider, leader):
    come_in(provider)
    come_in(provider)
    with acting_for(leader):
        assert Link.objects.filter(provider=provider, subject="kari").count() == 1


def test_who_signs_out_here_is_signed_out_at_the_service_too(provider, service):
    browser = come_in(provider)
    told = browser.post("/sign-out/")
    assert browser.get("/places/").status_code == 302
    address = told["Refresh"].removeprefix("0; url=")
    assert address.startswith(f"{service}/oauth2/end_session?")
    asked = parse_qs(urlsplit(address).query)
    said = jwt.decode(asked["id_token_hint"][0], options={"verify_signature": False})
    assert (said["sub"], said["aud"]) == ("kari", ["aktsom"])
    form = re.findall(r'name="([^"]+)" value="([^"]*)"', httpx.get(address).text)
    back = httpx.post(f"{service}/oauth2/end_session/confirm", data={name: unescape(value) for name, value in form})
    parts = urlsplit(back.headers["Location"])
    page = browser.get(f"{parts.path}?{parts.query}", HTTP_ACCEPT_LANGUAGE="en", follow=True).content.decode()
    assert "You are signed out here and at Feide." in page


def test_coming_back_without_having_left_says_so(provider):
    browser = come_in(provider)
    browser.post("/sign-out/")
    back = f"/sign-in/at/nordvik/{provider.pk}/signed-out/"
    page = browser.get(f"{back}?state=another", HTTP_ACCEPT_LANGUAGE="en", follow=True).content.decode()
    assert "did not say that you are signed out there" in page


def test_a_service_that_signs_nobody_out_or_leads_astray_is_left_alone(provider, monkeypatch):
    real = oidc._json
    for end, usable in (("", True), ("javascript:alert(1)", False), ("https://x.example/\nSet-Cookie: a=b", False)):
        described = lambda request, end=end: real(request) | {"end_session_endpoint": end}  # noqa: E731
        monkeypatch.setattr(oidc, "_json", described)
        browser = Client()
        answer = browser.get(f"/sign-in/at/nordvik/{provider.pk}/")
        assert (answer.status_code == 302) is usable, end
    monkeypatch.setattr(oidc, "_json", lambda request: real(request) | {"end_session_endpoint": ""})
    assert "Refresh" not in come_in(provider).post("/sign-out/")


def honest(provider, begun, address):
    """The claims that the service would give."""
    back = answer_as("kari", address)
    service = oidc.discover(provider)
    code = parse_qs(urlsplit(back).query)["code"][0]
    tokens = oidc._tokens(provider, service, "http://testserver/back", begun, code)
    return jwt.decode(tokens["id_token"], options={"verify_signature": False})


def forge(monkeypatch, claims):
    """A token with these claims under a key that the service is made to own."""
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    key = ec.generate_private_key(ec.SECP256R1())
    public = jwt.algorithms.ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    forged = jwt.encode(claims, key, algorithm="ES256")
    real = oidc._json
    monkeypatch.setattr(oidc, "_tokens", lambda *_given: {"id_token": forged})
    monkeypatch.setattr(
        oidc, "_json", lambda request: {"keys": [public]} if "jwks" in str(request.url) else real(request)
    )
    return forged


def finish(provider, begun, _token):
    return oidc.finish(provider, "http://testserver/back", begun, state=begun.state, code="x")[0]
