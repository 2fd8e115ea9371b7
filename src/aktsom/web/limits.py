"""How much one caller may ask within a minute, so that nobody takes the server, or everything in it, for themselves.

A request counts one, and one more for each twentieth of a second that it keeps the processor at work: what is costly uses a
limit up sooner. A key and a signed-in person are counted by themselves once they were found good, whatever network they come
from; everybody else by network, and in a browser where somebody signed in before by that browser. So nobody's limit can be
used up by others. Each web process counts for itself (docs/decisions/0050-limits-on-calls.md).
"""

import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from aktsom.core.actor import Actor
from aktsom.identity.lock_out import network_of, person_of_device

Respond = Callable[[HttpRequest], HttpResponse]
KEY_TIMES = 20
"""So many times a person's limit is a program's."""
SECONDS_OF_WORK, MOST_KNOWN = 0.05, 20_000
PROGRAMS = ("/api/", "/scim/")


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose limit counts, and how much they may ask within a minute."""

    name: str
    limit: int


@dataclass
class Counts:
    """What each caller has left; it fills again evenly. Who was not seen for long is forgotten, and has everything left."""

    left: "OrderedDict[str, tuple[float, float]]" = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def begin(self, caller: Caller) -> int:
        """Count one request and give 0, or for how many seconds the caller must wait."""
        with self.lock:
            left = self._now(caller)
            if left < 1:
                return max(1, math.ceil((1 - left) * 60 / caller.limit))
            self._keep(caller, left - 1)
            return 0

    def spend(self, caller: Caller, cost: float) -> None:
        """Count what the request cost beyond one. Nobody comes to owe more than a minute."""
        with self.lock:
            self._keep(caller, max(self._now(caller) - cost, -caller.limit))

    def _now(self, caller: Caller) -> float:
        left, at = self.left.get(caller.name, (float(caller.limit), 0.0))
        return min(caller.limit, left + (time.monotonic() - at) * caller.limit / 60)

    def _keep(self, caller: Caller, left: float) -> None:
        self.left[caller.name] = (left, time.monotonic())
        self.left.move_to_end(caller.name)
        if len(self.left) > MOST_KNOWN:
            self.left.popitem(last=False)


class Limited:
    """Refuses with 429 what goes beyond the caller's limit. It stands before `Programs`, so that it sees those too."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond
        self.counts = Counts()
        self.good: OrderedDict[str, Caller] = OrderedDict()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say for how long to wait."""
        if not settings.AKTSOM_CALLS_PER_MINUTE:
            return self.respond(request)
        shown = _credential(request)
        caller = self.good.get(shown) or _stranger(request)
        if seconds := self.counts.begin(caller):
            return _wait(request, seconds)
        begun = time.thread_time()
        response = self.respond(request)
        self._learn(shown, request)
        self.counts.spend(caller, (time.thread_time() - begun) / SECONDS_OF_WORK)
        return response

    def _learn(self, shown: str, request: HttpRequest) -> None:
        """A credential that stood for somebody has its own limit from the next request on; one that no longer does, none."""
        actor: Actor | None = getattr(request, "actor", None)
        if not shown or actor is None:
            self.good.pop(shown, None)
            return
        limit = settings.AKTSOM_CALLS_PER_MINUTE
        self.good[shown] = (
            Caller(shown, limit * KEY_TIMES) if actor.by_key else Caller(f"person {actor.user_id}", limit)
        )
        if len(self.good) > MOST_KNOWN:
            self.good.popitem(last=False)


def _credential(request: HttpRequest) -> str:
    """What the caller shows, as a digest: a program its key, a browser its session; "" for none."""
    key = request.headers.get("Authorization", "") if request.path_info.startswith(PROGRAMS) else ""
    shown = key or request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return hashlib.sha256(shown.encode()).hexdigest() if shown else ""


def _stranger(request: HttpRequest) -> Caller:
    known = person_of_device(request)
    name = f"browser {known}" if known else f"network {network_of(request)}"
    return Caller(name, settings.AKTSOM_CALLS_PER_MINUTE)


def _wait(request: HttpRequest, seconds: int) -> HttpResponse:
    """429 in the shape that the caller reads."""
    with translation.override(translation.get_language_from_request(request)):
        said = {
            "happened": _("You asked for too much at once"),
            "kept": _("What you had saved before is kept; what you just sent was not saved."),
            "remedy": _("Wait %(seconds)d seconds, and try again.") % {"seconds": seconds},
        }
        response: HttpResponse
        if request.path_info.startswith("/api/"):
            response = JsonResponse(said | {"fields": {}}, status=429)
        elif request.path_info.startswith("/scim/"):
            error = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "429"}
            response = JsonResponse(
                error | {"detail": said["remedy"]}, status=429, content_type="application/scim+json"
            )
        else:
            response = HttpResponse(render_to_string("web/failed.html", said), status=429)
    response["Retry-After"] = str(seconds)
    return response
