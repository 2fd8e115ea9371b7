"""Who calls: a program with a key, or a browser that is signed in (then every change needs its CSRF token)."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from aktsom.core.actor import Actor
from aktsom.core.errors import NotAllowedError
from aktsom.core.http import actor_in
from aktsom.institutions.keys import actor_with_key


class Key(HttpBearer):
    """`Authorization: Bearer aktsom_…`. A key that is not in force is refused, whoever else is signed in."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor that the key stands for."""
        actor = actor_with_key(token)
        request.actor = actor  # type: ignore[attr-defined]
        return actor


class Browser(APIKeyCookie):
    """The session of the web pages."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Actor | None:
        """The actor that the session stands for; a change without the CSRF token is refused."""
        actor = actor_in(request)
        if actor is not None and check_csrf(request) is not None:
            raise NotAllowedError(
                _("This change did not come from one of our pages."),
                remedy=_("Send the CSRF token in the header X-CSRFToken, or use a key."),
            )
        return actor

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """The same; the library asks for it under this name."""
        return self(request)
