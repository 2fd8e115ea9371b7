"""What a person can choose, and what the system does by it."""

import datetime
import hashlib
import secrets

from django.utils import timezone

from aktsom.core.actions import action, any_member, only_system
from aktsom.core.actor import Actor
from aktsom.core.visibility import get_visible
from aktsom.institutions.models import Member
from aktsom.reminders.models import ReminderChoice


@action("choose how often mail comes", may=any_member)
def choose_pace(actor: Actor, *, pace: ReminderChoice.Pace) -> ReminderChoice:
    """Mail every working day, once a week, or never."""
    return _own_changed(actor, pace=pace)


@action("make a calendar address", may=any_member)
def make_calendar(actor: Actor) -> tuple[ReminderChoice, str]:
    """A new secret for the calendar's address, shown this once; the former address ends."""
    secret = secrets.token_urlsafe(32)
    choice = _own_changed(actor, calendar_digest=digest_of(secret), calendar_made_at=timezone.now())
    return choice, secret


@action("end a calendar address", may=any_member)
def end_calendar(actor: Actor) -> ReminderChoice:
    """Let the calendar's address stop working at once."""
    return _own_changed(actor, calendar_digest="", calendar_made_at=None)


@action("remind by mail", may=only_system)
def note_mail(_actor: Actor, *, member: Member, day: datetime.date) -> ReminderChoice:
    """Put on record that a member was reminded on a day."""
    return _changed(member, mailed_on=day)


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _own_changed(actor: Actor, **values: object) -> ReminderChoice:
    return _changed(get_visible(Member, actor, pk=actor.member_id), **values)


def _changed(member: Member, **values: object) -> ReminderChoice:
    choice, _ = ReminderChoice.objects.update_or_create(
        institution_id=member.institution_id, member=member, defaults=values
    )
    return choice
