"""Access that was to end with a broken agreement and goes on, and whom to ask about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.exits.models import Breach, HangingAccess
from aktsom.core.actor import Actor
from aktsom.core.errors import Sentence
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member
from aktsom.protection.access.cautions import register_caution
from aktsom.protection.access.models import AccessGrant, Compartment, in_force
from aktsom.protection.access.permissions import looks_after

HANGS_ON_A_BROKEN_ONE = _(
    "This access hangs on an agreement that is broken, and was to end at once. If you let somebody in now, they can enter"
    " all the same."
)


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


def hanging_on_broken_ones(questions: Sequence[AccessGrant]) -> dict[UUID, Sentence]:
    """Which access that is asked for was to end because an agreement is broken, in words that say nothing of the agreement.

    The system looks at hidden agreements too.
    """
    with acting_for(Actor.system("exits", questions[0].institution_id)):
        broken = Breach.objects.filter(Breach.not_put_right()).order_by().values("agreement")
        places = {each.compartment_id for each in questions}
        rows = HangingAccess.objects.filter(compartment__in=places, agreement__in=broken)
        hanging = set(rows.values_list("compartment", "member"))
    return {
        each.pk: HANGS_ON_A_BROKEN_ONE
        for each in questions
        if hanging & {(each.compartment_id, None), (each.compartment_id, each.member_id)}
    }


def asked(compartment: Compartment) -> list[Member]:
    """Its owner and its deputy, as far as they are still here."""
    found = (compartment.owner, compartment.deputy)
    return [each for each in found if each is not None and each.ended_at is None]


register_caution("exits", hanging_on_broken_ones)
