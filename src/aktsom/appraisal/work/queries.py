"""What waits for the actor, what is theirs, their unit's, with others, or late: already limited to what they may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from aktsom.appraisal.deciding.who import DUTIES, Who, members_of
from aktsom.appraisal.models import Appraisal, Measure
from aktsom.appraisal.models.words import State
from aktsom.appraisal.stepping import AT_HAND
from aktsom.appraisal.way import words
from aktsom.appraisal.way.posts import Turn
from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty

WAITING = [state.value for state in words.WAITING]
LEADING = (Duty.UNIT_LEADER, Duty.LEADERSHIP, Duty.RESEARCH_SECURITY_LEAD, Duty.RESEARCH_SECURITY_ADVISER)


class Show(StrEnum):
    """Which list is meant."""

    TURN = "turn"
    MINE = "mine"
    UNIT = "unit"
    OTHERS = "others"
    LATE = "late"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What a list is narrowed to; "" stands for everything."""

    text: str = ""
    weight: str = ""
    state: str = ""
    kind: str = ""


def appraisals(actor: Actor, show: Show = Show.ALL, narrowed: Narrowed = Narrowed()) -> QuerySet[Appraisal]:
    """The appraisals of a list, the nearest day first, then the newest."""
    rows: QuerySet[Appraisal] = Appraisal.objects.visible_to(actor).filter(_shown(actor, show), _condition(narrowed))
    return rows.select_related(*AT_HAND, "owner__user").prefetch_related("asides").order_by("due", "-begun_at", "pk")


def for_me(actor: Actor) -> list[Appraisal]:
    """The appraisals that wait for the actor, the nearest day first."""
    if actor.member_id is None or reads_only(actor) or not actor.holds(*DUTIES):
        return []
    who = Who(actor.institution_id or 0)
    rows = Appraisal.objects.visible_to(actor).filter(state__in=WAITING)
    rows = rows.select_related(*AT_HAND, "owner__user").prefetch_related("asides").order_by("due", "pk")
    return [row for row in rows if actor.member_id in who.turn(row).people]


def notes_for_me(actor: Actor) -> list[Appraisal]:
    """Of those, the ones in which nothing heavier than a note was found: they may be approved several at once."""
    return [row for row in for_me(actor) if row.weight in ("", "note")]


def stuck(actor: Actor) -> list[Appraisal]:
    """Those for which nobody can act until a duty is filled; shown to those who can fill or ask for it."""
    if actor.member_id is None or reads_only(actor) or not actor.holds(Duty.LEADERSHIP, Duty.RESEARCH_SECURITY_LEAD):
        return []
    who = Who(actor.institution_id or 0)
    rows = Appraisal.objects.visible_to(actor).filter(state__in=WAITING)
    rows = rows.select_related(*AT_HAND).prefetch_related("asides").order_by("due", "pk")
    return [row for row in rows if not who.turn(row).people]


def turns_of(actor: Actor, rows: Iterable[Appraisal]) -> Mapping[UUID, Turn]:
    """Whose turn each is."""
    who = Who(actor.institution_id or 0)
    return {row.pk: who.turn(row) for row in rows}


def names_of(turns: Mapping[UUID, Turn]) -> Mapping[UUID, Sequence[str]]:
    """The names of those whose turn each is, in one query."""
    people = {person for turn in turns.values() for person in turn.people}
    found = members_of(people) if people else []
    names: dict[object, str] = {each.pk: each.user.name for each in found}
    return {key: sorted(names[each] for each in turn.people if each in names) for key, turn in turns.items()}


def measures_for(actor: Actor) -> QuerySet[Measure]:
    """The actor's measures that are not done yet, the nearest day first."""
    rows: QuerySet[Measure] = Measure.objects.visible_to(actor).filter(owner_id=actor.member_id, done_at=None)
    return rows.select_related("appraisal").order_by("due", "pk")


def drafts_of(actor: Actor) -> QuerySet[Appraisal]:
    """The actor's intakes that are not sent in, and those to be gone through again."""
    rows: QuerySet[Appraisal] = Appraisal.objects.visible_to(actor)
    return rows.filter(owner_id=actor.member_id, state=State.DRAFT)


def news_for(actor: Actor) -> QuerySet[Appraisal]:
    """Decided appraisals of the actor about which something changed since."""
    rows: QuerySet[Appraisal] = Appraisal.objects.visible_to(actor).filter(owner_id=actor.member_id)
    return rows.filter(state__in=(State.DECIDED, State.WENT_AHEAD)).exclude(news=[])


def _shown(actor: Actor, show: Show) -> Q:
    mine = Q(owner_id=actor.member_id)
    if show is Show.TURN:
        return Q(pk__in=[row.pk for row in for_me(actor)])
    return {
        Show.MINE: mine & ~Q(state=State.CLOSED),
        Show.UNIT: _under(actor) & ~Q(state=State.CLOSED),
        Show.OTHERS: (mine | Q(begun_by_id=actor.member_id)) & Q(state__in=WAITING),
        Show.LATE: Q(due__lt=timezone.localdate()),
        Show.ALL: Q(),
    }[show]


def _under(actor: Actor) -> Q:
    """The units that the actor leads or advises, else the one where the actor works."""
    paths = actor.paths(LEADING) or ((actor.unit_path,) if actor.unit_path else ())
    found = Q(pk__in=())
    for path in paths:
        found |= Q(unit__path__startswith=path) if path else Q(pk__isnull=False)
    return found


def _condition(narrowed: Narrowed) -> Q:
    condition = Q()
    if narrowed.text:
        partner = Q(cooperation__parties__partner__name__icontains=narrowed.text)
        condition &= Q(title__icontains=narrowed.text) | Q(
            cooperation__in=Appraisal.objects.filter(partner).order_by().values("cooperation")
        )
    for name in ("weight", "state", "kind"):
        if wanted := getattr(narrowed, name):
            condition &= Q(**{name: wanted})
    return condition
