"""Sessions end after an hour without use and after eight hours in any case, and a person sees and ends their own.

A session that a person ends is deleted, so the next request in that browser is one of nobody.
"""

import time
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.models import Session as StoredSession
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from aktsom.core.actions import action, any_member
from aktsom.core.actor import Actor
from aktsom.core.visibility import get_visible
from aktsom.identity.lock_out import network_of
from aktsom.identity.models import PersonSession
from aktsom.institutions.models import User

BEGUN, SEEN, ROW, HOW, BOUND = "begun_at", "seen_at", "person_session", "signed_in_how", "bound_to"
TOUCH_SECONDS = 60


def begin_session(request: HttpRequest, user: User, how: str) -> PersonSession:
    """Note that a person has signed in with this browser. The session has its key by now."""
    now = time.time()
    row = PersonSession.objects.create(
        user=user,
        key=request.session.session_key or "",
        browser=request.headers.get("User-Agent", "")[:200].replace("\x00", ""),
        network=network_of(request) if request.META.get("REMOTE_ADDR") else "",
        how=how,
        provider=getattr(request, "signed_in_through", None),
    )
    request.session.update({BEGUN: now, SEEN: now, ROW: row.pk, HOW: how})
    return row


def is_over(request: HttpRequest) -> bool:
    """Whether the session has lasted too long, or too long without use, or was ended elsewhere; else it is used now."""
    now = time.time()
    begun = request.session.setdefault(BEGUN, now)
    seen = request.session.setdefault(SEEN, now)
    if now - begun >= settings.AKTSOM_SESSION_SECONDS or now - seen >= settings.AKTSOM_IDLE_SECONDS:
        return True
    return now - seen >= TOUCH_SECONDS and not _touch(request, now)


def _touch(request: HttpRequest, now: float) -> bool:
    """Note the use, and the key as it is now. False when the person ended this session."""
    request.session[SEEN] = now
    row = request.session.get(ROW, 0)
    running = PersonSession.objects.filter(pk=row, ended_at__isnull=True)
    changed = running.update(seen_at=timezone.now(), key=request.session.session_key or "")
    return not row or bool(changed)


def end_here(request: HttpRequest) -> None:
    """End the session of this browser."""
    PersonSession.objects.filter(pk=request.session.get(ROW, 0), ended_at=None).update(ended_at=timezone.now())
    logout(request)


def running_sessions(actor: Actor) -> QuerySet[PersonSession]:
    """The actor's sessions that are still good, the one used last first."""
    since = timezone.now() - timedelta(seconds=settings.AKTSOM_IDLE_SECONDS)
    oldest = timezone.now() - timedelta(seconds=settings.AKTSOM_SESSION_SECONDS)
    rows: QuerySet[PersonSession] = PersonSession.objects.visible_to(actor).filter(
        PersonSession.running(since), begun_at__gte=oldest
    )
    return rows


@action("end a session", may=any_member)
def end_session(actor: Actor, *, session_id: int) -> PersonSession:
    """Sign oneself out in one browser, at once."""
    row: PersonSession = get_visible(PersonSession, actor, pk=session_id)
    end_rows([row])
    return row


@action("end all other sessions", may=any_member)
def end_other_sessions(actor: Actor, *, but: int | None) -> int:
    """Sign oneself out everywhere but in one browser; give how many that were."""
    rows = [each for each in running_sessions(actor) if each.pk != but]
    end_rows(rows)
    return len(rows)


def end_rows(rows: list[PersonSession]) -> None:
    """End these sessions at once."""
    PersonSession.objects.filter(pk__in=[row.pk for row in rows], ended_at=None).update(ended_at=timezone.now())
    StoredSession.objects.filter(session_key__in=[row.key for row in rows if row.key]).delete()
