"""People's places in the institution: given, changed, ended."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.changes import announce
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError, NotVisibleError
from aktsom.core.meanwhile import refuse_overwriting
from aktsom.institutions.actions.setup import own, usable_code
from aktsom.institutions.keys import forget_known
from aktsom.institutions.models import ApiKey, DutyAssignment, Member, Unit, User, in_force
from aktsom.institutions.permissions import may_build


@action("add a member", may=may_build, private=("title", "external_id"))
def add_member(
    actor: Actor,
    *,
    user: User,
    unit: Unit | None = None,
    title: str = "",
    external_id: str = "",
    opened_account: bool = False,
) -> Member:
    """Give a person a place in the institution, or give an ended place back, without the duties that it had."""
    return give_place(actor, user=user, unit=unit, title=title, external_id=external_id, opened_account=opened_account)


@action("invite a member", may=may_build, private=("email", "name", "title", "external_id"))
def invite_member(
    actor: Actor, *, email: str, name: str, unit: Unit | None = None, title: str = "", external_id: str = ""
) -> Member:
    """Give a place to whoever has this e-mail address; an account is opened when there is none, without a password.

    An account that is there keeps its name: only the person, or the institution that opened it, changes that.
    """
    if not name.strip():
        raise InvalidError(_("The name is missing."), fields={"name": _("Write the person’s name.")})
    user, opened = account_of(email, name)
    return give_place(actor, user=user, unit=unit, title=title, external_id=external_id, opened_account=opened)


@action("change a member's place", may=may_build, private=("title", "external_id"))
def change_member(
    actor: Actor,
    *,
    member: Member,
    unit: Unit | None,
    title: str,
    external_id: str | None = None,
    seen: str | None = None,
) -> Member:
    """Put a person into another unit, or change the title. Duties stay with the units that they are held for.

    `seen` is the version that the actor looked at; raises `ConflictError` when it is another one by now.
    """
    row = _here(actor, member)
    refuse_overwriting(seen, row.version)
    _free_code(actor, external_id or "", row.user)
    row.unit, row.title = unit, title.strip()[:200]
    row.external_id = row.external_id if external_id is None else external_id
    row.save(update_fields=["unit", "title", "external_id"])
    forget_known()
    return row


@action("correct a member's name", may=may_build, private=("name",))
def correct_name(actor: Actor, *, member: Member, name: str) -> Member:
    """Correct the name of an account that this institution opened; others keep theirs."""
    row = _here(actor, member)
    if not row.opened_account:
        raise NotAllowedError(
            _("This account was not opened here."), remedy=_("The person can correct the name themselves.")
        )
    row.user.name = name.strip()[:200] or row.user.name
    row.user.save(update_fields=["name"])
    return row


@action("end a member's place", may=may_build, private=("reason",))
def end_place(actor: Actor, *, member: Member, reason: str = "") -> Member:
    """End a person's place at once: they cannot act here any more, their duties and keys end, deputies take over."""
    row = _here(actor, member)
    if row.pk == actor.member_id:
        raise NotAllowedError(_("Nobody ends their own place."), remedy=_("Ask somebody in leadership."))
    keep_one_leader(actor, row)
    now = timezone.now()
    held = DutyAssignment.objects.visible_to(actor).filter(member=row, ended_at=None)
    for assignment in held.filter(in_force(timezone.localdate())).select_related("deputy"):
        _deputy_takes_over(actor, assignment)
    held.update(ended_at=now)
    DutyAssignment.objects.visible_to(actor).filter(deputy=row, ended_at=None).update(deputy=None)
    ApiKey.objects.filter(institution_id=row.institution_id, member=row, ended_at=None).update(ended_at=now)
    row.ended_at, row.end_reason = now, reason.strip()[:500]
    row.save(update_fields=["ended_at", "end_reason"])
    announce(row.institution_id, "member", [row.pk])
    forget_known()
    return row


def give_place(
    actor: Actor, *, user: User, unit: Unit | None, title: str, external_id: str, opened_account: bool
) -> Member:
    """As `add_member`, inside another action."""
    _free_code(actor, external_id, user)
    place: Member | None = Member.objects.visible_to(actor).select_for_update().filter(user=user).first()
    if place is None:
        return Member.objects.create(
            institution_id=own(actor),
            user=user,
            unit=unit,
            title=title[:200],
            external_id=external_id,
            opened_account=opened_account,
        )
    if place.ended_at is None:
        raise ConflictError(
            _("%(person)s has a place here already.") % {"person": user.name}, kept=_("Nothing was changed.")
        )
    place.unit, place.title, place.ended_at, place.end_reason = unit, title[:200], None, ""
    place.external_id = external_id or place.external_id
    place.away_from = place.away_until = None
    place.save()
    return place


def keep_one_leader(actor: Actor, leaving: Member) -> None:
    """Somebody must be left who can assign duties. Raises `ConflictError` when this person is the last."""
    leaders = DutyAssignment.objects.visible_to(actor).filter(
        in_force(timezone.localdate()), duty=Duty.LEADERSHIP, unit=None, member__ended_at=None
    )
    members = set(leaders.select_for_update().values_list("member_id", flat=True))
    if members == {leaving.pk}:
        raise ConflictError(
            _("%(person)s is the last in institution leadership.") % {"person": leaving.user.name},
            kept=_("Nothing was changed."),
            remedy=_("Let somebody else take that duty first."),
        )


def _deputy_takes_over(actor: Actor, held: DutyAssignment) -> None:
    """The deputy holds the duty from now on, as a row of its own, until its period ends or somebody else is named."""
    if held.deputy is None or held.deputy.ended_at is not None:
        return
    DutyAssignment.objects.create(
        institution_id=held.institution_id,
        member=held.deputy,
        duty=held.duty,
        unit_id=held.unit_id,
        ends=held.ends,
        assigned_by_id=actor.member_id,
        taken_over_from=held,
    )


def _free_code(actor: Actor, code: str, user: User) -> None:
    usable_code(code)
    if code and Member.objects.visible_to(actor).filter(external_id=code).exclude(user=user).exists():
        raise ConflictError(
            _("Another person has the code “%(code)s”.") % {"code": code}, kept=_("Nothing was changed.")
        )


def _here(actor: Actor, member: Member) -> Member:
    places = Member.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    row: Member | None = places.filter(pk=member.pk).first()
    if row is None:
        raise NotVisibleError
    if row.ended_at is not None:
        raise ConflictError(
            _("%(person)s has no place here any more.") % {"person": row.user.name}, kept=_("Nothing was changed.")
        )
    return row


def account_of(email: str, name: str) -> tuple[User, bool]:
    """The account with this address, and whether it was opened just now. Raises `InvalidError` when it is no address."""
    address = User.objects.normalize_email(email.strip()).lower()
    try:
        MaxLengthValidator(254)(address)
        validate_email(address)
    except ValidationError as error:
        raise InvalidError(
            _("“%(text)s” is no e-mail address.") % {"text": email[:200]},
            fields={"email": _("Write an address such as name@example.org.")},
        ) from error
    user = User.objects.filter(email=address).first()
    if user is not None:
        return user, False
    try:
        with transaction.atomic():
            return User.objects.create_user(address, name=name.strip()[:200]), True
    except IntegrityError:
        return User.objects.get(email=address), False
