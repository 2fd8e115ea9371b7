"""Keeping the days of agreements in step with their terms: after every change, and once a day as the horizon moves on."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.deadlines.models import AgreementDay
from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor
from aktsom.core.changes import Changed, subscribe
from aktsom.engine.agreements.lifecycle import ASKED_AFTER, BEFORE, OVER, State, days_ahead
from aktsom.engine.agreements.terms import TermsError
from aktsom.engine.lengths import Length

AHEAD = Length(months=25)
AT_ONCE = 2_000
HAVE_NO_DAYS = [state.value for state in (*OVER, *BEFORE) if state not in (State.SIGNED, State.ENDED)]
"""An agreement that has ended may have run out without a decision, and is asked about for a while."""


@action("work out the days of agreements", may=only_system)
def refresh(actor: Actor, *, ids: list[UUID] | None = None) -> int:
    """Make the days of these agreements anew, or of all; gives how many days there are now."""
    rows = Agreement.objects.visible_to(actor)
    kept = AgreementDay.objects.visible_to(actor)
    if ids is not None:
        rows, kept = rows.filter(pk__in=ids), AgreementDay.objects.filter(agreement__in=ids)
    AgreementDay.objects.filter(pk__in=kept.order_by().values("pk")).delete()
    today = timezone.localdate()
    long_over = Q(state=State.ENDED.value, ends_on__lt=ASKED_AFTER.before(today))
    asking = rows.exclude(Q(state__in=HAVE_NO_DAYS) | long_over).order_by("pk")
    made = AgreementDay.objects.bulk_create(_days(asking.iterator(AT_ONCE), today), batch_size=AT_ONCE)
    return len(made)


def follow(changes: list[Changed]) -> None:
    """Work out the days of the agreements that changed."""
    for change in changes:
        if change.kind == "agreement" and change.institution_id is not None:
            refresh(Actor.system("deadlines", change.institution_id), ids=sorted(change.ids))


def _days(rows: Iterable[Agreement], today: date) -> Iterator[AgreementDay]:
    until = AHEAD.after(today)
    for row in rows:
        for kind, day in _days_of(row, today, until):
            yield AgreementDay(
                institution_id=row.institution_id,
                agreement=row,
                compartment_id=row.compartment_id,
                kind=kind,
                day=day,
            )


def _days_of(row: Agreement, today: date, until: date) -> list[tuple[str, date]]:
    """Each once; none of an agreement whose terms contradict themselves, which its own page says."""
    try:
        ahead = days_ahead(row.life(today), today, until)
        return list(dict.fromkeys((each.kind.value, each.day) for each in ahead if each.day <= until))
    except TermsError:
        return []


subscribe("deadlines", follow)
