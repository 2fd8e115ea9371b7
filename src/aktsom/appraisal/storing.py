"""Keeping flags in time: what began, what goes on, what ended, and under which facts. In bulk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from aktsom.appraisal.evaluation import Found, Outcomes
from aktsom.appraisal.models import OwnView, RaisedFlag
from aktsom.core.bulk import any_of, insert_rows
from aktsom.core.visibility import of_institution

Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """How many flags began, ended, or go on."""

    begun: int = 0
    ended: int = 0
    standing: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.begun + other.begun, self.ended + other.ended, self.standing + other.standing)


@dataclass(frozen=True, slots=True)
class _Current:
    id: UUID
    facts: list[Any]
    weight: str
    raised_at: datetime


def keep(institution_id: int | None, kind: str, outcomes: Outcomes, *, whole: bool) -> Kept:
    """Bring the flags of these subjects in line with what was found; with `whole`, those of all other subjects end.

    The connection must act for the institution, or for nobody when there is none.
    """
    now = timezone.now()
    current = _current(institution_id, kind, None if whole else outcomes)
    wanted = {(subject, found.rule): found for subject, outcome in outcomes.items() for found in outcome}
    same = {key for key, found in wanted.items() if key in current and _same(current[key], found)}
    _end([row.id for key, row in current.items() if key not in same], now)
    new = [key for key in wanted if key not in same]
    _write(institution_id, kind, [(key, wanted[key], _since(current.get(key), wanted[key], now)) for key in new], now)
    begun = sum(key not in current for key in new)
    return Kept(begun, sum(key not in wanted for key in current), len(wanted) - begun)


def keep_own_views(institution_id: int, kind: str, own: Collection[UUID], looked_at: Collection[UUID] | None) -> None:
    """Remember for which subjects the institution's own flags stand; `looked_at` limits this to some subjects."""
    rows = OwnView.objects.filter(institution_id=institution_id, subject_kind=kind)
    rows = rows if looked_at is None else rows.filter(subject_id__in=any_of(looked_at))
    before = set(rows.values_list("subject_id", flat=True))
    rows.filter(subject_id__in=any_of(before - set(own))).delete()
    OwnView.objects.bulk_create(
        OwnView(institution_id=institution_id, subject_kind=kind, subject_id=each) for each in set(own) - before
    )


def _current(institution_id: int | None, kind: str, only: Collection[UUID] | None) -> dict[Key, _Current]:
    rows = RaisedFlag.objects.filter(of_institution(institution_id), subject_kind=kind, until=None)
    rows = rows if only is None else rows.filter(subject_id__in=any_of(only))
    found = rows.values_list("subject_id", "rule", "id", Cast("facts", TextField()), "weight", "raised_at")
    # Most flags rest on the same few sets of facts, so each set is read once.
    read: dict[str, list[Any]] = {}
    current: dict[Key, _Current] = {}
    for subject, rule, key, facts, weight, raised_at in found:
        if facts not in read:
            read[facts] = orjson.loads(facts)
        current[subject, rule] = _Current(key, read[facts], weight, raised_at)
    return current


def _same(current: _Current, found: Found) -> bool:
    return current.weight == found.weight and current.facts == list(found.facts)


def _since(before: _Current | None, found: Found, now: datetime) -> datetime:
    """A rule that goes on holding on newer facts has held since it began; a rule with another weight begins anew."""
    return before.raised_at if before is not None and before.weight == found.weight else now


def _end(ids: Collection[UUID], now: datetime) -> None:
    if ids:
        RaisedFlag.objects.filter(pk__in=any_of(ids)).update(until=now)


def _write(institution_id: int | None, kind: str, rows: list[tuple[Key, Found, datetime]], now: datetime) -> None:
    insert_rows(
        RaisedFlag,
        (
            {
                "institution_id": institution_id,
                "subject_kind": kind,
                "subject_id": subject,
                "rule": rule,
                "facet": found.facet,
                "weight": found.weight,
                "rank": found.rank,
                "facts": found.facts,
                "raised_at": since,
                "facts_from": now,
            }
            for (subject, rule), found, since in rows
        ),
    )
