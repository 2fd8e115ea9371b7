"""Over the API: withdrawing a paper that does not belong to an agreement, putting it back, and saying what a paper is."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Router
from pydantic import StringConstraints

from aktsom.cooperation.agreements import queries, withdrawing
from aktsom.cooperation.agreements.models import Document, DocumentVersion
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.shapes import PaperAnswer
from aktsom.cooperation.agreements.telling import paper_answer
from aktsom.core.api import Answer, Given, does
from aktsom.core.audit import record_read
from aktsom.core.http import ActorRequest, only_if

router = Router(tags=["agreements"])
ONE = "/agreements/{uuid:agreement_id}"
PAPER = f"{ONE}/papers/{{uuid:paper_id}}"


class Withdrawal(Given):
    """Why a file does not belong to the agreement; whoever may see the agreement can read it."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=withdrawing.LONGEST_REASON)]


class PaperKind(Given):
    """What kind of paper it is."""

    kind: Document.Kind


class WithdrawnPaper(Answer):
    """A file that was withdrawn, when and why."""

    id: UUID
    kind: str
    filename: str
    reason: str
    at: datetime


@router.get(f"{ONE}/papers/withdrawn", response=list[WithdrawnPaper], summary="Withdrawn papers of an agreement")
def list_withdrawn_papers(request: ActorRequest, agreement_id: UUID) -> list[WithdrawnPaper]:
    """For those who may change the agreement, the newest first. The file itself is handed out as before, to them alone."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    only_if(may_change(request.actor, {"agreement": agreement}))
    record_read(request.actor, agreement)
    return [
        WithdrawnPaper(
            id=each.pk,
            kind=each.document.kind,
            filename=each.filename,
            reason=each.withdrawn_because,
            at=each.withdrawn_at,
        )
        for each in withdrawing.withdrawn_files(agreement)
        if each.withdrawn_at
    ]


@router.post(
    f"{PAPER}/withdraw",
    response=PaperAnswer,
    summary="Withdraw a paper of an agreement",
    openapi_extra=does("withdraw a paper of an agreement"),
)
def withdraw_paper(request: ActorRequest, agreement_id: UUID, paper_id: UUID, wanted: Withdrawal) -> PaperAnswer:
    """Take it out of the agreement, with a reason. It is kept; 409 where a step or a breach on record rests on it."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    version = queries.version_of(request.actor, agreement, paper_id)
    return _shown(withdrawing.withdraw_paper(request.actor, agreement=agreement, version=version, reason=wanted.reason))


@router.post(
    f"{PAPER}/restore",
    response=PaperAnswer,
    summary="Put back a paper of an agreement",
    openapi_extra=does("put back a paper of an agreement"),
)
def restore_paper(request: ActorRequest, agreement_id: UUID, paper_id: UUID) -> PaperAnswer:
    """Put a withdrawn file back; its checks count as they did."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    only_if(may_change(request.actor, {"agreement": agreement}))
    version = withdrawing.withdrawn_file(agreement, paper_id)
    return _shown(withdrawing.restore_paper(request.actor, agreement=agreement, version=version))


@router.put(
    f"{PAPER}/kind",
    response=PaperAnswer,
    summary="Say what a paper of an agreement is",
    openapi_extra=does("say what a paper of an agreement is"),
)
def relabel_paper(request: ActorRequest, agreement_id: UUID, paper_id: UUID, wanted: PaperKind) -> PaperAnswer:
    """Say of a paper, with all its versions, what kind it is; which check counts follows."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    version = queries.version_of(request.actor, agreement, paper_id)
    return _shown(withdrawing.relabel_paper(request.actor, agreement=agreement, version=version, kind=wanted.kind))


def _shown(version: DocumentVersion) -> PaperAnswer:
    """With its latest check, which comes first."""
    return paper_answer(version, version.checks.first())
