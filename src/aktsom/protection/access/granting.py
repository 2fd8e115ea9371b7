"""A grant from the question to its end: asked for, answered, renewed, given back, revoked.

Each step locks the row and checks the state before it.
"""

from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, InvalidError, NotVisibleError, Sentence
from aktsom.protection.access.alarms import alarm
from aktsom.protection.access.models import AccessGrant, Compartment
from aktsom.protection.access.permissions import is_own, may_ask, may_decide, may_review, may_revoke
from aktsom.protection.access.prerequisites import missing_for

State = AccessGrant.State
EMERGENCY = timedelta(hours=8)
LONGEST_TEXT = 1000


@action("ask for access", may=may_ask, private=("purpose",))
def ask_for_access(actor: Actor, *, compartment: Compartment, purpose: str, until: date) -> AccessGrant:
    """Ask to enter a compartment for a purpose until a day; with a grant in force, ask that it goes on.

    Raises `InvalidError` with the fields that need another look, `ConflictError` when the same person's question waits.
    """
    _open(compartment)
    wrong: dict[str, Sentence] = {}
    if not purpose.strip() or len(purpose) > LONGEST_TEXT:
        wrong["purpose"] = _("Say in a sentence or two what you need to do there.")
    if reason := _day_refused(compartment, until):
        wrong["until"] = reason
    if wrong:
        raise InvalidError(fields=wrong)
    standing = AccessGrant.objects.filter(compartment=compartment, member=actor.member_id, state=State.GRANTED)
    try:
        with transaction.atomic():
            return AccessGrant.objects.create(
                institution_id=compartment.institution_id,
                compartment=compartment,
                member_id=actor.as_member,
                purpose=purpose.strip(),
                asked_until=until,
                renews=standing.filter(is_emergency=False).first(),
            )
    except IntegrityError as error:
        raise ConflictError(
            _("You have asked for this already."),
            kept=_("Your question waits for an answer."),
            remedy=_("Withdraw it first if you want to ask anew."),
        ) from error


@action("approve access", may=may_decide, private=("reason",), step_up=True)
def approve(actor: Actor, *, grant: AccessGrant, until: date | None = None, reason: str = "") -> AccessGrant:
    """Let the person enter from now until a day, at most as long as the protection level allows.

    Raises `InvalidError` when a prerequisite is missing. A grant that this one renews ends.
    """
    row = _locked(grant, State.ASKED)
    _open(row.compartment)
    if refused := _day_refused(row.compartment, until or row.asked_until):
        raise InvalidError(fields={"until": refused})
    if missing := missing_for(actor, row.compartment, row.member_id):
        raise InvalidError(
            _("Something that this compartment requires is missing: %(what)s.")
            % {"what": ", ".join(each.title for each in missing)},
            remedy=_("Confirm it first when you have seen it, then approve."),
        )
    now = timezone.now()
    earlier = AccessGrant.objects.filter(compartment=row.compartment, member=row.member_id, state=State.GRANTED)
    earlier.filter(is_emergency=False).update(state=State.ENDED, ended_at=now, ended_by_id=actor.member_id)
    row.state, row.begins, row.until = State.GRANTED, now, end_of(until or row.asked_until)
    return _decided(actor, row, reason)


@action("decline access", may=may_decide, private=("reason",))
def decline(actor: Actor, *, grant: AccessGrant, reason: str) -> AccessGrant:
    """Say no, with a reason that the person can read."""
    row = _locked(grant, State.ASKED)
    _given(reason, "reason")
    row.state = State.DECLINED
    return _decided(actor, row, reason)


@action("withdraw a question for access", may=is_own)
def withdraw(actor: Actor, *, grant: AccessGrant) -> AccessGrant:
    """Take one's own question back."""
    row = _locked(grant, State.ASKED)
    row.state = State.WITHDRAWN
    return _ended(actor, row, "")


@action("give access back", may=is_own)
def give_back(actor: Actor, *, grant: AccessGrant) -> AccessGrant:
    """End one's own grant before its time."""
    row = _locked(grant, State.GRANTED)
    row.state = State.ENDED
    return _ended(actor, row, "")


@action("revoke access", may=may_revoke, private=("reason",))
def revoke(actor: Actor, *, grant: AccessGrant, reason: str) -> AccessGrant:
    """End a grant at once: the person's next request is answered without it, in every server and for every key."""
    row = _locked(grant, State.GRANTED)
    _given(reason, "reason")
    row.state = State.REVOKED
    return _ended(actor, row, reason)


@action("enter in an emergency", may=may_ask, private=("reason",))
def enter_in_emergency(actor: Actor, *, compartment: Compartment, reason: str) -> AccessGrant:
    """Enter at once for eight hours, without asking. Those who look after the compartment are told and must review it:
    on their start pages, and by mail.

    Raises `ConflictError` while an earlier emergency of the same person is not reviewed.
    """
    _open(compartment)
    _given(reason, "reason")
    Compartment.objects.select_for_update(of=("self",)).get(pk=compartment.pk)
    earlier = AccessGrant.objects.filter(compartment=compartment, member=actor.member_id, is_emergency=True)
    if earlier.filter(reviewed_at__isnull=True).exists():
        raise ConflictError(
            _("Your earlier emergency there is not reviewed yet."),
            kept=_("Nothing was changed."),
            remedy=_("Call the owner, whose name is on the page."),
        )
    now = timezone.now()
    grant = AccessGrant.objects.create(
        institution_id=compartment.institution_id,
        compartment=compartment,
        member_id=actor.as_member,
        state=State.GRANTED,
        purpose=reason.strip(),
        asked_until=timezone.localdate(now + EMERGENCY),
        begins=now,
        until=now + EMERGENCY,
        is_emergency=True,
    )
    alarm(grant)
    return grant


@action("review an emergency", may=may_review, private=("review",))
def review_emergency(actor: Actor, *, grant: AccessGrant, review: str) -> AccessGrant:
    """Put on record what the emergency was and whether it was one. The grant goes on or ends as it would have."""
    row = _locked(grant)
    if not row.is_emergency or row.reviewed_at is not None:
        raise ConflictError(_("There is nothing to review here any more."), kept=_("The first review stands."))
    _given(review, "review")
    row.review, row.reviewed_by_id, row.reviewed_at = review.strip(), actor.member_id, timezone.now()
    row.save()
    return row


def end_of(day: date) -> datetime:
    """The moment at which a day is over."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def latest_day(compartment: Compartment) -> date:
    """The last day until which access can be given today."""
    return timezone.localdate() + compartment.longest


def _day_refused(compartment: Compartment, until: date) -> Sentence:
    if timezone.localdate() <= until <= latest_day(compartment):
        return ""
    latest = date_format(latest_day(compartment), "DATE_FORMAT")
    return _("Choose a day from today to %(latest)s.") % {"latest": latest}


def _open(compartment: Compartment) -> None:
    if compartment.closed_at is not None:
        raise ConflictError(_("This compartment is closed."), kept=_("Nothing was changed."))


def _given(text: str, field: str) -> None:
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise InvalidError(_("A reason is needed."), fields={field: _("Say why, in a sentence.")})


def _locked(grant: AccessGrant, expected: str = "") -> AccessGrant:
    row = (
        AccessGrant.objects.select_for_update(of=("self",))
        .select_related("compartment__unit")
        .filter(pk=grant.pk)
        .first()
    )
    if row is None:
        raise NotVisibleError
    if expected and (row.state != expected or row.has_run_out):
        raise ConflictError(
            _("This was answered or ended in the meantime."),
            kept=_("What was decided first stands."),
            remedy=_("Load the page again to see it."),
        )
    found: AccessGrant = row
    return found


def _decided(actor: Actor, row: AccessGrant, reason: str) -> AccessGrant:
    row.decided_by_id, row.decided_at, row.reason = actor.member_id, timezone.now(), reason.strip()[:LONGEST_TEXT]
    row.save()
    return row


def _ended(actor: Actor, row: AccessGrant, reason: str) -> AccessGrant:
    row.ended_by_id, row.ended_at, row.end_reason = actor.member_id, timezone.now(), reason.strip()[:LONGEST_TEXT]
    row.save()
    return row
