"""Who may bring in a drawer. Seeing comes first and is said by the models."""

from collections.abc import Mapping
from typing import Any

from aktsom.cooperation.drawer.models import Drawer
from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor


def may_bring_in(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever brought the drawer, and those who look after agreements for the whole institution."""
    drawer: Drawer = given["drawer"]
    same = actor.institution_id == drawer.institution_id and not reads_only(actor)
    return same and (actor.member_id == drawer.uploaded_by_id or Drawer.looked_after_by(actor))
