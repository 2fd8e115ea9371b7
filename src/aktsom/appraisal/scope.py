"""Whether a cooperation is still the one that was appraised: the same kind, partners, field and access."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from aktsom.appraisal.models import Appraisal
from aktsom.appraisal.way import words
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.partners.queries import now_standing
from aktsom.cooperation.register.models import Cooperation, CooperationPartner
from aktsom.core.bulk import any_of
from aktsom.core.models import AuditEvent
from aktsom.core.sensitive import subject_of

Scope = Mapping[str, Any]
"""What an approval is for: another kind, partner, field or access is another matter."""

PARTNERS = "partners"
OPEN = [state.value for state in words.State if state is not words.State.CLOSED]
CHANGING = "change a cooperation"
MEMBERSHIP = ("add a partner to a cooperation", "remove a partner from a cooperation")


@dataclass(frozen=True, slots=True)
class Grown:
    """What of a cooperation is no longer as it was appraised, and the day on which the register changed it last."""

    parts: tuple[str, ...]
    day: date | None


def scope_of(cooperation: Cooperation, partners: Iterable[UUID]) -> Scope:
    """The scope of a cooperation with these partners."""
    return _scope(cooperation.kind, cooperation.fields, cooperation.sensitive_access, partners)


def grown(cooperations: Sequence[UUID]) -> Mapping[UUID, Grown]:
    """Those that went ahead or were decided and are another matter now; in a fixed number of queries."""
    rows = Appraisal.objects.filter(cooperation__in=any_of(cooperations), state__in=OPEN)
    rows = rows.exclude(evidence=None).exclude(scope={})
    named = ("cooperation_id", "scope", "cooperation__kind", "cooperation__fields", "cooperation__sensitive_access")
    appraised = list(rows.values_list(*named))
    partners = _partners_of([row[0] for row in appraised])
    now = {key: _scope(kind, fields, access, partners[key]) for key, _then, kind, fields, access in appraised}
    then = {key: scope for key, scope, *_now in appraised if scope != now[key]}
    return _with_days({key: _differing(scope, now[key]) for key, scope in _as_merged_since(then).items()})


def _scope(kind: str, fields: Iterable[str], sensitive_access: bool, partners: Iterable[UUID]) -> Scope:
    return {
        "kind": kind,
        "fields": sorted(fields),
        "sensitive_access": sensitive_access,
        PARTNERS: sorted(map(str, partners)),
    }


def _differing(then: Scope, now: Scope) -> tuple[str, ...]:
    return tuple(name for name, value in now.items() if then.get(name) != value)


def _partners_of(cooperations: Sequence[UUID]) -> Mapping[UUID, set[UUID]]:
    """The partners as they stand now."""
    rows = CooperationPartner.objects.filter(cooperation__in=any_of(cooperations))
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for cooperation, partner in rows.values_list("cooperation_id", now_standing("partner")):
        found[cooperation].add(partner)
    return found


def _as_merged_since(then: Mapping[UUID, Scope]) -> Mapping[UUID, Scope]:
    """The same with the partners that stand for those of then: a merger makes no other matter."""
    named = {UUID(partner) for scope in then.values() for partner in scope[PARTNERS]}
    rows = Partner.objects.filter(pk__in=any_of(named)).select_related("merged_into__merged_into") if named else ()
    standing = {str(row.pk): str(row.standing.pk) for row in rows}
    return {
        key: {**scope, PARTNERS: sorted({standing.get(each, each) for each in scope[PARTNERS]})}
        for key, scope in then.items()
    }


def _with_days(differing: Mapping[UUID, tuple[str, ...]]) -> Mapping[UUID, Grown]:
    """When the register last changed what differs; None when that is not on record."""
    parts = {key: names for key, names in differing.items() if names}
    days: dict[UUID, date] = {}
    subjects = {subject_of(Cooperation(pk=key)): key for key in parts}
    events = AuditEvent.objects.filter(subject__in=list(subjects), verb__in=(CHANGING, *MEMBERSHIP))
    for event in events.order_by("sequence") if subjects else ():
        key = subjects[event.subject]
        changed = set(event.details.get("changes") or ()) if event.verb == CHANGING else {PARTNERS}
        if changed & set(parts[key]):
            days[key] = timezone.localtime(event.at).date()
    return {key: Grown(names, days.get(key)) for key, names in parts.items()}
