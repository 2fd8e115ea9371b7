"""What a breach, its cure and the end do to the state of the agreement, by the rules of the room that keeps agreements."""

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.moving import move
from aktsom.cooperation.exits.models import Breach
from aktsom.core.actor import Actor
from aktsom.engine.agreements.lifecycle import OVER, Given, Step


def broken(actor: Actor, agreement: Agreement, breach: Breach) -> None:
    """The agreement is broken from the day on which it happened. Raises `ConflictError` when it does not run."""
    if breach.is_broken and not agreement.breached_since:
        given = Given(reason=breach.what, evidence=True, on=breach.happened_on)
        move(actor, agreement, Step.BREACH, given, reason=breach.what, on=breach.happened_on)


def cured(actor: Actor, agreement: Agreement, breach: Breach, shown_by: str) -> None:
    """The breach lies over it no more; a plan that nobody's breach set off leaves it as it is."""
    if breach.is_broken and agreement.breached_since:
        move(actor, agreement, Step.CURE, Given(reason=shown_by, evidence=True), reason=shown_by)


def ended(actor: Actor, agreement: Agreement, reason: str) -> None:
    """It is terminated today, unless it is over already: then only its plan is left."""
    if agreement.state not in OVER:
        move(actor, agreement, Step.TERMINATE, Given(reason=reason, document=True), reason=reason)
