"""Following what other rooms change: the appraisal has subscribed before, so flags are new when the rows are made."""

from uuid import UUID

from aktsom.appraisal.models import COOPERATION, PARTNER, TIE
from aktsom.cooperation.register.models import CooperationPartner
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.changes import COUNTRIES, Changed, subscribe
from aktsom.core.rounds import OVERVIEW, register_step
from aktsom.overview.actions import rebuild, refresh


def follow(changes: list[Changed]) -> None:
    """Make the institution's rows anew for what changed. Changes of public facts wait for the next whole round."""
    ids = {change.kind: change.ids for change in changes if change.institution_id is not None}
    if not ids:
        return
    actor = Actor.system("overview", changes[0].institution_id)
    if COUNTRIES in ids:
        refresh(actor)
        return
    partners = ids.get(PARTNER, frozenset())
    ties = ids.get(TIE, frozenset()) | _ties_with(actor, partners)
    cooperations = ids.get(COOPERATION, frozenset()) | _cooperations_with(actor, partners)
    refresh(actor, ties=list(ties), cooperations=list(cooperations))


def _ties_with(actor: Actor, partners: frozenset[UUID]) -> frozenset[UUID]:
    rows = Tie.objects.visible_to(actor).filter(home_id=actor.institution_id, partner__in=partners)
    return frozenset(rows.values_list("pk", flat=True))


def _cooperations_with(actor: Actor, partners: frozenset[UUID]) -> frozenset[UUID]:
    rows = CooperationPartner.objects.visible_to(actor).filter(partner__in=partners)
    return frozenset(rows.values_list("cooperation_id", flat=True))


subscribe("overview", follow)
register_step("overview", OVERVIEW, lambda report: rebuild(Actor.system("overview"), report))
