"""A breach from its record to its end: access is stopped at once, the plan becomes tasks, and each step is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import Agreement, Document
from aktsom.cooperation.agreements.moving import NOT_YET
from aktsom.cooperation.agreements.papers import keep_version
from aktsom.cooperation.exits.alarms import alarm, ask_to_stop
from aktsom.cooperation.exits.models import (
    DONE_AT_ONCE,
    NOT_BROKEN,
    Breach,
    BreachEntry,
    HangingAccess,
    PlanTask,
    Trigger,
)
from aktsom.cooperation.exits.owners import Owners, may_enter
from aktsom.cooperation.exits.permissions import may_carry_out, may_close, may_record
from aktsom.cooperation.exits.planning import Planned, dated
from aktsom.cooperation.exits.states import broken, check_binds, cured, ended
from aktsom.cooperation.exits.stopping import Stopped, stop_access
from aktsom.cooperation.exits.storing import log
from aktsom.cooperation.records.storing import locked
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, InvalidError, Sentence, filled
from aktsom.institutions.models import Member

State, Sort = Breach.State, BreachEntry.Sort
LONGEST = 10_000
PRIVATE = ("told.what", "told.evidence", "told.files")
MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody records: what sets the plan off, what happened, on which day, what shows it, with files."""

    trigger: str
    what: str
    evidence: str
    happened_on: date
    files: Sequence["UploadedFile[bytes]"] = ()


@action("record a breach", may=may_record, private=PRIVATE)
def record_breach(actor: Actor, *, agreement: Agreement, told: Told, token: UUID | None = None) -> Breach:
    """Put on record what happened, stop access where the strategy says so, and make the tasks.

    Duties that outlast an agreement can be broken after its end. Raises `InvalidError` with the fields that need another
    look, `ConflictError` while an earlier breach is open, or when the agreement was never in force.
    """
    _check(told)
    row = locked(agreement)
    check_binds(row)
    if told.trigger == Trigger.BREACH and row.begun and told.happened_on < row.begun:
        raise InvalidError(fields={"happened_on": NOT_YET})
    planned = dated(row, Trigger(told.trigger), timezone.localdate())
    breach = Breach(
        institution_id=row.institution_id,
        agreement=row,
        trigger=told.trigger,
        what=told.what.strip(),
        evidence=told.evidence.strip(),
        happened_on=told.happened_on,
        cure_by=None if told.trigger in NOT_BROKEN else planned.plan.cure_over,
        decides=planned.decides,
        token=token,
        recorded_by_id=actor.member_id,
    )
    _keep(breach)
    log(actor, breach, Sort.RECORDED, breach.what)
    _keep_files(actor, breach, row, told.files)
    broken(actor, row, breach)
    tasks = _make_tasks(breach, planned)
    _keep_stopped(actor, breach, stop_access(actor, breach), planned.access_keys)
    if breach.is_broken:
        alarm(actor, breach, [task.owner_id for task in tasks if task.owner_id])
        ask_to_stop(actor, breach)
    return breach


def stop_if_broken(actor: Actor, access: HangingAccess) -> list[Stopped] | None:
    """What is agreed to only after the breach, or after the agreement was ended for it, ends now. None when all is well."""
    rows = Breach.objects.select_for_update(of=("self",)).filter(Breach.not_put_right(), agreement=access.agreement_id)
    breach = rows.first()
    if breach is None:
        return None
    stopped = stop_access(actor, breach, access)
    _keep_stopped(actor, breach, stopped, ())
    return stopped


@action("give a task of an exit plan to somebody", may=may_carry_out)
def assign_task(actor: Actor, *, task: PlanTask, owner: Member) -> PlanTask:
    """Somebody else carries it out, who is here and would see it: else raises `InvalidError`.

    Raises `ConflictError` for one that is over, and for the one to decide.
    """
    row = _open_task(task)
    if owner.ended_at is not None:
        raise InvalidError(fields={"owner": filled(_("%(name)s is not here any more."), {"name": owner.user.name})})
    if not may_enter(row.breach.agreement, owner.pk):
        unseen = _("The agreement is in a compartment that %(name)s may not enter: they would never see the task.")
        raise InvalidError(fields={"owner": filled(unseen, {"name": owner.user.name})})
    row.owner = owner
    row.save(update_fields=["owner"])
    log(actor, row.breach, Sort.ASSIGNED, f"{row.title}: {owner.user.name}", task=row)
    if row.breach.is_broken:
        alarm(actor, row.breach, [owner.pk])
    return row


@action("carry out a task of an exit plan", may=may_carry_out, private=("shown_by",))
def do_task(actor: Actor, *, task: PlanTask, shown_by: str) -> PlanTask:
    """It is done, and this shows it. Raises `ConflictError` for one that is over, and for the one to decide."""
    row = _open_task(task)
    _need({"shown_by": shown_by})
    row.done_at, row.done_by_id, row.shown_by = timezone.now(), actor.member_id, shown_by.strip()
    row.save(update_fields=["done_at", "done_by", "shown_by"])
    log(actor, row.breach, Sort.DONE, f"{row.title}: {row.shown_by}", task=row)
    return row


@action("note something about a breach", may=may_record, private=("text", "files"))
def note(actor: Actor, *, breach: Breach, text: str, files: Sequence["UploadedFile[bytes]"] = ()) -> Breach:
    """A line for the log, and files that show something; they are kept among the papers of the agreement."""
    if text.strip() or not files:
        _need({"text": text})
        log(actor, breach, Sort.NOTED, text.strip())
    _keep_files(actor, breach, locked(breach.agreement), files)
    return breach


@action("say that a breach is put right", may=may_close, private=("shown_by",))
def cure_breach(actor: Actor, *, breach: Breach, shown_by: str) -> Breach:
    """The other side put it right, and this shows it. What is left of the plan is dropped; access is asked for anew."""
    _need({"shown_by": shown_by})
    row = _closed(actor, breach, State.CURED, shown_by)
    log(actor, row, Sort.CURED, shown_by.strip())
    cured(actor, row.agreement, row, shown_by.strip())
    return row


@action("end an agreement after a breach", may=may_close, private=("reason",), step_up=True)
def end_after_breach(actor: Actor, *, breach: Breach, reason: str) -> Breach:
    """The agreement is terminated today, or ends on the last day that it keeps (`states.ended`).

    What is left of the plan is still carried out, by the days that follow from that.
    """
    _need({"reason": reason})
    row = _closed(actor, breach, State.ENDED, reason)
    log(actor, row, Sort.ENDED, reason.strip())
    ended(actor, row.agreement, row, reason.strip())
    _plan_anew(row)
    return row


def _make_tasks(breach: Breach, planned: Planned) -> list[PlanTask]:
    owners = Owners(breach.agreement)
    return PlanTask.objects.bulk_create(
        PlanTask(
            institution_id=breach.institution_id,
            agreement=breach.agreement,
            breach=breach,
            position=position,
            key=each.step.key,
            title=planned.titles[each.step.key],
            role=each.step.role,
            owner_id=owners.carries_out(each.step, planned.decisions),
            decides=each.step.key in planned.decisions,
            begins=each.begins,
            due=each.due,
        )
        for position, each in enumerate(planned.plan.steps)
    )


def _plan_anew(breach: Breach) -> None:
    """What waits for the last day waits for the one that it has now."""
    planned = dated(breach.agreement, Trigger(breach.trigger), timezone.localdate(breach.recorded_at))
    by_key = {each.step.key: each for each in planned.plan.steps}
    left = [task for task in breach.tasks.filter(done_at=None, dropped_at=None) if task.key in by_key]
    for task in left:
        task.begins, task.due = by_key[task.key].begins, by_key[task.key].due
    PlanTask.objects.bulk_update(left, ["begins", "due"])


def _check(told: Told) -> None:
    wrong: dict[str, Sentence] = {}
    if told.trigger not in Trigger.values:
        wrong["trigger"] = _("Choose what sets the plan off.")
    if told.happened_on > timezone.localdate():
        wrong["happened_on"] = _("This day has not come yet.")
    wrong |= _missing({"what": told.what, "evidence": told.evidence})
    if wrong:
        raise InvalidError(fields=wrong)


def _need(texts: dict[str, str]) -> None:
    if wrong := _missing(texts):
        raise InvalidError(fields=wrong)


def _missing(texts: dict[str, str]) -> dict[str, Sentence]:
    return {
        name: _("Write it in a sentence or two.") if not text.strip() else _("This is too long. Shorten it.")
        for name, text in texts.items()
        if not text.strip() or len(text) > LONGEST
    }


def _keep(breach: Breach) -> None:
    try:
        with transaction.atomic():
            breach.save(force_insert=True)
    except IntegrityError as error:
        if "one_breach_per_form" in str(error) and not _is_recorded(breach):
            raise ConflictError(
                _("This was sent before, about another agreement."),
                kept=_("Nothing was recorded of this agreement."),
                remedy=_("Start with a new form; a program sends a new token."),
            ) from error
        raise ConflictError(
            _("A breach of this agreement is recorded already, and its plan runs.")
            if breach.is_broken
            else _("A plan to leave this agreement runs already."),
            kept=_("What was recorded first stands."),
            remedy=_("Note there what is new."),
        ) from error


def _is_recorded(breach: Breach) -> bool:
    """Whether the same form or program recorded it at this moment."""
    return Breach.objects.filter(agreement=breach.agreement_id, token=breach.token).exists()


def _keep_files(actor: Actor, breach: Breach, agreement: Agreement, files: Sequence["UploadedFile[bytes]"]) -> None:
    if len(files) > MOST_FILES:
        raise InvalidError(_("At most 20 files at a time."), kept=_("Nothing was changed."))
    for file in files:
        version = keep_version(actor, agreement, upload=file, kind=Document.Kind.LETTER)
        log(actor, breach, Sort.SHOWN, version.filename, paper=version)


def _keep_stopped(actor: Actor, breach: Breach, stopped: list[Stopped], keys: Iterable[str]) -> None:
    for each in stopped:
        whom = each.grant.member.user.name if each.grant else ""
        text = ": ".join(filter(None, (each.access.compartment.name, whom, each.reason)))
        log(
            actor,
            breach,
            Sort.NOT_STOPPED if each.reason else Sort.STOPPED,
            text,
            grant_id=each.grant and each.grant.pk,
            compartment_id=each.access.compartment_id,
        )
    if stopped and not any(each.reason for each in stopped):
        now = timezone.now()
        PlanTask.objects.filter(breach=breach, key__in=list(keys)).update(
            done_at=now, done_by_id=actor.member_id, shown_by=str(DONE_AT_ONCE)
        )


def _open_task(task: PlanTask) -> PlanTask:
    row: PlanTask = (
        PlanTask.objects.select_for_update(of=("self",)).select_related("breach__agreement__unit").get(pk=task.pk)
    )
    if not row.is_open:
        raise ConflictError(_("This task is done already, or is not needed any more."), kept=_("Nothing was changed."))
    check_not_deciding(row)
    return row


def check_not_deciding(task: PlanTask) -> None:
    """Raises `ConflictError` for a task that is done by deciding, and by nothing else."""
    if task.decides:
        raise ConflictError(
            _("This task is done by deciding whether the agreement goes on."),
            kept=_("Nothing was changed."),
            remedy=_("Whoever decides says so on the page of the plan."),
        )


def _closed(actor: Actor, breach: Breach, state: Breach.State, words: str) -> Breach:
    row: Breach = Breach.objects.select_for_update(of=("self",)).select_related("agreement__unit").get(pk=breach.pk)
    if row.state != State.OPEN:
        raise ConflictError(_("This plan is closed already."), kept=_("What was decided first stands."))
    row.state, row.closed_at = state, timezone.now()
    row.save(update_fields=["state", "closed_at"])
    deciding = row.tasks.filter(decides=True, done_at=None, dropped_at=None)
    deciding.update(done_at=row.closed_at, done_by_id=actor.member_id, shown_by=words.strip())
    if state == State.CURED:
        row.tasks.filter(done_at=None).update(dropped_at=row.closed_at)
    return row
