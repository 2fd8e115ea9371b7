"""Over the API: how an agreement is left, the drill, breaches and the tasks of their plans."""

from uuid import UUID

from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.queries import agreement_of
from aktsom.cooperation.exits import actions, breaching, queries
from aktsom.cooperation.exits.asking import still_open
from aktsom.cooperation.exits.breaching import Told
from aktsom.cooperation.exits.drafts import draft_of, starting_for
from aktsom.cooperation.exits.drilling import drill_of
from aktsom.cooperation.exits.models import Breach, PlanTask, Trigger
from aktsom.cooperation.exits.permissions import may_close
from aktsom.cooperation.exits.shapes import (
    AccessAnswer,
    AccessGiven,
    BreachAnswer,
    BreachGiven,
    DrillAnswer,
    EntryAnswer,
    FullBreachAnswer,
    OwnerGiven,
    PlanAnswer,
    StrategyAnswer,
    StrategyShape,
    TaskAnswer,
    TriggerName,
    WordsGiven,
)
from aktsom.cooperation.exits.telling import (
    access_answer,
    breach_answer,
    drill_answer,
    entry_answer,
    full_breach_answer,
    plan_answer,
    strategy_answer,
    task_answer,
)
from aktsom.core.actor import Actor
from aktsom.core.api import Done, Page, Paging, does, paged
from aktsom.core.audit import LOOK_AT_LIST, record_read
from aktsom.core.errors import named_in
from aktsom.core.http import ActorRequest
from aktsom.core.visibility import get_visible
from aktsom.institutions.models import Member
from aktsom.protection.access.models import Compartment

router = Router(tags=["agreements"])
AGREEMENT, BREACH = "/agreements/{uuid:agreement_id}", "/agreement-breaches/{uuid:breach_id}"
TASK, ACCESS = "/exit-tasks/{uuid:task_id}", "/exit-access/{uuid:access_id}"


@router.get(f"{AGREEMENT}/exit-strategy", response=StrategyAnswer, summary="How an agreement is left")
def get_exit_strategy(request: ActorRequest, agreement_id: UUID) -> StrategyAnswer:
    """The agreement's own strategy, or with `own` false the one to start from for its kind."""
    agreement = agreement_of(request.actor, agreement_id)
    record_read(request.actor, agreement)
    row = queries.strategy_of(request.actor, agreement)
    draft = draft_of(row) if row else starting_for(agreement)
    return strategy_answer(draft, own=row is not None, version=row.version if row else 0)


@router.put(
    f"{AGREEMENT}/exit-strategy",
    response=StrategyAnswer,
    summary="Write how an agreement is left",
    openapi_extra=does("write an exit strategy"),
)
def put_exit_strategy(request: ActorRequest, agreement_id: UUID, wanted: StrategyShape) -> StrategyAnswer:
    """Replace the whole strategy; 409 when somebody else wrote it since the version that was read."""
    agreement = agreement_of(request.actor, agreement_id)
    row = actions.write_strategy(request.actor, agreement=agreement, draft=wanted.draft(), version=wanted.version)
    return strategy_answer(wanted.draft(), own=True, version=row.version)


@router.get(f"{AGREEMENT}/exit-drill", response=DrillAnswer, summary="Exit drill")
def get_exit_drill(request: ActorRequest, agreement_id: UUID, trigger: TriggerName = "breach") -> DrillAnswer:
    """Everything that hangs on the agreement, and the dated plan if it were set off today. Nothing is changed."""
    agreement = agreement_of(request.actor, agreement_id)
    record_read(request.actor, agreement)
    return drill_answer(drill_of(request.actor, agreement, Trigger(trigger)))


@router.get(f"{AGREEMENT}/exit-access", response=Page[AccessAnswer], summary="Access that ends at once")
def list_exit_access(request: ActorRequest, agreement_id: UUID, paging: Query[Paging]) -> Page[AccessAnswer]:
    """The access that is revoked when the agreement is broken, as far as the caller may know of it."""
    agreement = agreement_of(request.actor, agreement_id)
    record_read(request.actor, agreement)
    rows = queries.hanging_access(request.actor, agreement)
    return paged(Page[AccessAnswer], request, rows, paging, lambda found: map(access_answer, found))


@router.post(
    f"{AGREEMENT}/exit-access",
    response={201: AccessAnswer},
    summary="Let access hang on an agreement",
    openapi_extra=does("let access hang on an agreement"),
)
def add_exit_access(request: ActorRequest, agreement_id: UUID, wanted: AccessGiven) -> Status[AccessAnswer]:
    """It ends at once when the agreement is broken, after somebody who looks after the compartment has agreed."""
    actor = request.actor
    row = actions.add_access(
        actor,
        agreement=agreement_of(actor, agreement_id),
        compartment=_compartment(actor, wanted.compartment),
        member=_member(actor, wanted.member, "member") if wanted.member else None,
    )
    return Status(201, access_answer(row))


@router.get("/exit-access", response=Page[AccessAnswer], summary="Access that I have to agree about")
def list_exit_access_to_agree(request: ActorRequest, paging: Query[Paging]) -> Page[AccessAnswer]:
    """What hangs on an agreement in a compartment that the caller looks after, and nobody has agreed to yet."""
    rows = queries.to_agree(request.actor)
    return paged(Page[AccessAnswer], request, rows, paging, lambda found: map(access_answer, found))


@router.post(
    f"{ACCESS}/agree",
    response=AccessAnswer,
    summary="Agree that access stops",
    openapi_extra=does("agree that access stops"),
)
def agree_to_stop_access(request: ActorRequest, access_id: UUID) -> AccessAnswer:
    """Who looks after the compartment agrees. Where the agreement is broken already the access ends now."""
    access = queries.access_to_agree(request.actor, access_id)
    actions.agree_to_stop(request.actor, access=access)
    return access_answer(access)


@router.delete(
    ACCESS,
    response=Done,
    summary="Let access hang no more on an agreement",
    openapi_extra=does("let access hang no more on an agreement"),
)
def remove_exit_access(request: ActorRequest, access_id: UUID) -> Done:
    """The access itself goes on."""
    actions.remove_access(request.actor, access=queries.access_of(request.actor, access_id))
    return Done()


@router.get(f"{AGREEMENT}/breaches", response=Page[BreachAnswer], summary="Breaches of an agreement")
def list_breaches(request: ActorRequest, agreement_id: UUID, paging: Query[Paging]) -> Page[BreachAnswer]:
    """All that was recorded, the latest first, each with the tasks of its plan and what became of access."""
    agreement = agreement_of(request.actor, agreement_id)
    record_read(request.actor, agreement)
    rows = queries.with_tasks_and_access(request.actor, queries.breaches_of(request.actor, agreement))
    return paged(
        Page[BreachAnswer],
        request,
        rows.select_related("agreement__exit_strategy"),
        paging,
        lambda found: [breach_answer(each, list(each.tasks.all()), each.access_lines) for each in found],
    )


@router.post(
    f"{AGREEMENT}/breaches",
    response={201: FullBreachAnswer, 200: FullBreachAnswer},
    summary="Record a breach",
    openapi_extra=does("record a breach"),
)
def record_breach(request: ActorRequest, agreement_id: UUID, wanted: BreachGiven) -> Status[FullBreachAnswer]:
    """Access stops at once where that was agreed, and the plan becomes tasks. A token records once, for one agreement only.

    The same token again gives what it recorded, with 200.
    """
    actor = request.actor
    agreement = agreement_of(actor, agreement_id)
    before = queries.breach_made_with(actor, agreement, wanted.token)
    if before:
        return Status(200, _shown(actor, before))
    told = Told(wanted.trigger, wanted.what, wanted.evidence, wanted.happened_on)
    made = breaching.record_breach(actor, agreement=agreement, told=told, token=wanted.token)
    return Status(201, _shown(actor, made))


@router.get("/agreement-breaches", response=Page[PlanAnswer], summary="Exit plans that run")
def list_running_plans(request: ActorRequest, paging: Query[Paging]) -> Page[PlanAnswer]:
    """What is broken first, in the order in which it must be put right; then what is only left."""
    record_read(request.actor, Agreement, LOOK_AT_LIST)
    rows = queries.running_plans(request.actor)
    return paged(
        Page[PlanAnswer],
        request,
        rows,
        paging,
        lambda found: [plan_answer(each, mine=may_close(request.actor, {"breach": each})) for each in found],
    )


@router.get(BREACH, response=FullBreachAnswer, summary="A breach")
def get_breach(request: ActorRequest, breach_id: UUID) -> FullBreachAnswer:
    """One breach with the tasks of its plan, what became of access, and what goes on of it."""
    row = queries.breach_of(request.actor, breach_id)
    record_read(request.actor, row.agreement)
    return _shown(request.actor, row)


@router.get(f"{BREACH}/log", response=Page[EntryAnswer], summary="The log of a breach")
def list_breach_log(request: ActorRequest, breach_id: UUID, paging: Query[Paging]) -> Page[EntryAnswer]:
    """What was done, by whom and when, the first line first; of access only what the caller may know of."""
    row = queries.breach_of(request.actor, breach_id)
    record_read(request.actor, row.agreement)
    rows = queries.entries_of(request.actor, row)
    return paged(Page[EntryAnswer], request, rows, paging, lambda found: map(entry_answer, found))


@router.post(
    f"{BREACH}/cure",
    response=FullBreachAnswer,
    summary="Say that a breach is put right",
    openapi_extra=does("say that a breach is put right"),
)
def cure_breach(request: ActorRequest, breach_id: UUID, wanted: WordsGiven) -> FullBreachAnswer:
    """What was left of the plan is dropped; access is asked for anew."""
    row = queries.breach_of(request.actor, breach_id)
    return _shown(request.actor, breaching.cure_breach(request.actor, breach=row, shown_by=wanted.text))


@router.post(
    f"{BREACH}/end",
    response=FullBreachAnswer,
    summary="End an agreement after a breach",
    openapi_extra=does("end an agreement after a breach"),
)
def end_after_breach(request: ActorRequest, breach_id: UUID, wanted: WordsGiven) -> FullBreachAnswer:
    """The agreement is terminated today; what is left of the plan is still carried out."""
    row = queries.breach_of(request.actor, breach_id)
    return _shown(request.actor, breaching.end_after_breach(request.actor, breach=row, reason=wanted.text))


@router.post(
    f"{BREACH}/notes",
    response={201: Done},
    summary="Note something about a breach",
    openapi_extra=does("note something about a breach"),
)
def note_about_breach(request: ActorRequest, breach_id: UUID, wanted: WordsGiven) -> Status[Done]:
    """A line for the log."""
    breaching.note(request.actor, breach=queries.breach_of(request.actor, breach_id), text=wanted.text)
    return Status(201, Done())


@router.post(
    f"{BREACH}/evidence",
    response={201: Done},
    summary="Add files that show a breach",
    openapi_extra=does("note something about a breach"),
)
def add_breach_evidence(
    request: ActorRequest, breach_id: UUID, files: File[list[UploadedFile]], text: Form[str] = ""
) -> Status[Done]:
    """At most 20 files as `files` of a multipart form, 50 MB each; they are kept among the papers of the agreement."""
    breaching.note(request.actor, breach=queries.breach_of(request.actor, breach_id), text=text, files=files)
    return Status(201, Done())


@router.get("/exit-tasks", response=Page[TaskAnswer], summary="Tasks of exit plans that wait for me")
def list_exit_tasks(request: ActorRequest, paging: Query[Paging]) -> Page[TaskAnswer]:
    """The caller's own open tasks, the nearest day first."""
    rows = queries.tasks_for(request.actor)
    return paged(Page[TaskAnswer], request, rows, paging, lambda found: map(task_answer, found))


@router.post(
    f"{TASK}/done",
    response=TaskAnswer,
    summary="Carry out a task of an exit plan",
    openapi_extra=does("carry out a task of an exit plan"),
)
def do_exit_task(request: ActorRequest, task_id: UUID, wanted: WordsGiven) -> TaskAnswer:
    """It is done, and the text says what shows it."""
    task: PlanTask = queries.task_of(request.actor, task_id)
    return task_answer(breaching.do_task(request.actor, task=task, shown_by=wanted.text))


@router.post(
    f"{TASK}/owner",
    response=TaskAnswer,
    summary="Give a task of an exit plan to somebody",
    openapi_extra=does("give a task of an exit plan to somebody"),
)
def assign_exit_task(request: ActorRequest, task_id: UUID, wanted: OwnerGiven) -> TaskAnswer:
    """Somebody else carries it out."""
    task = queries.task_of(request.actor, task_id)
    return task_answer(
        breaching.assign_task(request.actor, task=task, owner=_member(request.actor, wanted.owner, "owner"))
    )


def _member(actor: Actor, member_id: UUID, field: str) -> Member:
    with named_in(field):
        found: Member = get_visible(Member, actor, pk=member_id)
    return found


def _compartment(actor: Actor, compartment_id: UUID) -> Compartment:
    with named_in("compartment"):
        return queries.compartment_to_add(actor, compartment_id)


def _shown(actor: Actor, row: Breach) -> FullBreachAnswer:
    lines = queries.entries_of(actor, row).filter(sort__in=queries.OF_ACCESS)
    return full_breach_answer(row, list(queries.tasks_of(actor, row)), list(lines), still_open(actor, row))
