"""What somebody had typed when it turned out that they are signed out, or that the form was too old to be taken.

Nothing is kept here: the answer holds what was sent. Its reader can copy it, and a browser with scripts keeps it in its own tab
until the same person is on the form's page again (web/static/aktsom/app.js).
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

NEVER_SHOWN = re.compile("pass|code|secret|token|key", re.IGNORECASE)
"""Names of fields whose content is shown to nobody, not even to who typed it."""
NO_WORD = re.compile(r"[\d-]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A number, a day or the address of a record: nobody typed more than that."""


def unsent_page(request: HttpRequest) -> HttpResponse | None:
    """401 with what was sent and a way back to the form's page; None where nobody typed anything."""
    fields = _typed(request)
    if not any(value and not NO_WORD.fullmatch(value) for _name, value, _is_text in fields):
        return None
    there = _page_of_form(request)
    to = there if request.user.is_authenticated else redirect_to_login(there).url
    return render(request, "core/unsent.html", {"fields": fields, "page": there, "to": to}, status=401)


def sentences_in(request: HttpRequest) -> Sequence[str]:
    """What somebody wrote in a form that is refused, for the page that says why."""
    return [value for _name, value, is_text in _typed(request) if is_text] if request.method == "POST" else ()


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent this; other sites cannot make it say so."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _typed(request: HttpRequest) -> Sequence[tuple[str, str, bool]]:
    """Each field with its value, and whether it is shown: sentences are, what was chosen is only filled in again."""
    return [
        (name, str(value), " " in str(value).strip())
        for name, values in request.POST.lists()
        if not NEVER_SHOWN.search(name)
        for value in values
    ]


def _page_of_form(request: HttpRequest) -> str:
    sent_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(sent_from, {request.get_host()}, require_https=request.is_secure()):
        return request.path
    parts = urlsplit(sent_from)
    path = f"/{parts.path.lstrip('/')}"  # two at the beginning would name another site
    return f"{path}?{parts.query}" if parts.query else path
