"""What a compartment requires, and who has it."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.prerequisites import known_to_be_met
from aktsom.institutions.models import Member
from aktsom.protection.access.models import Compartment, Prerequisite, PrerequisiteMet
from aktsom.protection.access.permissions import may_look_after


@action("require something for access", may=may_look_after, private=("title", "reference"))
def require(actor: Actor, *, compartment: Compartment, kind: str, title: str, reference: str = "") -> Prerequisite:
    """Say that nobody is let in without this. Who is in stays in until the grant ends."""
    found, _new = Prerequisite.objects.get_or_create(
        institution_id=compartment.institution_id,
        compartment=compartment,
        kind=Prerequisite.Kind(kind).value,
        title=title.strip()[:200],
        defaults={"reference": reference[:100]},
    )
    return found


@action("no longer require something for access", may=may_look_after)
def require_no_longer(actor: Actor, *, prerequisite: Prerequisite) -> None:
    """Take a requirement back."""
    Prerequisite.objects.filter(pk=prerequisite.pk).delete()


@action("confirm what access requires", may=may_look_after)
def confirm_met(
    actor: Actor, *, prerequisite: Prerequisite, member: Member, until: date | None = None
) -> PrerequisiteMet:
    """Put on record that one has seen that the person has it."""
    return PrerequisiteMet.objects.create(
        institution_id=prerequisite.institution_id,
        prerequisite=prerequisite,
        member=member,
        confirmed_by_id=actor.as_member,
        until=until,
    )


def missing_for(actor: Actor, compartment: Compartment, member_id: UUID) -> list[Prerequisite]:
    """What the person does not have today, as far as rooms and people have said."""
    wanted = list(compartment.prerequisites.all())
    if not wanted:
        return []
    still = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    said = PrerequisiteMet.objects.filter(still, prerequisite__in=wanted, member=member_id)
    confirmed = set(said.values_list("prerequisite_id", flat=True))
    return [each for each in wanted if not _is_met(actor, each, member_id, each.pk in confirmed)]


def _is_met(actor: Actor, prerequisite: Prerequisite, member_id: UUID, confirmed: bool) -> bool:
    known = known_to_be_met(actor, prerequisite.kind, member_id, prerequisite.reference)
    return confirmed if known is None else known
