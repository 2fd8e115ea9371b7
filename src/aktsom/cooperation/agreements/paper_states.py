"""How far each file of an agreement is with its check, in words, so that every check is found again beside its file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Document, DocumentVersion, Finding
from aktsom.cooperation.agreements.models.checks import UNFINISHED, Progress, Verdict


@dataclass(frozen=True, slots=True)
class PaperState:
    """A file with its latest check and what came of it; `said` is "" for one that was never checked."""

    version: DocumentVersion
    check: ClauseCheck | None
    said: str

    @property
    def is_under_way(self) -> bool:
        """Whether a check of it waits or runs."""
        return self.check is not None and self.check.progress in UNFINISHED

    @property
    def is_checked(self) -> bool:
        """Whether its latest check is done."""
        return self.check is not None and self.check.progress == Progress.DONE

    @property
    def is_refused(self) -> bool:
        """Whether it could not be read when it was checked last."""
        return self.check is not None and self.check.progress == Progress.FAILED


def paper_states(versions: Iterable[DocumentVersion], checks: Sequence[ClauseCheck]) -> list[PaperState]:
    """Each file with the latest of these checks, which come latest first. The findings of those and of the ones that count
    are read in one query.
    """
    latest = latest_checks(checks)
    prefetch_related_objects(
        [*{*latest.values(), *(each for each in checks if each.current or each.beside)}], "findings"
    )
    found = ((each, latest.get(each.pk)) for each in versions)
    return [PaperState(each, check, _said(check) if check else "") for each, check in found]


def likely_kind(agreement: Agreement, versions: Iterable[DocumentVersion]) -> Document.Kind:
    """What the next paper most likely is: the agreement itself until that is there, then something beside it.

    While it is negotiated, what follows our draft is the answer to it.
    """
    kinds = {each.document.kind for each in versions}
    if Document.Kind.AGREEMENT in kinds:
        return Document.Kind.ANNEX
    negotiated = agreement.state in (Agreement.State.DRAFT, Agreement.State.NEGOTIATED)
    return Document.Kind.RETURNED if negotiated and Document.Kind.DRAFT in kinds else Document.Kind.AGREEMENT


def latest_checks(checks: Iterable[ClauseCheck]) -> dict[object, ClauseCheck]:
    """By file, the first of its checks, which come latest first."""
    latest: dict[object, ClauseCheck] = {}
    for check in checks:
        latest.setdefault(check.document_version_id, check)
    return latest


def _said(check: ClauseCheck) -> str:
    if check.progress == Progress.DONE:
        return _("Checked: %(found)s") % {"found": ", ".join(_counted(check, check.findings.all()))}
    why = check.message.get((get_language() or "nb")[:2], "")
    if check.progress == Progress.FAILED:
        return _("Could not be checked: %(why)s") % {"why": why}
    return why or _("It is being checked")


def _counted(check: ClauseCheck, findings: Iterable[Finding]) -> Iterator[str]:
    against = sum(each.standing == Verdict.CONTRADICTED for each in findings)
    missing = sum(each.required and each.standing == Verdict.ABSENT for each in findings)
    if against:
        yield ngettext("%(number)d condition is contradicted", "%(number)d conditions are contradicted", against) % {
            "number": against
        }
    if missing:
        yield ngettext(
            "%(number)d required condition is missing", "%(number)d required conditions are missing", missing
        ) % {"number": missing}
    if check.unread:
        yield _("not all of it could be read")
    elif not against and not missing:
        yield _("nothing found that says the opposite") if check.beside else _("no required condition is missing")
