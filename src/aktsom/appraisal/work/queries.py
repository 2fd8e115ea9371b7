"""What waits for the actor, what is theirs, their unit's, with others, or late: already limited to what they may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from aktsom.appraisal.deciding.who import DUTIES, Who, members_of
from aktsom.appraisal.models import Appraisal, Measure
from aktsom.appraisal.models.appraisals import stands_in_for_leadership
from aktsom.appraisal.models.words import State
from aktsom.appraisal.stepping import AT_HAND
from aktsom.appraisal.way import words
from aktsom.appraisal.way.posts import Turn
from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.compiled import Slot, prepared
from aktsom.core.duties import Duty

WAITING = [state.value for state in words.WAITING]
SETTLED = [state.value for state in words.SETTLED]
LEADING = (Duty.UNIT_LEADER, Duty.LEADERSHIP, Duty.RESEARCH_SECURITY_LEAD, Duty.RESEARCH_SECURITY_ADVISER)


class Show(StrEnum):
    """Which list is meant."""

    TURN = "turn"
    MINE = "mine"
    UNIT = "unit"
    OTHERS = "others"
    LATE = "late"
    STUCK = "stuck"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What a list is narrowed to; "" stands for everything."""

    text: str | Slot = ""
    weight: str = ""
    state: str = ""
    kind: str = ""


def appraisals(actor: Actor, show: Show = Show.ALL, narrowed: Narrowed = Narrowed()) -> QuerySet[Appraisal]:
    """The appraisals of a list, the nearest day first, then the newest."""
    rows: QuerySet[Appraisal] = Appraisal.objects.visible_to(actor).filter(_shown(actor, show), _condition(narrowed))
    return rows.select_related(*AT_HAND, "owner__user").prefetch_related("asides").order_by("due", "-begun_at", "pk")


def with_words(actor: Actor, text: str, most: int) -> list[Appraisal]:
    """Those with a text in the title or the name of a partner, the nearest day first."""
    return _with_words.read(actor, most, text=text)


@prepared
def _with_words(actor: Actor, most: int, *, text: Slot) -> QuerySet[Appraisal]:
    return appraisals(actor, Show.ALL, Narrowed(text=text)).prefetch_related(None)[:most]


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the actor's desk, each list with the nearest day first."""

    turn: tuple[Appraisal, ...] = ()
    stuck: tuple[Appraisal, ...] = ()
    drafts: tuple[Appraisal, ...] = ()
    news: tuple[Appraisal, ...] = ()


def desk_of(actor: Actor) -> Desk:
    """What waits for the actor, what nobody can act on, own drafts, and own decided ones with something new.

    What nobody can act on is shown to those who can fill a duty or ask for it.
    """
    if actor.member_id is None or reads_only(actor):
        return Desk()
    rows = _on_desk.read(actor)
    prefetch_related_objects(rows, "asides")
    who = Who(actor.institution_id or 0)
    turns = {row.pk: who.turn(row).people for row in rows if row.state in WAITING}
    fills = actor.holds(Duty.LEADERSHIP, Duty.RESEARCH_SECURITY_LEAD)
    return Desk(
        turn=tuple(row for row in rows if actor.member_id in turns.get(row.pk, ())),
        stuck=tuple(row for row in rows if fills and row.pk in turns and not turns[row.pk]),
        drafts=tuple(row for row in rows if row.state == State.DRAFT),
        news=tuple(row for row in rows if row.state in SETTLED),
    )


@prepared
def _on_desk(actor: Actor) -> QuerySet[Appraisal]:
    mine = Q(owner_id=actor.member_id)
    wanted = (mine & Q(state=State.DRAFT)) | (mine & Q(state__in=SETTLED) & ~Q(news=[]))
    stands_in = Exists(stands_in_for_leadership(actor))
    wanted |= Q(state__in=WAITING) if actor.holds(*DUTIES) else Q(state__in=WAITING) & Q(stands_in)
    rows: QuerySet[Appraisal] = Appraisal.objects.visible_to(actor).filter(wanted)
    return rows.select_related(*AT_HAND, "owner__user").order_by("due", "pk")


def notes_for_me(actor: Actor) -> list[Appraisal]:
    """Those that wait for the actor though nothing heavier than a note was found: they may be approved several at once."""
    return notes_among(desk_of(actor).turn)


def notes_among(rows: Iterable[Appraisal]) -> list[Appraisal]:
    """Those among them in which nothing heavier than a note was found."""
    return [row for row in rows if row.weight in ("", "note")]


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


def days_of_measures(actor: Actor) -> list[date]:
    """By when the actor's measures that are not done yet are due."""
    return _days.read(actor)


@prepared
def _days(actor: Actor) -> QuerySet[Measure, date]:
    return measures_for(actor).values_list("due", flat=True)


def _shown(actor: Actor, show: Show) -> Q:
    mine = Q(owner_id=actor.member_id)
    if show in (Show.TURN, Show.STUCK):
        desk = desk_of(actor)
        return Q(pk__in=[row.pk for row in (desk.turn if show is Show.TURN else desk.stuck)])
    return {
        Show.MINE: mine & ~Q(state=State.CLOSED),
        Show.UNIT: _under(actor) & ~Q(state=State.CLOSED),
        Show.OTHERS: (mine | Q(begun_by_id=actor.member_id)) & Q(state__in=WAITING),
        # What was lifted to the next level has a new day, and is as late as before.
        Show.LATE: Q(due__lt=timezone.localdate()) | Q(escalated__gt=0, state__in=WAITING),
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
