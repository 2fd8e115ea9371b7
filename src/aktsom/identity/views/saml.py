"""Coming back from an institution's SAML service, and what we are to it."""

from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.identity import saml, saml_logout
from aktsom.identity.models import Link, Provider
from aktsom.identity.views.services import (
    any_provider,
    conclude,
    open_provider,
    provider_for,
    remember_stay,
    saml_ours,
    taken_up,
)
from aktsom.identity.views.signing_out import LEAVING, tell_whether_signed_out


@csrf_exempt  # another site posts; what it brings is signed, and counts only in the browser that asked for it
@require_POST
def take_answer(request: HttpRequest, slug: str, provider_id: UUID) -> HttpResponse:
    """Check what the service posts, keep it, and let the browser fetch it with its own session, which it sends only then."""
    provider = any_provider(slug, provider_id, Provider.Kind.SAML)
    answer = saml.check(provider, saml_ours(request, provider, slug), request.POST.get("SAMLResponse", ""))
    system = Actor.system("sign-in", provider.institution_id)
    with acting_for(system), transaction.atomic():
        saml.keep(system, provider, answer)
    return redirect("identity:saml-done", slug, provider_id)


@require_safe
def done(request: HttpRequest, slug: str, provider_id: UUID) -> HttpResponse:
    """Take the answer to what was begun in this browser, once. Anything else is refused."""
    under_way = taken_up(request, provider_id)
    provider = provider_for(request, slug, provider_id, under_way["purpose"], Provider.Kind.SAML)
    system = Actor.system("sign-in", provider.institution_id)
    with acting_for(system), transaction.atomic():
        arrival, party = saml.take(system, provider, saml.Begun(**under_way["begun"]))
    response = conclude(request, provider, arrival, under_way["purpose"], under_way["next"])
    if under_way["purpose"] == "enter":
        remember_stay(request, provider, slug, asdict(party))
    return response


@require_safe
def metadata(request: HttpRequest, slug: str, provider_id: UUID) -> HttpResponse:
    """Our metadata, which an institution gives to its service."""
    provider = any_provider(slug, provider_id, Provider.Kind.SAML)
    described = saml.describe(provider, saml_ours(request, provider, slug))
    return HttpResponse(described, content_type="application/samlmetadata+xml")


@require_safe
def goodbye(request: HttpRequest, slug: str, provider_id: UUID) -> HttpResponse:
    """The service asks to sign somebody out, or answers that it has done so itself."""
    provider = open_provider(slug, provider_id, Provider.Kind.SAML)
    ours = saml_ours(request, provider, slug)
    if "SAMLResponse" in request.GET:
        done = saml_logout.is_done(provider, ours, request.session.pop(LEAVING, ""), request.GET.dict())
        tell_whether_signed_out(request, provider, done=done)
        return redirect("account_login")
    wanted = saml_logout.asked(provider, ours, request.GET.dict())
    system = Actor.system("sign-in", provider.institution_id)
    with acting_for(system):
        link = Link.objects.visible_to(system).filter(provider=provider, subject=wanted.subject).first()
        if link is not None:
            saml_logout.end_sessions(system, provider=provider, link=link)
    return redirect(wanted.address)
