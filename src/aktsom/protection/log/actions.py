"""Taking the log out."""

from collections.abc import Iterator

from aktsom.core.actions import action, held_by
from aktsom.core.actor import Actor
from aktsom.core.audit_lines import AT_ONCE, event_line
from aktsom.core.models import READS_THE_LOG
from aktsom.core.tenancy import acting_for
from aktsom.protection.log.queries import Filters, events, without_hidden_mentions


@action("export the log", may=held_by(*READS_THE_LOG), step_up=True)
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
