"""Which agreements of a drawer, and which papers that it added to others, are still as they came: nobody changed them, judged
a finding or hung anything on them.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import ForeignObjectRel, Q

from aktsom.cooperation.agreements.models import Agreement, Comparison, DocumentVersion, Finding, StepTaken
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.withdrawing import what_rests_on
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.core.actor import Actor

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


def only_as_brought_in(drawer: Drawer) -> list[UUID]:
    """Those of a drawer's agreements that somebody neither changed nor withdrew nor built upon, locked."""
    ids = list(drawer.items.filter(DrawerItem.CAME).values_list("agreement", flat=True))
    built_upon = {key for keys in _built_upon(drawer, ids) for key in keys}
    rows = Agreement.objects.filter(pk__in=ids, withdrawn_at=None)
    untouched = set(rows.filter(version=1).values_list("pk", flat=True)) - built_upon
    under = dict(rows.filter(parent__in=ids).values_list("pk", "parent"))
    while held := {above for each, above in under.items() if each not in untouched} & untouched:
        untouched -= held
    found = rows.filter(pk__in=untouched).order_by("pk").select_for_update(of=("self",), no_key=True)
    return list(found.values_list("pk", flat=True))


def papers_only_brought_in(actor: Actor, drawer: Drawer) -> Iterator[tuple[DrawerItem, DocumentVersion]]:
    """The papers that a drawer added to agreements which were there before, as far as the actor may change those and nobody
    built upon them.
    """
    own = drawer.items.filter(DrawerItem.CAME).values("agreement")
    added = drawer.items.filter(beside=True, agreement__in=Agreement.objects.visible_to(actor)).exclude(
        agreement__in=own
    )
    for item in added.select_related("clause_check"):
        version = _paper_of(item)
        if version is not None and may_change(actor, {"agreement": version.agreement}) and not _is_built_upon(version):
            yield item, version


def _paper_of(item: DrawerItem) -> DocumentVersion | None:
    """The file of the agreement that came of the item, if it is still there."""
    rows = DocumentVersion.objects.select_related("agreement__unit")
    there = rows.filter(agreement=item.agreement_id, withdrawn_at__isnull=True)
    if item.clause_check is not None:
        return there.filter(pk=item.clause_check.document_version_id).first()
    return there.filter(digest=item.digest).first()


def _is_built_upon(version: DocumentVersion) -> bool:
    """Whether somebody judged what was found in a file, put a newer one in its place, compared it or rested a step on it."""
    judged = Finding.objects.filter(clause_check__document_version=version).exclude(judged="")
    newer = DocumentVersion.objects.filter(document=version.document_id).exclude(pk=version.pk)
    compared = Comparison.objects.filter(Q(sent=version) | Q(returned=version))
    return judged.exists() or newer.exists() or compared.exists() or bool(what_rests_on(version))


def _built_upon(drawer: Drawer, ids: list[UUID]) -> Iterator[Any]:
    """The ids of those on which something hangs, for each kind of thing that can."""
    yield Finding.objects.filter(agreement__in=ids).exclude(judged="").values_list("agreement", flat=True)
    yield StepTaken.objects.filter(agreement__in=ids, by__isnull=False).values_list("agreement", flat=True)
    yield _with_further_papers(drawer, ids)
    for relation in Agreement._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model._meta.label not in COMES_ALONG:
            place = relation.field.name
            rows = relation.related_model._default_manager.filter(**{f"{place}__in": ids})
            # What hangs on another one of the same drawer came along, and is looked at itself.
            rows = rows.exclude(pk__in=ids) if relation.related_model is Agreement else rows
            yield rows.values_list(place, flat=True)


def _with_further_papers(drawer: Drawer, ids: list[UUID]) -> list[UUID]:
    """Those with more files than the drawer brought."""
    brought = Counter(drawer.items.filter(DrawerItem.WITH_PAPER, agreement__in=ids).values_list("agreement", flat=True))
    there = DocumentVersion.objects.filter(agreement__in=ids, withdrawn_at__isnull=True)
    papers = Counter(there.values_list("agreement", flat=True))
    return [key for key, number in papers.items() if number > brought[key]]
