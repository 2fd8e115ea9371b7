"""Signing in through an institution's SAML service, and everything that hostile answers try."""

import copy
import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from saml2.saml import NAMEID_FORMAT_TRANSIENT, NameID

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import InvalidError
from aktsom.core.tenancy import acting_for
from aktsom.identity import actions, saml
from aktsom.identity.actions import add_rule, set_up_provider
from aktsom.identity.models import Provider, SamlAnswer
from aktsom.identity.saml_metadata import read_metadata
from aktsom.institutions.models import Institution, User
from tests.identity.saml_service import SAML, SamlService, encoded, key_and_certificate, request_in
from tests.identity.test_oidc import actor_in, go

pytestmark = pytest.mark.django_db
SAMLP = "{urn:oasis:names:tc:SAML:2.0:protocol}"


@pytest.fixture(scope="module")
def service() -> SamlService:
    return SamlService()


@pytest.fixture
def leader(person, institution) -> Actor:
    Institution.objects.filter(pk=institution.pk).update(domain="nordvik.example")
    return person(Duty.LEADERSHIP)


@pytest.fixture
def provider(leader, service, monkeypatch) -> Provider:
    said = read_metadata(service.metadata)
    own_key, own_certificate = key_and_certificate("ours")
    monkeypatch.setattr(actions, "make_own_key", lambda: (own_key.decode(), own_certificate.decode()))
    with acting_for(leader):
        return set_up_provider(
            leader,
            kind="saml",
            name="Entra",
            issuer=said.issuer,
            sso_address=said.sso_address,
            slo_address=said.slo_address,
            certificates=said.certificates,
        )


def post(provider: Provider, answer: str) -> Any:
    """As a browser does when another site's page posts: without the session."""
    address = f"/sign-in/at/nordvik/{provider.pk}/saml/"
    return Client(enforce_csrf_checks=True).post(address, {"SAMLResponse": answer})


def come_in(provider: Provider, service: SamlService, person: str = "kari", browser: Client | None = None) -> Client:
    browser = browser or Client()
    answer = post(provider, service.sign(service.answer(go(browser, provider), person)))
    assert answer.status_code == 302
    browser.get(answer["Location"])
    return browser


def test_a_person_comes_in_with_place_and_the_duties_that_the_rules_allow(provider, service, leader):
    with acting_for(leader):
        add_rule(leader, provider=provider, claim="groups", value="export-control", duty=Duty.EXPORT_CONTROL_OFFICER)
    actor = actor_in(come_in(provider, service))
    assert (actor.name, actor.institution_id) == ("Kari Nordmann", leader.institution_id)
    assert [held.duty for held in actor.duties] == [Duty.EXPORT_CONTROL_OFFICER]
    assert User.objects.get(pk=actor.user_id).email == "kari@nordvik.example"
    assert actor_in(come_in(provider, service)).member_id == actor.member_id


def test_the_request_says_who_asks_and_where_to_answer(provider):
    asked = request_in(go(Client(), provider))
    base = f"http://testserver/sign-in/at/nordvik/{provider.pk}/saml/"
    assert asked.get("AssertionConsumerServiceURL") == base
    assert asked.findtext(f"{SAML}Issuer") == f"{base}metadata/"
    assert asked.get("Destination") == "https://idp.nordvik.example/sso?a=1&b=2"
    assert asked.get("ForceAuthn") is None


def test_our_metadata_names_us_and_wants_assertions_signed(provider):
    told = etree.fromstring(Client().get(f"/sign-in/at/nordvik/{provider.pk}/saml/metadata/").content)
    assert told.get("entityID").endswith(f"/sign-in/at/nordvik/{provider.pk}/saml/metadata/")
    assert told[0].get("WantAssertionsSigned") == "true"


def test_a_fresh_sign_in_at_the_service_proves_who_one_is(provider, service):
    browser = come_in(provider, service)
    assert not actor_in(browser).proven
    address = go(browser, provider, "prove", "/places/")
    assert request_in(address).get("ForceAuthn") == "true"
    done = post(provider, service.sign(service.answer(address)))["Location"]
    assert browser.get(done)["Location"] == "/places/"
    assert actor_in(browser).proven


def test_an_old_sign_in_at_the_service_proves_nothing(provider, service):
    browser = come_in(provider, service)
    answer = service.answer(go(browser, provider, "prove"))
    answer.find(f".//{SAML}AuthnStatement").set("AuthnInstant", "2026-01-01T00:00:00Z")
    assert browser.get(post(provider, service.sign(answer))["Location"]).status_code == 403
    assert not actor_in(browser).proven


def test_a_signed_in_person_links_the_service_to_their_account(provider, service, person, client_for):
    known = person(Duty.INTERNAL_AUDITOR)
    own = client_for(known)
    done = post(provider, service.sign(service.answer(go(own, provider, "link", "/account/security/"))))
    assert own.get(done["Location"])["Location"] == "/account/security/"
    assert actor_in(come_in(provider, service)).user_id == known.user_id


def test_an_answer_counts_only_in_the_browser_that_asked(provider, service):
    theirs = post(provider, service.sign(service.answer(go(Client(), provider))))["Location"]
    other = Client()
    assert other.get(theirs).status_code == 403
    go(other, provider)
    assert other.get(theirs).status_code == 403
    assert "_auth_user_id" not in other.session


def test_a_replayed_answer_is_refused_by_what_the_database_remembers(provider, service, leader):
    browser = Client()
    signed = service.sign(service.answer(go(browser, provider)))
    done = post(provider, signed)["Location"]
    assert post(provider, signed).status_code == 403
    assert browser.get(done).status_code == 302
    assert post(provider, signed).status_code == 403
    assert browser.get(done).status_code == 403
    with acting_for(Actor.system("tests", leader.institution_id)):
        row = SamlAnswer.objects.get()
    assert (row.sealed, "kari" in row.assertion) == ("", False)


def test_what_has_expired_is_forgotten(provider, service, leader):
    come_in(provider, service)
    with acting_for(Actor.system("tests", leader.institution_id)):
        SamlAnswer.objects.update(expires_at="2026-01-01T00:00Z")
    come_in(provider, service)
    with acting_for(Actor.system("tests", leader.institution_id)):
        assert SamlAnswer.objects.count() == 1


def _set(path: str, name: str, value: str | None) -> Callable[[etree._Element], None]:
    def change(answer: etree._Element) -> None:
        found = answer if path == "." else answer.find(f".//{path}")
        if value is None:
            found.attrib.pop(name)
        else:
            found.set(name, value)

    return change


def _text(path: str, value: str) -> Callable[[etree._Element], None]:
    return lambda answer: [setattr(each, "text", value) for each in answer.iterfind(f".//{path}")] and None


def _drop(path: str) -> Callable[[etree._Element], None]:
    def change(answer: etree._Element) -> None:
        found = answer.find(f".//{path}")
        found.getparent().remove(found)

    return change


DATA = f"{SAML}SubjectConfirmationData"
PAST, FUTURE = "2020-01-01T00:00:00Z", "2090-01-01T00:00:00Z"
HOSTILE = {
    "wrong audience": _text(f"{SAML}Audience", "https://other.example/metadata"),
    "no audience": _drop(f"{SAML}AudienceRestriction"),
    "wrong recipient": _set(DATA, "Recipient", "https://other.example/acs"),
    "a recipient that contains ours": lambda answer: answer.find(f".//{DATA}").set(
        "Recipient", "https://evil.example/?" + answer.find(f".//{DATA}").get("Recipient")
    ),
    "no recipient": _set(DATA, "Recipient", None),
    "wrong destination": _set(".", "Destination", "https://other.example/acs"),
    "a destination that begins as ours": lambda answer: answer.set("Destination", answer.get("Destination") + "x"),
    "expired": _set(f"{SAML}Conditions", "NotOnOrAfter", PAST),
    "expired confirmation": _set(DATA, "NotOnOrAfter", PAST),
    "without an end": _set(DATA, "NotOnOrAfter", None),
    "not yet valid": _set(f"{SAML}Conditions", "NotBefore", FUTURE),
    "a time that is none": _set(f"{SAML}Conditions", "NotOnOrAfter", "2090-01-01T00:00:00+01:00"),
    "another issuer": _text(f"{SAML}Issuer", "https://idp.sorvik.example/saml"),
    "not a bearer": _set(f"{SAML}SubjectConfirmation", "Method", "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"),
    "answer to another request inside": _set(DATA, "InResponseTo", "id-another"),
    "unsolicited": lambda answer: [answer.attrib.pop("InResponseTo"), answer.find(f".//{DATA}").attrib.pop("InResponseTo")],
    "no success": _set(f"{SAMLP}StatusCode", "Value", "urn:oasis:names:tc:SAML:2.0:status:Responder"),
    "nobody": _text(f"{SAML}NameID", ""),
    "no name": _drop(f"{SAML}NameID"),
}  # fmt: skip


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE)
def test_hostile_answers_are_refused_although_signed(provider, service, change):
    answer = service.answer(go(Client(), provider))
    change(answer)
    assert post(provider, service.sign(answer)).status_code == 403


def test_a_passing_name_opens_no_account(provider, service):
    passing = NameID(format=NAMEID_FORMAT_TRANSIENT, text="kari")
    answer = service.answer(go(Client(), provider), name_id=passing)
    assert post(provider, service.sign(answer)).status_code == 403


def test_unsigned_or_signed_by_another_or_weakly_is_refused(provider, service):
    def answer() -> etree._Element:
        return service.answer(go(Client(), provider))

    stranger = SamlService(service.entity, "stranger")
    for signed in (encoded(answer()), stranger.sign(answer()), service.sign(answer(), sha1=True)):
        assert post(provider, signed).status_code == 403


def test_another_institutions_service_opens_no_door_here(provider, service):
    other = SamlService("https://idp.sorvik.example/saml", "sorvik")
    assert post(provider, other.sign(other.answer(go(Client(), provider)))).status_code == 403
    pretending = SamlService(service.entity, "sorvik")
    assert post(provider, pretending.sign(pretending.answer(go(Client(), provider)))).status_code == 403


def test_an_answer_for_one_service_fits_no_other_of_the_same_key(provider, service, leader):
    with acting_for(leader):
        second = set_up_provider(
            leader,
            kind="saml",
            name="Two",
            issuer="urn:two",
            sso_address=provider.sso_address,
            certificates=service.certificate,
        )
    assert post(second, service.sign(service.answer(go(Client(), provider)))).status_code == 403
    assert Client().post(f"/sign-in/at/sorvik/{provider.pk}/saml/").status_code == 404


def test_changed_after_signing_is_refused(provider, service):
    signed = etree.fromstring(_decoded(service.sign(service.answer(go(Client(), provider)))))
    changed = copy.deepcopy(signed)
    changed.find(f".//{SAML}NameID").text = "rector"
    assert post(provider, encoded(changed)).status_code == 403
    assert post(provider, encoded(signed)).status_code == 302


def test_a_comment_in_the_name_changes_nobody(provider, service):
    browser = Client()
    signed = _decoded(service.sign(service.answer(go(browser, provider), "kari.evil")))
    cut = re.sub(rb">kari\.evil<", b">kari<!-- -->.evil<", signed)
    assert cut != signed
    taken = post(provider, encoded(cut))
    with acting_for(Actor.system("tests", provider.institution_id)):
        kept = [saml.unseal(row.sealed) for row in SamlAnswer.objects.all()]
    assert taken.status_code == 403 or '"kari.evil"' in kept[0]


def _forged(signed: etree._Element) -> tuple[etree._Element, etree._Element]:
    """The signed assertion, and one that says another name and has no signature."""
    real = signed.find(f"{SAML}Assertion")
    forged = copy.deepcopy(real)
    forged.remove(forged.find("{http://www.w3.org/2000/09/xmldsig#}Signature"))
    forged.find(f".//{SAML}NameID").text = "rector"
    return real, forged


def _beside(signed: etree._Element, before: bool, same_id: bool) -> None:
    real, forged = _forged(signed)
    forged.set("ID", real.get("ID") if same_id else "id-forged")
    (real.addprevious if before else real.addnext)(forged)


def _within(signed: etree._Element, where: str) -> None:
    """The forged one in the real one's place, the real one hidden in it."""
    real, forged = _forged(signed)
    forged.set("ID", "id-forged")
    signature = real.find("{http://www.w3.org/2000/09/xmldsig#}Signature")
    signed.replace(real, forged)
    if where == "signature":
        forged.insert(1, signature)
        held = etree.SubElement(signature, "{http://www.w3.org/2000/09/xmldsig#}Object")
        held.append(real)
    elif where == "extensions":
        held = etree.Element(f"{SAMLP}Extensions")
        held.append(real)
        signed.find(f"{SAML}Issuer").addnext(held)
    elif where == "advice":
        held = etree.Element(f"{SAML}Advice")
        held.append(real)
        forged.find(f"{SAML}Conditions").addnext(held)
    else:
        forged.insert(1, signature)


WRAPPINGS: dict[str, Callable[[etree._Element], None]] = {
    "before": lambda signed: _beside(signed, before=True, same_id=False),
    "after": lambda signed: _beside(signed, before=False, same_id=False),
    "before, same id": lambda signed: _beside(signed, before=True, same_id=True),
    "after, same id": lambda signed: _beside(signed, before=False, same_id=True),
    "in the signature": lambda signed: _within(signed, "signature"),
    "in extensions": lambda signed: _within(signed, "extensions"),
    "in advice": lambda signed: _within(signed, "advice"),
    "only the signature": lambda signed: _within(signed, "gone"),
}


@pytest.mark.parametrize("wrap", WRAPPINGS.values(), ids=WRAPPINGS)
def test_wrapped_signatures_are_refused(provider, service, wrap):
    signed = etree.fromstring(_decoded(service.sign(service.answer(go(Client(), provider)))))
    wrap(signed)
    assert post(provider, encoded(signed)).status_code == 403


def test_document_types_entities_and_rubbish_are_refused(provider, service, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("kari")
    signed = _decoded(service.sign(service.answer(go(Client(), provider))))
    outside = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>'.encode() + signed.replace(b">kari<", b">&x;<")
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + signed.replace(b">kari<", b">&b;<")
    plain = b"<!DOCTYPE a>" + signed
    for rubbish in (*map(encoded, (outside, bomb, plain, b"<a/>", b"", b"\x00")), "***", "æ", "A" * 600_000):
        assert post(provider, rubbish).status_code == 403
    address = f"/sign-in/at/nordvik/{provider.pk}/saml/"
    assert (Client().post(address).status_code, Client().get(address).status_code) == (403, 405)


def test_metadata_is_read_safely_and_whole(service):
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>{service.metadata}'
    two = f'<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">{service.metadata}</md:EntitiesDescriptor>'
    for wrong in (entity, two, "", "<a/>", "no", service.metadata.replace("HTTP-Redirect", "SOAP"), "x" * 600_000):
        with pytest.raises(InvalidError):
            read_metadata(wrong)


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": ""},
        {"sso_address": "http://idp.example/"},
        {"sso_address": "javascript:alert(1)"},
        {"sso_address": 'https://idp.example/"x'},
        {"certificates": ""},
        {"certificates": "no"},
        {"certificates": key_and_certificate("weak", 1024)[1].decode()},
    ],
    ids=["no issuer", "open line", "script", "quote", "no certificate", "rubbish", "weak certificate"],
)
def test_a_service_without_what_it_needs_is_not_set_up(leader, service, changed):
    given = {"issuer": "urn:x", "sso_address": "https://idp.example/sso", "certificates": service.certificate}
    with acting_for(leader), pytest.raises(InvalidError):
        set_up_provider(leader, kind="saml", name="X", **(given | changed))


def test_metadata_pasted_over_the_api_sets_the_service_up(leader, service, client_for):
    given = {"kind": "saml", "name": "Entra", "metadata": service.metadata}
    address = "/api/v1/sign-in/services"
    made = client_for(replace(leader, proven=True)).post(address, given, content_type="application/json")
    assert made.status_code == 201
    assert (made.json()["issuer"], made.json()["kind"]) == (service.entity, "saml")
    wrong = client_for(leader).post(address, given | {"metadata": "<a/>"}, content_type="application/json")
    assert wrong.status_code == 422
    assert "metadata" in str(wrong.json())


def test_the_callback_of_the_other_protocol_takes_no_saml_sign_in(provider):
    browser = Client()
    go(browser, provider)
    assert browser.get(f"/sign-in/at/nordvik/{provider.pk}/callback/?code=x&state=y").status_code == 404


def _decoded(signed: str) -> bytes:
    return b64decode(signed)
