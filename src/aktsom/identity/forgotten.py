"""A new password by a link in a mail: for accounts that sign in with one, or whose institution has no sign-in service.

Whoever asks gets the same answer at the same pace, whether there is such an account or not. The link works once, within the
hour. It opens no session, and a second factor is still asked for.
"""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate import RetryStrategy

from aktsom.config.mail import PRINTED
from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor
from aktsom.core.errors import NotAllowedError
from aktsom.core.jobs import job
from aktsom.core.mail import MailError, send_mail, takes_mail, whole_address
from aktsom.core.tenancy import acting_for
from aktsom.identity.lock_out import count, longest_wait, mails_asked_for
from aktsom.identity.models import PersonSession, Provider
from aktsom.identity.sessions import end_rows
from aktsom.identity.signing_in import acting_as, first_place
from aktsom.institutions.models import User
from aktsom.institutions.queries import places_of

TOKENS = PasswordResetTokenGenerator()
TRIES = RetryStrategy(max_attempts=4, exponential_wait=3, retry_exceptions={MailError})


def mail_goes_out() -> bool:
    """Whether this installation sends mail at all."""
    return settings.EMAIL_BACKEND != PRINTED


def ask_for_link(request: HttpRequest, email: str) -> None:
    """Queue a mail, unless too many were asked for. An unknown address costs the same: a job that sends nothing."""
    counted = mails_asked_for(request, email)
    if longest_wait(counted):
        return
    count(counted)
    user_id = User.objects.filter(email=email.strip().lower()[:254]).values_list("pk", flat=True).first()
    mail_for_new_password.defer(Actor.system("sign-in"), user_id=user_id or 0)


@job("mail for a new password", retry=TRIES)
def mail_for_new_password(actor: Actor, user_id: int) -> None:
    """Send the link to whoever may have a password here."""
    del actor
    user = User.objects.filter(pk=user_id, is_active=True).first()
    place = first_place(user) if user is not None else None
    if user is not None and place is not None and takes_mail(user.email) and may_have_password(user):
        system = Actor.system("sign-in", place.institution_id)
        with acting_for(system):
            send_link(system, user=user)


@action("send a link for a new password", may=only_system)
def send_link(actor: Actor, *, user: User) -> User:
    """Send it; that it was sent is on record. Raises `MailError`, and then it is not."""
    del actor
    place = whole_address(reverse("identity:take-link", args=[user.pk, TOKENS.make_token(user)]))
    with override(user.language):
        send_mail(user.email, _("A new password for Aktsom"), _text(place))
    return user


@action("set a new password by mail", may=only_system, private=("token", "password"))
def set_by_link(actor: Actor, *, user: User, token: str, password: str) -> User:
    """Take the new password, and end every session of the person. Raises `NotAllowedError` when the link holds no more."""
    del actor
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not TOKENS.check_token(held, token):
        raise NotAllowedError(
            _("This link was used already, or is older than an hour."),
            remedy=_("Ask for a new one on the sign-in page."),
        )
    held.set_password(password)
    held.save(update_fields=["password"])
    end_rows(list(PersonSession.objects.filter(user_id=held.pk, ended_at=None)))
    return held


def may_have_password(user: User) -> bool:
    """Whoever has one, and whoever works only where no service of the institution signs people in."""
    if user.has_usable_password():
        return True
    with acting_for(acting_as(user)):
        institutions = [place.institution_id for place in places_of(user)]
    return not any(map(_has_service, institutions))


def _has_service(institution_id: int) -> bool:
    system = Actor.system("sign-in", institution_id)
    with acting_for(system):
        return Provider.objects.visible_to(system).filter(is_open=True).exists()


def _text(address: str) -> str:
    return _(
        "Somebody, you we hope, asked for a new password for this address.\n\n"
        "Choose it here within an hour:\n%(address)s\n\n"
        "The link works once. If you did not ask, you need to do nothing: your password stays as it is."
    ) % {"address": address}
