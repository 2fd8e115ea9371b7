"""What a breach, its cure and the end do to the state of the agreement, by the rules of the room that keeps agreements."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.moving import move
from aktsom.cooperation.exits.models import Breach
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError
from aktsom.engine.agreements.lifecycle import BEFORE, OVER, Given, State, Step, on_day


def binds(agreement: Agreement) -> bool:
    """Whether there is something to be broken or left: it runs, or it ran, since some duties outlast it."""
    return _today(agreement) not in (*BEFORE, State.DROPPED)


def check_binds(agreement: Agreement) -> None:
    """Raises `ConflictError` for a draft, for what has not begun and for what was dropped."""
    if not binds(agreement):
        raise ConflictError(
            _("This agreement was never in force, so there is nothing to be broken or left."),
            kept=_("Nothing was changed."),
            remedy=_("Correct its days, or drop it, on its page."),
        )


def broken(actor: Actor, agreement: Agreement, breach: Breach) -> None:
    """The agreement is broken from the day on which it happened. One that is over stays so."""
    if breach.is_broken and not agreement.breached_since and _today(agreement) not in OVER:
        given = Given(reason=breach.what, evidence=True, on=breach.happened_on)
        move(actor, agreement, Step.BREACH, given, reason=breach.what, on=breach.happened_on)


def cured(actor: Actor, agreement: Agreement, breach: Breach, shown_by: str) -> None:
    """The breach lies over it no more; a plan that nobody's breach set off leaves it as it is."""
    if breach.is_broken and agreement.breached_since:
        move(actor, agreement, Step.CURE, Given(reason=shown_by, evidence=True), reason=shown_by)


def ended(actor: Actor, agreement: Agreement, reason: str) -> None:
    """It is terminated today, unless it is over already: then only its plan is left."""
    if _today(agreement) not in OVER:
        move(actor, agreement, Step.TERMINATE, Given(reason=reason, document=True), reason=reason)


def _today(agreement: Agreement) -> State:
    """Where it stands today, also before the calendar has moved it."""
    today = timezone.localdate()
    return on_day(agreement.life(today), today).state
