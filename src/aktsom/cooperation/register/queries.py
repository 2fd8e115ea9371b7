"""What can be asked of the register, already limited to what the asker may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.partners.queries import now_standing
from aktsom.cooperation.records import queries as records
from aktsom.cooperation.records.queries import WITH_STANDING, one_of
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
from aktsom.core.compiled import Rows, Slot, among, compiled, prepared
from aktsom.core.errors import NotVisibleError
from aktsom.core.models import PLATFORM, AuditEvent
from aktsom.core.sensitive import subject_of
from aktsom.core.visibility import get_visible, open_to
from aktsom.institutions.models import Unit
from aktsom.institutions.queries import open_units

UNDOING = "undo an import"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters(records.Filters):
    """What a list of cooperation is narrowed to. `field` is a critical technology area."""

    field: str = ""
    year: int | None = None


def cooperations(actor: Actor, filters: Filters = Filters(), sort: str = "newest") -> QuerySet[Cooperation]:
    """The cooperation that the actor may see, narrowed and sorted, with their units."""
    found: QuerySet[Cooperation] = Cooperation.objects.visible_to(actor).filter(_condition(actor, filters))
    return records.sorted_by(found, sort)


def with_places(rows: Iterable[Cooperation]) -> list[Cooperation]:
    """The same, each with `places`: its partners' places by name. One query."""
    return records.with_places(rows, lambda ids: _places.read(cooperations=ids), "cooperation_id")


@prepared
def _places(*, cooperations: Slot) -> QuerySet[CooperationPartner]:
    rows = CooperationPartner.objects.filter(among("cooperation_id", cooperations))
    return rows.select_related(WITH_STANDING).order_by("partner__name")


def listed(actor: Actor, filters: Filters, sort: str) -> Rows[Cooperation]:
    """The same, to be shown page by page."""
    return records.listed(cooperations, with_places, actor, filters, sort)


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
    return cooperations(actor).filter(one_of(_with(Q(stands=partner))))[:most]


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
    return records.changes_among(AuditEvent.objects.filter(condition, chain=chain))


def units_to_register_for(actor: Actor) -> list[Unit]:
    """The units that the actor may register for, from the top down."""
    return [unit for unit in open_units(actor) if may_register_for(actor, unit.path)]


def seen_not_registered(actor: Actor) -> QuerySet[Tie]:
    """The institution's ties for which no cooperation with that partner is registered and nobody said that it is not ours.

    Whether something is registered is asked of the whole institution, so that nobody is invited to register it twice;
    but what is in a compartment that the actor may not enter is as if it were not registered.
    """
    own = Q(institution_id=actor.institution_id)
    stands = now_standing("partner")
    known = Cooperation.objects.filter(own, open_to(actor), withdrawn_at__isnull=True).order_by().values("pk")
    named = CooperationPartner.objects.filter(own, cooperation__in=known).order_by()
    # Each partner once, however much cooperation there is with it: who stands for it takes most of the time.
    partners = Partner.objects.filter(among("pk", ArraySubquery(named.values("partner").distinct())))
    registered = partners.order_by().values_list(now_standing(""))
    linked = CooperationTrace.objects.filter(own, tie__isnull=False, cooperation__in=known).order_by().values("tie")
    refused = NotOurs.objects.filter(own).values_list(stands)
    found: QuerySet[Tie] = _own_ties(actor).filter(~Q(stands__in=registered), ~Q(pk__in=linked), ~Q(stands__in=refused))
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
    condition = records.narrowed(Cooperation, actor, filters, _with)
    if filters.field:
        condition &= Q(fields__contains=[filters.field])
    if filters.year:
        condition &= Q(starts__year__lte=filters.year) & (Q(ends__isnull=True) | Q(ends__year__gte=filters.year))
    return condition


def _with(condition: Q) -> QuerySet[Any]:
    return records.having_partner(CooperationPartner.objects.all(), "cooperation", condition)
