"""What can be asked of every register, already limited to what the asker may see."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Q, QuerySet

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.partners.queries import find_partner, now_standing
from aktsom.cooperation.records.models import Record
from aktsom.core.actor import Actor
from aktsom.core.audit import LOOKING, REFUSED
from aktsom.core.compiled import Rows, Slot, among, compiled, rows_by_key
from aktsom.core.errors import NotVisibleError
from aktsom.core.models import AuditEvent
from aktsom.institutions.models import Unit

RecordT = TypeVar("RecordT", bound=Record)
WITH_STANDING = "partner__merged_into__merged_into"
MOST_EVENTS = 50
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
    """What a list of records is narrowed to. "" stands for everything."""

    text: str | Slot = ""
    country: str = ""
    unit: UUID | None = None
    kind: str = ""
    state: str = ""
    partner: UUID | None = None


def sorted_by(found: QuerySet[RecordT], sort: str) -> QuerySet[RecordT]:
    """The records in one of the orders, with their units."""
    return found.select_related("unit").order_by(*SORTS.get(sort, SORTS["newest"]))


def narrowed(model: type[Record], actor: Actor, filters: Filters, having: Callable[[Q], QuerySet[Any]]) -> Q:
    """The condition that the filters of every register make.

    `having` is the room's way to `having_partner`.
    """
    condition = Q()
    if filters.text:
        condition &= (
            Q(title__icontains=filters.text)
            | Q(reference__icontains=filters.text)
            | Q(pk__in=having(Q(name__icontains=filters.text) | Q(stands_named__icontains=filters.text)))
        )
    if filters.country:
        condition &= one_of(having(Q(stands_in=filters.country)))
    if filters.partner:
        meant = find_partner(actor, filters.partner)
        condition &= one_of(having(Q(stands=meant.standing.pk))) if meant else Q(pk__in=())
    if filters.unit:
        unit = Unit.objects.visible_to(actor).filter(pk=filters.unit).first()
        condition &= model.of_units(unit.path) if unit else Q(pk__in=())
    if filters.kind:
        condition &= Q(kind=filters.kind)
    if filters.state:
        condition &= Q(state=filters.state)
    return condition


def having_partner(places: QuerySet[Any], record: str, condition: Q) -> QuerySet[Any]:
    """The keys of the records with a place whose partner meets a condition: of its own, such as its `name`, or of the partner
    that stands for it now (its key as `stands`, its country as `stands_in`, its name as `stands_named`).

    Asked of the partners in the places alone: their merges are followed, which takes the most time.
    """
    places = places.order_by()
    named = Partner.objects.filter(among("pk", ArraySubquery(places.values("partner").distinct()))).annotate(
        stands=now_standing(""), stands_named=now_standing("", "name"), stands_in=now_standing("", "country")
    )
    fitting = places.filter(among("partner_id", ArraySubquery(named.filter(condition).order_by().values("pk"))))
    return fitting.values(record)


def one_of(keys: QuerySet[Any, Any]) -> Q:
    """The condition that a record is one of those, which are found once; not for a part of an OR (`among`)."""
    return Q(among("pk", ArraySubquery(keys)))


def listed(
    find: Callable[[Actor, Any, str], QuerySet[RecordT]],
    shown: Callable[[Iterable[RecordT]], list[RecordT]],
    actor: Actor,
    filters: Filters,
    sort: str,
) -> Rows[RecordT]:
    """What a room's `find` gives, page by page, each page as `shown`. Its SQL is kept where it hangs on no other row.

    What is narrowed is found once and not anew to be counted: the partners' merges that are followed take the most time.
    """
    everything = type(filters)()
    if filters == everything:
        return Rows(
            lambda: _all.count(find, actor, filters, sort),
            lambda start, stop: shown(_some.read(find, actor, filters, sort, start, stop)),
        )
    return rows_by_key(
        lambda: _keys(find, actor, filters, sort),
        lambda keys: shown(_those.read(find, actor, everything, sort, keys=keys)),
    )


def _keys(find: Callable[..., QuerySet[Any]], actor: Actor, filters: Filters, sort: str) -> list[UUID]:
    if filters.unit is None and filters.partner is None:
        return [key for (key,) in _keys_alone.read(find, actor, filters, sort)]
    return list(find(actor, filters, sort).values_list("pk", flat=True))


@compiled
def _keys_alone(
    find: Callable[..., QuerySet[Any]], actor: Actor, filters: Filters, sort: str
) -> "QuerySet[Any, tuple[UUID]]":
    found: QuerySet[Any, tuple[UUID]] = find(actor, filters, sort).values_list("pk")
    return found


@compiled
def _those(
    find: Callable[..., QuerySet[Any]], actor: Actor, everything: Filters, sort: str, *, keys: Slot
) -> QuerySet[Any]:
    return find(actor, everything, sort).filter(among("pk", keys)).order_by()


@compiled
def _all(find: Callable[..., QuerySet[Any]], actor: Actor, filters: Filters, sort: str) -> QuerySet[Any]:
    return find(actor, filters, sort)


@compiled
def _some(
    find: Callable[..., QuerySet[Any]], actor: Actor, filters: Filters, sort: str, start: int, stop: int
) -> QuerySet[Any]:
    return find(actor, filters, sort)[start:stop]


def with_places(
    rows: Iterable[RecordT], read: Callable[[list[UUID]], Iterable[models.Model]], key: str
) -> list[RecordT]:
    """The records, each with `places`: those that `read` gives for them all, whose `key` names the record. One query."""
    found = {row.pk: row for row in rows}
    for row in found.values():
        row.places = []
    for place in read(list(found)) if found else ():
        found[getattr(place, key)].places.append(place)
    return list(found.values())


def registered_with(model: type[RecordT], actor: Actor, token: UUID | None) -> RecordT | None:
    """What a form with this token has registered already, if anything."""
    return model.objects.visible_to(actor).filter(token=token).first() if token else None


def withdrawn(model: type[RecordT], actor: Actor) -> QuerySet[RecordT]:
    """What was taken out of the register and could be seen by the actor before, latest first."""
    rows: QuerySet[RecordT] = model.objects.filter(model.seen_by(actor), withdrawn_at__isnull=False)
    return rows.select_related("unit").order_by("-withdrawn_at", "id")


def withdrawn_one(model: type[RecordT], actor: Actor, key: UUID) -> RecordT:
    """One that was withdrawn; raises `NotVisibleError`."""
    found = withdrawn(model, actor).filter(pk=key).first()
    if found is None:
        raise NotVisibleError
    return found


def differing(record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values (by the names of a draft) that are not what the record says now."""
    return {name: value for name, value in values.items() if value != _now(record, name)}


def _now(record: Record, name: str) -> object:
    field = record._meta.get_field(name)
    value = getattr(record, field.attname if isinstance(field, models.ForeignKey) else name)
    return tuple(value) if isinstance(value, list) else value


def changes_among(events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    """What was done, the latest first; not what was refused, and not who looked."""
    done = events.exclude(verb__endswith=REFUSED).exclude(verb__startswith=LOOKING)
    return done.order_by("-sequence")[:MOST_EVENTS]
