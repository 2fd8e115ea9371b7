"""What traces tell: the critical areas that the titles of a tie's works and projects point to, and whether it is slight."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import models
from django.utils import timezone

from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.facts import provides_facts
from aktsom.engine.flags.types import Fact

SOURCE = "traces"
SLIGHT, ONE_OF_MANY, LONG_PAST = "tie.slight", "one-of-many", "long-past"
RECENT_YEARS = 5
"""For how long a tie speaks of today: US agencies look five years back at publications with listed bodies (2026)."""


@provides_facts("traces", Tie, "field.critical_areas")
def tie_fields(_actor: Actor, subjects: Sequence[models.Model]) -> Mapping[object, Iterable[Fact]]:
    """Areas found in what was published or funded together."""
    today = timezone.localdate()
    return {
        tie.pk: [Fact("field.critical_areas", tuple(tie.fields), SOURCE, source_date=_latest(tie, today))]
        for tie in subjects
        if isinstance(tie, Tie) and tie.fields
    }


@provides_facts("traces", Tie, SLIGHT)
def slight_ties(_actor: Actor, subjects: Sequence[models.Model]) -> Mapping[object, Iterable[Fact]]:
    """Ties of which nothing is left to decide: only as one of very many in publications, or over for years."""
    today = timezone.localdate()
    found = {tie.pk: (tie, why_slight(tie, today)) for tie in subjects if isinstance(tie, Tie)}
    return {
        key: [Fact(SLIGHT, why, SOURCE, source_date=_latest(tie, today))] for key, (tie, why) in found.items() if why
    }


def why_slight(tie: Tie, today: date) -> tuple[str, ...]:
    """Why a tie is slight, if it is: `ONE_OF_MANY`, `LONG_PAST`."""
    is_past = tie.last_year is not None and tie.last_year < today.year - RECENT_YEARS
    said = {ONE_OF_MANY: tie.one_of_many, LONG_PAST: is_past}
    return tuple(word for word, holds in said.items() if holds)


def _latest(tie: Tie, today: date) -> date | None:
    """The end of the last year that the traces speak of: publications say a year, not a day, and projects may end later."""
    if tie.last_year is None:
        return None
    return date(tie.last_year, 12, 31) if tie.last_year < today.year else date(today.year, 1, 1)
