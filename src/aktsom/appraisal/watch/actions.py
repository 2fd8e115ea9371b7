"""Steps that days, changes and incidents bring about."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.appraisal.deciding.permissions import may_report
from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.models import Appraisal
from aktsom.appraisal.models.appraisals import pass_on
from aktsom.appraisal.models.words import Step
from aktsom.appraisal.scope import grown
from aktsom.appraisal.stepping import locked, take, text_given
from aktsom.appraisal.way import words
from aktsom.appraisal.way.matter import Matter
from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError
from aktsom.engine.flags.route import Stages
from aktsom.engine.flags.route import Step as Level
from aktsom.engine.flags.types import Weight

SETTLED = tuple(state.value for state in words.SETTLED)


@action("go through an appraisal again", may=may_report, private=("reason",))
def go_through_again(actor: Actor, *, appraisal: Appraisal, reason: str) -> Appraisal:
    """The cooperation is about to become another one than was appraised: its owner goes through the answers again."""
    row = locked(appraisal)
    note = text_given(reason, "reason", _("Say what changes."))
    return take(
        actor,
        row,
        Step.ASK_AGAIN,
        lambda matter: matter.asked_again(timezone.localdate()),
        note=note,
        why={"reason": "scope"},
    )


@action("reopen an appraisal after an incident", may=may_report, private=("what",))
def reopen_after_incident(actor: Actor, *, appraisal: Appraisal, what: str) -> Appraisal:
    """Something happened: at least the leader looks at it again at once, whatever was decided."""
    row = locked(appraisal)
    note = text_given(what, "what", _("Say what happened."))
    if row.matter.stands_refused:
        raise ConflictError(_("It is refused already."), kept=_("The decision stands."))
    stages = handbook_of(row.institution_id).stages
    return take(
        actor, row, Step.REOPEN, lambda matter: _after_incident(matter, stages), note=note, why={"reason": "incident"}
    )


@action("move an appraisal on", may=only_system)
def move_on(actor: Actor, *, appraisal: Appraisal, step: str) -> Appraisal:
    """What a day brings about: lifting, reminding, taking up, asking again, closing."""
    row = locked(appraisal)
    today = timezone.localdate()
    if step == Step.REMIND:
        pass_on(row, Step.REMIND, by=None)
        return row
    ways = {
        Step.ESCALATE: lambda matter: matter.escalated_further(today),
        Step.RESUME: lambda matter: matter.resumed(today),
        Step.ASK_AGAIN: lambda matter: matter.asked_again(today),
        Step.CLOSE: lambda matter: matter.closed(today),
    }
    why = {"reason": "date"} if step == Step.ASK_AGAIN else None
    return take(actor, row, Step(step), ways[Step(step)], why=why)


def notice_scope(actor: Actor, cooperations: Iterable[UUID]) -> None:
    """Ask the owners again whose cooperation is no longer what was appraised: another kind, partner, field or access."""
    other = grown(list(cooperations))
    rows = Appraisal.objects.filter(cooperation__in=list(other), state__in=SETTLED, cooperation__withdrawn_at=None)
    for row in rows.select_related("unit", "cooperation"):
        ask_again(actor, appraisal=row)


@action("ask again after a change of scope", may=only_system)
def ask_again(actor: Actor, *, appraisal: Appraisal) -> Appraisal:
    """Let the owner go through the answers of what is no longer the same cooperation."""
    row = locked(appraisal)
    return take(
        actor,
        row,
        Step.ASK_AGAIN,
        lambda matter: matter.asked_again(timezone.localdate()),
        why={"reason": "scope"},
    )


def _after_incident(matter: Matter, stages: Stages) -> Matter:
    weight = max(matter.weight or Weight.NOTE, Weight.CONCERN, key=lambda each: each.rank)
    level = max(matter.route, Level.UNIT_LEADER, key=lambda each: each.rank)
    return matter.reopened(weight, level, stages[Level(level)].days, timezone.localdate())
