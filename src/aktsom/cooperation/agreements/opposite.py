"""What amendments and annexes say the opposite of: named on the agreement's page until a person has looked, and after."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from aktsom.cooperation.agreements.conditions import condition_title
from aktsom.cooperation.agreements.models import ClauseCheck, Document, Finding
from aktsom.cooperation.agreements.models.checks import Verdict
from aktsom.engine.clauses.library import Library


@dataclass(frozen=True, slots=True)
class Opposite:
    """A condition of which a paper beside the agreement says the opposite, with the address of the passage.

    It `is_open` until a person has judged it there, or the check that counts says the same.
    """

    said: str
    url: str
    is_open: bool


def opposites(beside: Sequence[ClauseCheck], counting: Iterable[Finding], library: Library) -> list[Opposite]:
    """What these checks of amendments and annexes, and of agreements that amend this one, found contradicted.

    `counting` are the findings of the check that counts.
    """
    known = {each.condition for each in counting if each.standing == Verdict.CONTRADICTED}
    return [each for check in beside for each in _of(check, known, library)]


def _of(check: ClauseCheck, known: set[str], library: Library) -> Iterator[Opposite]:
    said = _("An annex says the opposite: %(condition)s, %(file)s")
    if check.document_version.document.kind != Document.Kind.ANNEX:
        said = _("An amendment says the opposite: %(condition)s, %(file)s")
    page = reverse("agreements:check", args=[check.agreement_id, check.pk])
    for each in check.findings.all():
        if each.standing == Verdict.CONTRADICTED:
            title = condition_title(library, each.condition)
            yield Opposite(
                said=said % {"condition": title, "file": check.document_version.filename},
                url=f"{page}?open={each.condition}#{each.condition}",
                is_open=not each.judged and each.condition not in known,
            )
