"""Signing in by SAML 2.0 (SAML 2.0 Profiles, section 4.1): python3-saml in strict mode, and what it leaves open.

The library takes answers without audience, recipient or request, and a recipient that merely contains ours. Here all of
them must be there and ours. Answers that nobody asked for are not taken. Requests are signed with the key that we have with the
service; what it encrypts for that key is decrypted, and must be signed inside all the same. Signing out is in `saml_logout.py`.
"""

import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import xmlsec
from django.utils import timezone
from django.utils.translation import gettext as _
from lxml import etree
from onelogin.saml2.auth import OneLogin_Saml2_Auth as Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.metadata import OneLogin_Saml2_Metadata as Metadata
from onelogin.saml2.response import OneLogin_Saml2_Response as Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings as Settings
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML as Xml

from aktsom.core.actor import Actor
from aktsom.core.errors import NotAllowedError
from aktsom.identity.arrival import Arrival
from aktsom.identity.models import Provider, SamlAnswer
from aktsom.identity.saml_metadata import keys_of
from aktsom.identity.secrets import seal, unseal

LASTS_SECONDS, LEEWAY_SECONDS, MOST_CHARACTERS = 600, 60, 500_000
ASSERTION = "/samlp:Response/saml:Assertion"
EMAIL = (
    "mail",
    "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
)
NAME = ("displayName", "urn:oid:2.16.840.1.113730.3.1.241", "http://schemas.microsoft.com/identity/claims/displayname")
UNUSABLE = (OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError, etree.LxmlError, xmlsec.Error, ValueError)


@dataclass(frozen=True, slots=True)
class Ours:
    """What we are to a service: our entityID, which is where our metadata lies, and where it sends its answers and goodbyes."""

    entity: str
    answers: str
    goodbyes: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in under way, as the session keeps it. With `fresh` the service must ask the person anew."""

    request: str
    fresh: bool
    at: float


@dataclass(frozen=True, slots=True)
class Party:
    """Who somebody is to the service, and in which of its sessions, as it must be said again when they sign out."""

    name: str
    format: str = ""
    qualifier: str = ""
    of_us: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service has said, all checks passed but one: whether the browser that brings it is the one that asked.

    `expires` and `signed_in` are seconds since 1970.
    """

    request: str
    assertion: str
    expires: int
    signed_in: int
    arrival: Arrival
    party: Party


def begin(provider: Provider, ours: Ours, *, fresh: bool = False) -> tuple[Begun, str]:
    """What the session keeps, and the address at the service to which the browser goes."""
    talk = Auth(received_at(ours.answers), old_settings=settings_with(provider, ours))
    address = talk.login(return_to="", force_authn=fresh)
    return Begun(talk.get_last_request_id(), fresh, time.time()), str(address)


def check(provider: Provider, ours: Ours, encoded: str) -> Answer:
    """Who the service says has come. Raises `NotAllowedError` when anything in the answer is not as it must be."""
    if not encoded or len(encoded) > MOST_CHARACTERS:
        raise refused()
    try:
        response = Response(settings_with(provider, ours), encoded)
        _must(response.is_valid(received_at(ours.answers)))
        return _answer(response, ours)
    except UNUSABLE as error:
        raise refused() from error


def keep(actor: Actor, provider: Provider, answer: Answer) -> None:
    """Remember the answer for the browser that asked for it. Raises `NotAllowedError` when it was brought before."""
    answers = SamlAnswer.objects.visible_to(actor)
    answers.filter(expires_at__lt=timezone.now()).delete()
    _row, is_new = answers.get_or_create(
        provider=provider,
        assertion=_digest(answer.assertion),
        defaults={
            "institution_id": provider.institution_id,
            "request": _digest(answer.request),
            "sealed": seal(json.dumps(asdict(answer))),
            "expires_at": datetime.fromtimestamp(answer.expires, UTC),
        },
    )
    if not is_new:
        raise refused()


def take(actor: Actor, provider: Provider, begun: Begun) -> tuple[Arrival, Party]:
    """Who has come with the answer to this request, once. Raises `NotAllowedError` when there is no such answer."""
    kept = SamlAnswer.objects.visible_to(actor).filter(provider=provider, request=_digest(begun.request))
    row = kept.exclude(sealed="").select_for_update().first()
    if row is None or time.time() - begun.at > LASTS_SECONDS:
        raise refused()
    said = json.loads(unseal(row.sealed))
    row.sealed = ""
    row.save(update_fields=["sealed"])
    if not secrets.compare_digest(said["request"].encode(), begun.request.encode()):
        raise refused()
    if begun.fresh and said["signed_in"] < begun.at - LEEWAY_SECONDS:
        raise refused()
    return Arrival(**said["arrival"]), Party(**said["party"])


def describe(provider: Provider, ours: Ours) -> str:
    """Our metadata for a service, without an end: it is changed by hand at the service."""
    said = {"strict": True, "sp": _us(provider, ours), "security": _rules(provider)}
    settings = Settings(said, sp_validation_only=True)
    described: str = Metadata.builder(
        settings.get_sp_data(), authnsign=bool(provider.sealed_key), wsign=True, valid_until="", cache_duration=""
    )
    certificate = settings.get_sp_cert()
    if not certificate:
        return described
    with_keys: bytes = Metadata.add_x509_key_descriptors(described, certificate, True)
    return with_keys.decode()


def refused() -> NotAllowedError:
    """An answer that is not as it must be. Which check it failed is not told."""
    return NotAllowedError(
        _("The sign-in service’s answer is not one that we can trust."),
        remedy=_("Go to the sign-in page and try again."),
    )


def _answer(response: Response, ours: Ours) -> Answer:
    assertion = _only(response.get_xml_document(), ASSERTION)
    confirmation = _only(assertion, "saml:Subject/saml:SubjectConfirmation")
    data = _only(confirmation, "saml:SubjectConfirmationData")
    _must(confirmation.get("Method") == Constants.CM_BEARER and data.get("Recipient") == ours.answers)
    _must(response.document.get("Destination") in (None, ours.answers))
    request = data.get("InResponseTo", "")
    _must(bool(request) and response.get_in_response_to() in (None, request))
    _must(_is_for(assertion, ours.entity))
    ends = [data.get("NotOnOrAfter"), *Xml.query(assertion, "saml:Conditions/@NotOnOrAfter")]
    _must(ends[0] is not None)
    return Answer(
        request=request,
        assertion=assertion.get("ID"),
        expires=max(map(_seconds, ends)) + Constants.ALLOWED_CLOCK_DRIFT,
        signed_in=_seconds(_only(assertion, "saml:AuthnStatement").get("AuthnInstant")),
        arrival=_arrival(response),
        party=_party(response),
    )


def _is_for(assertion: Any, entity: str) -> bool:
    """Whether every restriction names us, and there is one (SAML 2.0 Core, section 2.5.1.4)."""
    restrictions = Xml.query(assertion, "saml:Conditions/saml:AudienceRestriction")
    named = [[(each.text or "").strip() for each in Xml.query(row, "saml:Audience")] for row in restrictions]
    return bool(named) and all(entity in audiences for audiences in named)


def _arrival(response: Response) -> Arrival:
    named = response.get_nameid_data()
    subject = str(named.get("Value") or "").strip()
    # A transient name is another one at each sign-in, and may come to be somebody else's.
    _must(named.get("Format") != Constants.NAMEID_TRANSIENT and 0 < len(subject) <= 300)
    claims = {**response.get_friendlyname_attributes(), **response.get_attributes()}
    return Arrival(subject, _first(claims, EMAIL)[:254], _first(claims, NAME)[:200], claims)


def _party(response: Response) -> Party:
    named = response.get_nameid_data()
    parts = ("Value", "Format", "NameQualifier", "SPNameQualifier")
    name, form, qualifier, of_us = (str(named.get(each) or "")[:500] for each in parts)
    return Party(name, form, qualifier, of_us, str(response.get_session_index() or "")[:500])


def _first(claims: dict[str, Any], names: tuple[str, ...]) -> str:
    found = (each for name in names for each in claims.get(name, ()) if isinstance(each, str))
    return next(found, "")


def _only(within: Any, path: str) -> Any:
    found = Xml.query(within, path)
    _must(len(found) == 1)
    return found[0]


def _must(holds: bool) -> None:
    if not holds:
        raise refused()


def _seconds(written: str) -> int:
    return int(datetime.fromisoformat(written).timestamp())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def received_at(address: str, query: Mapping[str, str] = {}) -> dict[str, Any]:
    """A request as the library wants to know of it."""
    parts = urlsplit(address)
    secure = "on" if parts.scheme == "https" else "off"
    return {"https": secure, "http_host": parts.netloc, "script_name": parts.path, "get_data": dict(query)}


def settings_with(provider: Provider, ours: Ours, *, goodbye: bool = False) -> Settings:
    """The library's settings. What is said at a `goodbye` must be signed as a whole; of answers the assertion must be."""
    keys = keys_of(provider.certificates)
    theirs = {
        "entityId": provider.issuer,
        # The library writes it into its XML as it is.
        "singleSignOnService": {"url": escape(provider.sso_address), "binding": Constants.BINDING_HTTP_REDIRECT},
        "x509certMulti": {"signing": keys},
    }
    if provider.slo_address:
        theirs["singleLogoutService"] = {
            "url": escape(provider.slo_address),
            "binding": Constants.BINDING_HTTP_REDIRECT,
        }
    rules = _rules(provider) | {"wantMessagesSigned": goodbye}
    return Settings({"strict": True, "sp": _us(provider, ours), "idp": theirs, "security": rules})


def _us(provider: Provider, ours: Ours) -> dict[str, Any]:
    us = {
        "entityId": ours.entity,
        "assertionConsumerService": {"url": ours.answers, "binding": Constants.BINDING_HTTP_POST},
        "NameIDFormat": Constants.NAMEID_PERSISTENT,
        "x509cert": provider.own_certificate,
        "privateKey": unseal(provider.sealed_key),
    }
    if provider.slo_address:
        us["singleLogoutService"] = {"url": ours.goodbyes, "binding": Constants.BINDING_HTTP_REDIRECT}
    return us


def _rules(provider: Provider) -> dict[str, Any]:
    has_key = bool(provider.sealed_key)
    return {
        "authnRequestsSigned": has_key,
        "logoutRequestSigned": has_key,
        "logoutResponseSigned": has_key,
        "signatureAlgorithm": Constants.RSA_SHA256,
        "digestAlgorithm": Constants.SHA256,
        "wantAssertionsSigned": True,
        "rejectDeprecatedAlgorithm": True,
        "wantAttributeStatement": False,
        "requestedAuthnContext": False,
        "allowSingleLabelDomains": True,
    }
