"""Signing out at a service of OpenID Connect as well (OpenID Connect RP-Initiated Logout 1.0)."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from aktsom.identity.models import Provider
from aktsom.identity.secrets import unseal


@dataclass(frozen=True, slots=True)
class Stay:
    """What is needed to sign a person out where they came from: the service's address for it, and their token, sealed."""

    end: str
    sealed_token: str


def can_begin(provider: Provider, stay: Stay) -> bool:
    """Whether we can ask this service to sign somebody out."""
    return bool(provider.is_open and stay.end)


def begin(provider: Provider, stay: Stay, back: str) -> tuple[str, str]:
    """The state with which the browser comes back, and the address at the service to which it goes."""
    state = secrets.token_urlsafe(24)
    asked = {
        "id_token_hint": unseal(stay.sealed_token),
        "client_id": provider.client_id,
        "post_logout_redirect_uri": back,
        "state": state,
    }
    return state, f"{stay.end}{'&' if '?' in stay.end else '?'}{urlencode(asked)}"
