"""What can be asked of the register, already limited to what the asker may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.partners.queries import find_partner, now_standing
from aktsom.cooperation.register.models import (
    Cooperation,
    CooperationPartner,
    CooperationTrace,
    ImportBatch,
    ImportedRow,
    NotOurs,
)
from aktsom.cooperation.register.permissions import may_register_for
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.audit import LOOKING, REFUSED
from aktsom.core.compiled import Rows, Slot, among, compiled, prepared
from aktsom.core.errors import NotVisibleError
from aktsom.core.models import PLATFORM, AuditEvent
from aktsom.core.sensitive import subject_of
from aktsom.core.visibility import get_visible, open_to
from aktsom.institutions.models import Member, Unit
from aktsom.institutions.queries import open_units

WITH_STANDING = "partner__merged_into__merged_into"
UNDOING = "undo an import"
SORTS = {
    "newest": ("-registered_at", "id"),
    "title": ("title", "id"),
    "kind": ("kind", "title", "id"),
    "unit": ("unit__name_nb", "title", "id"),
    "starts": (F("starts").desc(nulls_last=True), "id"),
    "ends": (F("ends").asc(nulls_last=True), "id"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of cooperation is narrowed to. "" stands for everything; `field` is a critical technology area."""

    text: str | Slot = ""
    country: str = ""
    unit: UUID | None = None
    kind: str = ""
    state: str = ""
    field: str = ""
    partner: UUID | None = None
    year: int | None = None


def cooperations(actor: Actor, filters: Filters = Filters(), sort: str = "newest") -> QuerySet[Cooperation]:
    """The cooperation that the actor may see, narrowed and sorted, with their units."""
    found: QuerySet[Cooperation] = Cooperation.objects.visible_to(actor).filter(_condition(actor, filters))
    return found.select_related("unit").order_by(*SORTS.get(sort, SORTS["newest"]))


def with_places(rows: Iterable[Cooperation]) -> list[Cooperation]:
    """The same, each with `places`: its partners' places by name. One query."""
    found = {row.pk: row for row in rows}
    for row in found.values():
        row.places = []
    for place in _places.read(cooperations=list(found)) if found else ():
        found[place.cooperation_id].places.append(place)
    return list(found.values())


@prepared
def _places(*, cooperations: Slot) -> QuerySet[CooperationPartner]:
    rows = CooperationPartner.objects.filter(among("cooperation_id", cooperations))
    return rows.select_related(WITH_STANDING).order_by("partner__name")


def listed(actor: Actor, filters: Filters, sort: str) -> Rows[Cooperation]:
    """The same, to be shown page by page."""
    if filters.unit is None and filters.partner is None:
        return Rows(
            lambda: _found.count(actor, filters, sort),
            lambda start, stop: with_places(_some.read(actor, filters, sort, start, stop)),
        )
    found = cooperations(actor, filters, sort)
    return Rows(found.count, lambda start, stop: with_places(found[start:stop]))


@compiled
def _found(actor: Actor, filters: Filters, sort: str) -> QuerySet[Cooperation]:
    return cooperations(actor, filters, sort)


@compiled
def _some(actor: Actor, filters: Filters, sort: str, start: int, stop: int) -> QuerySet[Cooperation]:
    return cooperations(actor, filters, sort)[start:stop]


def with_words(actor: Actor, text: str, most: int) -> list[Cooperation]:
    """The newest with a text in title, reference or the name of a partner, each with its `places`."""
    return with_places(_with_words.read(actor, most, text=text))


@compiled
def _with_words(actor: Actor, most: int, *, text: Slot) -> QuerySet[Cooperation]:
    return cooperations(actor, Filters(text=text))[:most]


def cooperation_of(actor: Actor, cooperation_id: UUID) -> Cooperation:
    """One cooperation with its unit and people; raises `NotVisibleError`."""
    found = _cooperation.first(actor, key=cooperation_id)
    if found is None:
        raise NotVisibleError
    return found


@prepared
def _cooperation(actor: Actor, *, key: Slot) -> QuerySet[Cooperation]:
    people = ("unit", "contact__user", "registered_by__user", "batch", "compartment")
    return Cooperation.objects.visible_to(actor).select_related(*people).filter(pk=key).order_by()


def with_partner(actor: Actor, partner: Partner, most: int) -> list[Cooperation]:
    """The newest cooperation with a partner."""
    return _with_partner.read(actor, most, partner=partner.standing.pk)


@prepared
def _with_partner(actor: Actor, most: int, *, partner: Slot) -> QuerySet[Cooperation]:
    return cooperations(actor).filter(_with(Q(stands=partner)))[:most]


def withdrawn(actor: Actor) -> QuerySet[Cooperation]:
    """What was taken out of the register and could be seen by the actor before, latest first."""
    rows = Cooperation.objects.filter(Cooperation.seen_by(actor), withdrawn_at__isnull=False)
    return rows.select_related("unit").order_by("-withdrawn_at", "id")


def withdrawn_one(actor: Actor, cooperation_id: UUID) -> Cooperation:
    """One that was withdrawn; raises `NotVisibleError`."""
    found = withdrawn(actor).filter(pk=cooperation_id).first()
    if found is None:
        raise NotVisibleError
    return found


def differing(cooperation: Cooperation, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values (by the names of a draft) that are not what the cooperation says now."""
    stored = {name: cooperation.unit_id if name == "unit" else getattr(cooperation, name) for name in values}
    stored |= {"contact": cooperation.contact_id, "fields": tuple(cooperation.fields)}
    return {name: value for name, value in values.items() if value != stored[name]}


def units_to_choose(actor: Actor) -> list[tuple[UUID, str]]:
    """All units of the institution with their names, from the top down."""
    return [(unit.pk, unit.name) for unit in _units.read(actor)]


@prepared
def _units(actor: Actor) -> QuerySet[Unit]:
    return Unit.objects.visible_to(actor)


def registered_with(actor: Actor, token: UUID | None) -> Cooperation | None:
    """What a form with this token has registered already, if anything."""
    return Cooperation.objects.visible_to(actor).filter(token=token).first() if token else None


def parties_of(cooperation: Cooperation) -> list[CooperationPartner]:
    """The partners' places in the cooperation."""
    return _places.read(cooperations=[cooperation.pk])


def links_of(cooperation: Cooperation) -> list[CooperationTrace]:
    """What public sources show of the cooperation, as far as somebody linked it."""
    return _links.read(cooperation=cooperation.pk)


@prepared
def _links(*, cooperation: Slot) -> QuerySet[CooperationTrace]:
    rows = CooperationTrace.objects.filter(cooperation_id=cooperation).select_related("tie__partner", "trace")
    return rows.order_by("trace__first_year", "pk")


def links_offered(actor: Actor, cooperation: Cooperation) -> list[Tie]:
    """The institution's ties with the partners of the cooperation that are not linked to it."""
    return _offered.read(actor, cooperation=cooperation.pk)


@prepared
def _offered(actor: Actor, *, cooperation: Slot) -> QuerySet[Tie]:
    partners = CooperationPartner.objects.filter(cooperation_id=cooperation).values_list(now_standing("partner"))
    linked = CooperationTrace.objects.filter(cooperation_id=cooperation, tie__isnull=False).values("tie")
    return _own_ties(actor).filter(stands__in=partners).exclude(pk__in=linked)


def history_of(actor: Actor, cooperation: Cooperation) -> list[AuditEvent]:
    """What was done with the cooperation, latest first. Whoever sees the record may read what was done with it."""
    batches = _undone.read(cooperation=cooperation.pk)
    return _history.read(
        actor.institution_id or PLATFORM,
        subject=subject_of(cooperation),
        batches=[f"{ImportBatch._meta.label_lower}:{batch}" for batch in batches],
    )


@prepared
def _undone(*, cooperation: Slot) -> QuerySet[ImportedRow, UUID]:
    rows = ImportedRow.objects.filter(cooperation_id=cooperation, outcome=ImportedRow.Outcome.UNDONE)
    return rows.values_list("batch", flat=True)


@prepared
def _history(chain: int, *, subject: Slot, batches: Slot) -> QuerySet[AuditEvent]:
    condition = Q(subject=subject) | (Q(verb=UNDOING) & Q(among("subject", batches)))
    rows = AuditEvent.objects.filter(condition, chain=chain)
    changes: QuerySet[AuditEvent] = rows.exclude(verb__endswith=REFUSED).exclude(verb__startswith=LOOKING)
    return changes.order_by("-sequence")[:50]


def units_to_register_for(actor: Actor) -> list[Unit]:
    """The units that the actor may register for, from the top down."""
    return [unit for unit in open_units(actor) if may_register_for(actor, unit.path)]


def member_by_email(actor: Actor, email: str) -> Member | None:
    """The colleague with this e-mail address."""
    return Member.objects.visible_to(actor).filter(user__email__iexact=email.strip()).first()


def seen_not_registered(actor: Actor) -> QuerySet[Tie]:
    """The institution's ties for which no cooperation with that partner is registered and nobody said that it is not ours.

    Whether something is registered is asked of the whole institution, so that nobody is invited to register it twice;
    but what is in a compartment that the actor may not enter is as if it were not registered.
    """
    own = Q(institution_id=actor.institution_id)
    stands = now_standing("partner")
    known = Cooperation.objects.filter(own, open_to(actor), withdrawn_at__isnull=True).order_by().values("pk")
    named = CooperationPartner.objects.filter(own, cooperation__in=known).order_by().values("partner")
    # Each partner once, however much cooperation there is with it: who stands for it takes most of the time.
    registered = Partner.objects.filter(pk__in=named).order_by().values_list(now_standing(""))
    linked = CooperationTrace.objects.filter(own, tie_id=OuterRef("pk"), cooperation__in=known)
    refused = NotOurs.objects.filter(own).values_list(stands)
    found: QuerySet[Tie] = _own_ties(actor).filter(~Q(stands__in=registered), ~Exists(linked), ~Q(stands__in=refused))
    return found.order_by(F("last_year").desc(nulls_last=True), "-works", "partner__name", "pk")


def _own_ties(actor: Actor) -> "QuerySet[Any]":
    """The institution's ties that a trace supports, each with `stands`: the partner that stands for its partner now."""
    ties: QuerySet[Tie] = Tie.objects.visible_to(actor).filter(home_id=actor.institution_id)
    supported = Q(works__gt=0) | Q(projects__gt=0)
    return ties.filter(supported).annotate(stands=now_standing("partner")).select_related("partner")


def own_tie(actor: Actor, tie_id: UUID) -> Tie:
    """A tie of the actor's own institution; raises `NotVisibleError` for those of others."""
    found: Tie = get_visible(Tie, actor, pk=tie_id, home_id=actor.institution_id)
    return found


def said_not_ours(actor: Actor) -> QuerySet[NotOurs]:
    """The partners that somebody said are no cooperation of the institution, latest first."""
    return NotOurs.objects.visible_to(actor).select_related("partner", "said_by__user").order_by("-said_at", "pk")


def unfinished_imports(actor: Actor) -> QuerySet[ImportBatch]:
    """Sheets that the actor uploaded and that are not imported yet."""
    rows: QuerySet[ImportBatch] = ImportBatch.objects.visible_to(actor).filter(uploaded_by_id=actor.member_id)
    return rows.filter(state__in=(ImportBatch.State.UPLOADED, ImportBatch.State.MAPPED, ImportBatch.State.FAILED))


def count_by(actor: Actor, dimension: str, filters: Filters = Filters()) -> dict[str, int]:
    """How many visible cooperations there are by "country", "partner", "kind", "unit", "state", "field" or "year" (of start).

    Keys are codes or ids as text, "" where it is not known. A cooperation with partners in two countries counts in both.
    """
    rows = Cooperation.objects.visible_to(actor).filter(_condition(actor, filters)).order_by()
    if dimension == "field":
        return _count_fields(rows.values_list("fields", flat=True))
    key = _DIMENSIONS[dimension]
    counted = (
        rows.annotate(key=key).values("key").annotate(times=Count("pk", distinct=True)).values_list("key", "times")
    )
    return {"" if key is None else str(key): times for key, times in counted}


_DIMENSIONS: Mapping[str, F | Coalesce | ExtractYear] = {
    "country": now_standing("parties__partner", "country"),
    "partner": now_standing("parties__partner"),
    "kind": F("kind"),
    "unit": F("unit"),
    "state": F("state"),
    "year": ExtractYear("starts"),
}


def _count_fields(rows: Iterable[list[str]]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for fields in rows:
        for field in fields or [""]:
            counted[field] = counted.get(field, 0) + 1
    return counted


def _condition(actor: Actor, filters: Filters) -> Q:
    condition = Q()
    if filters.text:
        condition &= (
            Q(title__icontains=filters.text)
            | Q(reference__icontains=filters.text)
            | _with(Q(partner__name__icontains=filters.text) | Q(stands_named__icontains=filters.text))
        )
    if filters.country:
        condition &= _with(Q(stands_in=filters.country))
    if filters.partner:
        meant = find_partner(actor, filters.partner)
        condition &= _with(Q(stands=meant.standing.pk)) if meant else Q(pk__in=())
    if filters.unit:
        unit = Unit.objects.visible_to(actor).filter(pk=filters.unit).first()
        condition &= Q(unit__path__startswith=unit.path) if unit else Q(pk__in=())
    if filters.field:
        condition &= Q(fields__contains=[filters.field])
    return condition & _plain_condition(filters)


def _plain_condition(filters: Filters) -> Q:
    condition = Q()
    if filters.kind:
        condition &= Q(kind=filters.kind)
    if filters.state:
        condition &= Q(state=filters.state)
    if filters.year:
        condition &= Q(starts__year__lte=filters.year) & (Q(ends__isnull=True) | Q(ends__year__gte=filters.year))
    return condition


def _with(condition: Q) -> Q:
    parties = CooperationPartner.objects.filter(cooperation_id=OuterRef("pk"))
    standing = parties.annotate(
        stands=now_standing("partner"),
        stands_named=now_standing("partner", "name"),
        stands_in=now_standing("partner", "country"),
    )
    return Q(Exists(standing.filter(condition)))
