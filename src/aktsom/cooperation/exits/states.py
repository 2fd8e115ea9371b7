"""What a breach, its cure and the end do to the state of the agreement, by the rules of the room that keeps agreements."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.moving import move
from aktsom.cooperation.exits.models import Breach, Trigger
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError
from aktsom.engine.agreements.lifecycle import BEFORE, ENDING, OVER, Given, Life, State, Step, on_day, possible


def binds(agreement: Agreement) -> bool:
    """Whether there is something to be broken or left: it runs, or it ran, since some duties outlast it."""
    return _today(agreement).state not in (*BEFORE, State.DROPPED)


def check_binds(agreement: Agreement) -> None:
    """Raises `ConflictError` for a draft, for what has not begun and for what was dropped."""
    if not binds(agreement):
        raise ConflictError(
            _("This agreement was never in force, so there is nothing to be broken or left."),
            kept=_("Nothing was changed."),
            remedy=_("Correct its days, or drop it, on its page."),
        )


def broken(actor: Actor, agreement: Agreement, breach: Breach) -> None:
    """The agreement is broken from the day on which it happened, or from its first day. One that is over stays so."""
    if breach.is_broken and not agreement.breached_since and _today(agreement).state not in OVER:
        since = max(breach.happened_on, agreement.begun or breach.happened_on)
        move(
            actor,
            agreement,
            Step.BREACH,
            Given(reason=breach.what, evidence=True, on=since),
            reason=breach.what,
            on=since,
        )


def cured(actor: Actor, agreement: Agreement, breach: Breach, shown_by: str) -> None:
    """The breach lies over it no more; a plan that nobody's breach set off leaves it as it is, and so does one that is over."""
    if breach.is_broken and agreement.breached_since and _today(agreement).state not in OVER:
        move(actor, agreement, Step.CURE, Given(reason=shown_by, evidence=True), reason=shown_by)


def ended(actor: Actor, agreement: Agreement, breach: Breach, reason: str) -> None:
    """It is terminated today, or runs to the last day that it keeps. Where that is decided, or over, only the plan is left."""
    life = _today(agreement)
    decided = life.state in OVER or (not breach.is_broken and life.state in ENDING)
    if not decided:
        step = Step.LET_LAPSE if _runs_out(breach, life) else Step.TERMINATE
        move(actor, agreement, step, Given(reason=reason, document=True), reason=reason)


def last_day_kept(agreement: Agreement, breach: Breach) -> date | None:
    """The last day of one that nobody broke and that ends then: by notice, or as it runs out. None if it ends today."""
    life = _today(agreement)
    if breach.is_broken:
        return None
    if life.state in ENDING:
        return life.ends
    return life.terms.end if _runs_out(breach, life) else None


def _runs_out(breach: Breach, life: Life) -> bool:
    return breach.trigger == Trigger.EXPIRY and life.state is State.IN_FORCE and Step.LET_LAPSE in possible(life)


def _today(agreement: Agreement) -> Life:
    """Where it stands today, also before the calendar has moved it."""
    today = timezone.localdate()
    return on_day(agreement.life(today), today)
