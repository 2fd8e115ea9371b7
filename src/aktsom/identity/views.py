"""The pages on which people show who they are once more."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from aktsom.core.http import ActorRequest, signed_in
from aktsom.identity.actions import prove_again
from aktsom.identity.forms import PasswordForm
from aktsom.identity.step_up import kept_form, mark_proven


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@signed_in
def again(request: ActorRequest) -> HttpResponse:
    """Show again who one is, and go on to where `?next=` says."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and (how := _shown(request, form)):
        prove_again(request.actor, how=how)
        mark_proven(request.session)
        return redirect(safe_next(request))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "next": safe_next(request), "demo_button": _may_press_demo_button(request)}
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


def _shown(request: ActorRequest, form: PasswordForm) -> str:
    """By what the person has shown who they are; "" when they have not, with the reason in the form."""
    if "demo" in request.POST and _may_press_demo_button(request):
        return "demo"
    if form.is_valid() and request.user.check_password(form.cleaned_data["password"]):
        return "password"
    if form.is_valid():
        form.add_error("password", _("That is not your password."))
    return ""


def _may_press_demo_button(request: HttpRequest) -> bool:
    """The demo's invented people have no password that a visitor could know."""
    email = getattr(request.user, "email", "")
    return settings.IS_DEMO and email.endswith(("@demo.aktsom.example", ".demo.aktsom.example"))
