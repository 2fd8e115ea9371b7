"""The days of agreements on the start page, and so in the mail digests and the calendar: what waits, day by day."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
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
TITLES: dict[Kind, tuple[Sentence, Sentence]] = {
    Kind.NOTICE: (
        _("agreements to decide about before their last day of notice"),
        _("agreement to decide about before its last day of notice"),
    ),
    Kind.EXPIRY: (_("agreements that run out"), _("agreement that runs out")),
    Kind.REVIEW: (_("agreements to review"), _("agreement to review")),
    Kind.SILENT: (
        _("agreements that renewed themselves without a decision"),
        _("agreement that renewed itself without a decision"),
    ),
    Kind.END: (
        _("agreements that end: wind up what hangs on them"),
        _("agreement that ends: wind up what hangs on it"),
    ),
}
MISSED: dict[Kind, tuple[Sentence, Sentence]] = {
    Kind.NOTICE: (
        _("agreements whose last day of notice passed without a decision"),
        _("agreement whose last day of notice passed without a decision"),
    ),
    Kind.EXPIRY: (
        _("agreements that ran out without a decision"),
        _("agreement that ran out without a decision"),
    ),
    Kind.REVIEW: (_("reviews of agreements that are overdue"), _("review of an agreement that is overdue")),
}
"""What is said of several, and of one."""


def waiting(actor: Actor) -> Iterable[StartItem]:
    """For each kind the nearest days one by one, what was missed together, and the rest together with each of its days."""
    if actor.member_id is None or reads_only(actor):
        return
    found: dict[str, list[tuple[date, int]]] = {}
    for kind, day, number in numbers_for(actor):
        found.setdefault(kind, []).append((day, number))
    for kind, words in TITLES.items():
        yield from _items(kind, words, sorted(found.get(kind, [])))


def _items(kind: Kind, words: tuple[Sentence, Sentence], days: list[tuple[date, int]]) -> Iterator[StartItem]:
    today = timezone.localdate()
    late = [each for each in days if each[0] < today]
    ahead = [each for each in days if each[0] >= today]
    if late:
        yield _together(kind, MISSED.get(kind, words), late)
    single = [StartItem(words[0], number, f"{_list(kind)}&day={day}", day, one=words[1]) for day, number in ahead]
    yield from single[:SINGLE_DAYS]
    if rest := ahead[SINGLE_DAYS:]:
        yield replace(_together(kind, words, rest), days=tuple(single[SINGLE_DAYS:]))


def _together(kind: Kind, words: tuple[Sentence, Sentence], days: list[tuple[date, int]]) -> StartItem:
    number = sum(each for _day, each in days)
    return StartItem(words[0], number, _list(kind), days[0][0], one=words[1])


def _list(kind: Kind) -> str:
    return f"{reverse('deadlines:waiting')}?kind={kind.value}"


register_start_items("deadlines", waiting)
