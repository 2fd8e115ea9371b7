"""A breach alarms by mail: one at once to everybody who has a task in the plan, however seldom they chose to be reminded.

The mail says how many tasks there are and by when; which agreement it is and what is to be done
stand behind the sign-in. Another one goes to whoever looks after a compartment to which access was to end and goes on.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from aktsom.cooperation.exits.asking import asked, going_on
from aktsom.cooperation.exits.models import Breach, PlanTask
from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor
from aktsom.core.jobs import job
from aktsom.core.mail import MAIL_TRIES, send_mail, whole_address
from aktsom.core.tenancy import acting_for
from aktsom.core.visibility import get_visible
from aktsom.institutions.models import Member
from aktsom.institutions.queries import reader_of_mail


def alarm(actor: Actor, breach: Breach, owners: Iterable[UUID]) -> None:
    """Put one mail into the queue for each of them but the actor; none leaves before what is told is committed."""
    system = Actor.system("exits", breach.institution_id)
    for owner in dict.fromkeys(owners):
        if owner != actor.member_id:
            mail_of_breach.defer(system, breach_id=str(breach.pk), to=str(owner))


@job("mail of a breach", retry=MAIL_TRIES)
def mail_of_breach(actor: Actor, breach_id: str, to: str) -> None:
    """Send one of the mails, unless nothing is left to do, its reader has left meanwhile or no mail can reach them."""
    breach = get_visible(Breach, actor, pk=UUID(breach_id))
    reader = reader_of_mail(actor, UUID(to))
    tasks = PlanTask.objects.visible_to(actor).filter(breach=breach, owner=to, done_at=None, dropped_at=None)
    if reader is not None and tasks.exists():
        tell_of_breach(actor, breach=breach, reader=reader)


@action("tell of a breach by mail", may=only_system)
def tell_of_breach(actor: Actor, *, breach: Breach, reader: Member) -> Breach:
    """Send the mail; that it was sent is on record. Raises `MailError`, and then it is not."""
    tasks = PlanTask.objects.visible_to(actor).filter(breach=breach, owner=reader, done_at=None, dropped_at=None)
    with override(reader.user.language):
        send_mail(reader.user.email, _("An agreement is broken, and something waits for you"), _text(list(tasks)))
    return breach


def ask_to_stop(actor: Actor, breach: Breach) -> None:
    """Put one mail into the queue for everybody but the actor who has to agree that access ends which goes on."""
    system = Actor.system("exits", breach.institution_id)
    with acting_for(system):
        asks = [member.pk for each in going_on(breach).filter(agreed_by=None) for member in asked(each.compartment)]
    for member in dict.fromkeys(asks):
        if member != actor.member_id:
            mail_of_access.defer(system, breach_id=str(breach.pk), to=str(member))


@job("mail of access that goes on", retry=MAIL_TRIES)
def mail_of_access(actor: Actor, breach_id: str, to: str) -> None:
    """Send one of the mails, unless it has ended meanwhile, its reader has left or no mail can reach them."""
    breach = get_visible(Breach, actor, pk=UUID(breach_id))
    reader = reader_of_mail(actor, UUID(to))
    rows = going_on(breach).filter(Q(compartment__owner=to) | Q(compartment__deputy=to), agreed_by=None)
    if reader is not None and rows.exists():
        ask_by_mail(actor, breach=breach, reader=reader)


@action("ask by mail that access ends", may=only_system)
def ask_by_mail(actor: Actor, *, breach: Breach, reader: Member) -> Breach:
    """Send the mail; that it was sent is on record. Raises `MailError`, and then it is not."""
    del actor
    with override(reader.user.language):
        text = _(
            "An agreement of your institution is broken. Access to something that you look after was to end at once, but it"
            " goes on until you agree.\n\nSign in to see which access it is, and to end it:\n%(address)s\n\n"
            "You get this mail at once, whatever you chose for other reminders, since a breach does not wait."
        ) % {"address": whole_address(reverse("exits:to-agree"))}
        send_mail(reader.user.email, _("Access goes on that was to end at once"), text)
    return breach


def _text(tasks: list[PlanTask]) -> str:
    waiting = ngettext(
        "One task of it is yours, to be done by %(day)s.",
        "%(number)d tasks of it are yours, the first to be done by %(day)s.",
        len(tasks),
    ) % {"number": len(tasks), "day": date_format(min(task.due for task in tasks), "DATE_FORMAT")}
    return _(
        "An agreement of your institution is broken, and the plan to leave it has begun. %(waiting)s\n\n"
        "Sign in to see which agreement it is and what is to be done:\n%(address)s\n\n"
        "You get this mail at once, whatever you chose for other reminders, since a breach does not wait."
    ) % {"waiting": waiting, "address": whole_address(reverse("exits:tasks"))}
