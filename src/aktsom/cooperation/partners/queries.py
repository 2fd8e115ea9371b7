"""What can be asked about partners: lists with filters, one partner with its names and merges, and what waits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from aktsom.cooperation.partners.models import Merge, Partner, PartnerName
from aktsom.cooperation.partners.resolution import keys_of
from aktsom.core.actor import Actor
from aktsom.core.compiled import Rows, Slot, among, compiled, prepared
from aktsom.core.errors import NotVisibleError
from aktsom.core.once import once
from aktsom.engine.lists.texts import script_of
from aktsom.knowledge.screening.models import ScreeningHit
from aktsom.knowledge.screening.queries import current_hits

HOME_COUNTRY = "NO"
MERGES_FOLLOWED = 4
ORDERS = {
    "traces": ("-seen", "name"),
    "mine": ("-mine", "-seen", "name"),
    "name": ("name",),
    "country": ("country", "-seen", "name"),
}


@dataclass(frozen=True, slots=True)
class PartnerFilter:
    """Which partners. `seen` is "mine", "sector" or "all"; without `country`, organisations abroad."""

    text: str = ""
    country: str = ""
    seen: str = "sector"
    hits: bool = False
    order: str = "traces"


@dataclass(frozen=True, slots=True)
class NameView:
    """A name of a partner with the ISO 15924 code of its script."""

    name: PartnerName
    script: str


def listed(actor: Actor, wanted: PartnerFilter) -> Rows[Partner]:
    """The partners, to be shown page by page."""
    return Rows(lambda: _wanted_ones.count(actor, wanted), lambda start, stop: _some.read(actor, wanted, start, stop))


@compiled
def _some(actor: Actor, wanted: PartnerFilter, start: int, stop: int) -> QuerySet[Partner]:
    return partners(actor, wanted)[start:stop]


def partners(actor: Actor, wanted: PartnerFilter) -> QuerySet[Partner]:
    """Partners that stand for themselves, each with `seen` (traces in the sector) and `mine` (those of the institution)."""
    traces = F("ties__works") + F("ties__projects")
    rows = _wanted(actor, wanted).annotate(
        seen=Coalesce(Sum(traces), 0),
        mine=Coalesce(Sum(traces, filter=Q(ties__home_id=actor.institution_id)), 0),
    )
    return rows.order_by(*ORDERS.get(wanted.order, ORDERS["traces"]))


def _wanted(actor: Actor, wanted: PartnerFilter) -> QuerySet[Partner]:
    rows = standing(actor)
    rows = rows.filter(country=wanted.country) if wanted.country else rows.exclude(country=HOME_COUNTRY)
    if wanted.seen in ("mine", "sector"):
        supported = Q(works__gt=0) | Q(projects__gt=0)
        supported &= Q(home_id=actor.institution_id) if wanted.seen == "mine" else Q()
        rows = rows.filter(pk__in=_ties().filter(supported).values("partner"))
    if wanted.text:
        rows = rows.filter(pk__in=_named(actor, wanted.text))
    if wanted.hits:
        rows = rows.filter(Exists(current_hits(actor, "partner").filter(subject_id=OuterRef("pk"))))
    return rows


_wanted_ones = compiled(_wanted)


def _ties() -> QuerySet[Any]:
    """What partners were seen together with; of the room above, which knows this one."""
    ties: QuerySet[Any] = apps.get_model("traces", "Tie").objects.order_by()
    return ties


def listed_among(actor: Actor, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the partners that have a hit on a list."""
    return set(_listed.read(actor, partners=list(ids)))


@prepared
def _listed(actor: Actor, *, partners: Slot) -> QuerySet[ScreeningHit, UUID]:
    return current_hits(actor, "partner").filter(among("subject_id", partners)).values_list("subject_id", flat=True)


def standing(actor: Actor) -> QuerySet[Partner]:
    """Visible partners that were not merged into another."""
    return Partner.objects.visible_to(actor).filter(merged_into__isnull=True)


def now_standing(path: str, of: str = "pk") -> Coalesce:
    """What the partner at `path` is now: of the one that stands for it after up to four merges, the key or another field.

    With "" as path the rows are the partners themselves.

    A merge can be undone, so nothing is rewritten when partners are merged: readers follow it when they ask.
    """
    ways = (path + "__merged_into" * hops for hops in range(MERGES_FOLLOWED, -1, -1))
    named = (way if of == "pk" else f"{way}__{of}" for way in ways)
    return Coalesce(*(F(each.removeprefix("__") or "pk") for each in named))


def get_partner(actor: Actor, key: UUID) -> Partner:
    """The partner; raises `NotVisibleError`."""
    partner = find_partner(actor, key)
    if partner is None:
        raise NotVisibleError
    return partner


@once
def find_partner(actor: Actor, key: UUID) -> Partner | None:
    """The partner, if the actor may know of it."""
    return _partner.first(actor, key=key)


@prepared
def _partner(actor: Actor, *, key: Slot) -> QuerySet[Partner]:
    return Partner.objects.visible_to(actor).filter(pk=key).order_by()


def names_of(actor: Actor, partner: Partner) -> list[NameView]:
    """Every name under which sources know the partner, the most used first."""
    return [NameView(name, script_of(name.text)) for name in _names.read(actor, partner=partner.pk)]


@prepared
def _names(actor: Actor, *, partner: Slot) -> QuerySet[PartnerName]:
    return PartnerName.objects.visible_to(actor).filter(partner_id=partner)


def names_used_abroad(actor: Actor, partners: Iterable[UUID], most: int) -> list[str]:
    """Names under which sources know any of the partners, but not as somebody in Norway; the most used first."""
    rows = PartnerName.objects.visible_to(actor).filter(partner__in=list(partners)).exclude(country=HOME_COUNTRY)
    return list(rows.order_by("-times_seen", "text").values_list("text", flat=True)[:most])


def merges_of(actor: Actor, partner: Partner) -> list[Merge]:
    """What was decided, or waits, about the partner and others."""
    return _merges.read(actor, partner=partner.pk)


@prepared
def _merges(actor: Actor, *, partner: Slot) -> QuerySet[Merge]:
    rows = Merge.objects.visible_to(actor).filter(Q(kept_id=partner) | Q(gone_id=partner))
    return rows.select_related("kept", "gone").order_by("state", "-score")


def merges(actor: Actor, state: str = Merge.State.WAITING) -> QuerySet[Merge]:
    """Merges in a state; those that wait with the likeliest first, of decided ones the newest."""
    rows = Merge.objects.visible_to(actor).filter(state=state).select_related("kept", "gone")
    return (
        rows.order_by("-score", "pk") if state == Merge.State.WAITING else rows.order_by("-decided_at", "-score", "pk")
    )


def merge_counts(actor: Actor) -> Mapping[str, int]:
    """How many merges there are in each state."""
    rows = Merge.objects.visible_to(actor).order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def countries(actor: Actor) -> list[str]:
    """The countries of partners that were seen with somebody in the sector."""
    return _countries.read(actor)


@compiled
def _countries(actor: Actor) -> QuerySet[Partner, str]:
    rows = standing(actor).filter(pk__in=_ties().values("partner")).exclude(country="")
    return rows.order_by("country").values_list("country", flat=True).distinct()


def _named(actor: Actor, text: str) -> QuerySet[PartnerName, UUID]:
    key = keys_of(text).plain
    found = Q(text__icontains=text) | Q(key__contains=key)
    return PartnerName.objects.visible_to(actor).filter(found).values_list("partner_id", flat=True)
