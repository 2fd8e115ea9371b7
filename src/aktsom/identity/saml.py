"""Signing in by SAML 2.0 (SAML 2.0 Profiles, section 4.1): python3-saml in strict mode, and what it leaves open.

The library takes answers without audience, recipient or request, and a recipient that merely contains ours. Here all of
them must be there and ours. Answers that nobody asked for are not taken, and neither are encrypted ones: there is no key.
"""

import hashlib
import json
import secrets
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.sax.saxutils import escape

import xmlsec
from django.utils import timezone
from django.utils.translation import gettext as _
from lxml import etree
from onelogin.saml2.authn_request import OneLogin_Saml2_Authn_Request as AuthnRequest
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
    """What we are to a service: our entityID, which is where our metadata lies, and where it sends its answers."""

    entity: str
    answers: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in under way, as the session keeps it. With `fresh` the service must ask the person anew."""

    request: str
    fresh: bool
    at: float


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


def begin(provider: Provider, ours: Ours, *, fresh: bool = False) -> tuple[Begun, str]:
    """What the session keeps, and the address at the service to which the browser goes."""
    asked = AuthnRequest(_settings(provider, ours), force_authn=fresh)
    joint = "&" if "?" in provider.sso_address else "?"
    address = f"{provider.sso_address}{joint}{urlencode({'SAMLRequest': asked.get_request()})}"
    return Begun(asked.get_id(), fresh, time.time()), address


def check(provider: Provider, ours: Ours, encoded: str) -> Answer:
    """Who the service says has come. Raises `NotAllowedError` when anything in the answer is not as it must be."""
    if not encoded or len(encoded) > MOST_CHARACTERS:
        raise refused()
    parts = urlsplit(ours.answers)
    sent_to = {
        "https": "on" if parts.scheme == "https" else "off",
        "http_host": parts.netloc,
        "script_name": parts.path,
    }
    try:
        response = Response(_settings(provider, ours), encoded)
        _must(response.is_valid(sent_to))
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


def take(actor: Actor, provider: Provider, begun: Begun) -> Arrival:
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
    return Arrival(**said["arrival"])


def describe(ours: Ours) -> str:
    """Our metadata for a service, without an end: it is changed by hand at the service."""
    settings = Settings({"strict": True, "sp": _us(ours), "security": _rules()}, sp_validation_only=True)
    described: str = Metadata.builder(settings.get_sp_data(), wsign=True, valid_until="", cache_duration="")
    return described


def refused() -> NotAllowedError:
    """An answer that is not as it must be. Which check it failed is not told."""
    return NotAllowedError(
        _("The sign-in service’s answer is not one that we can trust."),
        remedy=_("Go to the sign-in page and try again."),
    )


def _answer(response: Response, ours: Ours) -> Answer:
    assertion = _only(response.document, ASSERTION)
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


def _settings(provider: Provider, ours: Ours) -> Settings:
    keys = keys_of(provider.certificates)
    theirs = {
        "entityId": provider.issuer,
        # The library writes it into its XML as it is.
        "singleSignOnService": {"url": escape(provider.sso_address), "binding": Constants.BINDING_HTTP_REDIRECT},
        "x509certMulti": {"signing": keys},
    }
    return Settings({"strict": True, "sp": _us(ours), "idp": theirs, "security": _rules()})


def _us(ours: Ours) -> dict[str, Any]:
    return {
        "entityId": ours.entity,
        "assertionConsumerService": {"url": ours.answers, "binding": Constants.BINDING_HTTP_POST},
        "NameIDFormat": Constants.NAMEID_PERSISTENT,
    }


def _rules() -> dict[str, Any]:
    return {
        "wantAssertionsSigned": True,
        "rejectDeprecatedAlgorithm": True,
        "wantAttributeStatement": False,
        "requestedAuthnContext": False,
        "allowSingleLabelDomains": True,
    }
