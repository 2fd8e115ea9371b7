"""The page on which people look after their own ways to sign in and the browsers in which they are signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aktsom.core.errors import StepUpNeededError
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.visibility import get_visible
from aktsom.identity.actions import unlink_account
from aktsom.identity.codes import use_up
from aktsom.identity.models import Link, Provider
from aktsom.identity.required import lacks_second_factor
from aktsom.identity.sessions import ROW, end_other_sessions, end_session, running_sessions

View = Callable[..., HttpResponse]


@require_safe
@signed_in
def overview(request: ActorRequest) -> HttpResponse:
    """Passkeys, codes, services, sessions."""
    factors = list(Authenticator.objects.filter(user_id=request.user.pk).order_by("pk"))
    links = list(Link.objects.visible_to(request.actor).select_related("provider", "institution"))
    context = {
        "passkeys": [each for each in factors if each.type == Authenticator.Type.WEBAUTHN],
        "has_app": any(each.type == Authenticator.Type.TOTP for each in factors),
        "has_codes": any(each.type == Authenticator.Type.RECOVERY_CODES for each in factors),
        "must": lacks_second_factor(request, request.actor),
        "links": links,
        "page": page_of(request, running_sessions(request.actor)),
        "this": request.session.get(ROW),
    }
    return render(request, "identity/security.html", context)


@require_POST
@signed_in
def end_one(request: ActorRequest, session_id: int) -> HttpResponse:
    """Sign out in one browser."""
    end_session(request.actor, session_id=session_id)
    messages.success(request, _("You are signed out there."))
    return redirect("identity:security")


@require_POST
@signed_in
def end_others(request: ActorRequest) -> HttpResponse:
    """Sign out in all other browsers."""
    end_other_sessions(request.actor, but=request.session.get(ROW))
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("identity:security")


@require_POST
@signed_in
def unlink(request: ActorRequest, service_link_id: UUID) -> HttpResponse:
    """Take a service away from the account."""
    provider: Provider = unlink_account(request.actor, link=get_visible(Link, request.actor, pk=service_link_id))
    messages.success(request, _("“%(service)s” does not sign you in any more.") % {"service": provider.name})
    return redirect("identity:security")


def after_proof(view: View) -> View:
    """A page of the library for people who have just shown who they are; its change and our event are one transaction."""

    @signed_in
    @wraps(view)
    def run(request: ActorRequest, /, **parameters: Any) -> HttpResponse:
        if not request.actor.proven:
            raise StepUpNeededError
        with transaction.atomic():
            return view(request, **parameters)

    return run  # type: ignore[return-value]


def _activate_app(request: ActorRequest) -> HttpResponse:
    """The library's page; the code by which an app is added is used up like any other."""
    response: HttpResponse = totp_views.activate_totp(request)
    app = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).first()
    if request.method == "POST" and app is not None:
        use_up(app, request.POST.get("code", ""))
    return response


add_passkey = after_proof(passkey_views.add_webauthn)
remove_passkey = require_http_methods(["GET", "HEAD", "POST"])(after_proof(passkey_views.remove_webauthn))
add_app = after_proof(_activate_app)
remove_app = after_proof(totp_views.deactivate_totp)
make_codes = after_proof(recovery_views.generate_recovery_codes)
see_codes = after_proof(recovery_views.view_recovery_codes)
second_step = factor_views.authenticate
enter_with_passkey = passkey_views.login_webauthn


def change_password(request: HttpRequest) -> HttpResponse:
    """The library's page; who has no password here is told so."""
    if request.user.is_authenticated and not request.user.has_usable_password():
        messages.info(request, _("You have no password here. You sign in in one of the ways below."))
        return redirect("identity:security")
    response: HttpResponse = account_views.password_change(request)
    return response


@require_safe
def to_overview(request: HttpRequest, **_parameters: Any) -> HttpResponse:
    """The library's own lists are all on our one page."""
    return redirect("identity:security")
