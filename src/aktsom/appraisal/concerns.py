"""What this room tells lists of other rooms: which partners a flag stands about, heavy or of their country."""

from typing import Any

from django.db.models import QuerySet

from aktsom.appraisal.models import PARTNER
from aktsom.appraisal.queries import current_flags
from aktsom.cooperation.partners.concerns import register_concerns
from aktsom.core.actor import Actor
from aktsom.engine.flags.types import Facet, Weight


def flagged_partners(actor: Actor) -> "QuerySet[Any, Any]":
    """Their keys."""
    rows = current_flags(actor, PARTNER).filter(rank__gte=Weight.CONCERN.rank)
    return rows.order_by().values("subject_id")


def partners_in_noted_countries(actor: Actor) -> "QuerySet[Any, Any]":
    """The keys of those about whose country a flag stands, be it only a note."""
    return current_flags(actor, PARTNER).filter(facet=Facet.COUNTRY.value).order_by().values("subject_id")


register_concerns("appraisal", flagged_partners)
