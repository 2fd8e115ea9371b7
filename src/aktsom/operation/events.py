"""What is done to the installation as a whole, in the platform's own chain of the audit log."""

from aktsom.core.actor import Actor
from aktsom.core.audit import append_event
from aktsom.core.tenancy import acting_for

SYSTEM = Actor.system("operation")


def write(verb: str, details: dict[str, object]) -> None:
    """Add one event."""
    with acting_for(SYSTEM):
        append_event(SYSTEM, verb=verb, subject="", details=details)
