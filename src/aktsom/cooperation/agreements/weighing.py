"""What the findings of a check weigh, by what the agreement is today: what is required, and what follows from silence."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from aktsom.content import clause_library
from aktsom.cooperation.agreements.counting import SILENT, count_anew, may_count
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Finding
from aktsom.cooperation.agreements.models.checks import Progress
from aktsom.engine.clauses.facts import EXIT, MISSING, NO_EXIT, is_silent
from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.types import LACKING


def weigh(check: ClauseCheck, findings: Sequence[Finding], library: Library) -> None:
    """Say what is required of the check's agreement, and which facts follow from what its paper does not say.

    What an amendment or an annex is silent on, the agreement beside it may say: only what it contradicts counts.
    """
    agreement = check.agreement
    say_what_is_required(check, findings, library)
    check.kind, check.flags = agreement.kind, agreement.flags
    check.facts = _facts(check, findings, is_beside=_is_beside(check))


def say_what_is_required(check: ClauseCheck, findings: Iterable[Finding], library: Library) -> None:
    """Say of each finding whether its condition is required, by what holds of it: a person's word or the check's."""
    is_beside = _is_beside(check)
    mandatory = library.mandatory(check.agreement.kind, check.agreement.flags)
    for each in findings:
        each.required = each.condition in mandatory and not (is_beside and each.standing in SILENT)


def weigh_anew(agreement: Agreement, library: Library) -> None:
    """The same for all checks of an agreement that is another one now, inside the action that changed it.

    What was its own paper may be one beside it now, and the other way round: which check counts is decided anew.
    """
    rows = agreement.checks.filter(progress=Progress.DONE).select_related("document_version__document")
    done = list(rows.prefetch_related("findings").order_by("done_at", "pk"))
    for check in done:
        check.agreement = agreement
        findings = list(check.findings.all())
        weigh(check, findings, library)
        check.save(update_fields=["kind", "flags", "facts"])
        Finding.objects.bulk_update(findings, ["required"])
    count_anew(agreement, done)


def _is_beside(check: ClauseCheck) -> bool:
    amends = check.agreement.relation == Agreement.Relation.AMENDS
    return amends or not may_count(check.document_version, check.agreement)


def names(fact: str, finding: Finding) -> bool:
    """Whether a passage of the finding is kept from which the fact follows."""
    ids = carriers(fact).get(finding.condition, ())
    return any(each.get("supports") == "contradiction" and each.get("id") in ids for each in finding.passages)


@cache
def carriers(fact: str) -> Mapping[str, frozenset[str]]:
    """The conditions that a fact speaks against, each with those of its contradictions from which it follows."""
    each_one = clause_library().conditions.values()
    found = {one.id: frozenset(each.id for each in one.contradictions if each.fact == fact) for one in each_one}
    return {condition: ids for condition, ids in found.items() if ids}


def _facts(check: ClauseCheck, findings: Sequence[Finding], *, is_beside: bool) -> dict[str, object]:
    """What the paper says, whatever the agreement is, and what follows from its silence today."""
    facts = {name: value for name, value in check.facts.items() if name not in (MISSING, NO_EXIT)}
    missing = [each.condition for each in findings if each.required and each.verdict in LACKING]
    if missing:
        facts[MISSING] = missing
    if _has_no_way_out(check, findings, is_beside=is_beside):
        facts[NO_EXIT] = True
    return facts


def _has_no_way_out(check: ClauseCheck, findings: Sequence[Finding], *, is_beside: bool) -> bool:
    """Whether the paper says so in words, or by its silence where that counts."""
    verdicts = {each.condition: each.verdict for each in findings}
    if is_silent(verdicts) and not is_beside:
        return True
    return bool(check.facts.get(NO_EXIT)) and _is_said(findings, verdicts)


def _is_said(findings: Iterable[Finding], verdicts: Mapping[str, str]) -> bool:
    """Whether something speaks of the way out: of two contradictions in one passage only the first is kept by its name."""
    return verdicts.get(EXIT) not in SILENT or any(names(NO_EXIT, each) for each in findings)
