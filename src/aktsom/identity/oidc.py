"""Signing in by OpenID Connect: the authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, section 3.1).

The token's signature, issuer, audience, nonce and times are all checked, although the token comes over TLS.
"""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt
from django.utils.translation import gettext as _

from aktsom.core.errors import NotAllowedError, UnusableSourceError
from aktsom.identity.arrival import Arrival
from aktsom.identity.models import Provider
from aktsom.identity.oidc_logout import Stay
from aktsom.identity.outward import ClosedAddressError, is_over_tls, led_to_what_was_checked
from aktsom.identity.secrets import seal, unseal

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
PATIENCE_SECONDS, LEEWAY_SECONDS, LASTS_SECONDS = 10.0, 60, 600
MOST_BYTES = 1_000_000
ENDS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint", "end_session_endpoint")


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in under way, as the session keeps it. With `fresh` the service must ask the person anew."""

    state: str
    nonce: str
    verifier: str
    fresh: bool
    at: float


@dataclass(frozen=True, slots=True)
class Service:
    """What a provider's discovery document says of it."""

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str
    end_session: str


def begin(provider: Provider, callback: str, *, fresh: bool = False) -> tuple[Begun, str]:
    """What the session keeps, and the address at the service to which the browser goes."""
    service = discover(provider)
    begun = Begun(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), fresh, time.time())
    challenge = base64.urlsafe_b64encode(hashlib.sha256(begun.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": callback,
        "scope": "openid profile email",
        "state": begun.state,
        "nonce": begun.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    if provider.hint:
        asked["login_hint"] = provider.hint
    if fresh:
        asked |= {"prompt": "login", "max_age": "0"}
    joint = "&" if "?" in service.authorization else "?"
    return begun, f"{service.authorization}{joint}{urlencode(asked)}"


def finish(
    provider: Provider, callback: str, begun: Begun, *, state: str, code: str, issuer: str = ""
) -> tuple[Arrival, Stay]:
    """Who has come, as the service says it, and how to sign them out there.

    Raises `NotAllowedError` when anything in the answer is not as it must be.
    """
    if not secrets.compare_digest(state.encode(), begun.state.encode()) or time.time() - begun.at > LASTS_SECONDS:
        raise _refused()
    service = discover(provider)
    if issuer and issuer != service.issuer:  # RFC 9207: an answer of another service
        raise _refused()
    tokens = _tokens(provider, service, callback, begun, code)
    token = str(tokens.get("id_token", ""))
    claims = _verified(provider, service, token)
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), begun.nonce.encode()):
        raise _refused()
    if begun.fresh and claims.get("auth_time", claims["iat"]) < begun.at - LEEWAY_SECONDS:
        raise _refused()
    arrival = _arrival({**_userinfo(service, tokens, claims["sub"]), **claims})
    return arrival, Stay(service.end_session, seal(token) if service.end_session else "")


def discover(provider: Provider) -> Service:
    """The service's own description. Raises `UnusableSourceError` when it cannot be read or is another issuer's."""
    base = provider.issuer.rstrip("/")
    found = _json(httpx.Request("GET", f"{base}/.well-known/openid-configuration"))
    if str(found.get("issuer", "")).rstrip("/") != base:
        raise _unusable()
    ends = [str(found.get(name) or "") for name in ENDS]
    if not is_over_tls(ends[0]) or (ends[-1] and not is_over_tls(ends[-1])):
        raise _unusable()
    return Service(str(found["issuer"]), *ends)


def _tokens(provider: Provider, service: Service, callback: str, begun: Begun, code: str) -> dict[str, Any]:
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback,
        "code_verifier": begun.verifier,
        "client_id": provider.client_id,
        "client_secret": unseal(provider.sealed_secret),
    }
    return _json(httpx.Request("POST", service.token, data=sent, headers={"Accept": "application/json"}))


def _verified(provider: Provider, service: Service, token: str) -> dict[str, Any]:
    try:
        keys = jwt.PyJWKSet.from_dict(_json(httpx.Request("GET", service.keys)))
        wanted = jwt.get_unverified_header(token).get("kid")
        key = next(each for each in keys.keys if wanted in (None, each.key_id))
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=provider.client_id,
            issuer=service.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )
    except (jwt.PyJWTError, StopIteration) as error:
        raise _refused() from error
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != provider.client_id:
        raise _refused()
    return claims


def _userinfo(service: Service, tokens: dict[str, Any], subject: str) -> dict[str, Any]:
    if not service.userinfo or not tokens.get("access_token"):
        return {}
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    said = _json(httpx.Request("GET", service.userinfo, headers=bearer))
    if said.get("sub") != subject:
        raise _refused()
    return said


def _arrival(claims: dict[str, Any]) -> Arrival:
    subject = str(claims["sub"])
    if not subject or len(subject) > 300 or "\x00" in subject:
        raise _refused()
    return Arrival(subject, str(claims.get("email") or "")[:254], str(claims.get("name") or "")[:200], claims)


def _json(request: httpx.Request) -> dict[str, Any]:
    try:
        with httpx.Client(timeout=PATIENCE_SECONDS, follow_redirects=False) as client:
            answer = client.send(led_to_what_was_checked(request), stream=True)
            answer.raise_for_status()
            found = _read(answer)
    except (httpx.HTTPError, ClosedAddressError, OSError, ValueError) as error:
        raise _unusable() from error
    if not isinstance(found, dict):
        raise _unusable()
    return found


def _read(answer: httpx.Response) -> Any:
    """The JSON, if it is of a size that such answers have; no more than that is read."""
    content = b""
    for part in answer.iter_bytes():
        content += part
        if len(content) > MOST_BYTES:
            return None
    return json.loads(content)


def _refused() -> NotAllowedError:
    return NotAllowedError(
        _("The sign-in service’s answer is not one that we can trust."),
        remedy=_("Go to the sign-in page and try again."),
    )


def _unusable() -> UnusableSourceError:
    return UnusableSourceError(
        _("The sign-in service does not answer as it should."),
        kept=_("Nothing was changed."),
        remedy=_("Try again in a while. If it stays so, tell your institution’s administrator."),
    )
