"""Making the rows of the overview from ties, registered cooperation and the flags on both."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from aktsom.appraisal.models import COOPERATION, TIE
from aktsom.appraisal.queries import rules_for
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation, CooperationPartner
from aktsom.cooperation.traces.homes import HOME_COUNTRY
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.bulk import insert_rows
from aktsom.core.visibility import of_institution
from aktsom.overview.models import NO_FLAG, Row

Flags = dict[UUID, list[tuple[str, int]]]
LONGEST_SPAN = 60


def write_rows(actor: Actor, ties: Collection[UUID] | None, cooperations: Collection[UUID] | None) -> int:
    """Replace the rows of the actor's institution, or the public ones, for these subjects; None stands for all.

    The connection must act for the institution, or for nobody.
    """
    whole = ties is None and cooperations is None
    old = Row.objects.filter(of_institution(actor.institution_id))
    (old if whole else old.filter(Q(tie__in=ties or ()) | Q(cooperation__in=cooperations or ()))).delete()
    made = insert_rows(Row, map(_columns, _tie_rows(actor, ties if not whole else None)))
    if actor.institution_id is None:
        return made
    return made + insert_rows(Row, map(_columns, _cooperation_rows(actor, cooperations if not whole else None)))


def _columns(row: Row) -> dict[str, Any]:
    return {str(field.column): getattr(row, field.attname) for field in Row._meta.concrete_fields}


def _tie_rows(actor: Actor, only: Collection[UUID] | None) -> Iterator[Row]:
    """Ties with somebody abroad, with at least one trace."""
    ties = Tie.objects.visible_to(actor).exclude(partner__country=HOME_COUNTRY).exclude(works=0, projects=0)
    ties = ties if actor.institution_id is None else ties.filter(home_id=actor.institution_id)
    ties = ties if only is None else ties.filter(pk__in=list(only))
    flags = rules_for(actor, TIE, only)
    for tie in ties.select_related("partner"):
        row = _row(actor, [tie.partner], flags.get(tie.pk, []))
        row.home_id, row.tie_id, row.title = tie.home_id, tie.pk, tie.partner.name
        row.works, row.projects, row.fields = tie.works, tie.projects, list(tie.fields)
        row.first_year, row.last_year = tie.first_year, tie.last_year
        row.years = sorted(int(year) for year in tie.years)
        yield row


def _cooperation_rows(actor: Actor, only: Collection[UUID] | None) -> Iterator[Row]:
    """Cooperation with somebody abroad, or with partners whose country nobody knows."""
    found = Cooperation.objects.visible_to(actor).order_by()
    cooperations = list(found if only is None else found.filter(pk__in=list(only)))
    partners = _partners(actor, cooperations)
    flags = rules_for(actor, COOPERATION, only)
    for cooperation in cooperations:
        parties = partners.get(cooperation.pk, [])
        if parties and all(each.country == HOME_COUNTRY for each in parties):
            continue
        row = _row(actor, parties, flags.get(cooperation.pk, []))
        row.home_id, row.cooperation_id, row.title = cooperation.institution_id, cooperation.pk, cooperation.title
        row.unit_id, row.kind, row.fields = cooperation.unit_id, cooperation.kind, list(cooperation.fields)
        row.years = _years(cooperation.starts, cooperation.ends)
        row.first_year, row.last_year = (row.years[0], row.years[-1]) if row.years else (None, None)
        row.source_date = timezone.localdate(cooperation.changed_at)
        yield row


def _partners(actor: Actor, cooperations: list[Cooperation]) -> dict[UUID, list[Partner]]:
    found: dict[UUID, list[Partner]] = {}
    rows = CooperationPartner.objects.visible_to(actor).filter(cooperation__in=cooperations)
    for row in rows.select_related("partner").order_by("partner__name"):
        found.setdefault(row.cooperation_id, []).append(row.partner)
    return found


def _row(actor: Actor, partners: list[Partner], flags: list[tuple[str, int]]) -> Row:
    return Row(
        institution_id=actor.institution_id,
        partners=[each.pk for each in partners],
        partner_names=[each.name for each in partners],
        countries=sorted({each.country for each in partners if each.country}),
        rules=[rule for rule, _rank in flags],
        rank=max((rank for _rule, rank in flags), default=NO_FLAG),
    )


def _years(starts: date | None, ends: date | None) -> list[int]:
    """The years that a cooperation lasts, as far as they are known; without an end, until this year."""
    if starts is None and ends is None:
        return []
    first = (starts or ends or date.max).year
    last = ends.year if ends else max(first, timezone.localdate().year)
    return list(range(first, min(last, first + LONGEST_SPAN) + 1))
