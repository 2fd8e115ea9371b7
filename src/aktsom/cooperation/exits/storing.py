"""Keeping what is done about a breach: a line of its log for each thing."""

from aktsom.cooperation.exits.models import Breach, BreachEntry
from aktsom.core.actor import Actor


def log(actor: Actor, breach: Breach, sort: BreachEntry.Sort, text: str, **more: object) -> BreachEntry:
    """Write a line, inside an action; `more` says which task, paper or access it is about."""
    return BreachEntry.objects.create(
        institution_id=breach.institution_id,
        agreement_id=breach.agreement_id,
        breach=breach,
        sort=sort,
        text=text,
        by_id=actor.member_id,
        **more,
    )
