"""What is done at every sign-in, however the person came: the session begins, and the log says so."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aktsom.core.actor import Actor
from aktsom.core.http import actor_in
from aktsom.core.tenancy import acting_for
from aktsom.identity.actions import note_factor_added, note_factor_removed, note_failed_sign_in, note_sign_in
from aktsom.identity.lock_out import count_failure, forget_failures, seconds_to_wait
from aktsom.identity.secrets import seal, unseal
from aktsom.identity.sessions import begin_session
from aktsom.identity.step_up import mark_proven
from aktsom.institutions.models import Member, User
from aktsom.institutions.queries import actor_of, place_of

STRONG = "second_factor"


class LocalAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """No self-service sign-up; guessing is slowed down without locking anybody out."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made by the institution."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Raises `ValidationError` while this browser must wait before it tries this account again."""
        seconds = seconds_to_wait(request, str(credentials.get("email", "")))
        if seconds:
            minutes = -(-seconds // 60)
            raise ValidationError(
                ngettext(
                    "Too many tries from here. Wait %(minutes)d minute, or use a passkey or your institution.",
                    "Too many tries from here. Wait %(minutes)d minutes, or use a passkey or your institution.",
                    minutes,
                )
                % {"minutes": minutes}
            )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """As the library; a success lets this browser start anew with this account."""
        self.pre_authenticate(request, **credentials)
        self._login_failed_rl_usage = None
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            forget_failures(request, str(credentials.get("email", "")))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count it, and leave an event where the person has a place."""
        email = str(credentials.get("email", ""))
        count_failure(request, email)
        user = User.objects.filter(email=email.strip().lower()[:254]).first()
        if user is not None and (place := first_place(user)):
            actor = Actor.system("sign-in", place.institution_id)
            with acting_for(actor):
                note_failed_sign_in(actor, user=user, how="password")


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors lie sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That code is not right, or was used already."),
        "too_many_codes": gettext_lazy("There were too many tries. Wait a while, or use another way."),
    }

    def encrypt(self, text: str) -> str:
        """Sealed under the installation's key."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """As it was."""
        return unseal(encrypted_text)

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - the library's name
        """What a passkey is called when the person gives no name."""
        return _("Passkey")


@receiver(user_logged_in)
def on_sign_in(sender: object, request: HttpRequest, user: User, **_signal: Any) -> None:
    """Begin the session, know the browser again, and leave the event."""
    methods = _methods(request, user)
    how = getattr(request, "signed_in_how", "") or (methods[-1] if methods else "")
    begin_session(request, user, how)
    request.signed_in_email = user.email  # type: ignore[attr-defined]
    if methods:
        mark_proven(request.session)
        request.session[STRONG] = methods[-1] != "password"
    place = first_place(user)
    if place is not None:
        with acting_for(Actor.system("sign-in", place.institution_id)):
            note_sign_in(actor_of(place), how=how)


@receiver([authenticator_added, authenticator_reset])
def on_factor_added(sender: object, request: HttpRequest, user: User, authenticator: Any, **_signal: Any) -> None:
    """Leave the event of a new factor."""
    if actor := actor_in(request):
        note_factor_added(actor, kind=str(authenticator.type))
        request.session[STRONG] = True


@receiver(authenticator_removed)
def on_factor_removed(sender: object, request: HttpRequest, user: User, authenticator: Any, **_signal: Any) -> None:
    """Leave the event of a factor that is gone."""
    if actor := actor_in(request):
        note_factor_removed(actor, kind=str(authenticator.type))


def _methods(request: HttpRequest, user: User) -> list[str]:
    """By what the person showed who they are just now, such as "password", "totp", "webauthn"."""
    records = get_authentication_records(request, user)
    return [str(record.get("type") or record["method"]) for record in records]


def acting_as(user: User) -> Actor:
    """A person who has not yet chosen an institution: enough to see where they have places."""
    return Actor(name="", institution_id=None, user_id=user.pk)


def first_place(user: User) -> Member | None:
    """The place where a person acts first: their events are kept there. None when they have none."""
    with acting_for(acting_as(user)):
        first = place_of(user.pk)
    if first is None:
        return None
    with acting_for(Actor.system("sign-in", first.institution_id)):
        return place_of(user.pk, first.institution_id)
