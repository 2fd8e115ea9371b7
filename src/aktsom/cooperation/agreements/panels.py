"""What other rooms' pages show of agreements: those with a partner, and those under which a cooperation goes on."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.permissions import may_register
from aktsom.cooperation.agreements.queries import over, with_partner
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.panels import register_panel

SHOWN = 10


def partner_panel(actor: Actor, subject: models.Model) -> tuple[str, Mapping[str, Any]] | None:
    """The newest agreements with the partner."""
    if not isinstance(subject, Partner) or actor.institution_id is None:
        return None
    found = with_partner(actor, subject, SHOWN + 1)
    context = {
        "rows": found[:SHOWN],
        "more": f"partner={subject.pk}" if len(found) > SHOWN else "",
        "new": f"partner={subject.pk}" if may_register(actor, {}) else "",
        "empty": _("You see no agreement with this partner."),
    }
    return "agreements/panel.html", context


def cooperation_panel(actor: Actor, subject: models.Model) -> tuple[str, Mapping[str, Any]] | None:
    """The agreements under which the cooperation goes on."""
    if not isinstance(subject, Cooperation):
        return None
    context = {
        "rows": over(actor, subject),
        "new": f"cooperation={subject.pk}" if may_register(actor, {}) else "",
        "empty": _("You see no agreement under which it goes on."),
    }
    return "agreements/panel.html", context


register_panel("agreements", "partner", order=30, title=_("Agreements"), provider=partner_panel)
register_panel("agreements", "cooperation", order=40, title=_("Agreements"), provider=cooperation_panel)
