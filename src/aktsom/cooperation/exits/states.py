"""What a breach, its cure and the end do to the state of the agreement, by the rules of the room that keeps agreements."""

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.moving import move
from aktsom.cooperation.exits.models import Breach, Trigger
from aktsom.core.actor import Actor
from aktsom.engine.agreements.lifecycle import Given, Step

NOT_BROKEN = (Trigger.INACTIVITY, Trigger.EXPIRY)
"""What sets a plan off without anybody having broken anything."""


def broken(actor: Actor, agreement: Agreement, breach: Breach) -> None:
    """The agreement is broken from the day on which it happened. Raises `ConflictError` when it does not run."""
    if breach.trigger not in NOT_BROKEN and not agreement.breached_since:
        given = Given(reason=breach.what, evidence=True, on=breach.happened_on)
        move(actor, agreement, Step.BREACH, given, reason=breach.what, on=breach.happened_on)


def cured(actor: Actor, agreement: Agreement, shown_by: str) -> None:
    """The breach lies over it no more."""
    if agreement.breached_since:
        move(actor, agreement, Step.CURE, Given(reason=shown_by, evidence=True), reason=shown_by)


def ended(actor: Actor, agreement: Agreement, reason: str) -> None:
    """It is terminated today."""
    move(actor, agreement, Step.TERMINATE, Given(reason=reason, document=True), reason=reason)
