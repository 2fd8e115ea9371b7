"""Access that was to end with a broken agreement and goes on, and whom to ask about it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from aktsom.cooperation.exits.models import Breach, HangingAccess
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member
from aktsom.protection.access.models import AccessGrant, Compartment, in_force
from aktsom.protection.access.permissions import looks_after


@dataclass(frozen=True, slots=True)
class GoesOn:
    """One access that goes on, and who can say that it ends: `ask` may be empty. `mine`: the reader can."""

    access: HangingAccess
    ask: list[Member]
    mine: bool


def still_open(actor: Actor, breach: Breach) -> list[GoesOn]:
    """What goes on of it, as far as the actor, who sees the breach, may know of the compartments.

    The system looks whether there are grants: it knows those that the actor may not know of.
    """
    if not breach.is_broken or breach.state == Breach.State.CURED:
        return []
    known = Compartment.objects.visible_to(actor).order_by().values("pk")
    with acting_for(Actor.system("exits", breach.institution_id)):
        rows = list(going_on(breach).filter(compartment__in=known))
    return [
        GoesOn(each, asked(each.compartment), each.agreed_by_id is None and looks_after(actor, each.compartment))
        for each in rows
    ]


def going_on(breach: Breach) -> QuerySet[HangingAccess]:
    """What hangs on a broken agreement and lets people in all the same; the connection must act for the system."""
    if not Breach.objects.filter(Breach.not_put_right(), pk=breach.pk).exists():
        return HangingAccess.objects.none()
    grants = AccessGrant.objects.filter(in_force(timezone.now()), compartment=OuterRef("compartment")).order_by()
    everyones = Q(Exists(grants), member__isnull=True)
    rows: QuerySet[HangingAccess] = HangingAccess.objects.filter(
        everyones | Exists(grants.filter(member=OuterRef("member"))), agreement=breach.agreement_id
    )
    return rows.exclude(compartment=breach.agreement.compartment_id).select_related(
        "compartment__owner__user", "compartment__deputy__user", "compartment__unit", "member__user"
    )


def hangs_on_a_broken_one(grant: AccessGrant) -> bool:
    """Whether the access that is asked for was to end because an agreement is broken; the system looks at hidden ones too."""
    with acting_for(Actor.system("exits", grant.institution_id)):
        broken = Breach.objects.filter(Breach.not_put_right()).order_by().values("agreement")
        rows = HangingAccess.objects.filter(compartment=grant.compartment_id, agreement__in=broken)
        found: bool = rows.filter(Q(member=None) | Q(member=grant.member_id)).exists()
    return found


def asked(compartment: Compartment) -> list[Member]:
    """Its owner and its deputy, as far as they are still here."""
    found = (compartment.owner, compartment.deputy)
    return [each for each in found if each is not None and each.ended_at is None]
