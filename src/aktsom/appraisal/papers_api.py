"""Over the API: what people add to a dossier: comments, files, and letters to authorities."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import FileResponse
from django.utils.translation import gettext_noop
from ninja import File, Router, Status, UploadedFile
from pydantic import StringConstraints

from aktsom.appraisal.appraisals_api import ONE
from aktsom.appraisal.dossier import papers
from aktsom.appraisal.dossier.letters import letter_to
from aktsom.appraisal.models import Attachment, Comment, Letter
from aktsom.appraisal.queries import appraisal_of
from aktsom.appraisal.shapes import Because, Text
from aktsom.core import files
from aktsom.core.api import Answer, Done, Given, does
from aktsom.core.audit import record_read
from aktsom.core.http import ActorRequest
from aktsom.core.visibility import get_visible

router = Router(tags=["appraisals"])
Language = Literal["nb", "en"]
AuthorityId = Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z0-9-]*$")]


class CommentAnswer(Answer):
    """What somebody noted for the others."""

    text: str
    by: str
    at: datetime


class AttachmentAnswer(Answer):
    """A file of the dossier; `sha256` is that of its content."""

    id: UUID
    filename: str
    content_type: str
    size: int
    sha256: str
    by: str
    at: datetime


class NewLetter(Given):
    """A letter to an authority (its id), as a person went over it."""

    authority: AuthorityId
    language: Language = "nb"
    text: Text


class LetterDraft(Answer):
    """What a letter to an authority could say; nothing is kept of it."""

    authority: str
    language: str
    text: str


class LetterAnswer(LetterDraft):
    """A letter as it was kept, and the day on which somebody sent it."""

    id: UUID
    at: datetime
    sent_on: date | None


@router.get(f"{ONE}/comments", response=list[CommentAnswer], summary="Comments")
def list_comments(request: ActorRequest, appraisal_id: UUID) -> list[CommentAnswer]:
    """What those who work on it noted for each other, the oldest first."""
    row = appraisal_of(request.actor, appraisal_id)
    found = Comment.objects.visible_to(request.actor).filter(appraisal=row).select_related("by__user")
    record_read(request.actor, row)
    return [CommentAnswer(text=each.text, by=each.by.user.name, at=each.at) for each in found]


@router.post(f"{ONE}/comments", response={201: Done}, summary="Comment", openapi_extra=does("comment on an appraisal"))
def add_comment(request: ActorRequest, appraisal_id: UUID, wanted: Because) -> Status[Done]:
    """Note something for the others who work on it."""
    papers.comment(request.actor, appraisal=appraisal_of(request.actor, appraisal_id), text=wanted.reason)
    return Status(201, Done())


@router.get(f"{ONE}/attachments", response=list[AttachmentAnswer], summary="Attached files")
def list_attachments(request: ActorRequest, appraisal_id: UUID) -> list[AttachmentAnswer]:
    """The files of the dossier, the oldest first."""
    row = appraisal_of(request.actor, appraisal_id)
    found = Attachment.objects.visible_to(request.actor).filter(appraisal=row).select_related("by__user")
    return [_attachment(each) for each in found]


@router.post(
    f"{ONE}/attachments",
    response={201: AttachmentAnswer},
    summary="Attach a file",
    openapi_extra=does("attach a file to an appraisal"),
)
def add_attachment(request: ActorRequest, appraisal_id: UUID, file: File[UploadedFile]) -> Status[AttachmentAnswer]:
    """Add a PDF, Word, Excel, OpenDocument, PNG, JPEG or plain text file of at most 10 MB, told by its content."""
    row = appraisal_of(request.actor, appraisal_id)
    return Status(201, _attachment(papers.attach(request.actor, appraisal=row, upload=file)))


@router.get(
    f"{ONE}/attachments/{{uuid:attachment_id}}",
    summary="An attached file",
    openapi_extra={
        "responses": {200: {"description": gettext_noop("The file."), "content": {kind: {} for kind in files.ENDINGS}}},
    },
)
def get_attachment(request: ActorRequest, appraisal_id: UUID, attachment_id: UUID) -> FileResponse:
    """The file itself. 409 when it is not the one that was attached any more."""
    row = appraisal_of(request.actor, appraisal_id)
    found = get_visible(Attachment, request.actor, pk=attachment_id, appraisal=row)
    record_read(request.actor, row)
    return files.served(found.file, found.filename, found.content_type, found.digest)


@router.get(f"{ONE}/letters", response=list[LetterAnswer], summary="Letters to authorities")
def list_letters(request: ActorRequest, appraisal_id: UUID) -> list[LetterAnswer]:
    """The letters that were prepared, the oldest first."""
    row = appraisal_of(request.actor, appraisal_id)
    record_read(request.actor, row)
    return [_letter(each) for each in Letter.objects.visible_to(request.actor).filter(appraisal=row)]


@router.get(f"{ONE}/letters/{{authority}}/draft", response=LetterDraft, summary="Draft a letter")
def draft_letter(
    request: ActorRequest, appraisal_id: UUID, authority: AuthorityId, language: Language = "nb"
) -> LetterDraft:
    """What a letter to this authority could say, for a person to go over."""
    text = letter_to(request.actor, appraisal_of(request.actor, appraisal_id), authority, language)
    return LetterDraft(authority=authority, language=language, text=text)


@router.post(
    f"{ONE}/letters",
    response={201: LetterAnswer},
    summary="Keep a letter",
    openapi_extra=does("prepare a letter to an authority"),
)
def keep_letter(request: ActorRequest, appraisal_id: UUID, wanted: NewLetter) -> Status[LetterAnswer]:
    """Keep the letter with the dossier. It is sent by a person, outside Aktsom."""
    row = appraisal_of(request.actor, appraisal_id)
    return Status(201, _letter(papers.prepare_letter(request.actor, appraisal=row, **wanted.model_dump())))


@router.post(
    f"{ONE}/letters/{{uuid:letter_id}}/sent",
    response=LetterAnswer,
    summary="Say that a letter was sent",
    openapi_extra=does("say that a letter was sent"),
)
def letter_sent(request: ActorRequest, appraisal_id: UUID, letter_id: UUID) -> LetterAnswer:
    """Note that a letter was sent today."""
    row = appraisal_of(request.actor, appraisal_id)
    found = get_visible(Letter, request.actor, pk=letter_id, appraisal=row)
    return _letter(papers.say_sent(request.actor, appraisal=row, letter=found))


def _attachment(row: Attachment) -> AttachmentAnswer:
    return AttachmentAnswer(
        id=row.pk,
        filename=row.filename,
        content_type=row.content_type,
        size=row.size,
        sha256=row.digest,
        by=row.by.user.name,
        at=row.at,
    )


def _letter(row: Letter) -> LetterAnswer:
    return LetterAnswer(
        id=row.pk, authority=row.authority, language=row.language, text=row.text, at=row.at, sent_on=row.sent_on
    )
