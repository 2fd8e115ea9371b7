"""What agreements can tell an appraisal about the cooperation that goes on under them.

A check finds facts, and people correct what it says of conditions. Their word holds: a fact whose grounds somebody took back
is told no more, one that their word gives is told, and where their word leaves it open nothing is told, so that it is asked.
Nor is anything told of what was not seen where some of a paper could not be read, or where a newer one was not checked.

What an amendment or an annex says is told too, and marked as said there; that one is silent says nothing. So it is with an
agreement that amends another: what it says is told of what goes on under that.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from aktsom.content import clause_library
from aktsom.cooperation.agreements.counting import is_overtaken
from aktsom.cooperation.agreements.models import Agreement, AgreementCooperation, ClauseCheck, Document, Finding
from aktsom.cooperation.agreements.models.checks import Verdict
from aktsom.cooperation.agreements.weighing import carriers, names
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.bulk import any_of
from aktsom.core.facts import provides_facts
from aktsom.engine.agreements.lifecycle import OVER, RUNNING
from aktsom.engine.clauses.facts import MISSING, NO_EXIT, is_silent
from aktsom.engine.clauses.types import LACKING
from aktsom.engine.flags.types import Fact

OPPOSITE = (Verdict.CONTRADICTED,)
SOURCE = "agreements"
EXPIRED = "process.agreement_expired"
SAID = (
    "agreement.secrecy",
    "agreement.exclusivity",
    "agreement.foreign_law_only",
    NO_EXIT,
    "agreement.publication_permission",
    "agreement.onward_sharing",
)


@provides_facts("agreements", Cooperation, MISSING, EXPIRED, *SAID)
def agreement_facts(actor: Actor, subjects: Sequence[models.Model]) -> Mapping[object, Iterable[Fact]]:
    """What the papers of an agreement that is not over lack or demand, and whether it ended while the cooperation goes on.

    Whoever sees a cooperation reads its flags: an agreement in a compartment tells only of cooperation in the same one.
    """
    cooperations = {each.pk: each for each in subjects if isinstance(each, Cooperation)}
    over = _agreements_over(actor, cooperations)
    telling = {key: [each for each in over[key] if _tells(each, one)] for key, one in cooperations.items()}
    checks = _checks([each for found in telling.values() for each in found])
    return {
        key: [
            *_expired(cooperation, over[key], telling[key]),
            *_of_papers([check for each in telling[key] for check in checks[each.pk]]),
        ]
        for key, cooperation in cooperations.items()
    }


def facts_of_papers(agreement: Agreement) -> Iterable[Fact]:
    """What the papers of one agreement say, for a cooperation that is not registered yet; nothing while none is checked.

    Nor of one in a compartment: the cooperation will be in none.
    """
    return _of_papers(_checks([agreement])[agreement.pk]) if agreement.compartment_id is None else ()


def _agreements_over(actor: Actor, cooperations: Mapping[Any, Cooperation]) -> dict[Any, list[Agreement]]:
    rows = AgreementCooperation.objects.visible_to(actor).filter(cooperation__in=any_of(cooperations))
    over: dict[Any, list[Agreement]] = defaultdict(list)
    for link in rows.select_related("agreement"):
        over[link.cooperation_id].append(link.agreement)
    return over


def _tells(agreement: Agreement, cooperation: Cooperation) -> bool:
    return agreement.compartment_id in (None, cooperation.compartment_id)


def _checks(agreements: Sequence[Agreement]) -> dict[Any, list[ClauseCheck]]:
    """Of those agreements that are not over, the current check and those of what lies beside the paper.

    An agreement that amends one of them lies beside it too.
    """
    told_of = _with_amending([each for each in agreements if each.state not in OVER])
    rows = ClauseCheck.objects.filter(Q(current=True) | Q(beside=True), agreement__in=any_of(told_of))
    rows = rows.annotate(overtaken=is_overtaken())
    found: dict[Any, list[ClauseCheck]] = defaultdict(list)
    for check in rows.select_related("agreement", "document_version__document").prefetch_related("findings"):
        check.is_overtaken = check.overtaken
        if check.agreement.relation == Agreement.Relation.AMENDS:
            check.current, check.beside = False, True
        for key in told_of[check.agreement_id]:
            found[key].append(check)
    return found


def _with_amending(agreements: Sequence[Agreement]) -> dict[Any, set[Any]]:
    """These agreements and those that amend them, each with the ones of these that it tells of.

    What amends one from within another compartment tells nothing of it.
    """
    told_of = {each.pk: {each.pk} for each in agreements}
    above: dict[Any, Agreement] = {each.pk: each for each in agreements}
    while above:
        rows = Agreement.objects.filter(parent__in=any_of(above), relation=Agreement.Relation.AMENDS, withdrawn_at=None)
        found = {each.pk: each for each in rows.exclude(state__in=OVER).order_by()}
        more = {}
        for key, each in found.items():
            known = told_of.setdefault(key, set())
            if (
                each.compartment_id in (None, above[each.parent_id].compartment_id)
                and not told_of[each.parent_id] <= known
            ):
                known |= told_of[each.parent_id]
                more[key] = each
        above = more
    return told_of


def _expired(cooperation: Cooperation, over: Sequence[Agreement], telling: Sequence[Agreement]) -> Iterable[Fact]:
    """Every agreement that ever was in force over it is over, and it goes on.

    One that tells nothing, as it is in a compartment, may still be what the cooperation goes on under.
    """
    ended = [each for each in telling if each.state in OVER and each.state != Agreement.State.DROPPED]
    goes_on = cooperation.state == Cooperation.State.ACTIVE
    if goes_on and ended and not any(each.state in RUNNING for each in over):
        yield Fact(EXPIRED, True, SOURCE, source_date=max(each.ends_on or each.changed_at.date() for each in ended))


def _of_papers(checks: Sequence[ClauseCheck]) -> Iterable[Fact]:
    """What the papers say, and what they do not: nobody need be asked what a check knows and no person left open."""
    if not checks:
        return
    yield from _missing(checks)
    for name in SAID:
        told = [(check, _says(name, check)) for check in checks]
        saying = [check for check, says in told if says]
        is_denied = all(says is False for _check, says in told) and any(check.current for check in checks)
        if saying or is_denied:
            yield Fact(name, bool(saying), SOURCE, source_date=_day(saying or checks), detail=_where(saying))


def _missing(checks: Sequence[ClauseCheck]) -> Iterable[Fact]:
    """What is required and not there: by the agreement's own paper, or by what says the opposite beside it."""
    required = [(check, each) for check in checks for each in check.findings.all() if each.required]
    lacking = [(check, each) for check, each in required if each.standing in (LACKING if check.current else OPPOSITE)]
    is_all_seen = all(each.standing != Verdict.UNSEEN for check, each in required if check.current)
    is_all_seen = is_all_seen and not any(check.is_overtaken for check in checks if check.current)
    if lacking or (is_all_seen and any(check.current for check in checks)):
        missing = tuple(sorted({each.condition for _check, each in lacking}))
        where = _where([check for check, _each in lacking])
        yield Fact(MISSING, missing, SOURCE, source_date=_day(checks), detail=where)


def _where(checks: Sequence[ClauseCheck]) -> str:
    """The kind of what says so, where only amendments or annexes do."""
    kinds = {_kind(check) for check in checks}
    return "" if any(check.current for check in checks) else min(kinds, default="")


def _kind(check: ClauseCheck) -> str:
    amends = check.agreement.relation == Agreement.Relation.AMENDS
    return Document.Kind.AMENDMENT if amends else check.document_version.document.kind


def _says(name: str, check: ClauseCheck) -> bool | None:
    """Whether a paper says so, by its check as people corrected it.

    None where their word leaves that open, or where some of the agreement's own paper could not be read or was not checked.
    """
    findings = [each for each in check.findings.all() if each.condition in carriers(name)]
    found = bool(check.facts.get(name))
    if found and _still_holds(name, findings):
        return True
    if any(_says_so(name, each) for each in findings) or (name == NO_EXIT and _binds_for_ever(check, findings)):
        return True
    is_open = (
        (check.current and (bool(check.unread) or check.is_overtaken))
        or any(_denies_the_opposite(name, each) for each in findings)
        or (found and _may_still_hold(name, findings))
    )
    return None if is_open else False


def _still_holds(name: str, findings: Sequence[Finding]) -> bool:
    """Whether nobody took back what the check found it on: the contradictions that it names, else those that there are.

    What stands beside all conditions is taken back only by a person who found each of them met. What follows from silence is
    looked at by itself.
    """
    named = [each for each in findings if names(name, each)]
    if name == NO_EXIT and not named and is_silent({each.condition: each.verdict for each in findings}):
        return False
    grounds = named or [each for each in findings if each.verdict == Verdict.CONTRADICTED]
    if grounds:
        return any(each.standing == Verdict.CONTRADICTED for each in grounds)
    return not findings or not _all_judged_met(findings)


def _may_still_hold(name: str, findings: Sequence[Finding]) -> bool:
    """Whether something else may say what was taken back: of two contradictions in one passage only the first is kept.

    Nor is it kept whether words beside all conditions said it.
    """
    if any(each.standing == Verdict.CONTRADICTED for each in findings):
        return True
    return name in {each.fact for each in clause_library().signals} and not _all_judged_met(findings)


def _says_so(name: str, finding: Finding) -> bool:
    """Whether a person found, against the check, a condition contradicted of which every contradiction gives the fact."""
    every = {each.id for each in clause_library().conditions[finding.condition].contradictions}
    return _is_corrected_to(Verdict.CONTRADICTED, finding) and carriers(name)[finding.condition] == every


def _denies_the_opposite(name: str, finding: Finding) -> bool:
    """Whether by a person's word, against the check, it cannot be told that the paper does not say so."""
    silent = name == NO_EXIT and _is_corrected_to(Verdict.ABSENT, finding)
    return silent or _is_corrected_to(Verdict.CONTRADICTED, finding)


def _is_corrected_to(verdict: Verdict, finding: Finding) -> bool:
    return finding.judged == verdict != finding.verdict


def _binds_for_ever(check: ClauseCheck, findings: Sequence[Finding]) -> bool:
    """Whether it is silent on its end, as the check concluded and nobody took back, or by what a person corrected.

    What an amendment or an annex is silent on, the agreement beside it may say.
    """
    amends = check.agreement.relation == Agreement.Relation.AMENDS or not check.current
    is_corrected = any(each.standing != each.verdict for each in findings)
    counts = bool(check.facts.get(NO_EXIT)) or (is_corrected and not amends)
    return counts and is_silent({each.condition: each.standing for each in findings})


def _all_judged_met(findings: Iterable[Finding]) -> bool:
    return all(each.judged == Verdict.MET for each in findings)


def _day(checks: Sequence[ClauseCheck]) -> Any:
    return timezone.localtime(max(each.done_at or each.at for each in checks)).date()
