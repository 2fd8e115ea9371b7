"""What of an agreement waits for a person's decision today, and the steps with which the reader can take it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.permissions import may_take_step
from aktsom.core.actor import Actor
from aktsom.engine.agreements.lifecycle import Step, deadlines_of
from aktsom.engine.agreements.terms import LEAD, Deadline, Kind

ANSWERS: dict[Kind, tuple[Step, ...]] = {
    Kind.SILENT: (Step.KEEP, Step.GIVE_NOTICE, Step.RENEW),
    Kind.NOTICE: (Step.KEEP, Step.GIVE_NOTICE, Step.RENEW),
    Kind.EXPIRY: (Step.RENEW, Step.LET_LAPSE),
    Kind.REVIEW: (Step.REVIEW,),
}
AHEAD: dict[Kind, Promise] = {
    Kind.NOTICE: _("The last day to give notice is %(day)s. After it the agreement renews itself."),
    Kind.EXPIRY: _("It runs out on %(day)s unless it is renewed."),
    Kind.REVIEW: _("It is to be reviewed by %(day)s."),
}
"""What is said of a day that has not passed."""
PASSED: dict[Kind, Promise] = {
    Kind.SILENT: _("It renewed itself on %(day)s, and nobody had decided that it should."),
    Kind.NOTICE: _("The last day to give notice was %(day)s, and nobody has decided: the agreement renews itself."),
    Kind.EXPIRY: _("It ran out on %(day)s, and nobody has decided that it should."),
    Kind.REVIEW: _("It was to be reviewed by %(day)s."),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What waits, in sentences, and the steps that answer it."""

    said: Sequence[str]
    steps: Sequence[Step]


def decision_of(actor: Actor, agreement: Agreement, steps: Sequence[Step]) -> Decision | None:
    """What waits that the reader may answer with one of these steps, which are open where it stands; None for nothing."""
    today = timezone.localdate()
    said, answers = [], []
    for each in _waiting(agreement, today):
        mine = [step for step in ANSWERS[each.kind] if step in steps and _may(actor, agreement, step)]
        if mine:
            words = PASSED if each.day < today or each.kind not in AHEAD else AHEAD
            said.append(str(words[each.kind]) % {"day": date_format(each.day, "DATE_FORMAT")})
            answers += mine
    return Decision(said, list(dict.fromkeys(answers))) if said else None


def _waiting(agreement: Agreement, today: date) -> Iterator[Deadline]:
    """As it waits in the room of days."""
    due = deadlines_of(agreement.life(today), today)
    return (each for each in due if each.day <= today + timedelta(LEAD[each.kind]))


def _may(actor: Actor, agreement: Agreement, step: Step) -> bool:
    return may_take_step(actor, {"agreement": agreement, "step": step})
