"""The steps of an agreement from draft to end: guarded by the engine's rules, a lock, and what a person must bring."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.drafts import TIMES
from aktsom.cooperation.agreements.models import Agreement, AgreementParty, Document, DocumentVersion, StepTaken
from aktsom.cooperation.agreements.papers import keep_version
from aktsom.cooperation.agreements.permissions import may_take_step
from aktsom.cooperation.agreements.storing import saved, tell
from aktsom.cooperation.records.storing import locked
from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, InvalidError, Sentence, spoken
from aktsom.engine.agreements.lifecycle import BEFORE, RUNNING, Given, Life, LifeError, State, Step, on_day, take
from aktsom.engine.agreements.terms import Terms, TermsError

LONGEST_REASON = 5_000
MOVES_BY_ITSELF = sorted(state.value for state in (State.SIGNED, *RUNNING))
NOT_YET = _("On that day it was neither signed nor in force.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDraft:
    """What a person brings for a step: why, on which day it happened or until when, and the file that shows it."""

    reason: str = ""
    on: date | None = None
    last_day: date | None = None
    upload: "UploadedFile[bytes] | None" = None


def is_of_a_breach(step: Step, agreement: Agreement) -> bool:
    """Whether a step is never taken by itself: what hangs on a broken agreement goes with it (`cooperation/exits`).

    Whether one that is broken ends, whoever decides about its breach says there.
    """
    return step in (Step.BREACH, Step.CURE) or (step is Step.TERMINATE and agreement.breached_since is not None)


@action("take a step with an agreement", may=may_take_step, private=("given.reason", "given.upload"))
def take_step(actor: Actor, *, agreement: Agreement, step: Step, given: StepDraft) -> Agreement:
    """Take it from where it stands to the next state. Raises `ConflictError` where that is not possible or something lacks.

    Changing its days is not done here but with `actions.change_agreement`.
    """
    _check_reason(given.reason)
    if is_of_a_breach(step, agreement):
        raise ConflictError(
            _(
                "A breach is recorded, put right and brought to an end where its plan is, with the access and the tasks."
            ),
            kept=_("Nothing was changed."),
            remedy=_("Go there by “The way out”."),
        )
    row = locked(agreement)
    today = timezone.localdate()
    parties = list(row.parties.all())
    before = row.life(today, [str(each.pk) for each in parties])
    after = _taken(before, step, today, _brought(row, parties, step, given))
    if step in (Step.GIVE_NOTICE, Step.TERMINATE):
        _check_day(row, given)
    if step is Step.GIVE_NOTICE:
        _check_last_day(after, given, today)
    shown = _shown(actor, row, given)
    if step is Step.SIGN and row.starts is None:
        row.starts = after.signed
        after = on_day(replace(after, terms=_new_terms(row, today)), today)
    _write(row, after)
    note_step(actor, row, step, today if given.on is None else given.on, reason=given.reason, shown_by=shown)
    return saved(row)


def move(
    actor: Actor, row: Agreement, step: Step, given: Given, *, reason: str = "", on: date | None = None
) -> Agreement:
    """Take a step with a locked agreement inside another room's action, with what that room was given for it."""
    today = timezone.localdate()
    _write(row, _taken(row.life(today), step, today, given))
    note_step(actor, row, step, on or today, reason=reason)
    return saved(row)


@action("let the calendar move agreements", may=only_system)
def move_by_calendar(actor: Actor, *, today: date) -> int:
    """Put into force what begins and end what has run out; gives how many agreements moved."""
    rows = Agreement.objects.visible_to(actor).filter(state__in=MOVES_BY_ITSELF)
    rows = rows.order_by("pk").select_for_update(of=("self",), no_key=True)
    moved = 0
    for row in rows:
        before = row.life(today)
        after = on_day(before, today)
        if after.state is not before.state:
            _write(row, after)
            note_step(actor, row, Step.ENTER_FORCE if after.state is State.IN_FORCE else Step.END, today)
            row.save()
            tell(row)
            moved += 1
    return moved


def amended(actor: Actor, row: Agreement, times: Mapping[str, Any], reason: str = "") -> None:
    """Give a locked agreement other days and periods. Where people rely on them, the former ones are kept with the step.

    One that its last day ended needs a reason; raises `InvalidError` without it.
    """
    _check_reason(reason)
    today = timezone.localdate()
    before = on_day(row.life(today), today)
    if before.ran_its_term and not reason.strip():
        raise InvalidError(fields={"reason": _("It has ended by these days: say why they change.")})
    former = {name: getattr(row, name) for name in TIMES}
    for name, value in times.items():
        setattr(row, name, value)
    after = _taken(before, Step.AMEND, today, Given(terms=_new_terms(row, today), reason=reason))
    _write(row, after)
    if before.state not in BEFORE:
        kept = {name: value.isoformat() if isinstance(value, date) else value for name, value in former.items()}
        note_step(actor, row, Step.AMEND, today, reason=reason, terms_before=kept)


def note_step(actor: Actor, row: Agreement, step: Step, on: date, **given: Any) -> StepTaken:
    """Keep that a step was taken."""
    return StepTaken.objects.create(
        institution_id=row.institution_id,
        agreement=row,
        step=step.value,
        state=row.state,
        taken_on=on,
        by_id=actor.member_id,
        **given,
    )


def _check_reason(reason: str) -> None:
    if len(reason) > LONGEST_REASON or "\x00" in reason:
        raise InvalidError(fields={"reason": _("This is too long: at most 5000 characters.")})


def _check_day(row: Agreement, given: StepDraft) -> None:
    """Raises `InvalidError` for a day on which it was neither signed nor in force: a slip that would end it before its time."""
    if given.on and row.begun and given.on < row.begun:
        raise InvalidError(fields={"on": NOT_YET})


def _check_last_day(after: Life, given: StepDraft, today: date) -> None:
    """A notice cannot be taken back once it has run out: what a slip in a date would do unseen, a person writes or is told.

    Raises `InvalidError` when the notice has run out already and its last day is not given, and for a last day that comes later
    than the one on which it ends anyhow.
    """
    assert after.ends
    wrong: Sentence = ""
    if given.last_day is None and after.ends < today:
        wrong = _("Given on that day, the notice ran out on %(day)s. Write that last day here if it is right.")
    elif given.last_day and after.ends < given.last_day:
        wrong = _("It ends on %(day)s anyhow: write that day or an earlier one, or leave it blank.")
    if wrong:
        raise InvalidError(fields={"last_day": wrong % {"day": date_format(after.ends, "DATE_FORMAT")}})


def _taken(life: Life, step: Step, today: date, given: Given) -> Life:
    try:
        return take(life, step, today, given)
    except LifeError as error:
        raise ConflictError(
            spoken(error.message), kept=_("Nothing was changed."), remedy=spoken(error.remedy)
        ) from error


def _new_terms(row: Agreement, today: date) -> Terms:
    try:
        return row.terms(today)
    except TermsError as error:
        raise InvalidError(fields={"ends": spoken(error)}) from error


def _brought(row: Agreement, parties: list[AgreementParty], step: Step, given: StepDraft) -> Given:
    papers = DocumentVersion.objects.filter(agreement=row, withdrawn_at=None)
    has_paper = papers.exists() if step is Step.SIGN else given.upload is not None
    return Given(
        signatories=frozenset(str(each.pk) for each in parties if each.signatory.strip()),
        document=has_paper,
        reason=given.reason,
        evidence=given.upload is not None,
        last_day=given.last_day,
        on=given.on,
    )


def _shown(actor: Actor, row: Agreement, given: StepDraft) -> DocumentVersion | None:
    if given.upload is None:
        return None
    return keep_version(actor, row, upload=given.upload, kind=Document.Kind.LETTER)


def _write(row: Agreement, life: Life) -> None:
    """Keep what the engine says, in the columns of the row."""
    row.state = life.state.value
    row.ends = life.terms.end
    row.signed_on, row.ends_on, row.decided_until = life.signed, life.ends, life.decided_until
    row.breached_since, row.suspended_since, row.reviewed_on = life.breached, life.suspended, life.reviewed
