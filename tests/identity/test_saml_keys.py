"""Requests to a SAML service are signed, its answers may be encrypted for us, and signing out goes both ways."""

from base64 import b64decode
from html import escape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from lxml import etree

from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.identity.models import Provider
from aktsom.identity.saml_metadata import make_own_key
from tests.identity.saml_service import SAML, encoded, is_signed_with, key_and_certificate
from tests.identity.test_oidc import actor_in, go
from tests.identity.test_saml import come_in, leader, post, provider, service

__all__ = ["leader", "provider", "service"]
pytestmark = pytest.mark.django_db
OURS = key_and_certificate("ours")[1]


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def test_requests_are_signed_with_the_key_in_our_metadata(provider):
    address = go(Client(), provider)
    assert is_signed_with(address, OURS)
    assert not is_signed_with(address.replace("SAMLRequest=", "SAMLRequest=A", 1), OURS)
    told = etree.fromstring(Client().get(f"/sign-in/at/nordvik/{provider.pk}/saml/metadata/").content)
    assert told[0].get("AuthnRequestsSigned") == "true"
    uses = {each.get("use") for each in told.iter("{urn:oasis:names:tc:SAML:2.0:metadata}KeyDescriptor")}
    assert uses == {"signing", "encryption"}


def test_our_key_lies_sealed_and_is_another_one_with_each_service(provider):
    assert "PRIVATE" not in provider.sealed_key
    first, second = make_own_key(), make_own_key()
    assert first[0] != second[0]


def test_a_service_that_was_set_up_before_there_were_keys_goes_on_as_it_did(provider, service, leader):
    with acting_for(leader):
        Provider.objects.filter(pk=provider.pk).update(sealed_key="", own_certificate="")
    assert "Signature" not in go(Client(), provider)
    assert actor_in(come_in(provider, service)).name == "Kari Nordmann"


def test_an_answer_encrypted_for_us_lets_the_person_in(provider, service):
    browser = Client()
    answer = service.encrypt(service.sign(service.answer(go(browser, provider))), OURS)
    assert b"kari@nordvik.example" not in b64decode(answer)
    browser.get(post(provider, answer)["Location"])
    assert actor_in(browser).name == "Kari Nordmann"


def test_encrypted_for_somebody_else_or_without_a_signature_inside_it_lets_nobody_in(provider, service):
    theirs = service.encrypt(service.sign(service.answer(go(Client(), provider))), key_and_certificate("other")[1])
    assert post(provider, theirs).status_code == 403
    unsigned = service.answer(go(Client(), provider))
    forged = service.encrypt(encoded(unsigned), OURS)
    assert post(provider, forged).status_code == 403
    changed = service.sign(service.answer(go(Client(), provider)))
    tree = etree.fromstring(b64decode(changed))
    tree.find(f".//{SAML}NameID").text = "rector"
    assert post(provider, service.encrypt(encoded(tree), OURS)).status_code == 403


def leaving(browser: Client) -> str:
    """Sign out: the address to which the browser is led on."""
    answer = browser.post("/sign-out/")
    address = answer["Refresh"].removeprefix("0; url=")
    assert f'href="{escape(address)}"' in answer.content.decode()
    return address


def test_who_signs_out_here_is_signed_out_at_the_service_too(provider, service):
    browser = come_in(provider, service)
    leaves = leaving(browser)
    assert leaves.startswith("https://idp.nordvik.example/slo?")
    assert is_signed_with(leaves, OURS)
    assert browser.get("/places/").status_code == 302
    told = browser.get(path_of(service.says_signed_out(leaves)), follow=True).content.decode()
    assert "Entra" in told
    assert "er logget ut her og" in told or "signed out here and at" in told


def test_a_goodbye_that_is_not_signed_or_not_to_our_request_is_not_believed(provider, service):
    browser = come_in(provider, service)
    leaves = leaving(browser)
    unsigned = path_of(service.says_signed_out(leaves)).split("&SigAlg")[0]
    assert (
        "signed out here and at" not in browser.get(unsigned, HTTP_ACCEPT_LANGUAGE="en", follow=True).content.decode()
    )
    again = come_in(provider, service)
    again.post("/sign-out/")
    of_another = path_of(service.says_signed_out(leaves))
    assert (
        "signed out here and at" not in again.get(of_another, HTTP_ACCEPT_LANGUAGE="en", follow=True).content.decode()
    )


def test_the_service_signs_a_person_out_of_every_browser_in_which_they_came_by_it(
    provider, service, client_for, leader
):
    one, two = come_in(provider, service), come_in(provider, service)
    by_password = client_for(actor_in(one))
    base = f"http://testserver/sign-in/at/nordvik/{provider.pk}/saml/goodbye/"
    answer = Client().get(path_of(service.asks_to_sign_out("kari", base)))
    assert answer["Location"].startswith("https://idp.nordvik.example/slo?SAMLResponse=")
    assert [each.get("/places/").status_code for each in (one, two, by_password)] == [302, 302, 200]
    with acting_for(leader):
        assert AuditEvent.objects.filter(verb="end sessions at the service's word").count() == 1


@pytest.mark.parametrize("how", ["unsigned", "other key", "old", "other issuer", "changed"])
def test_nobody_else_signs_a_person_out(provider, service, how):
    browser = come_in(provider, service)
    base = f"http://testserver/sign-in/at/nordvik/{provider.pk}/saml/goodbye/"
    stranger = type(service)(entity=service.entity, key_name="stranger")
    changed = {"old": {"at": "2026-01-01T00:00:00Z"}, "other issuer": {"issuer": "https://evil.example"}}.get(how, {})
    address = path_of((stranger if how == "other key" else service).asks_to_sign_out("kari", base, **changed))
    if how == "unsigned":
        address = address.split("&SigAlg")[0]
    if how == "changed":
        address = address.replace("SAMLRequest=", "SAMLRequest=A", 1)
    assert Client().get(address).status_code == 403
    assert browser.get("/places/").status_code == 200
