"""What was done, by whom and when: append-only, and chained by digest so that a change to the past shows."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from django.db import connection, transaction
from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.models import PLATFORM, AuditEvent

FIRST = "0" * 64
LOCK = 0x414B54
LAST = "SELECT sequence, digest FROM core_auditevent WHERE chain = %s ORDER BY sequence DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first event of a chain that does not fit what precedes it, and in which way."""

    sequence: int
    reason: str


@transaction.atomic(savepoint=False)
def append_event(actor: Actor, *, verb: str, subject: str, details: dict[str, Any]) -> AuditEvent:
    """Add one event to the chain of the actor's institution, in the running transaction.

    Chains of different institutions do not wait for each other; within one, events are written one at a time.
    """
    chain = actor.institution_id or PLATFORM
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, chain])
        cursor.execute(LAST, [chain])
        sequence, previous = cursor.fetchone() or (0, FIRST)
    event = AuditEvent(
        chain=chain,
        sequence=sequence + 1,
        at=timezone.now(),
        actor=actor.name,
        member_id=actor.member_id,
        verb=verb,
        subject=subject,
        details=details,
        previous=previous,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    return event


def digest_of(event: AuditEvent) -> str:
    """The SHA-256 over everything the event says and the digest before it, 64 hexadecimal digits."""
    said = [
        event.chain,
        event.sequence,
        _instant(event.at),
        event.actor,
        str(event.member_id or ""),
        event.verb,
        event.subject,
        event.details,
        event.previous,
    ]
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def verify_chain(chain: int) -> BrokenLink | None:
    """Walk one chain from its start; give the first link that is broken, or None when the chain is whole."""
    return chain_fault(AuditEvent.objects.filter(chain=chain).order_by("sequence").iterator(chunk_size=2000))


def chain_fault(events: Iterable[AuditEvent]) -> BrokenLink | None:
    """The first of these events, in their order, that does not fit; they must begin with the chain's first."""
    previous = FIRST
    for expected, event in enumerate(events, start=1):
        if event.sequence != expected:
            return BrokenLink(expected, "missing, or not in its place")
        if event.previous != previous:
            return BrokenLink(event.sequence, "does not follow the event before it")
        if event.digest != digest_of(event):
            return BrokenLink(event.sequence, "was changed after it was written")
        previous = event.digest
    return None


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
