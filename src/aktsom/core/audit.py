"""What was done and looked at, by whom and when: append-only, and chained by digest so that a change to the past shows."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from django.core.cache import cache
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from aktsom.core.actor import Actor
from aktsom.core.adding import add_row
from aktsom.core.compiled import Slot, prepared
from aktsom.core.models import PLATFORM, AuditEvent
from aktsom.core.sensitive import Sensitive, subject_of

FIRST = "0" * 64
END_OF_CHAIN = "SELECT sequence, digest, at FROM aktsom_end_of_chain(%s)"
LOOK = gettext_noop("look at a record")
LOOK_AT_AUTHORS = gettext_noop("look at authors’ names")
LOOK_AT_JUDGEMENTS = gettext_noop("look at judgements")
LOOK_AT_LIST = gettext_noop("look at a list over the API")
LOOK_IN_VAIN = gettext_noop("look for what is hidden or missing")
# The verbs of looking, and no action's, begin with this word; those of exports, actions or not, with that one.
LOOKING, EXPORTING = "look ", "export "
REFUSED = " (refused)"
UNSAID = "…"
IN_VAIN_PER_HOUR = 20
LONGEST_TEXT, LONGEST_LIST = 500, 50
SAFE_INTEGER = 2**53
SECONDS_KNOWN = 3600


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first event of a chain that does not fit what precedes it, and in which way."""

    sequence: int
    reason: str


@transaction.atomic(savepoint=False)
def append_event(actor: Actor, *, verb: str, subject: str, details: Mapping[str, Any]) -> AuditEvent:
    """Add one event to the chain of the actor's institution, in the running transaction.

    Chains of different institutions do not wait for each other; within one, events are written one at a time, from here
    until the transaction ends. So this comes last in a transaction.
    """
    chain = actor.institution_id or PLATFORM
    with connection.cursor() as cursor:
        cursor.execute(END_OF_CHAIN, [chain])
        sequence, previous, latest = cursor.fetchone() or (None, None, None)
    now = timezone.now()
    event = AuditEvent(
        chain=chain,
        sequence=(sequence or 0) + 1,
        # A clock that was set back does not bring events out of their order.
        at=max(now, latest or now),
        actor=actor.name if actor.is_system else "",
        member_id=actor.member_id,
        verb=verb,
        subject=subject,
        details=loggable(details),
        previous=previous or FIRST,
    )
    event.digest = digest_of(event)
    add_row(event)
    return event


def record_read(actor: Actor, row: models.Model | type[models.Model], verb: str = LOOK) -> None:
    """Put on record that a person looks at a row, or with a model at a list of its rows: once per person, row and hour.

    Of rows that are not sensitive only the looking at certain parts, such as authors' names, is kept.

    Call it before the row is shown: when it cannot be recorded the error goes up, and nothing is shown unrecorded.
    """
    if actor.is_system or (verb == LOOK and isinstance(row, Sensitive) and not row.is_sensitive):
        return
    subject = subject_of(row)
    # Two requests of one person at one moment may both be kept; to ask again under the lock would cost every reader more.
    if not _looked(actor, verb, subject):
        append_event(actor, verb=verb, subject=subject, details={})


def record_export(actor: Actor, what: str, *, rows: int, details: Mapping[str, Any] | None = None) -> None:
    """Put on record that a person took rows of a kind out of the product, such as "declarations".

    Where the export is an action of its own (a verb that begins with "export "), that event is enough.
    """
    append_event(actor, verb=f"{EXPORTING}{what}", subject="", details={"rows": rows, **(details or {})})


def record_in_vain(actor: Actor, address: str) -> None:
    """Put on record that a person asked for an address where nothing is shown to them, at most twenty times an hour.

    Hidden and missing are not told apart here either, so neither the log nor the time it takes gives anything away.
    """
    if not actor.is_system and _times(actor, LOOK_IN_VAIN, "", _this_hour()) < IN_VAIN_PER_HOUR:
        append_event(actor, verb=LOOK_IN_VAIN, subject="", details={"address": address})


def loggable(given: Any) -> Any:
    """A value as the log keeps it: JSON that reads the same after it was stored, with long texts and lists cut.

    Numbers that JSON or PostgreSQL would write differently are kept as text, or the digest would not fit any more.
    """
    if given is None or isinstance(given, bool):
        return given
    if isinstance(given, int) and abs(given) <= SAFE_INTEGER:
        return int(given)
    if isinstance(given, models.Model):
        return subject_of(given)
    if is_dataclass(given) and not isinstance(given, type):
        return {each.name: loggable(getattr(given, each.name)) for each in fields(given)}
    if isinstance(given, Mapping):
        return {_text(str(key)): loggable(each) for key, each in given.items()}
    if isinstance(given, list | tuple | set | frozenset):
        return [loggable(each) for each in given][:LONGEST_LIST]
    return _text(str(given))


def without_private(given: Mapping[str, Any], private: Iterable[str]) -> dict[str, Any]:
    """What was given without what is private. Of a part, as in "draft.title", the words are left out and the name is kept.

    People type titles and descriptions. The log needs to know that they were changed; what they said, the record tells for as
    long as it may, and the log would tell for ever.
    """
    names = set(private)
    kept = {name: value for name, value in given.items() if name not in names}
    for whole, part in (name.split(".") for name in names if "." in name):
        parts = loggable(kept.get(whole))
        if isinstance(parts, dict) and parts.get(part):
            kept[whole] = {**parts, part: UNSAID}
    return kept


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
            return BrokenLink(expected, _("missing, or not in its place"))
        if event.previous != previous:
            return BrokenLink(event.sequence, _("does not follow the event before it"))
        if event.digest != digest_of(event):
            return BrokenLink(event.sequence, _("was changed after it was written"))
        previous = event.digest
    return None


def _looked(actor: Actor, verb: str, subject: str) -> bool:
    """Whether this hour's event is there. Once it was found, and so was committed, this process does not ask again."""
    hour = _this_hour()
    place = f"looked {actor.member_id} {hour:%Y%m%d%H} {verb.replace(' ', '-')} {subject}".replace(" ", ":")
    if cache.get(place):
        return True
    found = _times(actor, verb, subject, hour) > 0
    if found and not connection.in_atomic_block:
        cache.set(place, True, SECONDS_KNOWN)
    return found


def _times(actor: Actor, verb: str, subject: str, since: datetime) -> int:
    """How often a person did this since then. It is asked before most sensitive pages, so its SQL and its plan are kept."""
    chain = actor.institution_id or PLATFORM
    return _done.count(chain=chain, member=actor.member_id, subject=subject, verb=verb, since=since)


@prepared
def _done(*, chain: Slot, member: Slot, subject: Slot, verb: Slot, since: Slot) -> models.QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(chain=chain, member_id=member, subject=subject, verb=verb, at__gte=since)


def _this_hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def _text(value: str) -> str:
    """PostgreSQL keeps neither NUL nor half a character, and a value that is refused for one must still be logged."""
    cut = value[:LONGEST_TEXT].replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return cut.encode("utf-8", "replace").decode("utf-8")


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
