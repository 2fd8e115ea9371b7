"""What traces tell an appraisal: the critical technology areas that the titles of a tie's works and projects point to."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import models

from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.facts import provides_facts
from aktsom.engine.flags.types import Fact

SOURCE = "traces"


@provides_facts("traces", Tie, "field.critical_areas")
def tie_fields(_actor: Actor, subjects: Sequence[models.Model]) -> Mapping[object, Iterable[Fact]]:
    """Areas found in what was published or funded together."""
    return {
        tie.pk: [Fact("field.critical_areas", tuple(tie.fields), SOURCE)]
        for tie in subjects
        if isinstance(tie, Tie) and tie.fields
    }
