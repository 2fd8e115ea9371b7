"""What traces tell an appraisal: the critical technology areas that the titles of a tie's works and projects point to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import models
from django.utils import timezone

from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.facts import provides_facts
from aktsom.engine.flags.types import Fact

SOURCE = "traces"


@provides_facts("traces", Tie, "field.critical_areas")
def tie_fields(_actor: Actor, subjects: Sequence[models.Model]) -> Mapping[object, Iterable[Fact]]:
    """Areas found in what was published or funded together."""
    today = timezone.localdate()
    return {
        tie.pk: [Fact("field.critical_areas", tuple(tie.fields), SOURCE, source_date=_latest(tie, today))]
        for tie in subjects
        if isinstance(tie, Tie) and tie.fields
    }


def _latest(tie: Tie, today: date) -> date | None:
    """The end of the last year that the traces speak of: publications say a year, not a day, and projects may end later."""
    if tie.last_year is None:
        return None
    return date(tie.last_year, 12, 31) if tie.last_year < today.year else date(today.year, 1, 1)
