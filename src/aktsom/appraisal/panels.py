"""What this room shows on the pages of partners and cooperation: their flags."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from aktsom.appraisal.intake.permissions import may_begin
from aktsom.appraisal.models import COOPERATION, PARTNER
from aktsom.appraisal.models.words import State
from aktsom.appraisal.queries import current_appraisal, flags_of, flags_of_partner
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation
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


def appraisal_panel(actor: Actor, subject: models.Model) -> tuple[str, Mapping[str, Any]] | None:
    """How the cooperation's appraisal stands, or the way to begin one."""
    if not isinstance(subject, Cooperation):
        return None
    row = current_appraisal(actor, subject)
    begun = row is not None and row.state != State.CLOSED
    may = not begun and may_begin(actor, {"cooperation": subject})
    return "appraisal/cooperation_panel.html", {"row": row, "cooperation": subject, "may_begin": may}


register_panel("flags", PARTNER, order=10, title=_("What deserves a second look"), provider=partner_panel)
register_panel("flags", COOPERATION, order=10, title=_("What deserves a second look"), provider=cooperation_panel)
register_panel("appraisal", COOPERATION, order=5, title=_("Appraisal"), provider=appraisal_panel)
