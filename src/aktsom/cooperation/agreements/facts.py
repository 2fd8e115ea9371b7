"""What agreements can tell an appraisal about the cooperation that goes on under them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils import timezone

from aktsom.content import clause_library
from aktsom.cooperation.agreements.models import Agreement, AgreementCooperation, ClauseCheck, Finding
from aktsom.cooperation.agreements.models.checks import Verdict
from aktsom.cooperation.agreements.queries import LACKING
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.bulk import any_of
from aktsom.core.facts import provides_facts
from aktsom.engine.agreements.lifecycle import BEFORE, OVER
from aktsom.engine.flags.types import Fact

SOURCE = "agreements"
MISSING, EXPIRED = "agreement.missing_conditions", "process.agreement_expired"
SAID = (
    "agreement.secrecy",
    "agreement.exclusivity",
    "agreement.foreign_law_only",
    "agreement.no_exit",
    "agreement.publication_permission",
    "agreement.onward_sharing",
)
WITHOUT_A_CONTRADICTION = {"agreement.no_exit": "exit-strategy"}
"""The condition that speaks for a fact that follows from silence."""


@provides_facts("agreements", Cooperation, MISSING, EXPIRED, *SAID)
def agreement_facts(actor: Actor, subjects: Sequence[models.Model]) -> Mapping[object, Iterable[Fact]]:
    """What the papers of an agreement that is not over lack or demand, and whether it ended while the cooperation goes on."""
    cooperations = {each.pk: each for each in subjects if isinstance(each, Cooperation)}
    over = _agreements_over(actor, list(cooperations))
    checks = _checks([each for found in over.values() for each in found])
    return {
        key: [
            *_expired(cooperation, over[key]),
            *_of_papers([checks[each.pk] for each in over[key] if each.pk in checks]),
        ]
        for key, cooperation in cooperations.items()
    }


def facts_of_papers(agreement: Agreement) -> Iterable[Fact]:
    """What the papers of one agreement say, for a cooperation that is not registered yet; nothing while none is checked."""
    return _of_papers(list(_checks([agreement]).values()))


def _agreements_over(actor: Actor, keys: list[Any]) -> dict[Any, list[Agreement]]:
    links = (
        AgreementCooperation.objects.visible_to(actor).filter(cooperation__in=any_of(keys)).select_related("agreement")
    )
    over: dict[Any, list[Agreement]] = defaultdict(list)
    for link in links:
        over[link.cooperation_id].append(link.agreement)
    return over


def _checks(agreements: Sequence[Agreement]) -> dict[Any, ClauseCheck]:
    """The current checks of those agreements that are not over."""
    running = [each.pk for each in agreements if each.state not in OVER]
    rows = ClauseCheck.objects.filter(agreement__in=any_of(running), current=True).prefetch_related("findings")
    return {each.agreement_id: each for each in rows} if running else {}


def _expired(cooperation: Cooperation, agreements: Sequence[Agreement]) -> Iterable[Fact]:
    """Every agreement that ever was in force over it is over, and it goes on."""
    ever = [each for each in agreements if each.state not in BEFORE and each.state != Agreement.State.DROPPED]
    ended = [each for each in ever if each.state in OVER]
    if cooperation.state == Cooperation.State.ACTIVE and ended and len(ended) == len(ever):
        yield Fact(EXPIRED, True, SOURCE, source_date=max(each.ends_on or each.changed_at.date() for each in ended))


def _of_papers(checks: Sequence[ClauseCheck]) -> Iterable[Fact]:
    """What the papers say, and what they do not: nobody need be asked what a check knows."""
    if not checks:
        return
    missing = sorted({each for check in checks for each in _missing(list(check.findings.all()))})
    yield Fact(MISSING, tuple(missing), SOURCE, source_date=_day(checks))
    for name in SAID:
        saying = [check for check in checks if check.facts.get(name) and not _refuted(name, list(check.findings.all()))]
        yield Fact(name, bool(saying), SOURCE, source_date=_day(saying or checks))


def _missing(findings: Iterable[Finding]) -> list[str]:
    return [each.condition for each in findings if each.required and each.standing in LACKING]


def _refuted(name: str, findings: Iterable[Finding]) -> bool:
    """Whether a person found the conditions met that the fact speaks against."""
    against = _conditions_against(name)
    judged = {each.condition: each.judged for each in findings}
    return bool(against) and all(judged.get(each) == Verdict.MET for each in against)


def _conditions_against(name: str) -> list[str]:
    found = [c.id for c in clause_library().conditions.values() if any(each.fact == name for each in c.contradictions)]
    return found or [WITHOUT_A_CONTRADICTION[name]] if name in WITHOUT_A_CONTRADICTION or found else []


def _day(checks: Sequence[ClauseCheck]) -> Any:
    return timezone.localtime(max(each.done_at or each.at for each in checks)).date()
