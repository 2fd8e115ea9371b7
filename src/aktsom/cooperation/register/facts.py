"""What the register can tell an appraisal about a cooperation."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import models
from django.utils import timezone

from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.facts import provides_facts
from aktsom.engine.flags.types import Fact, FactValue

SOURCE = "register"


@provides_facts("register", Cooperation, "field.critical_areas", "access.sensitive")
def cooperation_facts(_actor: Actor, subjects: Sequence[models.Model]) -> Mapping[object, Iterable[Fact]]:
    """The critical technology areas and the access that people stated when they registered it."""
    return {subject.pk: _facts(subject) for subject in subjects if isinstance(subject, Cooperation)}


def _facts(cooperation: Cooperation) -> list[Fact]:
    changed = timezone.localtime(cooperation.changed_at).date()
    stated: dict[str, FactValue] = {
        "field.critical_areas": tuple(cooperation.fields),
        "access.sensitive": cooperation.sensitive_access,
    }
    return [Fact(name, value, SOURCE, source_date=changed) for name, value in stated.items() if value]
