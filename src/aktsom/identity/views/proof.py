"""The pages on which people show who they are once more."""

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from aktsom.core.actor import Actor
from aktsom.core.http import ActorRequest, signed_in
from aktsom.identity.actions import prove_again
from aktsom.identity.codes import OnceOnlyCodeForm
from aktsom.identity.forms import CodeForm, PasswordForm
from aktsom.identity.lock_out import count_failure, forget_failures, seconds_to_wait
from aktsom.identity.models import Link
from aktsom.identity.step_up import kept_form, mark_proven


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@signed_in
def again(request: ActorRequest) -> HttpResponse:
    """Show again who one is, and go on to where `?next=` says."""
    password = PasswordForm(request.POST if "password" in request.POST else None)
    code = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and (how := _shown(request, password, code)):
        prove_again(request.actor, how=how)
        mark_proven(request.session)
        return redirect(safe_next(request))
    status = 422 if request.method == "POST" else 200
    context = {"password": password, "code": code, "next": safe_next(request), **_ways(request)}
    return render(request, "identity/again.html", context, status=status)


@require_safe
@signed_in
def continue_form(request: ActorRequest) -> HttpResponse:
    """The form that was under way, filled in, to be sent with a button."""
    kept = kept_form(request)
    if kept is None:
        return redirect("start")
    return render(request, "identity/continue.html", {"kept": kept})


def safe_next(request: HttpRequest) -> str:
    """Where to go on: an address of ours that the request names, else the start page."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if own and wanted.startswith("/") and "\x00" not in wanted else reverse("start")


def _ways(request: ActorRequest) -> dict[str, object]:
    """By what this person can show who they are."""
    kinds = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    passkey = Authenticator.Type.WEBAUTHN in kinds
    return {
        "demo_button": _may_press_demo_button(request),
        "has_password": request.user.has_usable_password(),  # type: ignore[union-attr]
        "has_code": bool(kinds - {Authenticator.Type.WEBAUTHN}),
        "passkey": passkey,
        "passkey_options": {"request_options": begin_authentication(request.user)} if passkey else None,
        "links": _links(request.actor),
    }


def _links(actor: Actor) -> list[Link]:
    return list(Link.objects.visible_to(actor).select_related("provider", "institution").filter(provider__is_open=True))


def _shown(request: ActorRequest, password: PasswordForm, code: CodeForm) -> str:
    """By what the person has shown who they are; "" when they have not, with the reason in the form."""
    if "demo" in request.POST and _may_press_demo_button(request):
        return "demo"
    if "credential" in request.POST:
        return "passkey" if ReauthenticateWebAuthnForm(user=request.user, data=request.POST).is_valid() else ""
    if code.is_valid():
        tried = OnceOnlyCodeForm(user=request.user, data=request.POST)
        if tried.is_valid():
            return "code"
        code.add_error("code", tried.errors["code"])
    return "password" if password.is_valid() and _is_password(request, password) else ""


def _is_password(request: ActorRequest, form: PasswordForm) -> bool:
    email = request.user.email  # type: ignore[union-attr]
    if seconds_to_wait(request, email):
        form.add_error("password", _("There were too many tries. Wait a while, or use another way."))
        return False
    if request.user.check_password(form.cleaned_data["password"]):
        forget_failures(request, email)
        return True
    count_failure(request, email)
    form.add_error("password", _("That is not your password."))
    return False


def _may_press_demo_button(request: HttpRequest) -> bool:
    """The demo's invented people have no password that a visitor could know."""
    email = getattr(request.user, "email", "")
    return settings.IS_DEMO and email.endswith(("@demo.aktsom.example", ".demo.aktsom.example"))
