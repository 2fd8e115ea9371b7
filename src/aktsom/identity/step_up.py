"""Showing again who one is before a sensitive action, and coming back to the form that was being sent.

The session remembers when the person last showed it. A form that was under way is kept with the session for as long, and is
sent again only when the person presses the button: nothing is replayed by itself.
"""

import time
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

Session = MutableMapping[str, Any]
PROVEN_AT, KEPT = "proven_at", "kept_form"
LASTS_SECONDS = 15 * 60
MOST_KEPT = 100_000
UNKEPT = ("csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2", "secret")


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that was being sent: where to, its fields, and whether it also held files, which are not kept."""

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool
    came_from: str

    @property
    def texts(self) -> list[str]:
        """What the person wrote in it: values of more than one word."""
        return [value for _name, value in self.fields if len(value.split()) > 1]


def mark_proven(session: Session) -> None:
    """The person has shown now who they are."""
    session[PROVEN_AT] = time.time()


def is_proven(session: Session) -> bool:
    """Whether the person showed who they are within the last 15 minutes."""
    at = session.get(PROVEN_AT)
    return isinstance(at, int | float) and 0 <= time.time() - at < LASTS_SECONDS


def lead_to_proof(request: HttpRequest) -> HttpResponse:
    """To the page where one shows who one is, and back; a form under way is kept meanwhile."""
    if request.method == "POST":
        keep_form(request)
    following = reverse("identity:continue") if request.method == "POST" else request.get_full_path()
    address = f"{reverse('identity:again')}?{urlencode({'next': following})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def keep_form(request: HttpRequest) -> None:
    """Keep what is being sent with the session, if it is of a size that people type. Passwords and secrets are never kept."""
    fields = [
        [name, value] for name, values in request.POST.lists() if name not in UNKEPT for value in map(str, values)
    ]
    if sum(len(value) for _name, value in fields) > MOST_KEPT:
        request.session.pop(KEPT, None)
        return
    request.session[KEPT] = {
        "user": request.user.pk,
        "at": time.time(),
        "path": request.get_full_path(),
        "fields": fields,
        "had_files": bool(request.FILES),
        "came_from": _own_page(request),
    }


def kept_form(request: HttpRequest) -> KeptForm | None:
    """The form that this person was sending within the last 15 minutes, or None."""
    kept = request.session.get(KEPT)
    if not kept or kept["user"] != request.user.pk or time.time() - kept["at"] >= LASTS_SECONDS:
        return None
    fields = tuple((name, value) for name, value in kept["fields"])
    return KeptForm(kept["path"], fields, kept["had_files"], kept["came_from"])


def _own_page(request: HttpRequest) -> str:
    """The page on which the form stood, as far as the browser says so; "" when it lies elsewhere."""
    base = f"{request.scheme}://{request.get_host()}/"
    before = request.headers.get("Referer", "")
    return "/" + before.removeprefix(base) if before.startswith(base) else ""
