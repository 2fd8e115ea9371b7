"""Which agreements of a drawer are still as they came: nobody changed them, judged a finding or hung anything on them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Count, ForeignObjectRel

from aktsom.cooperation.agreements.models import Agreement, DocumentVersion, Finding, StepTaken

COMES_ALONG = frozenset(
    (
        "agreements.AgreementParty",
        "agreements.Document",
        "agreements.DocumentVersion",
        "agreements.ClauseCheck",
        "agreements.Finding",
        "agreements.StepTaken",
        "deadlines.AgreementDay",
        "drawer.DrawerItem",
    )
)
"""What an agreement has from being brought in and from the calendar; rows of any other table were put there by somebody."""


def only_as_brought_in(ids: list[UUID]) -> list[UUID]:
    """Those of these agreements that somebody neither changed nor withdrew nor built upon, locked."""
    built_upon = {key for keys in _built_upon(ids) for key in keys}
    rows = Agreement.objects.filter(pk__in=set(ids) - built_upon, version=1, withdrawn_at=None)
    return list(rows.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def _built_upon(ids: list[UUID]) -> Iterator[Any]:
    """The ids of those on which something hangs, for each kind of thing that can."""
    yield Finding.objects.filter(agreement__in=ids).exclude(judged="").values_list("agreement", flat=True)
    yield StepTaken.objects.filter(agreement__in=ids, by__isnull=False).values_list("agreement", flat=True)
    papers = DocumentVersion.objects.filter(agreement__in=ids).order_by().values("agreement")
    yield papers.annotate(number=Count("pk")).filter(number__gt=1).values_list("agreement", flat=True)
    for relation in Agreement._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model._meta.label not in COMES_ALONG:
            place = relation.field.name
            yield relation.related_model._default_manager.filter(**{f"{place}__in": ids}).values_list(place, flat=True)
