"""What a change of the handbook would do: what is unsound in it, what it loosens, and which appraisals it would have moved."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from aktsom.appraisal.assessing import open_points_of
from aktsom.appraisal.facts import read_fact
from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.models import Appraisal
from aktsom.appraisal.models.adapting import HandbookChange
from aktsom.appraisal.wording import language
from aktsom.content import handbook
from aktsom.content.soundness import findings
from aktsom.core.actor import Actor
from aktsom.core.errors import spoken
from aktsom.core.models import Evidence
from aktsom.core.tenancy import acting_for
from aktsom.core.visibility import get_visible
from aktsom.engine.errors import EngineError
from aktsom.engine.flags.types import Fact
from aktsom.engine.handbook.comparing import Case, Moved, what_if
from aktsom.engine.handbook.overrides import Loosening, apply_override, loosenings, read_override

LAST_YEAR = timedelta(days=365)
MOST_CASES = 2_000
SHOWN = 100
"""So many of the moved appraisals are told one by one."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would do. `tried` is on how many of last year's appraisals that was looked at."""

    unsound: Sequence[str]
    looser: Sequence[Loosening]
    moved: Sequence[tuple[Appraisal, Moved]]
    tried: int


def changes(actor: Actor) -> QuerySet[HandbookChange]:
    """All changes of the institution, the latest first."""
    rows: QuerySet[HandbookChange] = HandbookChange.objects.visible_to(actor)
    return rows.select_related("proposed_by__user", "taken_by__user")


def change_of(actor: Actor, change_id: object) -> HandbookChange:
    """One change; raises `NotVisibleError`."""
    found: HandbookChange = get_visible(HandbookChange, actor, pk=change_id)
    return found


def effect_of(actor: Actor, change: HandbookChange) -> Effect:
    """What taking a change into effect would do, beside what is in force now. Raises EngineError when it fits no longer."""
    override = read_override(change.text)
    new = apply_override(handbook(), override)
    unsound = [each.in_language(language()) for each in findings(new)]
    rows: dict[object, Appraisal] = {row.pk: row for row in _last_year(actor)}
    moved = what_if(handbook_of(change.institution_id), new, _cases(change.institution_id, list(rows.values())))
    return Effect(unsound, loosenings(handbook(), override), [(rows[each.key], each) for each in moved], len(rows))


def effect_or_why_not(actor: Actor, change: HandbookChange) -> tuple[Effect | None, str]:
    """The effect; when the change fits the handbook no longer, None and why."""
    try:
        return effect_of(actor, change), ""
    except EngineError as error:
        return None, str(spoken(error))


def _last_year(actor: Actor) -> QuerySet[Appraisal]:
    rows: QuerySet[Appraisal] = Appraisal.objects.visible_to(actor).exclude(evidence=None)
    return rows.filter(submitted_at__gte=timezone.now() - LAST_YEAR).order_by("-submitted_at")[:MOST_CASES]


def _cases(institution_id: int, rows: Sequence[Appraisal]) -> Iterator[Case]:
    """The frozen facts of appraisals, as they were known then."""
    with acting_for(Actor.system("appraisal", institution_id)):
        kept = dict(Evidence.objects.filter(pk__in=[row.evidence_id for row in rows]).values_list("pk", "content"))
    for row in rows:
        content = kept.get(row.evidence_id, {})
        parties = [_read(facts) for facts in content.get("facts_of_partners", {}).values()]
        yield Case(row.pk, _read(content.get("facts", ())), open_points_of(row), parties)


def _read(kept: Iterable[Mapping[str, Any]]) -> list[Fact]:
    return [read_fact(each) for each in kept]
