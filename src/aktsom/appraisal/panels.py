"""What this room shows on the pages of partners and cooperation: their flags."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from aktsom.appraisal.models import COOPERATION, PARTNER
from aktsom.appraisal.queries import flags_of, flags_of_partner
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.panels import register_panel

TEMPLATE = "appraisal/flags_panel.html"


def partner_panel(actor: Actor, subject: models.Model) -> tuple[str, Mapping[str, Any]] | None:
    """The partner's flags, or the word that there are none."""
    if not isinstance(subject, Partner):
        return None
    return TEMPLATE, {"flags": flags_of_partner(actor, subject), "kind": PARTNER}


def cooperation_panel(actor: Actor, subject: models.Model) -> tuple[str, Mapping[str, Any]] | None:
    """The cooperation's flags, those of its partners, countries and fields together."""
    return TEMPLATE, {"flags": flags_of(actor, COOPERATION, [subject.pk])[subject.pk], "kind": COOPERATION}


register_panel("flags", PARTNER, order=10, title=_("What deserves a second look"), provider=partner_panel)
register_panel("flags", COOPERATION, order=10, title=_("What deserves a second look"), provider=cooperation_panel)
