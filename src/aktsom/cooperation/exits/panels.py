"""What an agreement's page shows of its way out."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.exits.models import Breach
from aktsom.cooperation.exits.permissions import may_record, may_write
from aktsom.cooperation.exits.queries import breaches_of, steps_written
from aktsom.core.actor import Actor
from aktsom.core.panels import register_panel


def exit_panel(actor: Actor, subject: models.Model) -> tuple[str, Mapping[str, Any]] | None:
    """Whether there is a strategy, whether a breach is open, and the next step."""
    if not isinstance(subject, Agreement):
        return None
    context = {
        "agreement": subject,
        "steps": steps_written(actor, subject),
        "breach": breaches_of(actor, subject).filter(state=Breach.State.OPEN).first(),
        "may_write": may_write(actor, {"agreement": subject}),
        "may_record": may_record(actor, {"agreement": subject}),
    }
    return "exits/panel.html", context


register_panel("exits", "agreement", order=40, title=_("The way out"), provider=exit_panel)
