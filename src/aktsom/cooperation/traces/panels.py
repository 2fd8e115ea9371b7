"""What a partner's page shows of traces: who was seen with it, when, and in what."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.traces import queries
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.panels import register_panel
from aktsom.core.pictures import Mark

SHOWN = 10


def partner_panel(actor: Actor, subject: models.Model) -> tuple[str, Mapping[str, Any]] | None:
    """Ties with the partner: the institution's own first, then the sector's."""
    if not isinstance(subject, Partner):
        return None
    found = list(queries.ties_of(actor, subject))
    own = next((tie for tie in found if tie.home_id == actor.institution_id), None)
    address = reverse("traces:of-partner", args=[subject.pk])
    rows = queries.traces_between(actor, subject, actor.institution_id) if own else None
    context = {
        "partner": subject,
        "own": own,
        "span": _span(own) if own else "",
        "years": [Mark(str(year), number, code=str(year)) for year, number in queries.years_of(found).items()],
        "traces": list(queries.with_authors(actor, rows, subject)[:SHOWN]) if rows is not None else [],
        "more": address,
        "sector": [
            Mark(tie.home.name_nb, tie.works + tie.projects, f"{address}?scope=sector") for tie in found[:SHOWN]
        ],
        "others": len(found) - SHOWN,
    }
    return "traces/partner_panel.html", context


def _span(tie: Tie) -> str:
    """The years of a tie: one, or first and last."""
    return "–".join(str(year) for year in dict.fromkeys((tie.first_year, tie.last_year)) if year)


register_panel("traces", "partner", order=30, title=_("Seen in public sources"), provider=partner_panel)
