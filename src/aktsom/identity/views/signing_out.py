"""Signing out, here and where the person came from."""

import secrets
from typing import Any
from uuid import UUID

from allauth.account import views as account_views
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aktsom.identity import oidc_logout, saml, saml_logout
from aktsom.identity.models import Provider
from aktsom.identity.views.services import STAY, any_provider, open_provider, saml_ours

LEAVING = "leaving_service"


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """The library's page; who came in by a service is then signed out there too, if it can do that."""
    kept = request.session.get(STAY) if request.method == "POST" else None
    response: HttpResponse = account_views.logout(request)
    if request.user.is_authenticated:
        return response
    if kept:
        provider = any_provider(kept["slug"], UUID(kept["provider"]))
        if address := _begun(request, provider, kept["slug"], kept["said"]):
            response = _led_on(request, provider, address)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_safe
def signed_out(request: HttpRequest, slug: str, provider_id: UUID) -> HttpResponse:
    """Back from a service of OpenID Connect, which says no more than that it got our request."""
    provider = open_provider(slug, provider_id, Provider.Kind.OIDC)
    begun = request.session.pop(LEAVING, "")
    done = bool(begun) and secrets.compare_digest(begun.encode(), request.GET.get("state", "").encode())
    tell_whether_signed_out(request, provider, done=done)
    return redirect("account_login")


def tell_whether_signed_out(request: HttpRequest, provider: Provider, *, done: bool) -> None:
    """Say on the next page whether the person is signed out at the service too."""
    if done:
        said = _("You are signed out here and at %(service)s.")
    else:
        said = _("You are signed out here, but %(service)s did not say that you are signed out there.")
    messages.info(request, said % {"service": provider.name})


def _begun(request: HttpRequest, provider: Provider, slug: str, said: dict[str, Any]) -> str:
    """Begin to sign the person out at the service: the address there, or "" when the service cannot do that."""
    address = ""
    if provider.kind == Provider.Kind.SAML:
        if saml_logout.can_begin(provider):
            ours = saml_ours(request, provider, slug)
            request.session[LEAVING], address = saml_logout.begin(provider, ours, saml.Party(**said))
    elif oidc_logout.can_begin(provider, stay := oidc_logout.Stay(**said)):
        back = request.build_absolute_uri(reverse("identity:signed-out", args=[slug, provider.pk]))
        request.session[LEAVING], address = oidc_logout.begin(provider, stay, back)
    return address


def _led_on(request: HttpRequest, provider: Provider, address: str) -> HttpResponse:
    """A page that leads on by itself: browsers follow no redirect to another site after a form of ours."""
    response = render(request, "identity/leaving.html", {"service": provider, "address": address})
    response["Refresh"] = f"0; url={address}"
    return response
