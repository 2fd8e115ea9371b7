"""What this room tells lists of other rooms: about which partners a flag stands that is a concern or heavier."""

from typing import Any

from django.db.models import QuerySet

from aktsom.appraisal.models import PARTNER
from aktsom.appraisal.queries import current_flags
from aktsom.cooperation.partners.concerns import register_concerns
from aktsom.core.actor import Actor
from aktsom.engine.flags.types import Weight


def flagged_partners(actor: Actor) -> "QuerySet[Any, Any]":
    """Their keys."""
    rows = current_flags(actor, PARTNER).filter(rank__gte=Weight.CONCERN.rank)
    return rows.order_by().values("subject_id")


register_concerns("appraisal", flagged_partners)
