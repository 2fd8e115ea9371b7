"""When somebody was last at the hits, remembered in their own browser and nowhere else."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

COOKIE = "aktsom_hits_visits"
ONE_VISIT = timedelta(hours=1)
KEPT = timedelta(days=365)
NEVER = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Visit:
    """The visit that goes on, and when the one before it began."""

    before: datetime
    begun: datetime

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """What the browser remembers; a page that is opened an hour after the visit began begins another."""
        now = timezone.now()
        given = request.COOKIES.get(COOKIE, "").split("-")
        given = given if len(given) == 2 else ["", ""]
        before, begun = _moment(given[0], NEVER), min(_moment(given[1], now), now)
        return cls(begun, now) if now - begun > ONE_VISIT else cls(before, begun)

    def remember(self, response: HttpResponse) -> None:
        """Let the browser keep it."""
        response.set_cookie(
            COOKIE,
            f"{int(self.before.timestamp())}-{int(self.begun.timestamp())}",
            max_age=KEPT,
            samesite="Lax",
            secure=settings.SECURE,
            httponly=True,
        )


def _moment(text: str, fallback: datetime) -> datetime:
    """Whatever else a browser sends is passed over."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return fallback
    return datetime.fromtimestamp(int(text), UTC)
