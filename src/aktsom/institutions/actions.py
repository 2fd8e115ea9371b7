"""Setting up an institution: the institution itself, its units, members and duties."""

from aktsom.core.actions import action, held_by, only_system
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import InvalidError
from aktsom.institutions.models import DutyAssignment, Institution, Member, Unit, User


@action("set up an institution", may=only_system)
def set_up_institution(
    actor: Actor, *, slug: str, name_nb: str, name_en: str, kind: str, domain: str = ""
) -> Institution:
    """Open the platform for an institution, or bring its public data up to date; its slug stays."""
    institution, _ = Institution.objects.update_or_create(
        slug=slug, defaults={"name_nb": name_nb, "name_en": name_en, "kind": kind, "domain": domain}
    )
    return institution


@action("add a unit", may=held_by(Duty.LEADERSHIP))
def add_unit(actor: Actor, *, name_nb: str, name_en: str = "", parent: Unit | None = None) -> Unit:
    """Add a unit under another, or at the top."""
    return Unit.objects.create(institution_id=_own(actor), name_nb=name_nb, name_en=name_en, parent=parent)


@action("add a member", may=held_by(Duty.LEADERSHIP))
def add_member(actor: Actor, *, user: User, unit: Unit | None = None, title: str = "") -> Member:
    """Give a person a place in the institution."""
    return Member.objects.create(institution_id=_own(actor), user=user, unit=unit, title=title)


@action("assign a duty", may=held_by(Duty.LEADERSHIP))
def assign_duty(actor: Actor, *, member: Member, duty: Duty, unit: Unit | None = None) -> DutyAssignment:
    """Make a member responsible for something, for a unit and everything under it."""
    return DutyAssignment.objects.create(institution_id=_own(actor), member=member, duty=duty, unit=unit)


def _own(actor: Actor) -> int:
    if actor.institution_id is None:
        raise InvalidError("This belongs to an institution, and the actor has none.")
    return actor.institution_id
