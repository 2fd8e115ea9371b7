"""Who acts, who answers for what, and what the tree of units is or was."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from aktsom.core.actor import Actor, HeldDuty
from aktsom.core.compartments import entered, entered_by
from aktsom.core.compiled import Slot, prepared
from aktsom.core.duties import Duty
from aktsom.core.mail import takes_mail
from aktsom.institutions.models import DutyAssignment, Member, Unit, UnitVersion, User, in_force


def places_of(user: User) -> list[Member]:
    """The institutions where the user has a place. The connection must act for that user."""
    places = Member.objects.filter(user=user, ended_at=None)
    return list(places.select_related("institution", "unit").order_by("institution__name_nb"))


def place_of(user_id: int, institution_id: int | None = None) -> Member | None:
    """The user's place in an institution, or without one the first place. The connection must act for that user."""
    if institution_id is not None:
        return _place.first(timezone.localdate(), user=user_id, institution=institution_id)
    return _first_place.first(user=user_id)


@prepared
def _place(today: date, *, user: Slot, institution: Slot) -> QuerySet[Member]:
    here = Member.objects.filter(user_id=user, institution_id=institution, ended_at=None).order_by("pk")
    also = {"entered": entered(), "held": ArraySubquery(_duties(today, OuterRef("pk")))}
    places: QuerySet[Member] = here.select_related("institution", "user", "unit").annotate(**also)
    return places


@prepared
def _first_place(*, user: Slot) -> QuerySet[Member]:
    places = Member.objects.filter(user_id=user, ended_at=None).select_related("institution", "user")
    return places.order_by("institution__name_nb")[:1]


def actor_of(member: Member) -> Actor:
    """The actor that a member is today: with their own duties, and those of people who are away and whose deputy they are.

    The connection must act for the member's institution or user.
    """
    entries: list[UUID] | None = getattr(member, "entered", None)
    held: list[str] | None = getattr(member, "held", None)
    if held is None:
        held = _held.read(timezone.localdate(), member=member.pk)
    return Actor(
        name=member.user.name,
        institution_id=member.institution_id,
        member_id=member.id,
        user_id=member.user_id,
        unit_path=member.unit.path if member.unit else "",
        duties=tuple(HeldDuty(Duty(duty), path) for duty, _, path in (each.partition(" ") for each in held)),
        compartments=entered_by(member.id) if entries is None else frozenset(entries),
    )


@prepared
def _held(today: date, *, member: Slot) -> QuerySet[DutyAssignment, str]:
    return _duties(today, member)


def _duties(today: date, member: Slot | OuterRef) -> QuerySet[DutyAssignment, str]:
    """Each duty that the member holds today, with the path of its unit: "research-ethics /12/3/"."""
    mine = Q(member=member) | (Q(deputy=member) & away_on(today))
    said = Concat(F("duty"), Value(" "), Coalesce(F("unit__path"), Value("")), output_field=TextField())
    duties: QuerySet[DutyAssignment, str] = (
        DutyAssignment.objects.filter(in_force(today), mine).annotate(said=said).values_list("said", flat=True)
    )
    return duties


def actor_of_member(member_id: UUID) -> Actor | None:
    """The actor that the member with this id is today; None when there is none. The connection must act for the institution."""
    here = Member.objects.filter(pk=member_id, ended_at=None, user__is_active=True)
    member = here.select_related("unit", "user").first()
    return actor_of(member) if member else None


def away_on(today: date) -> Q:
    """Assignments whose holder is away on a day."""
    until = Q(member__away_until__isnull=True) | Q(member__away_until__gte=today)
    return Q(member__away_from__lte=today) & until


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for a duty: at which level (`unit` None is the institution), and for whom, when it is a deputy who acts."""

    member: Member
    duty: Duty
    unit: Unit | None
    since: date
    stands_in_for: Member | None = None


def responsible_for(institution_id: int, duty: Duty, unit: Unit | None = None) -> list[Responsible]:
    """Who answers for a duty in a unit today: those nearest above it who can act, else those of the whole institution.

    A holder who is away counts through a deputy who is not. Empty when nobody can act. The connection must act for the
    institution.
    """
    rows = assignments_in_force(institution_id, timezone.localdate()).filter(duty=duty)
    return nearest(rows, unit, timezone.localdate())


def assignments_in_force(institution_id: int, today: date) -> QuerySet[DutyAssignment]:
    """What is assigned on a day, with its people and units at hand."""
    rows: QuerySet[DutyAssignment] = DutyAssignment.objects.filter(
        in_force(today), institution_id=institution_id, member__ended_at=None
    )
    return rows.select_related("unit", "member__user", "member__unit", "deputy__user", "deputy__unit")


def nearest(rows: Iterable[DutyAssignment], unit: Unit | None, today: date) -> list[Responsible]:
    """Of the assignments of one duty, those who can act at the level nearest to the unit."""
    path = unit.path if unit else "/"
    above = [row for row in rows if row.unit is None or path.startswith(row.unit.path)]
    levels = sorted({row.unit.path if row.unit else "" for row in above}, key=len, reverse=True)
    for level in levels:
        here = [row for row in above if (row.unit.path if row.unit else "") == level]
        if able := [found for row in here if (found := who_acts(row, today)) is not None]:
            return able
    return []


def who_acts(row: DutyAssignment, today: date) -> Responsible | None:
    """The holder, the deputy while the holder is away, or None while both are."""
    if not row.member.is_away(today):
        return Responsible(row.member, Duty(row.duty), row.unit, row.starts)
    if row.deputy is not None and row.deputy.is_here and not row.deputy.is_away(today):
        return Responsible(row.deputy, Duty(row.duty), row.unit, row.starts, stands_in_for=row.member)
    return None


def open_units(actor: Actor) -> QuerySet[Unit]:
    """The units that there are today, from the top down."""
    rows: QuerySet[Unit] = Unit.objects.visible_to(actor).filter(closed_at=None)
    return rows


def units_to_choose(actor: Actor) -> list[tuple[UUID, str]]:
    """All units of the institution with their names, from the top down."""
    return [(unit.pk, unit.name) for unit in _units.read(actor)]


@prepared
def _units(actor: Actor) -> QuerySet[Unit]:
    return Unit.objects.visible_to(actor)


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit as it stands in a tree, today or on an earlier day: how deep, with its names of that day."""

    id: UUID
    depth: int
    name_nb: str
    name_en: str
    parent: UUID | None


def tree(actor: Actor) -> list[Branch]:
    """The tree of today, each unit before those under it, brothers by name."""
    rows = open_units(actor).values_list("pk", "parent_id", "name_nb", "name_en")
    return _ordered([(pk, parent, nb, en) for pk, parent, nb, en in rows])


def in_tree_order(units: Collection[Unit]) -> list[Unit]:
    """Units in the order of the tree."""
    there = {unit.pk: unit for unit in units}
    ordered = _ordered([(unit.pk, unit.parent_id, unit.name_nb, unit.name_en) for unit in units])
    return [there[branch.id] for branch in ordered]


def tree_at(actor: Actor, moment: datetime) -> list[Branch]:
    """The tree as it was at a moment, from the kept versions; empty before the first."""
    before = UnitVersion.objects.visible_to(actor).filter(at__lte=moment)
    latest = before.order_by("unit_id", "-number").distinct("unit_id")
    return _ordered([(row.unit_id, row.parent_id, row.name_nb, row.name_en) for row in latest if row.is_open])


def history_of(actor: Actor, unit: Unit) -> QuerySet[UnitVersion]:
    """What happened to a unit, the latest first."""
    rows: QuerySet[UnitVersion] = UnitVersion.objects.visible_to(actor).filter(unit=unit)
    return rows.select_related("parent", "merged_into")


def members(actor: Actor, text: str = "", unit: Unit | None = None, *, ended: bool = False) -> QuerySet[Member]:
    """People with a place (or whose place ended), by name; with words, those whose name, title or address has them all."""
    rows: QuerySet[Member] = Member.objects.visible_to(actor).filter(ended_at__isnull=not ended)
    if unit is not None:
        rows = rows.filter(unit__path__startswith=unit.path)
    for word in text.split()[:10]:
        rows = rows.filter(Q(user__name__icontains=word) | Q(user__email__icontains=word) | Q(title__icontains=word))
    return rows.select_related("user", "unit").order_by("user__name", "pk")


def member_by_email(actor: Actor, email: str) -> Member | None:
    """The colleague with this address who has a place here."""
    rows = Member.objects.visible_to(actor).filter(ended_at=None, user__email__iexact=email.strip())
    return rows.select_related("user", "unit").first()


def reader_of_mail(actor: Actor, member_id: UUID) -> Member | None:
    """Whom a mail that waited is for, with the user, unless they have left meanwhile or no mail can reach them."""
    reader = Member.objects.visible_to(actor).filter(pk=member_id, ended_at=None).select_related("user").first()
    return reader if reader is not None and takes_mail(reader.user.email) else None


def _ordered(rows: list[tuple[UUID, UUID | None, str, str]]) -> list[Branch]:
    there = {pk for pk, _parent, _nb, _en in rows}
    under: dict[UUID | None, list[tuple[UUID, str, str]]] = {}
    for pk, parent, nb, en in rows:
        under.setdefault(parent if parent in there else None, []).append((pk, nb, en))
    found: list[Branch] = []
    waiting: list[tuple[tuple[UUID, str, str], int, UUID | None]] = [
        (each, 0, None) for each in _by_name(under.get(None, []))
    ]
    while waiting:
        (pk, nb, en), depth, parent = waiting.pop()
        found.append(Branch(pk, depth, nb, en, parent))
        waiting += [(each, depth + 1, pk) for each in _by_name(under.get(pk, []))]
    return found


def _by_name(rows: list[tuple[UUID, str, str]]) -> list[tuple[UUID, str, str]]:
    """The last name first, since the tree is walked from the end of a stack."""
    return sorted(rows, key=lambda row: (row[1].casefold(), row[0]), reverse=True)
