"""The days of agreements on the start page, and so in the mail digests and the calendar: what waits, day by day."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.deadlines.models import Kind
from aktsom.cooperation.deadlines.queries import numbers_for
from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.errors import Sentence
from aktsom.core.start import StartItem, register_start_items

SINGLE_DAYS = 5
TITLES = {
    Kind.NOTICE: _("agreements to decide about before their last day of notice"),
    Kind.EXPIRY: _("agreements that run out"),
    Kind.REVIEW: _("agreements to review"),
    Kind.SILENT: _("agreements that renewed themselves without a decision"),
    Kind.END: _("agreements that end: wind up what hangs on them"),
}
MISSED = {
    Kind.NOTICE: _("agreements whose last day of notice passed without a decision"),
    Kind.EXPIRY: _("agreements that ran out without a decision"),
    Kind.REVIEW: _("reviews of agreements that are overdue"),
}


def waiting(actor: Actor) -> Iterable[StartItem]:
    """For each kind the nearest days one by one, what was missed together, and the rest together."""
    if actor.member_id is None or reads_only(actor):
        return
    found: dict[str, list[tuple[date, int]]] = {}
    for kind, day, number in numbers_for(actor):
        found.setdefault(kind, []).append((day, number))
    for kind, title in TITLES.items():
        yield from _items(kind, title, sorted(found.get(kind, [])))


def _items(kind: Kind, title: Sentence, days: list[tuple[date, int]]) -> Iterator[StartItem]:
    today = timezone.localdate()
    late = [each for each in days if each[0] < today]
    ahead = [each for each in days if each[0] >= today]
    if late:
        yield _together(kind, MISSED.get(kind, title), late)
    for day, number in ahead[:SINGLE_DAYS]:
        yield StartItem(title, number, f"{_list(kind)}&day={day.isoformat()}", day)
    if rest := ahead[SINGLE_DAYS:]:
        yield _together(kind, title, rest)


def _together(kind: Kind, title: Sentence, days: list[tuple[date, int]]) -> StartItem:
    number = sum(each for _day, each in days)
    return StartItem(title, number, _list(kind), days[0][0])


def _list(kind: Kind) -> str:
    return f"{reverse('deadlines:waiting')}?kind={kind.value}"


register_start_items("deadlines", waiting)
