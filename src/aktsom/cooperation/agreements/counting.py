"""Which check counts for an agreement, and what people said of the earlier ones."""

from collections.abc import Iterable, Mapping, Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Document, DocumentVersion, Finding
from aktsom.cooperation.agreements.models.checks import Progress, Verdict
from aktsom.core.compiled import Slot, among

DRAFTS = (Document.Kind.DRAFT, Document.Kind.RETURNED)
BESIDE = (Document.Kind.AMENDMENT, Document.Kind.ANNEX)
"""What lies beside the agreement's own paper and can say the opposite of it."""
SILENT = frozenset({Verdict.ABSENT, Verdict.UNSEEN})
"""What a check says of a condition on which it found nothing."""


LACKS = ("required absent", "required contradicted")
OPPOSES = "required contradicted"
LEAVES_OPEN = "required unseen"
"""Where the standings of a check name the required conditions that are lacking, contradicted, or not seen by anybody."""
LACKING = Q(current=True, standings__has_any_keys=LACKS) | Q(beside=True, standings__has_key=OPPOSES)
"""The checks by which an agreement lacks what is required of it: what an amendment or an annex is silent on is none."""


def overtaken() -> Q:
    """The checks of a file that a newer paper of the agreement has overtaken which was not checked, or could not be.

    Any own paper overtakes a draft. What such a check found in order, or did not find, says nothing of the agreement.
    """
    done = ClauseCheck.objects.filter(progress=Progress.DONE, document_version=OuterRef("pk"))
    amends = Q(agreement__relation=Agreement.Relation.AMENDS, document__kind=Document.Kind.AMENDMENT)
    own = DocumentVersion.objects.filter(
        Q(document__kind=Document.Kind.AGREEMENT) | amends,
        ~Exists(done),
        withdrawn_at=None,
        agreement=OuterRef("agreement"),
    ).order_by()
    is_draft = Q(document_version__document__kind__in=DRAFTS)
    return Q(Exists(own.filter(at__gt=OuterRef("document_version__at")))) | (is_draft & Q(Exists(own)))


def is_overtaken() -> "ExpressionWrapper[Q]":
    """The same as a value of each check."""
    return ExpressionWrapper(overtaken(), BooleanField())


def that_count(agreements: Slot | ArraySubquery) -> QuerySet[ClauseCheck]:
    """The checks that count for these agreements, with how they stand and no more."""
    rows = ClauseCheck.objects.filter(Q(current=True) | Q(beside=True), among("agreement_id", agreements))
    return rows.order_by().only("agreement", "current", "beside", "standings")


def says(verdict: str, condition: str) -> Q:
    """The checks in which a condition stands so: what a person said holds; where nobody has looked, what the check says."""
    return Q(standings__contains={verdict: [condition]})


def lacked(check: ClauseCheck) -> list[str]:
    """The required conditions that an agreement lacks by a check which counts for it."""
    return [name for each in ((OPPOSES,) if check.beside else LACKS) for name in check.standings.get(each, ())]


def may_count(version: DocumentVersion, agreement: Agreement) -> bool:
    """Whether a file is the agreement's own paper, or a draft that may stand in for it; not what lies beside it."""
    return version.withdrawn_at is None and version.document.kind in (*_own_kinds(agreement), *DRAFTS)


def rank_of(version: DocumentVersion, agreement: Agreement) -> int:
    """2 for the agreement's own paper, 1 for a draft that may stand in for it, 0 for what lies beside it."""
    return 0 if not may_count(version, agreement) else 1 if version.document.kind in DRAFTS else 2


def takes_over(waiting: ClauseCheck, before: ClauseCheck | None) -> bool:
    """Whether a check counts from now on, in place of the one before.

    The agreement's own paper counts before any draft, a newer version before an older one, and the newest draft before the
    others, whoever wrote it. Of two papers that are both called the agreement, the one that was checked last counts.
    """
    version, agreement = waiting.document_version, waiting.agreement
    if not may_count(version, agreement) or before is None:
        return may_count(version, agreement)
    other = before.document_version
    rank, theirs = rank_of(version, agreement), rank_of(other, agreement)
    if rank != theirs:
        return rank > theirs
    is_another_paper = version.document_id != other.document_id and version.document.kind not in DRAFTS
    return is_another_paper or version.at >= other.at


def lies_beside(version: DocumentVersion, agreement: Agreement) -> bool:
    """Whether a file is an amendment or an annex: what it says the opposite of counts, what it is silent on does not."""
    is_there = version.withdrawn_at is None
    return is_there and version.document.kind in BESIDE and not may_count(version, agreement)


def take_place(waiting: ClauseCheck) -> None:
    """Say whether a check that is done counts from now on, and let those whose place it takes count no more.

    Of an amendment or an annex the check of its newest file counts that was checked at all.
    """
    row, version = waiting.agreement, waiting.document_version
    current = row.checks.filter(current=True)
    waiting.current = takes_over(waiting, current.select_related("document_version__document").first())
    if waiting.current:
        current.update(current=False)
    of_paper = row.checks.filter(beside=True, document_version__document=version.document_id)
    is_older = of_paper.filter(document_version__number__gt=version.number).exists()
    waiting.beside = lies_beside(version, row) and not is_older
    if waiting.beside:
        of_paper.update(beside=False)


def count_anew(agreement: Agreement, done: Sequence[ClauseCheck]) -> None:
    """Let of all checks that are done, earliest first, those count which count by what the agreement is now, if any."""
    _count_beside(agreement, done)
    counts = None
    for check in done:
        if takes_over(check, counts):
            counts = check
    others = agreement.checks.filter(current=True).exclude(pk=counts.pk if counts else None)
    others.update(current=False)
    if counts is not None and not counts.current:
        counts.current = True
        counts.save(update_fields=["current"])


def carry_over(check: ClauseCheck, findings: Sequence[Finding]) -> None:
    """Give new findings what people said of the same condition on the same grounds; what they took back stays so."""
    earlier = _earlier(check)
    looked_at = earlier.filter(condition__in=earlier.exclude(judged="").order_by().values("condition"))
    latest_first = list(looked_at.select_related("clause_check__document_version"))
    for each in findings:
        like = next((old for old in latest_first if _is_like(old, each)), None)
        if like and like.judged:
            each.judged, each.note, each.place = like.judged, like.note, like.place
            each.judged_by_id, each.judged_at = like.judged_by_id, like.judged_at


def said_before(check: ClauseCheck, findings: Iterable[Finding]) -> Mapping[str, Finding]:
    """By condition, what was last said of it on other grounds, where nobody has judged what was found now."""
    said: dict[str, Finding] = {}
    judged = _earlier(check).exclude(judged="").select_related("judged_by__user", "clause_check__document_version")
    for old in judged:
        said.setdefault(old.condition, old)
    open_ones = (each for each in findings if not each.judged and each.condition in said)
    return {each.condition: said[each.condition] for each in open_ones if not _is_like(said[each.condition], each)}


def _count_beside(agreement: Agreement, done: Iterable[ClauseCheck]) -> None:
    """The same for what lies beside the agreement's own paper."""
    latest: dict[object, ClauseCheck] = {}
    for check in done:
        version = check.document_version
        before = latest.get(version.document_id)
        if lies_beside(version, agreement) and (before is None or version.number >= before.document_version.number):
            latest[version.document_id] = check
    keys = [check.pk for check in latest.values()]
    agreement.checks.filter(beside=True).exclude(pk__in=keys).update(beside=False)
    agreement.checks.filter(beside=False, pk__in=keys).update(beside=True)


def _own_kinds(agreement: Agreement) -> tuple[str, ...]:
    """The paper of a record that amends another agreement is the amendment."""
    if agreement.relation == Agreement.Relation.AMENDS:
        return Document.Kind.AGREEMENT, Document.Kind.AMENDMENT
    return (Document.Kind.AGREEMENT,)


def _earlier(check: ClauseCheck) -> QuerySet[Finding]:
    """The findings of earlier checks of the same paper, or of others that stand for the agreement as it does; latest first."""
    version = check.document_version
    alike = Q(clause_check__document_version__document=version.document_id)
    alike |= Q(clause_check__document_version__digest=version.digest)
    if may_count(version, check.agreement):
        kinds = (*_own_kinds(check.agreement), *DRAFTS)
        alike |= Q(clause_check__document_version__document__kind__in=kinds)
    done = Q(clause_check__progress=Progress.DONE, clause_check__done_at__lt=check.done_at)
    there = Q(clause_check__document_version__withdrawn_at__isnull=True)
    return Finding.objects.filter(alike, done, there, agreement=check.agreement_id).order_by(
        "-clause_check__done_at", "pk"
    )


def _is_like(old: Finding, new: Finding) -> bool:
    """The program says the same of the same condition, in the very same file or for the same passages.

    Of one file it is the same that something was not found, whether or not all of it could be read that time; and it is not the
    same where it says the opposite in a place that it did not name before.
    """
    if old.condition != new.condition:
        return False
    if old.clause_check.document_version.digest == new.clause_check.document_version.digest:
        is_same = old.verdict == new.verdict and _against(new) <= _against(old)
        return is_same or {old.verdict, new.verdict} == SILENT
    return old.verdict == new.verdict and bool(new.passages) and _texts(old) == _texts(new)


def _against(finding: Finding) -> set[str]:
    """The passages that say the opposite, or may."""
    return {each["text"] for each in finding.passages if each["supports"] in ("contradiction", "doubt")}


def _texts(finding: Finding) -> list[str]:
    return [each["text"] for each in finding.passages]
