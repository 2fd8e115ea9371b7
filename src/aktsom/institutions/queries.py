"""Who acts: from a signed-in user to the actor that every read and every change starts from."""

from uuid import UUID

from django.utils import timezone

from aktsom.core.actor import Actor, HeldDuty
from aktsom.core.duties import Duty
from aktsom.institutions.models import DutyAssignment, Member, User, in_force


def places_of(user: User) -> list[Member]:
    """The institutions where the user has a place. The connection must act for that user."""
    return list(Member.objects.filter(user=user).select_related("institution", "unit").order_by("institution__name_nb"))


def place_of(user_id: int, institution_id: int | None = None) -> Member | None:
    """The user's place in an institution, or without one the first place. The connection must act for that user."""
    places = Member.objects.filter(user_id=user_id).select_related("institution", "user")
    if institution_id is not None:
        places = places.filter(institution_id=institution_id).select_related("unit")
    return places.order_by("institution__name_nb").first()


def actor_of(member: Member) -> Actor:
    """The actor that a member is today. The connection must act for the member's institution or user."""
    held = DutyAssignment.objects.filter(in_force(timezone.localdate()), member=member).select_related("unit")
    return Actor(
        name=member.user.name,
        institution_id=member.institution_id,
        member_id=member.id,
        user_id=member.user_id,
        unit_path=member.unit.path if member.unit else "",
        duties=tuple(HeldDuty(Duty(each.duty), each.unit.path if each.unit else "") for each in held),
    )


def actor_of_member(member_id: UUID) -> Actor | None:
    """The actor that the member with this id is today; None when there is none. The connection must act for the institution."""
    member = Member.objects.filter(pk=member_id, user__is_active=True).select_related("unit", "user").first()
    return actor_of(member) if member else None
