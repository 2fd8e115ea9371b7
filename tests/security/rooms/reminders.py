"""Reminders: everybody's own choice, and a calendar for whoever has its address."""

from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member
from aktsom.reminders import actions
from tests.security.driving import Sent
from tests.security.world import World

ORDER = 7


def things(world: World) -> None:
    """The address of the author's calendar."""
    with acting_for(world.author):
        _choice, secret = actions.make_calendar(world.author)
    world.things["calendar_key"] = f"{world.institution.pk}_{secret}"


def _note_mail(actor: object, world: World) -> object:
    with acting_for(world.system):
        member = Member.objects.get(pk=world.things["member_id"])
    return actions.note_mail(actor, member=member, day="2026-11-23")  # type: ignore[arg-type]


SENT = {
    "POST /account/reminders/": Sent({"pace": "daily"}),
    "POST /account/reminders/ # wrong": Sent({"pace": "hourly"}),
    "ACTION remind by mail": Sent(call=_note_mail),
}
