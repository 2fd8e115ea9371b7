"""Guessing passwords is slowed down, without letting anybody lock somebody else out.

Failures are counted by account and network, so that a stranger's tries elsewhere do not count against the person. A browser in
which the person has signed in before is counted by itself. Passkeys and institutions' services are never slowed down. The
account may not even exist: the answer is the same.
"""

import hashlib
import ipaddress
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from aktsom.identity.models import Tries

DEVICE_SALT, DEVICE_DAYS = "aktsom.device", 180
FORGOTTEN = timedelta(days=1)
FIRST_WAIT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Bucket:
    """What failures are counted by, how many are free, and the longest wait in seconds."""

    name: str
    free: int
    longest: int

    @property
    def digest(self) -> str:
        """The name as it is kept: neither address nor account can be read from it."""
        return hashlib.sha256(f"{settings.SECRET_KEY}\n{self.name}".encode()).hexdigest()

    def wait(self, failures: int, last_at: datetime, now: datetime) -> int:
        """For how many seconds more nobody may try; it doubles with each failure beyond the free ones."""
        if failures < self.free or now - last_at > FORGOTTEN:
            return 0
        whole: int = min(FIRST_WAIT_SECONDS * 2 ** min(failures - self.free, 20), self.longest)
        return max(0, round(whole - (now - last_at).total_seconds()))


def seconds_to_wait(request: HttpRequest, email: str) -> int:
    """For how long this browser must wait before it tries this account again; 0 when it may."""
    return longest_wait(_buckets(request, email))


def longest_wait(counted: Iterable[Bucket]) -> int:
    """For how many seconds the next of what is counted so must wait."""
    buckets = {each.digest: each for each in counted}
    now = timezone.now()
    found = Tries.objects.filter(digest__in=buckets)
    return max((buckets[each.digest].wait(each.failures, each.last_at, now) for each in found), default=0)


def count_failure(request: HttpRequest, email: str) -> None:
    """Remember a failed sign-in."""
    count(_buckets(request, email))


def count(counted: Iterable[Bucket]) -> None:
    """Remember one more of what is counted so."""
    now = timezone.now()
    Tries.objects.filter(last_at__lt=now - FORGOTTEN).delete()
    for bucket in counted:
        Tries.objects.get_or_create(digest=bucket.digest)
        Tries.objects.filter(digest=bucket.digest).update(failures=F("failures") + 1, last_at=now)


def forget_failures(request: HttpRequest, email: str) -> None:
    """After a sign-in: this browser starts anew with this account. What others tried elsewhere stays counted."""
    own = next(iter(_buckets(request, email)))
    Tries.objects.filter(digest=own.digest).delete()


def remember_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let this browser be known as one in which this person has signed in."""
    value = signing.dumps({"who": _who(email), "device": secrets.token_hex(8)}, salt=DEVICE_SALT)
    age = DEVICE_DAYS * 24 * 60 * 60
    response.set_cookie(
        settings.AKTSOM_DEVICE_COOKIE,
        value,
        max_age=age,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _buckets(request: HttpRequest, email: str) -> Iterator[Bucket]:
    who, network = _who(email), network_of(request)
    if device := _known_device(request, who):
        yield Bucket(f"device {device} {who}", 10, 900)
        return
    yield Bucket(f"place {network} {who}", 5, 900)
    yield Bucket(f"network {network}", 50, 900)
    yield Bucket(f"account {who}", 100, 60)


def mails_asked_for(request: HttpRequest, email: str) -> list[Bucket]:
    """How mails with links are counted: nobody fills a mailbox with them, and a stranger's asking elsewhere hinders little."""
    who, network = _who(email), network_of(request)
    return [
        Bucket(f"mail {network} {who}", 3, 900),
        Bucket(f"mail network {network}", 20, 900),
        Bucket(f"mail to {who}", 10, 900),
    ]


def person_of_device(request: HttpRequest) -> str:
    """A digest of the person who signed in last in this browser; "" in a browser where nobody did."""
    return _device(request).get("who", "")


def _known_device(request: HttpRequest, who: str) -> str:
    kept = _device(request)
    return kept["device"] if kept.get("who") == who else ""


def _device(request: HttpRequest) -> dict[str, str]:
    given = request.COOKIES.get(settings.AKTSOM_DEVICE_COOKIE, "")
    try:
        kept: dict[str, str] = signing.loads(given, salt=DEVICE_SALT, max_age=timedelta(days=DEVICE_DAYS))
    except signing.BadSignature:
        return {}
    return kept


def network_of(request: HttpRequest) -> str:
    """The address that the request came from; of an IPv6 address its network, which one person has to themselves."""
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except ValueError:
        return "?"
    return str(address) if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))


def _who(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32]
