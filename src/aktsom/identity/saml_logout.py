"""Signing out at a SAML service as well (SAML 2.0 Profiles, section 4.4, over redirects), whoever begins it.

Everything that is said must be signed; the library checks that, and that it was said to us.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from onelogin.saml2.auth import OneLogin_Saml2_Auth as Auth
from onelogin.saml2.logout_request import OneLogin_Saml2_Logout_Request as LogoutRequest
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML as Xml

from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor
from aktsom.identity.models import Link, PersonSession, Provider
from aktsom.identity.saml import LASTS_SECONDS, UNUSABLE, Ours, Party, received_at, refused, settings_with
from aktsom.identity.sessions import end_rows

MOST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Goodbye:
    """What a service asks: that this person is signed out, and where the browser goes with our answer."""

    subject: str
    address: str


def can_begin(provider: Provider) -> bool:
    """Whether we can ask this service to sign somebody out."""
    return bool(provider.is_open and provider.slo_address and provider.sealed_key)


def begin(provider: Provider, ours: Ours, party: Party) -> tuple[str, str]:
    """The request's id, and the address at the service to which the browser goes with it."""
    talk = Auth(received_at(ours.goodbyes), old_settings=settings_with(provider, ours, goodbye=True))
    address = talk.logout(
        return_to="",
        name_id=party.name,
        session_index=party.session or None,
        nq=party.qualifier or None,
        name_id_format=party.format or None,
        spnq=party.of_us or None,
    )
    return str(talk.get_last_request_id()), str(address)


def is_done(provider: Provider, ours: Ours, request_id: str, query: Mapping[str, str]) -> bool:
    """Whether the service says, signed and to this request, that the person is signed out there."""
    if not request_id or len(query.get("SAMLResponse", "")) > MOST_CHARACTERS:
        return False
    talk = Auth(received_at(ours.goodbyes, query), old_settings=settings_with(provider, ours, goodbye=True))
    try:
        talk.process_slo(keep_local_session=True, request_id=request_id)
    except UNUSABLE:
        return False
    return not talk.get_errors()


def asked(provider: Provider, ours: Ours, query: Mapping[str, str]) -> Goodbye:
    """Whom the service wants to be signed out. Raises `NotAllowedError` unless it is signed, ours and new."""
    encoded = query.get("SAMLRequest", "")
    if not can_begin(provider) or not encoded or len(encoded) > MOST_CHARACTERS:
        raise refused()
    settings = settings_with(provider, ours, goodbye=True)
    talk = Auth(received_at(ours.goodbyes, query), old_settings=settings)
    try:
        address = talk.process_slo(keep_local_session=True)
        said = LogoutRequest(settings, encoded).get_xml()
        if talk.get_errors() or not _is_new(said):
            raise refused()
        subject = str(LogoutRequest.get_nameid(said, key=settings.get_sp_key()))
    except UNUSABLE as error:
        raise refused() from error
    return Goodbye(subject, str(address))


@action("end sessions at the service's word", may=only_system)
def end_sessions(actor: Actor, *, provider: Provider, link: Link) -> Link:
    """Sign a person out of every browser in which they came in through the service."""
    rows = PersonSession.objects.filter(user_id=link.user_id, provider=provider, ended_at=None)
    end_rows(list(rows))
    return link


def _is_new(said: str) -> bool:
    """Whether it was written within the last minutes: one that was kept and sent again signs nobody out."""
    at = datetime.fromisoformat(Xml.to_etree(said).get("IssueInstant", "")).astimezone(UTC)
    return abs(timezone.now() - at) < timedelta(seconds=LASTS_SECONDS)
