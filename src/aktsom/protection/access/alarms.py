"""An emergency entry alarms by mail: one to each person who must know, sent in the background and tried again when it fails.

The mail says that it happened, and where to sign in. Who entered what, and why, stands only behind the sign-in.
"""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.jobs import job
from aktsom.core.mail import MAIL_TRIES, send_mail, whole_address
from aktsom.core.visibility import get_visible
from aktsom.institutions.models import Member
from aktsom.institutions.queries import reader_of_mail, responsible_for
from aktsom.protection.access.models import AccessGrant


def alarm(grant: AccessGrant) -> None:
    """Put one mail into the queue for everybody who must know; none leaves before the entry itself is committed."""
    system = Actor.system("access", grant.institution_id)
    for member in people_to_alarm(grant):
        mail_of_emergency.defer(system, grant_id=str(grant.pk), to=str(member.pk))


def people_to_alarm(grant: AccessGrant) -> list[Member]:
    """Owner, deputy and the research-security lead, without a lead the leadership; never the one who entered."""
    found = {each.pk: each for each in _concerned(grant) if each.ended_at is None and each.pk != grant.member_id}
    return list(found.values())


@job("mail of an emergency", retry=MAIL_TRIES)
def mail_of_emergency(actor: Actor, grant_id: str, to: str) -> None:
    """Send one of the mails, unless its reader has lost the place meanwhile or no mail can reach them."""
    grant = get_visible(AccessGrant, actor, pk=UUID(grant_id))
    reader = reader_of_mail(actor, UUID(to))
    if reader is not None:
        tell_of_emergency(actor, grant=grant, reader=reader)


@action("tell of an emergency by mail", may=only_system)
def tell_of_emergency(actor: Actor, *, grant: AccessGrant, reader: Member) -> AccessGrant:
    """Send the mail; that it was sent is on record. Raises `MailError`, and then it is not."""
    with override(reader.user.language):
        send_mail(reader.user.email, _("Somebody has used emergency access"), _text(grant))
    return grant


def _concerned(grant: AccessGrant) -> Iterator[Member]:
    compartment = grant.compartment
    yield compartment.owner
    if compartment.deputy is not None:
        yield compartment.deputy
    leads = responsible_for(grant.institution_id, Duty.RESEARCH_SECURITY_LEAD)
    for each in leads or responsible_for(grant.institution_id, Duty.LEADERSHIP):
        yield each.member


def _text(grant: AccessGrant) -> str:
    end = formats.date_format(timezone.localtime(grant.ends), "DATETIME_FORMAT") if grant.ends else ""
    address = whole_address(reverse("access:grant", args=[grant.pk]))
    return _(
        "Somebody has entered a protected area in an emergency, without asking first.\n\n"
        "Sign in to see who, where and why, and to review it:\n%(address)s\n\n"
        "The entry lasts until %(end)s. You can end it at once on that page.\n"
        "You get this mail because you look after the area or answer for it."
    ) % {"address": address, "end": end}
