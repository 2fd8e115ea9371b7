"""What was done with a cooperation, in plain words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from aktsom.cooperation.records import history as records
from aktsom.cooperation.records.history import Told
from aktsom.core.models import AuditEvent

SENTENCES: dict[str, Promise] = {
    "register a cooperation": gettext_lazy("%(who)s registered it."),
    "register what was seen": gettext_lazy("%(who)s registered it from what public sources show."),
    "change a cooperation": gettext_lazy("%(who)s changed %(what)s."),
    "add a partner to a cooperation": gettext_lazy("%(who)s added a partner."),
    "remove a partner from a cooperation": gettext_lazy("%(who)s removed a partner."),
    "withdraw a cooperation": gettext_lazy("%(who)s withdrew it."),
    "undo an import": gettext_lazy("%(who)s undid the import that registered it, and it was withdrawn."),
    "restore a cooperation": gettext_lazy("%(who)s restored it."),
    "link what was seen to a cooperation": gettext_lazy("%(who)s linked what public sources show."),
    "put a cooperation into a compartment": gettext_lazy("%(who)s put it into a compartment."),
    "take a cooperation out of its compartment": gettext_lazy("%(who)s took it out of its compartment."),
    "unlink what was seen from a cooperation": gettext_lazy("%(who)s took back a link to what public sources show."),
}
CHANGED: dict[str, Promise] = {
    "title": gettext_lazy("the title"),
    "kind": gettext_lazy("the kind"),
    "state": gettext_lazy("the state"),
    "unit": gettext_lazy("the unit"),
    "contact": gettext_lazy("the contact"),
    "starts": gettext_lazy("the start"),
    "ends": gettext_lazy("the end"),
    "summary": gettext_lazy("the summary"),
    "reference": gettext_lazy("the reference"),
    "funding": gettext_lazy("the funding"),
    "fields": gettext_lazy("the technology areas"),
    "sensitive_access": gettext_lazy("the access"),
}


def told(events: Iterable[AuditEvent]) -> list[Told]:
    """The events as sentences, in their order."""
    return records.told(events, SENTENCES, CHANGED)
