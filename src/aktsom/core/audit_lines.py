"""Events of the log as lines of JSON, to be taken elsewhere and checked there."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import orjson

from aktsom.core.actor import Actor
from aktsom.core.heads import line_of, statement_of
from aktsom.core.models import AuditEvent, SignedHead

AT_ONCE = 2000
LONGEST_LINE = 10_000_000
FIELDS = ("chain", "sequence", "at", "actor", "verb", "subject", "details", "previous", "digest")


class NoEventError(ValueError):
    """A line is no event."""


def event_line(event: AuditEvent) -> bytes:
    """One event with everything that its digest is made of."""
    said = {name: getattr(event, name) for name in FIELDS}
    return orjson.dumps({**said, "member": str(event.member_id or "")}) + b"\n"


def event_in(line: bytes) -> AuditEvent:
    """The event that a line holds; raises `NoEventError`."""
    try:
        said = orjson.loads(line)
        return AuditEvent(
            chain=int(said["chain"]),
            sequence=int(said["sequence"]),
            at=datetime.fromisoformat(said["at"]),
            member_id=UUID(said["member"]) if said["member"] else None,
            details=said["details"],
            **{name: str(said[name]) for name in ("actor", "verb", "subject", "previous", "digest")},
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise NoEventError from error


def chain_lines(actor: Actor) -> Iterator[bytes]:
    """A whole chain: its signed heads, then its events from the first. The connection must act for the institution."""
    for head in SignedHead.objects.visible_to(actor).order_by("number").iterator(chunk_size=AT_ONCE):
        yield line_of(statement_of(head)).encode() + b"\n"
    for event in AuditEvent.objects.visible_to(actor).order_by("sequence").iterator(chunk_size=AT_ONCE):
        yield event_line(event)


def lines_of(file: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that are not empty, with their numbers; a line that no event could fill is cut."""
    with file.open("rb") as opened:
        number = 0
        while line := opened.readline(LONGEST_LINE):
            number += 1
            if line.strip():
                yield number, line
