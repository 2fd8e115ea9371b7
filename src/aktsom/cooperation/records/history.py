"""What was done with a record, in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from aktsom.core.models import AuditEvent

Words = Mapping[str, Promise]


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a sentence."""

    at: datetime
    sentence: str


def told(
    events: Iterable[AuditEvent], sentences: Words, changed: Words, steps: Mapping[str, Promise] = {}
) -> list[Told]:
    """The events as sentences, in their order; those of other rooms under their own names.

    `sentences` are by verb and say “who”, and where it fits “what” was `changed` or which of the `steps` was taken.
    """
    return [Told(event.at, _sentence(event, sentences, changed, steps)) for event in events]


def _sentence(event: AuditEvent, sentences: Words, changed: Words, steps: Words) -> str:
    names = event.details.get("changes") or {}
    what = ", ".join(dict.fromkeys(str(changed[name]) for name in names if name in changed)) or _("nothing")
    who = _("The system") if event.actor.startswith("system:") else event.who
    step = str(event.details.get("step") or "")
    said = str(sentences.get(event.verb, "%(who)s: " + event.verb))
    return said % {"who": who, "what": what, "step": steps.get(step, step)}
