"""Recertification: every grant in force is kept with a reason or ended; what nobody answers by the date ends by itself."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, InvalidError
from aktsom.protection.access.granting import end_of
from aktsom.protection.access.models import AccessGrant, Compartment, Round, RoundAnswer, in_force
from aktsom.protection.access.permissions import may_decide, may_look_after

SHORTEST, LONGEST, USUAL = 1, 90, 21


@action("begin a recertification", may=may_look_after)
def begin_round(actor: Actor, *, compartment: Compartment, due: date) -> Round:
    """Ask about every grant in force. From now on each of them ends with the day `due` unless somebody keeps it."""
    today = timezone.localdate()
    if not today + timedelta(days=SHORTEST) <= due <= today + timedelta(days=LONGEST):
        raise InvalidError(fields={"due": _("Choose a day from tomorrow to 90 days from now.")})
    Compartment.objects.select_for_update(of=("self",)).get(pk=compartment.pk)
    if compartment.rounds.filter(due__gt=timezone.now(), answers__answered_at__isnull=True).exists():
        raise ConflictError(_("A recertification is under way."), remedy=_("Finish that one first."))
    begun = Round.objects.create(
        institution_id=compartment.institution_id,
        compartment=compartment,
        begun_by_id=actor.member_id,
        due=end_of(due),
    )
    grants = AccessGrant.objects.filter(in_force(timezone.now()), compartment=compartment, is_emergency=False)
    RoundAnswer.objects.bulk_create(
        RoundAnswer(institution_id=compartment.institution_id, round=begun, grant=grant) for grant in grants
    )
    AccessGrant.objects.filter(pk__in=[grant.pk for grant in grants]).update(keep_by=begun.due)
    return begun


@action("keep access", may=may_decide, private=("reason",))
def keep(actor: Actor, *, answer: RoundAnswer, reason: str) -> RoundAnswer:
    """The person still needs it, and why. Nobody keeps their own."""
    row = _waiting(answer)
    _said(reason)
    AccessGrant.objects.filter(pk=row.grant_id).update(keep_by=None)
    return _answered(actor, row, True, reason)


@action("end access in a recertification", may=may_decide, private=("reason",))
def end(actor: Actor, *, answer: RoundAnswer, reason: str) -> RoundAnswer:
    """The person no longer needs it; it ends at once."""
    row = _waiting(answer)
    _said(reason)
    AccessGrant.objects.filter(pk=row.grant_id).update(
        state=AccessGrant.State.ENDED,
        ended_at=timezone.now(),
        ended_by_id=actor.member_id,
        end_reason=reason.strip()[:1000],
    )
    return _answered(actor, row, False, reason)


def begin_due_rounds(actor: Actor) -> int:
    """Begin the rounds that are due by their compartments' own rhythm; give how many. The system does this once a day."""
    begun = 0
    for compartment in Compartment.objects.visible_to(actor).filter(closed_at=None, recertify_months__gt=0):
        last = compartment.rounds.order_by("-begun_at").first()
        since = last.begun_at if last else compartment.made_at
        if since + timedelta(days=30 * compartment.recertify_months) > timezone.now():
            continue
        if AccessGrant.objects.filter(in_force(timezone.now()), compartment=compartment).exists():
            begin_round(actor, compartment=compartment, due=timezone.localdate() + timedelta(days=USUAL))
            begun += 1
    return begun


def _waiting(answer: RoundAnswer) -> RoundAnswer:
    row: RoundAnswer = RoundAnswer.objects.select_for_update(of=("self",)).select_related("round").get(pk=answer.pk)
    grant = AccessGrant.objects.select_for_update(of=("self",)).get(pk=row.grant_id)
    if row.answered_at is not None or not grant.is_in_force:
        raise ConflictError(
            _("This was answered or ended in the meantime."),
            kept=_("What was decided first stands."),
            remedy=_("Load the page again to see it."),
        )
    return row


def _said(reason: str) -> None:
    if not reason.strip() or len(reason) > 1000:
        raise InvalidError(_("A reason is needed."), fields={"reason": _("Say why, in a sentence.")})


def _answered(actor: Actor, row: RoundAnswer, is_kept: bool, reason: str) -> RoundAnswer:
    row.is_kept, row.reason = is_kept, reason.strip()
    row.answered_by_id, row.answered_at = actor.member_id, timezone.now()
    row.save()
    return row
