"""What waits for a person in appraisals, what changed, and how they are found by the one search field."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aktsom.appraisal.models import Appraisal
from aktsom.appraisal.models.words import State
from aktsom.appraisal.work import queries
from aktsom.appraisal.work.queries import Show
from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.search import Found, register_finder
from aktsom.core.start import StartItem, register_start_items


def waiting(actor: Actor) -> Iterable[StartItem]:
    """Decisions and dossiers, own drafts, measures, news about what was decided."""
    if actor.member_id is None or reads_only(actor):
        return
    desk = queries.desk_of(actor)
    turn, one = _("appraisals that wait for you"), _("appraisal that waits for you")
    yield StartItem(turn, len(desk.turn), _list(Show.TURN), _nearest(desk.turn), one=one)
    detail = _("A duty is not filled, or everyone who holds it has an interest.")
    stuck, one = _("appraisals that nobody can decide"), _("appraisal that nobody can decide")
    yield StartItem(stuck, len(desk.stuck), _list(Show.STUCK), _nearest(desk.stuck), detail, one=one)
    unsent, one = _("appraisals to finish and send in"), _("appraisal to finish and send in")
    drafts = f"{_list(Show.MINE)}&state={State.DRAFT.value}"
    yield StartItem(unsent, len(desk.drafts), drafts, _nearest(desk.drafts), one=one)
    due = queries.days_of_measures(actor)
    measures, one = _("measures to carry out"), _("measure to carry out")
    yield StartItem(measures, len(due), reverse("appraisal:measures"), min(due, default=None), one=one)
    news = _("appraisals of yours with something new since the decision")
    one = _("appraisal of yours with something new since the decision")
    yield StartItem(news, len(desk.news), _list(Show.MINE), one=one)


def find(actor: Actor, query: str, limit: int) -> Iterable[Found]:
    """Appraisals by title or partner."""
    for each in queries.with_words(actor, query, limit):
        yield Found(
            each.title or each.get_kind_display(),
            _("appraisal"),
            reverse("appraisal:detail", args=[each.pk]),
            each.get_state_display(),
        )


def _list(show: Show) -> str:
    return f"{reverse('appraisal:list')}?show={show.value}"


def _nearest(rows: Iterable[Appraisal]) -> date | None:
    return min((row.due for row in rows if row.due), default=None)


register_start_items("appraisal", waiting)
register_finder("appraisal", find)
