"""Coming back from an institution's SAML service, and what we are to it."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.identity import saml
from aktsom.identity.models import Provider
from aktsom.identity.views.services import conclude, open_provider, saml_ours, taken_up


@csrf_exempt  # another site posts; what it brings is signed, and counts only in the browser that asked for it
@require_POST
def take_answer(request: HttpRequest, slug: str, provider_id: UUID) -> HttpResponse:
    """Check what the service posts, keep it, and let the browser fetch it with its own session, which it sends only then."""
    provider = open_provider(slug, provider_id, Provider.Kind.SAML)
    answer = saml.check(provider, saml_ours(request, provider, slug), request.POST.get("SAMLResponse", ""))
    system = Actor.system("sign-in", provider.institution_id)
    with acting_for(system), transaction.atomic():
        saml.keep(system, provider, answer)
    return redirect("identity:saml-done", slug, provider_id)


@require_safe
def done(request: HttpRequest, slug: str, provider_id: UUID) -> HttpResponse:
    """Take the answer to what was begun in this browser, once. Anything else is refused."""
    under_way = taken_up(request, provider_id)
    provider = open_provider(slug, provider_id, Provider.Kind.SAML)
    system = Actor.system("sign-in", provider.institution_id)
    with acting_for(system), transaction.atomic():
        arrival = saml.take(system, provider, saml.Begun(**under_way["begun"]))
    return conclude(request, provider, arrival, under_way["purpose"], under_way["next"])


@require_safe
def metadata(request: HttpRequest, slug: str, provider_id: UUID) -> HttpResponse:
    """Our metadata, which an institution gives to its service."""
    provider = open_provider(slug, provider_id, Provider.Kind.SAML)
    described = saml.describe(saml_ours(request, provider, slug))
    return HttpResponse(described, content_type="application/samlmetadata+xml")
