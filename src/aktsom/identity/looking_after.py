"""What an institution does about the sign-in of one of its people: sign them out, and help who lost their second factor.

Somebody who lost every second factor shows who they are to their leadership in person. Leadership takes the factors away; the
person signs in with the password, and must set up a new one before anything else.
"""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate import RetryStrategy

from aktsom.core.actions import action, reads_only
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError
from aktsom.core.jobs import job
from aktsom.core.mail import MailError, send_mail, takes_mail
from aktsom.core.tenancy import acting_for
from aktsom.core.visibility import get_visible
from aktsom.identity.models import PersonSession
from aktsom.identity.sessions import end_rows
from aktsom.identity.signing_in import acting_as
from aktsom.institutions.models import Member, User
from aktsom.institutions.permissions import may_build
from aktsom.institutions.queries import places_of

TRIES = RetryStrategy(max_attempts=9, exponential_wait=3, retry_exceptions={MailError})


def may_take_factors(actor: Actor, _given: Mapping[str, Any]) -> bool:
    """Institution leadership in person; no program."""
    return actor.holds(Duty.LEADERSHIP, path="/") and not reads_only(actor) and not actor.by_key


@action("end a person's sessions", may=may_build, step_up=True)
def end_sessions_of(actor: Actor, *, member: Member) -> Member:
    """Sign a person out of every browser at once, such as when a machine was lost. They can sign in again."""
    row: Member = get_visible(Member, actor, pk=member.pk)
    _end_all(row.user)
    return row


@action("take away a person's second factors", may=may_take_factors, step_up=True)
def take_factors(actor: Actor, *, member: Member) -> Member:
    """Remove passkeys, app and recovery codes of somebody who lost them, end their sessions and tell them by mail.

    Raises `NotAllowedError` for oneself, and for an account that another institution has to do with.
    """
    row: Member = get_visible(Member, actor, pk=member.pk)
    if row.pk == actor.member_id:
        raise NotAllowedError(_("Nobody does this for themselves."), remedy=_("Use the page “Sign-in and security”."))
    if not is_ours_alone(row):
        raise NotAllowedError(
            _("This account was opened elsewhere, or is used in another institution too."),
            remedy=_("Ask whoever runs Aktsom to open a new account."),
        )
    Authenticator.objects.filter(user_id=row.user_id).delete()
    _end_all(row.user)
    mail_of_factors.defer(Actor.system("sign-in", row.institution_id), member_id_told=str(row.pk))
    return row


@job("mail of second factors that were taken away", retry=TRIES)
def mail_of_factors(actor: Actor, member_id_told: str) -> None:
    """Tell the person, who may not have asked for it."""
    member = get_visible(Member, actor, pk=member_id_told)
    if takes_mail(member.user.email):
        with override(member.user.language):
            send_mail(member.user.email, _("Your second factors were taken away"), _text())


def is_ours_alone(member: Member) -> bool:
    """Whether the account was opened for this place, and the person has no other."""
    with acting_for(acting_as(member.user)):
        elsewhere = [place for place in places_of(member.user) if place.institution_id != member.institution_id]
    return member.opened_account and not elsewhere


def _end_all(user: User) -> None:
    end_rows(list(PersonSession.objects.filter(user_id=user.pk, ended_at=None)))


def _text() -> str:
    return _(
        "The leadership of your institution took away your passkeys, your app with codes and your recovery codes in Aktsom, "
        "and you were signed out everywhere.\n\n"
        "Sign in with your password and set up a new second factor at once. If you did not ask for this, tell your leadership."
    )
