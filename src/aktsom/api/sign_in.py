"""Who calls: a program with a key, or a browser that is signed in (then every change needs its CSRF token)."""

from typing import Any

from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from aktsom.core.actor import Actor
from aktsom.institutions.keys import actor_with_key


class Key(HttpBearer):
    """`Authorization: Bearer aktsom_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor that the key stands for."""
        actor = actor_with_key(token)
        request.actor = actor  # type: ignore[attr-defined]
        return actor


class Browser(APIKeyCookie):
    """The session of the web pages."""

    param_name = "sessionid"

    def __init__(self) -> None:
        super().__init__(csrf=True)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The actor that the session stands for."""
        return getattr(request, "actor", None)
