"""The calendar of one person: an entry for each day by which something of theirs must be done (iCalendar, RFC 5545).

Its address carries a secret, for a calendar program cannot sign in. So nothing sensitive stands in it: how much of what sort
waits, and the page to read more on after signing in.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from hashlib import sha256

from django.utils import timezone
from icalendar import Calendar, Event

from aktsom.core.actor import Actor
from aktsom.core.mail import whole_address
from aktsom.core.once import read_once
from aktsom.core.start import StartItem, day_by_day, what_waits
from aktsom.core.tenancy import acting_for
from aktsom.institutions.queries import actor_of_member
from aktsom.reminders.actions import digest_of
from aktsom.reminders.models import ReminderChoice

ADDRESS = re.compile(r"(\d{1,10})_([A-Za-z0-9_-]{43})")


@contextmanager
def acting_by_address(key: str) -> Iterator[tuple[Actor, str] | None]:
    """The person whose calendar an address names, with their language; None when it is in force for nobody.

    Inside, the database connection acts for that person; after it, for whom it acted before.
    """
    found = _person(key)
    if found is None:
        yield None
        return
    with acting_for(found[0]):
        yield found


def calendar_of(actor: Actor) -> bytes:
    """What waits for the actor and has a day, as an iCalendar file in the active language. What is overdue stands on today."""
    calendar = Calendar()
    calendar.add("prodid", "-//Aktsom//Reminders//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Aktsom")
    with read_once():
        for item in day_by_day(what_waits(actor)):
            if item.date is not None:
                calendar.add_component(_event(actor, item, item.date))
    return bytes(calendar.to_ical())


def words(item: StartItem) -> str:
    """What, and how much of it: "hits to judge (3)"."""
    return f"{item.title} ({item.count})"


def _event(actor: Actor, item: StartItem, day: date) -> Event:
    today, event = timezone.localdate(), Event()
    # What is overdue moves on from day to day and stays the same entry.
    about = f"{actor.member_id}|{item.url}|{day if day >= today else 'overdue'}"
    event.add("uid", f"{sha256(about.encode()).hexdigest()[:32]}@aktsom")
    event.add("dtstamp", timezone.now())
    event.add("summary", f"Aktsom: {words(item)}")
    event.add("url", whole_address(item.url))
    event.add("transp", "TRANSPARENT")
    event.add("dtstart", max(day, today))
    event.add("dtend", max(day, today) + timedelta(days=1))
    return event


def _person(key: str) -> tuple[Actor, str] | None:
    shape = ADDRESS.fullmatch(key)
    if shape is None:
        return None
    with acting_for(Actor.system("reminders", int(shape[1]))):
        rows = ReminderChoice.objects.filter(calendar_digest=digest_of(shape[2]), institution_id=int(shape[1]))
        choice = rows.select_related("member__user").first()
        actor = actor_of_member(choice.member_id) if choice else None
    return (actor, choice.member.user.language) if choice and actor else None
