"""What a partner's page shows of the register: cooperation with it, as far as the reader may see it."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.permissions import may_register
from aktsom.cooperation.register.queries import with_partner
from aktsom.core.actor import Actor
from aktsom.core.panels import register_panel

SHOWN = 10


def partner_panel(actor: Actor, subject: models.Model) -> tuple[str, Mapping[str, Any]] | None:
    """The newest cooperation with the partner, and the way to all of it or to registering some."""
    if not isinstance(subject, Partner) or actor.institution_id is None:
        return None
    found = with_partner(actor, subject, SHOWN + 1)
    context = {
        "partner": subject,
        "rows": found[:SHOWN],
        "more": len(found) > SHOWN,
        "may_register": may_register(actor, {}),
    }
    return "register/partner_panel.html", context


register_panel("register", "partner", order=20, title=_("Registered cooperation"), provider=partner_panel)
