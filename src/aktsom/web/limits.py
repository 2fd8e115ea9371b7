"""How much one caller may ask within a minute, so that nobody takes the server, or everything in it, for themselves.

A request counts one, and one more for each twentieth of a second that it, or a process that works for it, keeps a processor
at work: what is costly uses a limit up sooner. A key and a signed-in person are counted by themselves once they were found
good, whatever network they come from; everybody else by network, and in a browser where somebody signed in before by that
browser. So nobody's limit can be used up by others. All web processes of a server count together
(docs/decisions/0050-limits-on-calls.md).
"""

import fcntl
import hashlib
import math
import mmap
import os
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from struct import Struct
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from aktsom.core.actor import Actor
from aktsom.engine.processes import seconds_worked
from aktsom.identity.lock_out import network_of, person_of_device

Respond = Callable[[HttpRequest], HttpResponse]
KEY_TIMES = 20
"""So many times a person's limit is a program's."""
SECONDS_OF_WORK, MOST_KNOWN = 0.05, 20_000
ENTRY, BUCKETS, IN_BUCKET = Struct("16sdd"), 2_500, 8
"""Whose it is, what is left, and when that was; of the many entries a caller's is in one small bucket."""
PROGRAMS = ("/api/", "/scim/")


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose limit counts, and how much they may ask within a minute."""

    name: str
    limit: int


class Counts:
    """What each caller has left; it fills again evenly. Who was not seen for long is forgotten, and has everything left.

    It is kept in memory that the web processes share, as they are made from the one that made this. A process that is killed
    while it counts keeps nobody waiting: the system takes its lock away.
    """

    def __init__(self) -> None:
        self._shared = os.fdopen(os.memfd_create("aktsom-limits"), "r+b")
        self._shared.truncate(BUCKETS * IN_BUCKET * ENTRY.size)
        self._entries = mmap.mmap(self._shared.fileno(), 0)
        self._secret, self._lock = os.urandom(16), Lock()

    def begin(self, caller: Caller) -> int:
        """Count one request and give 0, or for how many seconds the caller must wait."""
        with self._alone():
            place, mark, left = self._now(caller)
            if left < 1:
                return max(1, math.ceil((1 - left) * 60 / caller.limit))
            ENTRY.pack_into(self._entries, place, mark, left - 1, time.monotonic())
            return 0

    def spend(self, caller: Caller, cost: float) -> None:
        """Count what the request cost beyond one. Nobody comes to owe more than a minute."""
        with self._alone():
            place, mark, left = self._now(caller)
            ENTRY.pack_into(self._entries, place, mark, max(left - cost, -caller.limit), time.monotonic())

    def _now(self, caller: Caller) -> tuple[int, bytes, float]:
        """Where the caller's entry stands, or may take the place of the one that was not seen for longest; and what is left."""
        mark = hashlib.blake2b(caller.name.encode(), digest_size=16, key=self._secret).digest()
        start = int.from_bytes(mark[:4]) % BUCKETS * IN_BUCKET * ENTRY.size
        oldest, oldest_at = start, math.inf
        for place in range(start, start + IN_BUCKET * ENTRY.size, ENTRY.size):
            found, left, at = ENTRY.unpack_from(self._entries, place)
            if found == mark:
                return place, mark, min(caller.limit, left + (time.monotonic() - at) * caller.limit / 60)
            if at < oldest_at:
                oldest, oldest_at = place, at
        return oldest, mark, caller.limit

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other thread counts meanwhile, and no other process."""
        with self._lock:
            fcntl.lockf(self._shared, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._shared, fcntl.LOCK_UN)


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
        begun = seconds_worked()
        response = self.respond(request)
        self._learn(shown, request)
        self.counts.spend(caller, (seconds_worked() - begun) / SECONDS_OF_WORK)
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
