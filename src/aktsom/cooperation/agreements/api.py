"""Over the API: the register of agreements, their papers, their steps, and what a check found."""

from uuid import UUID

from django.http import FileResponse
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from aktsom.cooperation.agreements import actions, checking, papers, protecting, queries
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Document, Finding
from aktsom.cooperation.agreements.moving import StepDraft, take_step
from aktsom.cooperation.agreements.open_steps import steps_open
from aktsom.cooperation.agreements.shapes import (
    AgreementAnswer,
    AgreementChanges,
    AgreementsWanted,
    CheckAnswer,
    FindingAnswer,
    FullAgreement,
    Judgement,
    MadeAgreement,
    NewAgreement,
    NewParties,
    NewStep,
    PaperAnswer,
    Units,
)
from aktsom.cooperation.agreements.tasks import have_checked
from aktsom.cooperation.agreements.telling import (
    changes_in,
    check_answer,
    draft_of,
    finding_answer,
    in_full,
    made_answer,
    many_shown,
    paper_answer,
    parties_in,
    shown,
)
from aktsom.cooperation.agreements.withdrawing import file_to_hand_out
from aktsom.cooperation.records.api import FormToken, registered
from aktsom.cooperation.records.queries import differing, withdrawn, withdrawn_one
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.api import Page, Paging, does, paged, reader_language
from aktsom.core.audit import LOOK_AT_LIST, record_read
from aktsom.core.files import served
from aktsom.core.http import ActorRequest
from aktsom.core.visibility import get_visible
from aktsom.protection.access.models import Compartment

router = Router(tags=["agreements"])


@router.get("/agreements", response=Page[AgreementAnswer], summary="Agreements")
def list_agreements(request: ActorRequest, wanted: Query[AgreementsWanted]) -> Page[AgreementAnswer]:
    """The agreements that the caller may see, narrowed and sorted, with the other side's parties."""
    rows = queries.listed(request.actor, queries.Filters(**wanted.filters()), wanted.sort)
    record_read(request.actor, Agreement, LOOK_AT_LIST)
    return paged(Page[AgreementAnswer], request, rows, wanted, many_shown)


@router.post(
    "/agreements",
    response={201: MadeAgreement, 200: MadeAgreement},
    summary="Register an agreement",
    openapi_extra=does("register an agreement"),
)
def register_agreement(
    request: ActorRequest, wanted: NewAgreement, idempotency_key: FormToken = None
) -> Status[MadeAgreement]:
    """Put an agreement into the register. The same Idempotency-Key (a UUID) again gives what it registered, with 200."""
    draft = draft_of(wanted)
    return registered(
        Agreement,
        request.actor,
        idempotency_key,
        lambda token: actions.register_agreement(request.actor, draft=draft, token=token),
        made_answer,
    )


@router.get("/agreements/withdrawn", response=Page[AgreementAnswer], summary="Withdrawn agreements")
def list_withdrawn_agreements(request: ActorRequest, paging: Query[Paging]) -> Page[AgreementAnswer]:
    """What was taken out of the register and can be restored, the latest first."""
    rows = withdrawn(Agreement, request.actor)
    return paged(Page[AgreementAnswer], request, rows, paging, lambda found: many_shown(queries.with_places(found)))


@router.get("/agreements/{uuid:agreement_id}", response=FullAgreement, summary="An agreement")
def get_agreement(request: ActorRequest, agreement_id: UUID) -> FullAgreement:
    """One agreement with its parties, papers, steps and the cooperation under it."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    record_read(request.actor, agreement)
    return in_full(request.actor, agreement, steps_open(agreement))


@router.patch(
    "/agreements/{uuid:agreement_id}",
    response=AgreementAnswer,
    summary="Change an agreement",
    openapi_extra=does("change an agreement"),
)
def change_agreement(request: ActorRequest, agreement_id: UUID, wanted: AgreementChanges) -> AgreementAnswer:
    """Change some fields of the version that the caller looked at; 409 when somebody changed it since."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    changes = differing(agreement, changes_in(wanted))
    row = actions.change_agreement(
        request.actor, agreement=agreement, version=wanted.version, changes=changes, reason=wanted.reason
    )
    return shown(row)


@router.put(
    "/agreements/{uuid:agreement_id}/parties",
    response=AgreementAnswer,
    summary="Say who is bound by an agreement",
    openapi_extra=does("say who is bound by an agreement"),
)
def set_parties(request: ActorRequest, agreement_id: UUID, wanted: NewParties) -> AgreementAnswer:
    """Replace the parties, with who signs for each; 409 when somebody changed the agreement since."""
    agreement, given = queries.agreement_of(request.actor, agreement_id), parties_in(wanted.parties)
    return shown(actions.set_parties(request.actor, agreement=agreement, version=wanted.version, parties=given))


@router.put(
    "/agreements/{uuid:agreement_id}/units",
    response=AgreementAnswer,
    summary="Say which units work under an agreement",
    openapi_extra=does("say which units work under an agreement"),
)
def set_units(request: ActorRequest, agreement_id: UUID, wanted: Units) -> AgreementAnswer:
    """Replace the further units; their leaders see the agreement. 409 when somebody changed it since the version given."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    return shown(actions.set_units(request.actor, agreement=agreement, units=wanted.units, version=wanted.version))


@router.put(
    "/agreements/{uuid:agreement_id}/cooperation/{uuid:cooperation_id}",
    response=AgreementAnswer,
    summary="Put a cooperation under an agreement",
    openapi_extra=does("put a cooperation under an agreement"),
)
def put_under(request: ActorRequest, agreement_id: UUID, cooperation_id: UUID) -> AgreementAnswer:
    """Say that the cooperation goes on under this agreement."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    cooperation = get_visible(Cooperation, request.actor, pk=cooperation_id)
    return shown(actions.put_under(request.actor, agreement=agreement, cooperation=cooperation))


@router.delete(
    "/agreements/{uuid:agreement_id}/cooperation/{uuid:cooperation_id}",
    response=AgreementAnswer,
    summary="Take a cooperation from under an agreement",
    openapi_extra=does("take a cooperation from under an agreement"),
)
def take_from_under(request: ActorRequest, agreement_id: UUID, cooperation_id: UUID) -> AgreementAnswer:
    """Say that the cooperation does not go on under this agreement."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    cooperation = get_visible(Cooperation, request.actor, pk=cooperation_id)
    return shown(actions.take_from_under(request.actor, agreement=agreement, cooperation=cooperation))


@router.post(
    "/agreements/{uuid:agreement_id}/steps",
    response=AgreementAnswer,
    summary="Take a step with an agreement",
    openapi_extra=does("take a step with an agreement"),
)
def step(request: ActorRequest, agreement_id: UUID, wanted: NewStep) -> AgreementAnswer:
    """Take it from where it stands to the next state; 409 where that is not possible, or something is missing."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    given = StepDraft(reason=wanted.reason, on=wanted.on, last_day=wanted.last_day)
    return shown(take_step(request.actor, agreement=agreement, step=wanted.step, given=given))


@router.post(
    "/agreements/{uuid:agreement_id}/withdraw",
    response=AgreementAnswer,
    summary="Withdraw an agreement",
    openapi_extra=does("withdraw an agreement"),
)
def withdraw_agreement(request: ActorRequest, agreement_id: UUID) -> AgreementAnswer:
    """Take it out of the register. Nothing is deleted."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    return shown(actions.withdraw_agreement(request.actor, agreement=agreement))


@router.post(
    "/agreements/{uuid:agreement_id}/restore",
    response=AgreementAnswer,
    summary="Restore an agreement",
    openapi_extra=does("restore an agreement"),
)
def restore_agreement(request: ActorRequest, agreement_id: UUID) -> AgreementAnswer:
    """Put a withdrawn agreement back as it was."""
    agreement = withdrawn_one(Agreement, request.actor, agreement_id)
    return shown(actions.restore_agreement(request.actor, agreement=agreement))


@router.put(
    "/agreements/{uuid:agreement_id}/compartment/{uuid:compartment_id}",
    response=AgreementAnswer,
    summary="Put an agreement into a compartment",
    openapi_extra=does("put an agreement into a compartment"),
)
def protect_agreement(request: ActorRequest, agreement_id: UUID, compartment_id: UUID) -> AgreementAnswer:
    """From now on only those with access to the compartment see it and its papers."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    compartment = get_visible(Compartment, request.actor, pk=compartment_id)
    return shown(protecting.put_into_compartment(request.actor, agreement=agreement, compartment=compartment))


@router.delete(
    "/agreements/{uuid:agreement_id}/compartment",
    response=AgreementAnswer,
    summary="Take an agreement out of its compartment",
    openapi_extra=does("take an agreement out of its compartment"),
)
def unprotect_agreement(request: ActorRequest, agreement_id: UUID) -> AgreementAnswer:
    """From now on everyone who would see it otherwise sees it again."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    return shown(protecting.take_out_of_compartment(request.actor, agreement=agreement))


@router.post(
    "/agreements/{uuid:agreement_id}/papers",
    response={201: PaperAnswer},
    summary="Add a paper to an agreement",
    openapi_extra=does("add a paper to an agreement"),
)
def add_paper(
    request: ActorRequest,
    agreement_id: UUID,
    file: File[UploadedFile],
    kind: Form[Document.Kind] = Document.Kind.AGREEMENT,
    note: Form[str] = "",
) -> Status[PaperAnswer]:
    """Send the file as `file` of a multipart form, at most 50 MB. It is kept as it is, whatever is in it.

    Have it checked next: over the API nothing is checked that nobody asked for.
    """
    agreement = queries.agreement_of(request.actor, agreement_id)
    version = papers.add_document(request.actor, agreement=agreement, upload=file, kind=kind, note=note)
    return Status(201, paper_answer(version))


@router.get("/agreements/{uuid:agreement_id}/papers/{uuid:paper_id}", summary="A file of an agreement")
def get_paper(request: ActorRequest, agreement_id: UUID, paper_id: UUID) -> FileResponse:
    """The file itself, to be saved; one that was withdrawn only for those who may change the agreement."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    version = file_to_hand_out(request.actor, agreement, paper_id)
    record_read(request.actor, agreement)
    return served(version.file, version.filename, version.content_type, version.digest)


@router.post(
    "/agreements/{uuid:agreement_id}/papers/{uuid:paper_id}/check",
    response={202: CheckAnswer},
    summary="Have a paper checked",
    openapi_extra=does("have a paper checked"),
)
def check(request: ActorRequest, agreement_id: UUID, paper_id: UUID) -> Status[CheckAnswer]:
    """Check a file in the background; ask for the check to see how far it is."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    version = queries.version_of(request.actor, agreement, paper_id)
    return Status(202, check_answer(have_checked(request.actor, agreement, version), reader_language()))


@router.get(
    "/agreements/{uuid:agreement_id}/checks/{uuid:check_id}", response=CheckAnswer, summary="What a check found"
)
def get_check(request: ActorRequest, agreement_id: UUID, check_id: UUID) -> CheckAnswer:
    """How far the check is, and what it found of each framework condition, with the passages and why."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    found = get_visible(ClauseCheck, request.actor, pk=check_id, agreement=agreement)
    record_read(request.actor, agreement)
    return check_answer(found, reader_language())


@router.put(
    "/agreements/{uuid:agreement_id}/findings/{uuid:finding_id}",
    response=FindingAnswer,
    summary="Judge a finding",
    openapi_extra=does("judge a finding"),
)
def judge(request: ActorRequest, agreement_id: UUID, finding_id: UUID, wanted: Judgement) -> FindingAnswer:
    """Confirm what the check says, or correct it. What a person says counts."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    finding = get_visible(Finding, request.actor, pk=finding_id, agreement=agreement)
    judged = checking.judge_finding(
        request.actor,
        agreement=agreement,
        finding=finding,
        verdict=wanted.verdict or "",
        note=wanted.note,
        place=wanted.place,
        seen=wanted.seen,
    )
    return finding_answer(judged, reader_language())
