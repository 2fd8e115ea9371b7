"""Over the API: drafting, comparing what came back, and steps that a paper shows."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import File, Form, Router, Status
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from aktsom.cooperation.agreements import conditions, queries
from aktsom.cooperation.agreements.comparing import remarks_in
from aktsom.cooperation.agreements.drafting import (
    LONGEST_ANSWER,
    DraftWanted,
    assumed_in,
    blanks_shown,
    choices_of,
    chosen_before,
    latest_draft,
    make_draft,
    unfit_in,
)
from aktsom.cooperation.agreements.models import Comparison
from aktsom.cooperation.agreements.models.checks import Progress
from aktsom.cooperation.agreements.moving import StepDraft, take_step
from aktsom.cooperation.agreements.papers import add_document
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.shapes import AgreementAnswer, PaperAnswer
from aktsom.cooperation.agreements.tasks import have_compared
from aktsom.cooperation.agreements.telling import paper_answer, shown
from aktsom.core.api import Answer, Given, Words, does, reader_language
from aktsom.core.audit import record_read
from aktsom.core.errors import named_in
from aktsom.core.http import ActorRequest, only_if
from aktsom.core.visibility import get_visible
from aktsom.engine.agreements.lifecycle import Step
from aktsom.engine.clauses.types import Firmness

router = Router(tags=["agreements"])
ONE = "/agreements/{uuid:agreement_id}"
PAPER = f"{ONE}/papers/{{uuid:paper_id}}"
Language = Literal["nb", "en"]
FilledIn = Annotated[str, StringConstraints(max_length=LONGEST_ANSWER)]


class DraftChoice(Answer):
    """A framework condition, and whether an agreement of this kind with these flags needs it."""

    id: str
    title: str
    purpose: str
    needed: bool


class DraftBlank(Answer):
    """Something that a draft leaves open, and what stands there unless it is filled in: by the register, or what is usual."""

    id: str
    title: str
    usual: str


class ChosenBefore(Answer):
    """What the latest draft was made with, as far as it can be chosen again. A next one has it only if it is sent again."""

    language: str
    firmness: dict[str, str]
    extra: list[str]
    answers: dict[str, str]


class DraftChoices(Answer):
    """What can be chosen for a draft, and what was chosen for the latest one, if there is one."""

    conditions: list[DraftChoice]
    blanks: list[DraftBlank]
    latest: ChosenBefore | None


class MadeDraft(PaperAnswer):
    """The file with the draft, what was filled in with what is usual because nobody chose it, and in `unfit` what in it does
    not fit the register: both to be looked at."""

    assumed: list[DraftBlank]
    unfit: list[str]


class NewDraft(Given):
    """The language of the draft, how firm each condition is said, conditions beyond the needed ones, and what is filled in."""

    language: Language = "en"
    firmness: dict[Words, Firmness] = Field(default={}, max_length=200)
    extra: list[Words] = Field(default=[], max_length=200)
    answers: dict[Words, FilledIn] = Field(default={}, max_length=200)


class NewComparison(Given):
    """Which two files of the agreement: the one that was sent, and the one that came back."""

    sent: UUID
    returned: UUID


class DraftChange(Answer):
    """A passage that changed: how, whether that changes what is promised, the heading of its clause ("" where none is
    known), its numbers before and after, and the words.

    `sort` is added, removed, changed, moved, or not-found: it may stand in what was not read of the other file.
    """

    sort: str
    weight: str
    heading: str
    was: str
    now: str
    what: list[str]
    pieces: list[dict[str, Any]]


class ComparedRemarks(Answer):
    """What must be known of the file that was sent, and of the one that came back."""

    sent: list[str]
    returned: list[str]


class ComparisonAnswer(Answer):
    """How far a comparison is, and the changes: those in substance first.

    `remarks` says of each file what must be known of it, such as pages that are pictures and were not read.
    """

    id: UUID
    sent: UUID
    returned: UUID
    progress: Progress
    message: str
    remarks: ComparedRemarks
    changes: list[DraftChange]


@router.get(f"{ONE}/draft", response=DraftChoices, summary="What can be chosen for a draft")
def get_draft_choices(request: ActorRequest, agreement_id: UUID) -> DraftChoices:
    """Every condition with whether this agreement needs it, and the blanks that can be filled in."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    only_if(may_change(request.actor, {"agreement": agreement}))
    library, language = conditions.library_of(request.actor), reader_language()
    latest = latest_draft(agreement)
    return DraftChoices(
        conditions=[DraftChoice(**each) for each in choices_of(agreement, library, language)],
        blanks=_blanks(blanks_shown(agreement, library, language)),
        latest=ChosenBefore(**chosen_before(agreement, latest, library).kept) if latest else None,
    )


@router.post(
    f"{ONE}/draft",
    response={201: MadeDraft},
    summary="Draft an agreement",
    openapi_extra=does("draft an agreement"),
)
def draft_agreement(request: ActorRequest, agreement_id: UUID, wanted: NewDraft) -> Status[MadeDraft]:
    """Write the clauses that it needs as a Word document, kept as the next version of our draft among its papers."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    chosen = DraftWanted(
        language=wanted.language,
        firmness={name: firmness.value for name, firmness in wanted.firmness.items()},
        extra=wanted.extra,
        answers=wanted.answers,
    )
    paper = paper_answer(make_draft(request.actor, agreement=agreement, wanted=chosen))
    assumed = _blanks(assumed_in(request.actor, agreement, chosen, reader_language()))
    unfit = unfit_in(request.actor, agreement, chosen)
    return Status(201, MadeDraft(**paper.model_dump(), assumed=assumed, unfit=unfit))


@router.post(
    f"{PAPER}/versions",
    response={201: PaperAnswer},
    summary="Add the next version of a paper",
    openapi_extra=does("add a paper to an agreement"),
)
def add_paper_version(
    request: ActorRequest, agreement_id: UUID, paper_id: UUID, file: File[UploadedFile], note: Form[str] = ""
) -> Status[PaperAnswer]:
    """Send the file as `file` of a multipart form. The version before it stays, and the kind is the same.

    What the other side sent back, and the agreement that was signed, are papers of their own.
    """
    agreement = queries.agreement_of(request.actor, agreement_id)
    before = queries.version_of(request.actor, agreement, paper_id)
    version = add_document(
        request.actor,
        agreement=agreement,
        upload=file,
        kind=before.document.kind,
        document=before.document_id,
        note=note,
    )
    return Status(201, paper_answer(version))


@router.get(f"{ONE}/comparisons", response=list[ComparisonAnswer], summary="Comparisons of drafts")
def list_comparisons(request: ActorRequest, agreement_id: UUID) -> list[ComparisonAnswer]:
    """The latest fifty of this agreement, the latest first."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    record_read(request.actor, agreement)
    rows = Comparison.objects.visible_to(request.actor).filter(agreement=agreement)[:50]
    return [_comparison(each) for each in rows]


@router.post(
    f"{ONE}/comparisons",
    response={202: ComparisonAnswer},
    summary="Compare a returned draft",
    openapi_extra=does("compare a returned draft"),
)
def compare_draft(request: ActorRequest, agreement_id: UUID, wanted: NewComparison) -> Status[ComparisonAnswer]:
    """In the background; ask for the comparison to see how far it is."""
    actor, agreement = request.actor, queries.agreement_of(request.actor, agreement_id)
    with named_in("sent"):
        sent = queries.version_of(actor, agreement, wanted.sent)
    with named_in("returned"):
        returned = queries.version_of(actor, agreement, wanted.returned)
    return Status(202, _comparison(have_compared(actor, agreement, sent, returned)))


@router.get(f"{ONE}/comparisons/{{uuid:comparison_id}}", response=ComparisonAnswer, summary="What changed in a draft")
def get_comparison(request: ActorRequest, agreement_id: UUID, comparison_id: UUID) -> ComparisonAnswer:
    """How far the comparison is, and what changed, clause by clause."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    found = get_visible(Comparison, request.actor, pk=comparison_id, agreement=agreement)
    record_read(request.actor, agreement)
    return _comparison(found)


@router.post(
    f"{ONE}/steps/shown",
    response=AgreementAnswer,
    summary="Take a step that a paper shows",
    openapi_extra=does("take a step with an agreement"),
)
def take_shown_step(
    request: ActorRequest,
    agreement_id: UUID,
    file: File[UploadedFile],
    step: Form[Step],
    reason: Form[str] = "",
    on: Form[date | None] = None,
    last_day: Form[date | None] = None,
) -> AgreementAnswer:
    """As a step, with the letter that shows it as `file` of a multipart form; the file is kept among the papers."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    given = StepDraft(reason=reason, on=on, last_day=last_day, upload=file)
    return shown(take_step(request.actor, agreement=agreement, step=step, given=given))


def _blanks(shown: Iterable[tuple[str, str, str]]) -> list[DraftBlank]:
    return [DraftBlank(id=name, title=title, usual=usual) for name, title, usual in shown]


def _comparison(row: Comparison) -> ComparisonAnswer:
    language = reader_language()
    changes = [
        DraftChange(
            sort=each["sort"],
            weight=each["weight"],
            heading=each.get("heading", ""),
            was=each["was"],
            now=each["is"],
            what=each["what"][language],
            pieces=each["pieces"],
        )
        for each in row.changes
    ]
    return ComparisonAnswer(
        id=row.pk,
        sent=row.sent_id,
        returned=row.returned_id,
        progress=Progress(row.progress),
        message=row.message.get(language, ""),
        remarks=ComparedRemarks(**remarks_in(row, language)),
        changes=changes,
    )
