"""What an agreement's page shows of its way out."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.exits.offering import offered
from aktsom.cooperation.exits.queries import running_plans, steps_written
from aktsom.core.actor import Actor
from aktsom.core.panels import register_panel
from aktsom.engine.agreements.lifecycle import ENDING


def exit_panel(actor: Actor, subject: models.Model) -> tuple[str, Mapping[str, Any]] | None:
    """Whether there is a strategy, which plans run, and the next step."""
    if not isinstance(subject, Agreement):
        return None
    running = list(running_plans(actor).filter(agreement=subject))
    context = {
        "agreement": subject,
        "steps": steps_written(actor, subject),
        "running": running,
        "ends": subject.state in ENDING,
        "may_write": may_change(actor, {"agreement": subject}),
        **offered(actor, subject, running),
    }
    return "exits/panel.html", context


register_panel("exits", "agreement", order=40, title=_("The way out"), provider=exit_panel)
