"""What people do with an appraisal that waits: hand over, send back, decide, step aside, appeal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.appraisal.deciding.evidence import frozen
from aktsom.appraisal.deciding.permissions import may_act, may_own
from aktsom.appraisal.deciding.who import Who, aside_of, interested_in
from aktsom.appraisal.models import Appraisal, Decision, Measure
from aktsom.appraisal.models.appraisals import pass_on
from aktsom.appraisal.models.words import Step
from aktsom.appraisal.stepping import locked, take, text_given
from aktsom.appraisal.way import words
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.changes import announce
from aktsom.core.errors import ConflictError, InvalidError, Sentence
from aktsom.institutions.models import Member

MOST_MEASURES, LONGEST_MEASURE = 30, 500
LATEST_MEASURE = timedelta(days=3 * 366)
ASK_REASON = _("Say why, in a few sentences. Whoever asked can read it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A measure as the decider wants it. `rule` names the rule whose typical measure it is, `clause` the framework condition
    of the agreement that it asks for, if any."""

    text: str
    owner: UUID
    due: date
    rule: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A decision as somebody words it."""

    outcome: words.Outcome
    reason: str
    measures: tuple[Wanted, ...] = ()
    until: date | None = None


@action("hand over a dossier", may=may_act, private=("note",))
def hand_over(actor: Actor, *, appraisal: Appraisal, note: str = "") -> Appraisal:
    """The adviser has put together what the decision needs; from now on it waits for who decides."""
    row, who = locked(appraisal), Who(appraisal.institution_id)
    return take(
        actor,
        row,
        Step.HAND_OVER,
        lambda matter: matter.handed_over(actor.member_id, who.posts(row), interested_in(row), who.today),
        note=note.strip(),
    )


@action("send a dossier back", may=may_act, private=("reason",))
def send_back(actor: Actor, *, appraisal: Appraisal, reason: str) -> Appraisal:
    """Who decides wants to know more before that, and says what."""
    row, who = locked(appraisal), Who(appraisal.institution_id)
    note = text_given(reason, "reason", _("Say what you need to know."))
    return take(
        actor,
        row,
        Step.SEND_BACK,
        lambda matter: matter.sent_back(actor.member_id, who.posts(row), interested_in(row), who.today),
        note=note,
    )


@action("decide an appraisal", may=may_act, private=("reason", "measures"), step_up=True)
def decide(
    actor: Actor,
    *,
    appraisal: Appraisal,
    version: int,
    outcome: words.Outcome,
    reason: str,
    measures: Sequence[Wanted] = (),
    until: date | None = None,
) -> Appraisal:
    """Decide on the version that the actor looked at, with a reason; what it rests on is frozen.

    Raises `ConflictError` when something changed since, `InvalidError` with what is missing: a reason, a day until which it is
    put off, or measures where the approval rests on them.
    """
    return _decided(actor, locked(appraisal, version), Said(outcome, reason, tuple(measures), until))


@action("step aside from an appraisal", may=may_act)
def step_aside(actor: Actor, *, appraisal: Appraisal) -> Appraisal:
    """Say that one has an interest in the matter: the next who can act does it."""
    row = locked(appraisal)
    if actor.member_id is not None:
        aside_of(row, actor.member_id)
    row.version += 1
    row.save()
    pass_on(row, Step.STEP_ASIDE, by=actor.member_id)
    return row


@action("appeal a decision", may=may_own, private=("reason",))
def appeal(actor: Actor, *, appraisal: Appraisal, reason: str) -> Appraisal:
    """Whoever asked does not agree with a refusal, and says why; somebody else decides anew."""
    row = locked(appraisal)
    note = text_given(reason, "reason", _("Say what should be looked at again, and why."))
    return take(actor, row, Step.APPEAL, lambda matter: matter.appealed(timezone.localdate()), note=note)


@action("approve a note", may=may_act, private=("reason",), step_up=True)
def approve_note(actor: Actor, *, appraisal: Appraisal, reason: str) -> Appraisal:
    """Approve one of several that wait though nothing heavier than a *note* was found: the only ones decided in bulk.

    Raises `ConflictError` for a heavier one, which needs a page of its own.
    """
    row = locked(appraisal)
    if row.weight not in ("", "note"):
        raise ConflictError(
            _("“%(title)s” is more than a note.") % {"title": row.title}, remedy=_("Decide it on its own page.")
        )
    return _decided(actor, row, Said(words.Outcome.APPROVE, reason))


def _decided(actor: Actor, row: Appraisal, said: Said) -> Appraisal:
    reason = text_given(said.reason, "reason", ASK_REASON)
    _check_measures(said.outcome, said.measures, timezone.localdate())
    on_appeal = row.matter.state is words.State.UNDER_APPEAL
    evidence = frozen(row)
    row.evidence, row.news, row.news_at = evidence, [], None
    _step(actor, row, said, reason)
    decision = Decision.objects.create(
        institution_id=row.institution_id,
        appraisal=row,
        round=row.round,
        outcome=said.outcome.value,
        weight=row.weight,
        reason=reason,
        until=row.until,
        by_id=actor.as_member,
        level=row.level,
        on_appeal=on_appeal,
        evidence=evidence,
    )
    _replace_measures(row, decision, said.measures)
    _carry_out(row)
    return row


def _step(actor: Actor, row: Appraisal, said: Said, reason: str) -> None:
    who = Who(row.institution_id)
    take(
        actor,
        row,
        Step.DECIDE,
        lambda matter: matter.decided(
            actor.member_id,
            said.outcome,
            who.posts(row),
            interested_in(row),
            who.today,
            said.until,
            has_begun=has_begun(row),
        ),
        note=reason,
        why={"outcome": said.outcome.value},
    )


def has_begun(row: Appraisal) -> bool:
    """Whether the cooperation goes on already, so that it can be terminated. The row needs `cooperation` at hand."""
    return row.cooperation is not None and row.cooperation.has_begun


def _check_measures(outcome: words.Outcome, measures: Sequence[Wanted], today: date) -> None:
    if (outcome is words.Outcome.APPROVE_WITH_MEASURES) != bool(measures):
        wrong: Sentence = (
            _("Choose at least one measure, or approve without.")
            if not measures
            else _("Measures belong to an approval with measures. Choose that, or take the measures away.")
        )
        raise InvalidError(fields={"measures": wrong})
    if len(measures) > MOST_MEASURES or not all(_is_sound(each, today) for each in measures):
        raise InvalidError(
            fields={
                "measures": _("Each measure needs a few words, somebody who does it, and a day within three years.")
            },
        )
    owners = {each.owner for each in measures}
    if Member.objects.filter(pk__in=owners, ended_at=None).count() < len(owners):
        raise InvalidError(
            fields={"measures": _("Somebody who is to do a measure has no place here any more.")},
        )


def _is_sound(wanted: Wanted, today: date) -> bool:
    text = wanted.text.strip()
    fits = bool(text) and len(text) <= LONGEST_MEASURE and "\x00" not in text
    return fits and today <= wanted.due <= today + LATEST_MEASURE


def _replace_measures(row: Appraisal, decision: Decision, measures: Sequence[Wanted]) -> None:
    """Measures of an earlier decision that are still open no longer apply; those that were done stay."""
    row.measures.filter(done_at=None).delete()
    Measure.objects.bulk_create(
        Measure(
            institution_id=row.institution_id,
            appraisal=row,
            decision=decision,
            text=each.text.strip(),
            rule=each.rule[:80],
            clause=each.clause[:60],
            owner_id=each.owner,
            due=each.due,
        )
        for each in measures
    )


def _carry_out(row: Appraisal) -> None:
    """A cooperation that is terminated ends today; the register says so."""
    if row.cooperation is not None and row.outcome == words.Outcome.TERMINATE.value:
        cooperation: Cooperation = Cooperation.objects.select_for_update(of=("self",)).get(pk=row.cooperation_id)
        cooperation.state, cooperation.ends = Cooperation.State.ENDED, timezone.localdate()
        cooperation.version += 1
        cooperation.save()
        announce(row.institution_id, "cooperation", [cooperation.pk])
