"""Making the rows of the overview from ties, registered cooperation and the flags on both."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from aktsom.appraisal.models import COOPERATION, TIE
from aktsom.appraisal.queries import rules_for
from aktsom.cooperation.register.models import Cooperation, CooperationPartner
from aktsom.cooperation.traces.homes import HOME_COUNTRY
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.bulk import insert_rows
from aktsom.core.visibility import of_institution
from aktsom.overview.models import NO_FLAG, Row

Flags = dict[UUID, list[tuple[str, int]]]
Columns = dict[str, Any]
LONGEST_SPAN = 60
_OF_TIE = (
    "pk", "home_id", "partner_id", "partner__name", "partner__country", "works", "projects", "fields", "years",
    "first_year", "last_year",
)  # fmt: skip
_EMPTY: Columns = {
    "tie_id": None, "cooperation_id": None, "unit_id": None, "kind": "", "works": 0, "projects": 0, "source_date": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Party:
    id: UUID
    name: str
    country: str


def write_rows(actor: Actor, ties: Collection[UUID] | None, cooperations: Collection[UUID] | None) -> int:
    """Replace the rows of the actor's institution, or the public ones, for these subjects; None stands for all.

    The connection must act for the institution, or for nobody.
    """
    whole = ties is None and cooperations is None
    old = Row.objects.filter(of_institution(actor.institution_id))
    (old if whole else old.filter(Q(tie__in=ties or ()) | Q(cooperation__in=cooperations or ()))).delete()
    made = insert_rows(Row, _tie_rows(actor, ties if not whole else None))
    if actor.institution_id is None:
        return made
    return made + insert_rows(Row, _cooperation_rows(actor, cooperations if not whole else None))


def _tie_rows(actor: Actor, only: Collection[UUID] | None) -> Iterator[Columns]:
    """Ties with somebody abroad, with at least one trace. There are many, so they are read as plain values."""
    ties = Tie.objects.visible_to(actor).exclude(partner__country=HOME_COUNTRY).exclude(works=0, projects=0)
    ties = ties if actor.institution_id is None else ties.filter(home_id=actor.institution_id)
    ties = ties if only is None else ties.filter(pk__in=list(only))
    found = list(ties.order_by().values(*_OF_TIE))
    everything = actor.institution_id is None and only is None
    flags = rules_for(actor, TIE, None if everything else [tie["pk"] for tie in found])
    for tie in found:
        partner = _Party(tie["partner_id"], tie["partner__name"], tie["partner__country"])
        yield _row(actor, [partner], flags.get(tie["pk"], [])) | {
            "home_id": tie["home_id"],
            "tie_id": tie["pk"],
            "title": partner.name,
            "works": tie["works"],
            "projects": tie["projects"],
            "fields": tie["fields"],
            "years": sorted(int(year) for year in tie["years"]),
            "first_year": tie["first_year"],
            "last_year": tie["last_year"],
        }


def _cooperation_rows(actor: Actor, only: Collection[UUID] | None) -> Iterator[Columns]:
    """Cooperation with somebody abroad, or with partners whose country nobody knows."""
    found = Cooperation.objects.visible_to(actor).order_by()
    cooperations = list(found if only is None else found.filter(pk__in=list(only)))
    partners = _partners(actor, cooperations)
    flags = rules_for(actor, COOPERATION, only)
    for cooperation in cooperations:
        parties = partners.get(cooperation.pk, [])
        if parties and all(each.country == HOME_COUNTRY for each in parties):
            continue
        years = _years(cooperation.starts, cooperation.ends)
        yield _row(actor, parties, flags.get(cooperation.pk, [])) | {
            "home_id": cooperation.institution_id,
            "cooperation_id": cooperation.pk,
            "title": cooperation.title,
            "unit_id": cooperation.unit_id,
            "kind": cooperation.kind,
            "fields": list(cooperation.fields),
            "years": years,
            "first_year": years[0] if years else None,
            "last_year": years[-1] if years else None,
            "source_date": timezone.localdate(cooperation.changed_at),
        }


def _partners(actor: Actor, cooperations: list[Cooperation]) -> dict[UUID, list[_Party]]:
    found: dict[UUID, list[_Party]] = {}
    rows = CooperationPartner.objects.visible_to(actor).filter(cooperation__in=cooperations).order_by("partner__name")
    for cooperation, *party in rows.values_list("cooperation_id", "partner_id", "partner__name", "partner__country"):
        found.setdefault(cooperation, []).append(_Party(*party))
    return found


def _row(actor: Actor, partners: list[_Party], flags: list[tuple[str, int]]) -> Columns:
    return {
        **_EMPTY,
        "institution_id": actor.institution_id,
        "partners": [each.id for each in partners],
        "partner_names": [each.name for each in partners],
        "countries": sorted({each.country for each in partners if each.country}),
        "rules": [rule for rule, _rank in flags],
        "rank": max((rank for _rule, rank in flags), default=NO_FLAG),
    }


def _years(starts: date | None, ends: date | None) -> list[int]:
    """The years that a cooperation lasts, as far as they are known; without an end, until this year."""
    if starts is None and ends is None:
        return []
    first = (starts or ends or date.max).year
    last = ends.year if ends else max(first, timezone.localdate().year)
    return list(range(first, min(last, first + LONGEST_SPAN) + 1))
