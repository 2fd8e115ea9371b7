"""Compartments themselves: set up, changed, closed."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError, Sentence
from aktsom.institutions.models import Institution, Member, Unit
from aktsom.protection.access.models import Compartment
from aktsom.protection.access.permissions import SET_UP, may_look_after, may_set_up

TYPED = ("described.name", "described.description", "described.reference")
"""What people type, which the log leaves out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A compartment as somebody describes it."""

    name: str
    kind: str
    level: str
    owner: UUID
    deputy: UUID | None = None
    unit: UUID | None = None
    description: str = ""
    reference: str = ""
    is_listed: bool = True
    recertify_months: int = 6


@action("set up a compartment", may=may_set_up, private=TYPED)
def set_up_compartment(actor: Actor, *, described: Described) -> Compartment:
    """Draw the line around something; nobody may enter it yet, not even its owner."""
    if actor.institution_id is None:
        raise InvalidError(_("A compartment belongs to an institution, and you act for none."))
    unit = _checked(actor, described)
    if not actor.is_system and not actor.holds(*SET_UP, path=unit.path if unit else "/"):
        raise NotAllowedError(_("Your duties do not reach this unit."), remedy=_("Choose a unit that is yours."))
    _not_there_yet(actor, described)
    return Compartment.objects.create(institution_id=actor.institution_id, **_columns(described))


@action("change a compartment", may=may_look_after, private=TYPED)
def change_compartment(actor: Actor, *, compartment: Compartment, described: Described) -> Compartment:
    """Describe it anew. A kind that holds records stays one, and one that holds none stays that."""
    _checked(actor, described)
    row = _locked(compartment)
    if (row.kind == Compartment.Kind.RECORDS) != (described.kind == Compartment.Kind.RECORDS):
        raise InvalidError(_("Records cannot become a room or a system, nor the other way."))
    for column, value in _columns(described).items():
        setattr(row, column, value)
    row.save()
    return row


@action("close a compartment", may=may_look_after)
def close_compartment(actor: Actor, *, compartment: Compartment) -> Compartment:
    """Let nobody enter any more: every grant to it stops at once. What is in it stays hidden."""
    row = _locked(compartment)
    row.closed_at = timezone.now()
    row.save()
    return row


@action("open a compartment again", may=may_look_after)
def reopen_compartment(actor: Actor, *, compartment: Compartment) -> Compartment:
    """Take a closing back: grants whose time is not over let in again."""
    row: Compartment = Compartment.objects.select_for_update(of=("self",)).get(pk=compartment.pk)
    if row.closed_at is None:
        raise ConflictError(_("This compartment is open."), kept=_("Nothing was changed."))
    row.closed_at = None
    row.save()
    return row


def _checked(actor: Actor, described: Described) -> Unit | None:
    """The unit; raises `InvalidError` with the fields that need another look."""
    wrong: dict[str, Sentence] = {}
    if not described.name.strip() or len(described.name) > 200:
        wrong["name"] = _("Give it the name that people know it by.")
    if described.kind not in Compartment.Kind.values:
        wrong["kind"] = _("Choose what it is.")
    if described.level not in Compartment.Level.values:
        wrong["level"] = _("Choose how well it is protected.")
    wrong |= _people(actor, described)
    unit = Unit.objects.visible_to(actor).filter(pk=described.unit).first() if described.unit else None
    if described.unit and unit is None:
        wrong["unit"] = _("Choose a unit from the list.")
    if wrong:
        raise InvalidError(fields=wrong)
    return unit


def _people(actor: Actor, described: Described) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {}
    members = Member.objects.visible_to(actor).filter(ended_at=None)
    if not members.filter(pk=described.owner, duties__duty=Duty.FACILITY_OWNER).exists():
        wrong["owner"] = _("The owner must have the duty of facility or system owner.")
    if described.deputy is not None and not members.filter(pk=described.deputy).exists():
        wrong["deputy"] = _("This person has no place in your institution.")
    if described.deputy == described.owner:
        wrong["deputy"] = _("The deputy is somebody else: they answer when the owner asks.")
    return wrong


def _not_there_yet(actor: Actor, described: Described) -> None:
    """A form that is sent twice draws one line. Only those that the actor may know of are compared."""
    Institution.objects.select_for_update(no_key=True).get(pk=actor.institution_id)
    known = Compartment.objects.visible_to(actor).filter(name=described.name.strip(), kind=described.kind)
    if known.filter(unit_id=described.unit, closed_at=None).exists():
        raise ConflictError(
            _("There is such a compartment of this name already."),
            kept=_("Nothing was changed."),
            remedy=_("Open it from the list, or give this one another name."),
        )


def _columns(described: Described) -> dict[str, object]:
    return {
        "name": described.name.strip(),
        "kind": described.kind,
        "level": described.level,
        "owner_id": described.owner,
        "deputy_id": described.deputy,
        "unit_id": described.unit,
        "description": described.description,
        "reference": described.reference[:100],
        "is_listed": described.is_listed,
        "recertify_months": described.recertify_months,
    }


def _locked(compartment: Compartment) -> Compartment:
    row: Compartment = Compartment.objects.select_for_update(of=("self",)).get(pk=compartment.pk)
    if row.closed_at is not None:
        raise ConflictError(_("This compartment is closed."), kept=_("Nothing was changed."))
    return row
