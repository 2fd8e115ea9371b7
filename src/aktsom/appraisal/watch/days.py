"""What days bring about for an institution's appraisals. Done once an hour; done twice, it changes nothing more."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from aktsom.appraisal.models import Appraisal, Passage
from aktsom.appraisal.models.words import Outcome, State, Step
from aktsom.appraisal.stepping import AT_HAND
from aktsom.appraisal.watch.actions import move_on
from aktsom.appraisal.way import words
from aktsom.appraisal.way.matter import APPEAL_DAYS, REMINDED_BEFORE
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor

WAITING = [state.value for state in words.WAITING]
SETTLED = [state.value for state in words.SETTLED]
REFUSED = [outcome.value for outcome in words.REFUSALS]


def go_with_the_days(actor: Actor) -> int:
    """Take every step whose day has come; give how many. The connection must act for the institution."""
    taken = 0
    for step, rows in _due(timezone.localdate()):
        for row in rows.select_related(*AT_HAND):
            move_on(actor, appraisal=row, step=step.value)
            taken += 1
    return taken


def _due(today: date) -> Iterator[tuple[Step, QuerySet[Appraisal]]]:
    rows = Appraisal.objects.all()
    gone = Q(cooperation__withdrawn_at__isnull=False)
    ended = Q(cooperation__state=Cooperation.State.ENDED, cooperation__ends__lt=today, state__in=SETTLED)
    stands = Q(state=State.DECIDED, outcome__in=REFUSED)
    over = Q(is_appealed=True) | Q(decided_on__lt=today - timedelta(days=APPEAL_DAYS))
    yield Step.CLOSE, rows.exclude(state=State.CLOSED).filter(gone | ended | (stands & over))
    yield Step.RESUME, rows.filter(state=State.DECIDED, outcome=Outcome.POSTPONE, until__lte=today)
    yield Step.ESCALATE, rows.filter(state__in=WAITING, due__lt=today)
    yield Step.REMIND, rows.filter(~_reminded(), state__in=WAITING, due__lte=today + timedelta(days=REMINDED_BEFORE))
    yield Step.ASK_AGAIN, rows.filter(state__in=SETTLED, valid_until__lte=today)


def _reminded() -> Exists:
    """Whether it was brought to mind since it stands where it stands, or since it was lifted."""
    lately = Passage.objects.filter(appraisal=OuterRef("pk"), step=Step.REMIND, at__gte=OuterRef("state_since"))
    return Exists(lately.filter(at__gte=OuterRef("due") - timedelta(days=REMINDED_BEFORE + 1)))
