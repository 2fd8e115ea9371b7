"""The page that says whom to turn to."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aktsom.core.http import ActorRequest, signed_in
from aktsom.institutions.directory import contact_points


@require_GET
@signed_in
def contacts(request: ActorRequest) -> HttpResponse:
    """Subjects with the people who answer for them here, and the authorities with when to call them."""
    points, authorities = contact_points(request.actor)
    return render(request, "institutions/contacts.html", {"points": points, "authorities": authorities})
