"""Who has looked at a record, on the record's own page, for those who may know."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.panels import register_panel
from aktsom.core.sensitive import Sensitive, subject_of
from aktsom.protection.log.queries import may_know_readers


def readers_panel(actor: Actor, subject: models.Model) -> tuple[str, Mapping[str, Any]] | None:
    """The way to the list of those who have looked."""
    if not isinstance(subject, Sensitive) or not subject.is_sensitive or not may_know_readers(actor, subject):
        return None
    return "log/panel.html", {"subject": subject_of(subject)}


register_panel("log", "cooperation", order=90, title=_("Who has looked"), provider=readers_panel)
register_panel("log", "partner", order=90, title=_("Who has looked"), provider=readers_panel)
