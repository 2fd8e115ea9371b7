"""What an agreement's page shows of its days."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.deadlines.queries import days_of
from aktsom.core.actor import Actor
from aktsom.core.panels import register_panel

SHOWN = 6


def days_panel(actor: Actor, subject: models.Model) -> tuple[str, Mapping[str, Any]] | None:
    """The next days, overdue ones first."""
    if not isinstance(subject, Agreement):
        return None
    rows = list(days_of(actor, subject.pk)[:SHOWN])
    return ("deadlines/panel.html", {"rows": rows, "today": timezone.localdate()}) if rows else None


register_panel("deadlines", "agreement", order=30, title=_("Days to remember"), provider=days_panel)
