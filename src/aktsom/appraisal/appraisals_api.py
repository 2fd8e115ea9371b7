"""Over the API: from the first answer to the decision, and what waits for whom."""

from uuid import UUID

from ninja import Query, Router, Status

from aktsom.appraisal.deciding import actions as deciding
from aktsom.appraisal.deciding.actions import Wanted
from aktsom.appraisal.deciding.measures import complete_measure
from aktsom.appraisal.intake import actions as intake
from aktsom.appraisal.intake.drafting import drafted
from aktsom.appraisal.models import Measure
from aktsom.appraisal.queries import appraisal_of
from aktsom.appraisal.shapes import (
    AppraisalAnswer,
    AppraisalsWanted,
    Because,
    FullAppraisalAnswer,
    GivenAnswer,
    MeasureAnswer,
    NewAppraisal,
    NewDecision,
    Note,
    QuestionAnswer,
    Sending,
    ToMember,
    appraisal_answer,
    appraisal_answers,
    full_answer,
    measure_answer,
    question_answer,
)
from aktsom.appraisal.watch.actions import go_through_again, reopen_after_incident
from aktsom.appraisal.work import queries
from aktsom.appraisal.work.queries import Narrowed
from aktsom.cooperation.register.queries import cooperation_of
from aktsom.core.api import Done, Page, Paging, does, paged
from aktsom.core.audit import record_read
from aktsom.core.http import ActorRequest
from aktsom.core.visibility import get_visible
from aktsom.institutions.models import Member

router = Router(tags=["appraisals"])
ONE = "/appraisals/{uuid:appraisal_id}"


@router.get("/appraisals", response=Page[AppraisalAnswer], summary="Appraisals")
def list_appraisals(request: ActorRequest, wanted: Query[AppraisalsWanted]) -> Page[AppraisalAnswer]:
    """One of the work lists, the nearest day first, narrowed by words, weight, state and kind."""
    narrowed = Narrowed(text=wanted.q, weight=wanted.weight or "", state=wanted.state or "", kind=wanted.kind or "")
    rows = queries.appraisals(request.actor, wanted.show, narrowed)
    return paged(Page[AppraisalAnswer], request, rows, wanted, lambda found: appraisal_answers(request.actor, found))


@router.post(
    "/appraisals",
    response={201: AppraisalAnswer},
    summary="Begin an appraisal",
    openapi_extra=does("begin an appraisal"),
)
def begin_appraisal(request: ActorRequest, wanted: NewAppraisal) -> Status[AppraisalAnswer]:
    """Begin the intake of a new cooperation of a kind, or of a registered one."""
    cooperation = cooperation_of(request.actor, wanted.cooperation) if wanted.cooperation else None
    kind = cooperation.kind if cooperation else wanted.kind or ""
    row = intake.begin(request.actor, kind=kind, cooperation=cooperation)
    return Status(201, appraisal_answer(request.actor, appraisal_of(request.actor, row.pk)))


@router.get("/appraisals/measures", response=Page[MeasureAnswer], summary="My measures")
def list_measures(request: ActorRequest, paging: Query[Paging]) -> Page[MeasureAnswer]:
    """The caller's measures that are not carried out yet."""
    rows = queries.measures_for(request.actor)
    return paged(Page[MeasureAnswer], request, rows, paging, lambda found: map(measure_answer, found))


@router.post(
    "/appraisals/measures/{uuid:measure_id}/done",
    response=MeasureAnswer,
    summary="Complete a measure",
    openapi_extra=does("complete a measure"),
)
def measure_done(request: ActorRequest, measure_id: UUID, wanted: Because) -> MeasureAnswer:
    """Say that a measure is carried out; the reason says what shows it."""
    measure = get_visible(Measure, request.actor, pk=measure_id)
    return measure_answer(complete_measure(request.actor, measure=measure, shown_by=wanted.reason))


@router.get(ONE, response=FullAppraisalAnswer, summary="An appraisal")
def get_appraisal(request: ActorRequest, appraisal_id: UUID) -> FullAppraisalAnswer:
    """One appraisal with its answers, flags, decisions and measures."""
    row = appraisal_of(request.actor, appraisal_id)
    record_read(request.actor, row)
    return full_answer(request.actor, row)


@router.get(f"{ONE}/question", response=QuestionAnswer, summary="The next question")
def get_question(request: ActorRequest, appraisal_id: UUID) -> QuestionAnswer:
    """The question that comes next in the intake; without an id when none is left."""
    return question_answer(request.actor, drafted(request.actor, appraisal_of(request.actor, appraisal_id)))


@router.post(
    f"{ONE}/answers",
    response=QuestionAnswer,
    summary="Answer a question",
    openapi_extra=does("answer a question of an appraisal"),
)
def answer_question(request: ActorRequest, appraisal_id: UUID, wanted: GivenAnswer) -> QuestionAnswer:
    """Keep an answer, and get the next question. 409 when somebody changed the draft since."""
    row = appraisal_of(request.actor, appraisal_id)
    row = intake.answer(
        request.actor, appraisal=row, version=wanted.version, question=wanted.question, answer=wanted.answer
    )
    return question_answer(request.actor, drafted(request.actor, row))


@router.post(
    f"{ONE}/send", response=FullAppraisalAnswer, summary="Send it in", openapi_extra=does("send in an appraisal")
)
def send_appraisal(request: ActorRequest, appraisal_id: UUID, wanted: Sending) -> FullAppraisalAnswer:
    """Register the cooperation if it is new, and learn at once whether it goes ahead or who decides."""
    row = appraisal_of(request.actor, appraisal_id)
    intake.send_in(request.actor, appraisal=row, version=wanted.version, title=wanted.title)
    return full_answer(request.actor, appraisal_of(request.actor, appraisal_id))


@router.post(
    f"{ONE}/hand-on", response=AppraisalAnswer, summary="Hand it on", openapi_extra=does("hand an appraisal on")
)
def hand_appraisal_on(request: ActorRequest, appraisal_id: UUID, wanted: ToMember) -> AppraisalAnswer:
    """Let a colleague go on with it."""
    member = get_visible(Member, request.actor, pk=wanted.member)
    row = intake.hand_on(request.actor, appraisal=appraisal_of(request.actor, appraisal_id), member=member)
    return appraisal_answer(request.actor, row)


@router.post(
    f"{ONE}/take-back", response=AppraisalAnswer, summary="Take it back", openapi_extra=does("take an appraisal back")
)
def take_appraisal_back(request: ActorRequest, appraisal_id: UUID) -> AppraisalAnswer:
    """Close what is no longer wanted."""
    row = intake.take_back(request.actor, appraisal=appraisal_of(request.actor, appraisal_id))
    return appraisal_answer(request.actor, row)


@router.post(
    f"{ONE}/hand-over",
    response=AppraisalAnswer,
    summary="Hand over the dossier",
    openapi_extra=does("hand over a dossier"),
)
def hand_dossier_over(request: ActorRequest, appraisal_id: UUID, wanted: Note) -> AppraisalAnswer:
    """The dossier is ready for who decides."""
    row = deciding.hand_over(request.actor, appraisal=appraisal_of(request.actor, appraisal_id), note=wanted.note)
    return appraisal_answer(request.actor, row)


@router.post(
    f"{ONE}/send-back",
    response=AppraisalAnswer,
    summary="Send the dossier back",
    openapi_extra=does("send a dossier back"),
)
def send_dossier_back(request: ActorRequest, appraisal_id: UUID, wanted: Because) -> AppraisalAnswer:
    """Say what must be known before a decision."""
    row = deciding.send_back(request.actor, appraisal=appraisal_of(request.actor, appraisal_id), reason=wanted.reason)
    return appraisal_answer(request.actor, row)


@router.post(
    f"{ONE}/decision", response=FullAppraisalAnswer, summary="Decide", openapi_extra=does("decide an appraisal")
)
def decide_appraisal(request: ActorRequest, appraisal_id: UUID, wanted: NewDecision) -> FullAppraisalAnswer:
    """Decide with a reason, on the version that the caller looked at; the key must be one for sensitive actions."""
    deciding.decide(
        request.actor,
        appraisal=appraisal_of(request.actor, appraisal_id),
        version=wanted.version,
        outcome=wanted.outcome,
        reason=wanted.reason,
        until=wanted.until,
        measures=[Wanted(**each.model_dump()) for each in wanted.measures],
    )
    return full_answer(request.actor, appraisal_of(request.actor, appraisal_id))


@router.post(
    f"{ONE}/approval-of-note", response=AppraisalAnswer, summary="Approve a note", openapi_extra=does("approve a note")
)
def approve_a_note(request: ActorRequest, appraisal_id: UUID, wanted: Because) -> AppraisalAnswer:
    """Approve what waits though nothing heavier than a note was found; 409 for anything heavier."""
    row = deciding.approve_note(
        request.actor, appraisal=appraisal_of(request.actor, appraisal_id), reason=wanted.reason
    )
    return appraisal_answer(request.actor, row)


@router.post(
    f"{ONE}/step-aside",
    response=Done,
    summary="Step aside",
    openapi_extra=does("step aside from an appraisal"),
)
def step_aside(request: ActorRequest, appraisal_id: UUID) -> Done:
    """Say that one has an interest; somebody else takes over."""
    deciding.step_aside(request.actor, appraisal=appraisal_of(request.actor, appraisal_id))
    return Done()


@router.post(f"{ONE}/appeal", response=AppraisalAnswer, summary="Appeal", openapi_extra=does("appeal a decision"))
def appeal_decision(request: ActorRequest, appraisal_id: UUID, wanted: Because) -> AppraisalAnswer:
    """Ask that somebody else decides anew: once, within three weeks."""
    row = deciding.appeal(request.actor, appraisal=appraisal_of(request.actor, appraisal_id), reason=wanted.reason)
    return appraisal_answer(request.actor, row)


@router.post(
    f"{ONE}/again",
    response=AppraisalAnswer,
    summary="Go through it again",
    openapi_extra=does("go through an appraisal again"),
)
def appraise_again(request: ActorRequest, appraisal_id: UUID, wanted: Because) -> AppraisalAnswer:
    """The cooperation changes: its owner goes through the answers again."""
    row = go_through_again(request.actor, appraisal=appraisal_of(request.actor, appraisal_id), reason=wanted.reason)
    return appraisal_answer(request.actor, row)


@router.post(
    f"{ONE}/incident",
    response=AppraisalAnswer,
    summary="Reopen after an incident",
    openapi_extra=does("reopen an appraisal after an incident"),
)
def report_incident(request: ActorRequest, appraisal_id: UUID, wanted: Because) -> AppraisalAnswer:
    """Something happened: at least the leader looks at it again."""
    row = reopen_after_incident(request.actor, appraisal=appraisal_of(request.actor, appraisal_id), what=wanted.reason)
    return appraisal_answer(request.actor, row)
