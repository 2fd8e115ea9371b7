"""The mail that says what waits for a person: how much, of what sort and by when. Nothing of it says about whom or what."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from aktsom.core.actor import Actor
from aktsom.core.mail import send_mail, takes_mail, whole_address
from aktsom.core.once import read_once
from aktsom.core.start import StartItem, what_waits
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member
from aktsom.institutions.queries import actor_of
from aktsom.reminders.actions import note_mail
from aktsom.reminders.calendars import words
from aktsom.reminders.models import ReminderChoice

Pace = ReminderChoice.Pace
SATURDAY = 5


def members_to_remind(system: Actor, day: datetime.date) -> Iterator[Member]:
    """Who gets mail on this day, if anything waits: not those who are away, who chose never, or got theirs already."""
    choices = {each.member_id: each for each in ReminderChoice.objects.visible_to(system)}
    here = Member.objects.visible_to(system).filter(ended_at=None, user__is_active=True)
    for member in here.select_related("user", "unit", "institution").order_by("pk").iterator(chunk_size=500):
        choice = choices.get(member.pk)
        if is_due(choice or ReminderChoice(), day) and not member.is_away(day) and takes_mail(member.user.email):
            yield member


def is_due(choice: ReminderChoice, day: datetime.date) -> bool:
    """Whether a person with this choice gets mail on this day: once on a working day, or once in its week.

    In a week mail goes on Monday; where none went then, because it failed, the person was away or nothing waited, on the next
    working day that has something to tell.
    """
    if choice.pace == Pace.NEVER or day.weekday() >= SATURDAY:
        return False
    since = day if choice.pace == Pace.DAILY else day - datetime.timedelta(day.weekday())
    return choice.mailed_on is None or choice.mailed_on < since


def remind(system: Actor, member: Member, day: datetime.date) -> bool:
    """Mail one person what waits for them; False when nothing does. Raises `MailError`, and then may be called again."""
    actor = actor_of(member)
    with acting_for(actor), override(member.user.language), read_once():
        waiting = [item for item in what_waits(actor) if not item.is_backlog]
        text = text_of(waiting, day)
        subject = _("What waits for you in Aktsom")
    if not waiting:
        return False
    send_mail(member.user.email, subject, text)
    note_mail(system, member=member, day=day)
    return True


def text_of(waiting: list[StartItem], today: datetime.date) -> str:
    """The mail's text in the active language."""
    lines = [f"– {words(item)}{_by(item, today)}" for item in waiting]
    return "\n".join(
        [
            _("This waits for you in Aktsom:"),
            "",
            *lines,
            "",
            _("Sign in to see what it is about: %(address)s") % {"address": whole_address(reverse("start"))},
            "",
            _("How often this mail comes is your choice: %(address)s")
            % {"address": whole_address(reverse("reminders:choose"))},
        ]
    )


def _by(item: StartItem, today: datetime.date) -> str:
    if item.date is None:
        return ""
    said = _(", overdue since %(day)s") if item.date < today else _(", by %(day)s")
    return said % {"day": date_format(item.date, "DATE_FORMAT")}
