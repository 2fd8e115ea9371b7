"""Freezing what a decision rests on: the cooperation, the answers, every fact with its source, the flags, and the versions."""

from collections.abc import Iterable
from typing import Any

from aktsom.appraisal.assessing import Assessed, assess_registered
from aktsom.appraisal.evaluation import kept_fact
from aktsom.appraisal.models import Appraisal
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation, CooperationPartner
from aktsom.core.actor import Actor
from aktsom.core.evidence import freeze, thaw
from aktsom.core.models import Evidence
from aktsom.core.tenancy import acting_for
from aktsom.engine.flags.types import Fact


def partners_of(row: Appraisal) -> list[Partner]:
    """The partners of the appraisal's cooperation, as they are now."""
    rows = CooperationPartner.objects.filter(cooperation=row.cooperation_id)
    rows = rows.select_related("partner__merged_into__merged_into").order_by("partner__name", "pk")
    return list({each.partner.standing.pk: each.partner.standing for each in rows}.values())


def frozen(row: Appraisal) -> Evidence:
    """What is known now, frozen. Evidence is the system's own, and is read through the appraisal alone."""
    system = Actor.system("appraisal", row.institution_id)
    with acting_for(system):
        partners = partners_of(row)
        return freeze(system, content_of(row, partners, assess_registered(row, partners)))


def evidence_of(row: Appraisal) -> dict[str, Any]:
    """What the going ahead or the latest decision rests on; empty before one."""
    if row.evidence_id is None:
        return {}
    with acting_for(Actor.system("appraisal", row.institution_id)):
        content: dict[str, Any] = thaw(Evidence.objects.get(pk=row.evidence_id))
    return content


def content_of(row: Appraisal, partners: Iterable[Partner], assessed: Assessed) -> dict[str, Any]:
    """The content that is frozen."""
    return {
        "cooperation": _cooperation(row.cooperation) if row.cooperation else {},
        "partners": [{"id": str(each.pk), "name": each.name, "country": each.country} for each in partners],
        "answers": row.answers,
        "open_points": row.open_points,
        "guide": row.guide,
        "book": row.book,
        "flags": row.flags,
        "facts": _facts(assessed.own),
        "facts_of_partners": {str(each.pk): _facts(facts) for each, facts in assessed.of_partners},
        "weight": row.weight,
        "route": row.route,
    }


def _cooperation(row: Cooperation) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "title": row.title,
        "kind": row.kind,
        "state": row.state,
        "fields": sorted(row.fields),
        "sensitive_access": row.sensitive_access,
        "starts": row.starts.isoformat() if row.starts else None,
        "ends": row.ends.isoformat() if row.ends else None,
        "summary": row.summary,
        "funding": row.funding,
    }


def _facts(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    return [dict(kept_fact(each)) for each in facts]
