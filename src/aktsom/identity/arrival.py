"""What happens when somebody comes from an institution's sign-in service: which account, which place, which duties.

An account is found by provider and subject alone. An e-mail address opens none: whoever has an account already adds the
service to it while signed in. What a service says counts in its own institution only, and only as the rules there allow.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, NotAllowedError
from aktsom.identity.claims import given_by
from aktsom.identity.models import ClaimedDuty, ClaimRule, Link, Provider
from aktsom.institutions.actions import assign_duty
from aktsom.institutions.models import DutyAssignment, Institution, Member, Unit, User, in_force


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who a provider says has come. `subject` is the provider's own name for the person."""

    subject: str
    email: str = ""
    name: str = ""
    claims: Mapping[str, Any] = field(default_factory=dict)


def arrive(provider: Provider, arrival: Arrival) -> User:
    """The account of whoever has come, with place and duties brought up to date. The connection must act for the institution.

    Raises `ConflictError` when the address belongs to an account that the service is not linked to, and `NotAllowedError`
    when the person has no place and the service opens none.
    """
    actor = Actor.system("sign-in", provider.institution_id)
    link = Link.objects.visible_to(actor).filter(provider=provider, subject=arrival.subject).first()
    if link is None:
        link = open_account(actor, provider=provider, arrival=arrival)
    member = Member.objects.visible_to(actor).filter(user=link.user, ended_at=None).first()
    if member is None or not link.user.is_active:
        raise NotAllowedError(_("You have no place in this institution."))
    bring_up_to_date(actor, provider=provider, member=member, arrival=arrival)
    Link.objects.filter(pk=link.pk).update(used_at=timezone.now())
    return link.user


@action("open an account at first sign-in", may=only_system, private=("arrival",))
def open_account(actor: Actor, *, provider: Provider, arrival: Arrival) -> Link:
    """An account with a place in the provider's institution, for somebody who comes for the first time."""
    if not provider.opens_places:
        raise NotAllowedError(
            _("You have no account here."), remedy=_("Ask your institution’s administrator to give you a place.")
        )
    address = _own_address(provider, arrival)
    if User.objects.filter(email=address).exists():
        raise ConflictError(
            _("There is an account with your e-mail address already."),
            kept=_("Nothing was changed."),
            remedy=_("Sign in with it as before, and add this service on the page “Sign-in and security”."),
        )
    user = User.objects.create_user(address, name=(arrival.name or arrival.email or _("New member")).strip()[:200])
    Member.objects.create(institution_id=provider.institution_id, user=user, opened_account=True)
    return Link.objects.create(
        institution_id=provider.institution_id, provider=provider, subject=arrival.subject, user=user
    )


@action("take claims into account", may=only_system, private=("arrival",))
def bring_up_to_date(actor: Actor, *, provider: Provider, member: Member, arrival: Arrival) -> Member:
    """Give the unit and duties that the rules allow for these claims, and end those whose claim is gone."""
    rules = ClaimRule.objects.visible_to(actor).filter(provider=provider).select_related("unit")
    given = given_by(rules, arrival.claims)
    if given.unit is not None and member.unit_id != given.unit.pk:
        member.unit = given.unit
        member.save(update_fields=["unit"])
    wanted = {(rule.duty, rule.unit_id): rule.unit for rule in given.duties}
    _end_unclaimed(actor, provider, member, set(wanted))
    _give_claimed(actor, provider, member, wanted)
    return member


def _end_unclaimed(actor: Actor, provider: Provider, member: Member, wanted: set[tuple[str, Any]]) -> None:
    claimed = ClaimedDuty.objects.visible_to(actor).filter(
        provider=provider, assignment__member=member, assignment__ended_at=None
    )
    for each in claimed.select_related("assignment"):
        if (each.assignment.duty, each.assignment.unit_id) not in wanted:
            _end(each.assignment)


def _end(assignment: DutyAssignment) -> None:
    assignment.ended_at = timezone.now()
    assignment.save(update_fields=["ended_at"])


def _give_claimed(actor: Actor, provider: Provider, member: Member, wanted: dict[tuple[str, Any], Unit | None]) -> None:
    held = DutyAssignment.objects.visible_to(actor).filter(in_force(timezone.localdate()), member=member)
    already = set(held.values_list("duty", "unit_id"))
    for (duty, unit_id), unit in wanted.items():
        if (duty, unit_id) not in already:
            given = assign_duty(actor, member=member, duty=Duty(duty), unit=unit)
            ClaimedDuty.objects.create(institution_id=provider.institution_id, assignment=given, provider=provider)


def _own_address(provider: Provider, arrival: Arrival) -> str:
    """The person's address if it is one of the institution's own; else one that cannot be anybody's.

    An institution's service could otherwise occupy the address of somebody at another institution.
    """
    address = arrival.email.strip().lower()
    institution = Institution.objects.get(pk=provider.institution_id)
    domain = institution.domain.lower()
    host = address.rpartition("@")[2]
    if domain and len(address) <= 254 and (host == domain or host.endswith(f".{domain}")):
        return address
    named = hashlib.sha256(f"{provider.pk}\n{arrival.subject}".encode()).hexdigest()[:32]
    return f"{named}@{institution.slug}.invalid"
