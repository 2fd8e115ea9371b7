"""What the log says, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from aktsom.core.audit import REFUSED
from aktsom.core.models import AuditEvent
from aktsom.protection.log.queries import Filters, Record


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the pages show it. `record` is None when there is none, or none that the log names."""

    at: datetime
    who: str
    what: str
    record: Record | None


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use, and the address without it."""

    label: str
    url: str


def lines_of(events: Iterable[AuditEvent], records: Mapping[str, Record]) -> list[Line]:
    """The events as lines, in their order."""
    return [Line(each.at, who_of(each), what_of(each.verb), records.get(each.subject)) for each in events]


def who_of(event: AuditEvent) -> str:
    """The person's name, or the pseudonym that stands for them now; the system's own work under one name."""
    return _("The system") if event.actor.startswith("system:") else event.who


def what_of(verb: str) -> str:
    """A verb in the reader's language, as the actions are called there."""
    done = verb.removesuffix(REFUSED)
    said = str(capfirst(gettext(done)))
    return said if done == verb else _("%(what)s: refused") % {"what": said}


def sentence_of(count: int, whole: bool) -> str:
    """What is listed."""
    if whole:
        return ngettext("%(count)d event in your institution.", "%(count)d events in your institution.", count) % {
            "count": count
        }
    return ngettext("%(count)d thing that you did.", "%(count)d things that you did.", count) % {"count": count}


def chips_of(filters: Filters, record: Record | None) -> dict[str, str]:
    """The filters in use by their name in the address, each as it is shown."""
    used = {
        "person": f"“{filters.person}”" if filters.person else "",
        "verb": what_of(filters.verb) if filters.verb else "",
        "record": (record.title if record else _("one record")) if filters.record else "",
        "first": _("from %(day)s") % {"day": filters.first} if filters.first else "",
        "last": _("to %(day)s") % {"day": filters.last} if filters.last else "",
    }
    return {name: label for name, label in used.items() if label}
