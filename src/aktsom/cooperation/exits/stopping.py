"""Stopping the access that hangs on an agreement, by the actions of the room that looks after access."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from aktsom.cooperation.exits.models import LIES_THERE, NOBODY_AGREED, Breach, HangingAccess
from aktsom.cooperation.exits.permissions import may_agree
from aktsom.core.actor import Actor
from aktsom.core.errors import AktsomError
from aktsom.core.tenancy import acting_for
from aktsom.protection.access.granting import revoke
from aktsom.protection.access.models import AccessGrant, in_force


@dataclass(frozen=True, slots=True)
class Stopped:
    """What became of one access: the grant that was revoked, or why nothing was (then `grant` may be None)."""

    access: HangingAccess
    grant: AccessGrant | None
    reason: str = ""


def stop_access(actor: Actor, breach: Breach, only: HangingAccess | None = None) -> list[Stopped]:
    """Revoke at once what hangs on a broken agreement, or one of it, where whoever looks after it agreed or is the actor.

    Where nobody broke it, no access is stopped. The system does it on their word: it knows every grant, also those that the
    actor may not know of.
    """
    if not breach.is_broken:
        return []
    system = Actor.system("exits", breach.institution_id)
    with acting_for(system):
        rows = HangingAccess.objects.filter(agreement=breach.agreement_id).select_related(
            "agreement", "compartment__unit", "member__user"
        )
        rows = rows.filter(pk=only.pk) if only else rows
        return [stopped for access in rows for stopped in _stop(actor, system, access)]


def grants_of(access: HangingAccess) -> list[AccessGrant]:
    """The grants in force that one hanging access means, as far as the connection may know of them."""
    rows = AccessGrant.objects.filter(in_force(timezone.now()), compartment=access.compartment_id)
    if access.member_id:
        rows = rows.filter(member=access.member_id)
    return list(rows.select_related("member__user", "compartment__unit").order_by("member__user__name", "pk"))


def _stop(actor: Actor, system: Actor, access: HangingAccess) -> Iterator[Stopped]:
    if access.compartment_id == access.agreement.compartment_id:
        yield Stopped(access, None, str(LIES_THERE))
        return
    if access.agreed_by_id is None and not may_agree(actor, {"access": access}):
        yield Stopped(access, None, str(NOBODY_AGREED))
        return
    for grant in grants_of(access):
        try:
            done = revoke(system, grant=grant, reason=_("The agreement on which this access rests was broken."))
        except AktsomError as error:
            yield Stopped(access, grant, str(error))
        else:
            yield Stopped(access, done)
