"""Whom to turn to, by subject: the people who answer for it where the actor works, and the authorities."""

from dataclasses import dataclass

from django.utils import timezone

from aktsom.content.contacts import Authority, Subject, authorities, subjects
from aktsom.core.actor import Actor
from aktsom.institutions.models import Member, Unit
from aktsom.institutions.queries import Responsible, assignments_in_force, nearest


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """A subject, who answers for it nearest to the actor, and which authorities it may come to."""

    subject: Subject
    people: list[Responsible]
    authorities: list[Authority]


def contact_points(actor: Actor) -> tuple[list[ContactPoint], list[Authority]]:
    """Every subject, and every authority, in the order of the content. Two queries."""
    today = timezone.localdate()
    wanted = {name for subject in subjects() for name in subject.duties}
    rows = list(assignments_in_force(actor.institution_id or 0, today).filter(duty__in=wanted))
    unit = _unit_of(actor)
    answering = {name: nearest([row for row in rows if row.duty == name], unit, today) for name in wanted}
    known = authorities()
    points = [
        ContactPoint(
            subject,
            _each_once([found for name in subject.duties for found in answering[name]]),
            [known[name] for name in subject.authorities],
        )
        for subject in subjects()
    ]
    return points, list(known.values())


def _unit_of(actor: Actor) -> Unit | None:
    member = Member.objects.visible_to(actor).select_related("unit").filter(pk=actor.member_id).first()
    return member.unit if member else None


def _each_once(found: list[Responsible]) -> list[Responsible]:
    """Who answers in several ways stands there for the first of them."""
    return list({each.member.pk: each for each in reversed(found)}.values())[::-1]
