"""The pages on which people get a new password by mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from aktsom.core.actor import Actor
from aktsom.core.errors import NotAllowedError
from aktsom.core.tenancy import acting_for
from aktsom.identity.forgotten import TOKENS, ask_for_link, mail_goes_out, set_by_link
from aktsom.identity.forms import AddressForm, NewPasswordForm
from aktsom.identity.signing_in import first_place
from aktsom.institutions.models import User

TAKEN = "link_for_new_password"


@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for the mail; the answer is the same for every address."""
    form = AddressForm(request.POST or None)
    asked = request.method == "POST" and mail_goes_out() and form.is_valid()
    if asked:
        ask_for_link(request, form.cleaned_data["email"])
    context = {"form": form, "asked": asked, "mail_goes_out": mail_goes_out()}
    return render(request, "identity/forgotten.html", context, status=422 if form.errors else 200)


@require_safe
def take_link(request: HttpRequest, user_id: int, token: str) -> HttpResponse:
    """Keep what the link says in the session, so that it stands in no address from here on."""
    request.session[TAKEN] = {"user": user_id, "token": token[:200]}
    return redirect("identity:new-password")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Choose the password."""
    taken = request.session.get(TAKEN) or {"user": 0, "token": ""}
    user = User.objects.filter(pk=taken["user"], is_active=True).first()
    place = first_place(user) if user is not None else None
    if user is None or place is None or not TOKENS.check_token(user, taken["token"]):
        raise NotAllowedError(
            _("This link was used already, or is older than an hour."),
            remedy=_("Ask for a new one on the sign-in page."),
        )
    form = NewPasswordForm(user, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "identity/new_password.html", {"form": form}, status=422 if form.errors else 200)
    system = Actor.system("sign-in", place.institution_id)
    with acting_for(system):
        set_by_link(system, user=user, token=taken["token"], password=form.cleaned_data["password1"])
    request.session.flush()
    messages.success(request, _("Your new password holds. You are signed out everywhere; sign in with it now."))
    return redirect("account_login")
