"""Taking the log out."""

from collections.abc import Iterator, Mapping
from typing import Any

from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.audit_lines import AT_ONCE, event_line
from aktsom.core.tenancy import acting_for
from aktsom.protection.log.queries import Filters, events, reads_log, without_hidden_mentions


def may_export(actor: Actor, _given: Mapping[str, Any]) -> bool:
    """The internal auditor and the research-security lead, for the whole institution."""
    return reads_log(actor)


@action("export the log", may=may_export, step_up=True)
def export_log(actor: Actor, *, filters: Filters) -> Iterator[bytes]:
    """The events that the actor reads, narrowed, the newest first, as lines of JSON, read in portions as they are sent."""
    return _lines(actor, filters)


def _lines(actor: Actor, filters: Filters) -> Iterator[bytes]:
    before: int | None = None
    while True:
        # By now the request's own connection may act for nobody: each portion says anew for whom it is read.
        with acting_for(actor):
            rows = events(actor, filters)
            portion = list((rows if before is None else rows.filter(sequence__lt=before))[:AT_ONCE])
            shown = without_hidden_mentions(actor, portion)
        yield from map(event_line, shown)
        if len(portion) < AT_ONCE:
            return
        before = portion[-1].sequence
