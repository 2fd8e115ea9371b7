"""Who holds which duty: assigned, changed, ended; where it must be filled; and who is away."""

from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotVisibleError, Sentence
from aktsom.core.meanwhile import refuse_overwriting
from aktsom.core.visibility import get_visible
from aktsom.institutions.actions.members import keep_one_leader
from aktsom.institutions.actions.setup import own
from aktsom.institutions.actions.units import hold_tree
from aktsom.institutions.keys import forget_known
from aktsom.institutions.models import DutyAssignment, Member, RequiredDuty, Unit
from aktsom.institutions.permissions import (
    WHOLE_INSTITUTION,
    may_assign,
    may_change_duty,
    may_end_duty,
    may_require,
    may_say_away,
)
from aktsom.institutions.responsibility import required_levels


@action("assign a duty", may=may_assign, step_up=True)
def assign_duty(
    actor: Actor,
    *,
    member: Member,
    duty: Duty,
    unit: Unit | None = None,
    deputy: Member | None = None,
    starts: date | None = None,
    ends: date | None = None,
) -> DutyAssignment:
    """Make a member responsible for something, for a unit and everything under it, from a day and perhaps to one."""
    begins = starts or timezone.localdate()
    _refuse(_wrong(duty, unit, member, deputy) | _wrong_period(begins, ends))
    same = DutyAssignment.objects.visible_to(actor).filter(member=member, duty=duty, unit=unit, ended_at=None)
    if same.filter(Q(ends=None) | Q(ends__gte=begins), starts__lte=ends or date.max).exists():
        raise ConflictError(_("This person has this duty already."), kept=_("Nothing was changed."))
    row = DutyAssignment.objects.create(
        institution_id=own(actor),
        member=member,
        duty=duty,
        unit=unit,
        deputy=deputy,
        starts=begins,
        ends=ends,
        assigned_by_id=actor.member_id,
    )
    forget_known()
    return row


@action("change a duty's deputy and period", may=may_change_duty, step_up=True)
def change_duty(
    actor: Actor, *, assignment: DutyAssignment, deputy: Member | None, ends: date | None, seen: str | None = None
) -> DutyAssignment:
    """Name another deputy or none, and another last day or none.

    `seen` is the version that the actor looked at; raises `ConflictError` when it is another one by now.
    """
    row = _running(actor, assignment)
    refuse_overwriting(seen, row.version)
    _refuse(_wrong(Duty(row.duty), row.unit, row.member, deputy) | _wrong_period(row.starts, ends))
    row.deputy, row.ends = deputy, ends
    row.save(update_fields=["deputy", "ends"])
    forget_known()
    return row


@action("end a duty", may=may_end_duty)
def end_duty(actor: Actor, *, assignment: DutyAssignment) -> DutyAssignment:
    """Take a duty back, or lay one's own down; it has no effect from this moment on."""
    row = _running(actor, assignment)
    if row.duty == Duty.LEADERSHIP:
        keep_one_leader(actor, row.member)
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    forget_known()
    return row


@action("say who is away", may=may_say_away)
def say_away(actor: Actor, *, member: Member, away_from: date | None, away_until: date | None) -> Member:
    """Say from which day to which a person is away, or with None that they are not. Deputies act meanwhile."""
    row: Member = get_visible(Member, actor, pk=member.pk)
    if away_until and (away_from is None or away_until < away_from):
        _refuse({"away_until": _("The last day lies before the first.")})
    row.away_from, row.away_until = away_from, away_until
    row.save(update_fields=["away_from", "away_until"])
    forget_known()
    return row


@action("say where a duty must be filled", may=may_require)
def require_duty(actor: Actor, *, duty: Duty, level: str, seen: str | None = None) -> RequiredDuty:
    """Say at which level the institution wants the duty filled, in place of what the product suggests.

    `seen` is the level that the actor looked at; raises `ConflictError` when it is another one by now.
    """
    if level not in RequiredDuty.Level.values:
        _refuse({"level": _("Choose one of the levels.")})
    # There may be no row yet that could be locked.
    hold_tree(actor)
    refuse_overwriting(seen, required_levels(actor)[duty])
    row, _new = RequiredDuty.objects.update_or_create(institution_id=own(actor), duty=duty, defaults={"level": level})
    return row


def _running(actor: Actor, assignment: DutyAssignment) -> DutyAssignment:
    running = DutyAssignment.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    row: DutyAssignment | None = running.filter(pk=assignment.pk).first()
    if row is None:
        raise NotVisibleError
    if row.ended_at is not None or (row.ends and row.ends < timezone.localdate()):
        raise ConflictError(_("This duty has ended."), kept=_("Nothing was changed."), remedy=_("Assign it anew."))
    return row


def wrong_place(duty: Duty, unit: Unit | None) -> dict[str, Sentence]:
    """Why a duty cannot be held there; empty when it can."""
    wrong: dict[str, Sentence] = {}
    if unit is not None and duty in WHOLE_INSTITUTION:
        wrong["unit"] = _("This duty is held for the whole institution. Choose no unit.")
    if unit is None and duty == Duty.UNIT_LEADER:
        wrong["unit"] = _("Choose the unit that the person leads.")
    if unit is not None and unit.closed_at is not None:
        wrong["unit"] = _("This unit is closed.")
    return wrong


def _wrong(duty: Duty, unit: Unit | None, member: Member, deputy: Member | None) -> dict[str, Sentence]:
    wrong = wrong_place(duty, unit)
    if member.ended_at is not None:
        wrong["member"] = _("This person has no place here any more.")
    if deputy is not None and (deputy.pk == member.pk or deputy.ended_at is not None):
        wrong["deputy"] = _("The deputy is somebody else who has a place here.")
    return wrong


def _wrong_period(starts: date, ends: date | None) -> dict[str, Sentence]:
    return {"ends": _("The last day lies before the first.")} if ends and ends < starts else {}


def _refuse(wrong: dict[str, Sentence]) -> None:
    if wrong:
        raise InvalidError(
            _("Some fields cannot be used."), remedy=_("Correct the fields that are named."), fields=wrong
        )
