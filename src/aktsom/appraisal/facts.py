"""What this room tells about a cooperation: what its people answered, and how its appraisal goes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from aktsom.appraisal.models import Appraisal, Measure
from aktsom.appraisal.scope import OPEN, grown
from aktsom.appraisal.way import words
from aktsom.content import handbook
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.bulk import any_of
from aktsom.core.facts import provides_facts
from aktsom.engine.flags.types import Fact

PROCESS = ("process.measure_overdue", "process.reappraisal_overdue")
SCOPE_CHANGED = "process.scope_changed"
SOURCE, REGISTER = "appraisal", "register"
STATED = tuple(sorted({fact for question in handbook().questions.values() for fact in question.facts}))


@provides_facts("appraisal", Cooperation, *STATED)
def stated(_actor: Actor, subjects: Sequence[models.Model]) -> Mapping[object, Iterable[Fact]]:
    """The facts that the answers of each cooperation's latest intake gave."""
    rows = Appraisal.objects.filter(cooperation__in=any_of(_ids(subjects)), state__in=OPEN).exclude(stated=[])
    return {key: [read_fact(each) for each in kept] for key, kept in rows.values_list("cooperation", "stated")}


@provides_facts("appraisal", Cooperation, *PROCESS)
def process(_actor: Actor, subjects: Sequence[models.Model]) -> Mapping[object, Iterable[Fact]]:
    """Measures and reappraisals whose day is past."""
    today = timezone.localdate()
    late = Measure.objects.filter(appraisal=OuterRef("pk"), done_at=None, due__lt=today)
    rows = Appraisal.objects.filter(cooperation__in=any_of(_ids(subjects)), state__in=OPEN).annotate(late=Exists(late))
    return {
        key: _process(today, is_late, valid_until, state, due)
        for key, is_late, valid_until, state, due in rows.values_list(
            "cooperation", "late", "valid_until", "state", "due"
        )
    }


@provides_facts("appraisal", Cooperation, SCOPE_CHANGED)
def scope_changed(_actor: Actor, subjects: Sequence[models.Model]) -> Mapping[object, Iterable[Fact]]:
    """That a cooperation is not the one that was appraised any more: what differs, since the register changed it."""
    return {
        key: [Fact(SCOPE_CHANGED, True, REGISTER, source_date=each.day, detail=", ".join(each.parts))]
        for key, each in grown(_ids(subjects)).items()
    }


def kept_facts(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """Facts as they are kept with the appraisal that stated them."""
    return [
        {
            "name": each.name,
            "value": list(each.value) if isinstance(each.value, tuple) else each.value,
            "source": each.source,
            "source_date": each.source_date.isoformat() if each.source_date else None,
            "detail": each.detail,
        }
        for each in facts
    ]


def read_fact(kept: Mapping[str, Any]) -> Fact:
    """A kept fact as rules read it."""
    value, day = kept["value"], kept["source_date"]
    return Fact(
        name=kept["name"],
        value=tuple(value) if isinstance(value, list) else value,
        source=kept["source"],
        source_date=date.fromisoformat(day) if day else None,
        detail=kept["detail"],
    )


def _process(today: date, is_late: bool, valid_until: date | None, state: str, due: date | None) -> list[Fact]:
    over = valid_until is not None and valid_until < today
    unanswered = state == words.State.DRAFT.value and due is not None and due < today
    said = {"process.measure_overdue": is_late, "process.reappraisal_overdue": over or unanswered}
    return [Fact(name, True, SOURCE, source_date=today) for name, holds in said.items() if holds]


def _ids(subjects: Sequence[models.Model]) -> list[UUID]:
    return [each.pk for each in subjects]
