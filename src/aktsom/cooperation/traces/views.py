"""The pages of traces."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from aktsom.cooperation.partners.queries import get_partner
from aktsom.cooperation.traces import queries
from aktsom.core.http import ActorRequest, page_of, signed_in


@require_safe
@signed_in
def of_partner(request: ActorRequest, key: UUID) -> HttpResponse:
    """All works and projects with one partner, of one's own institution or (`?scope=sector`) of the sector."""
    partner = get_partner(request.actor, key)
    scope = "sector" if request.GET.get("scope") == "sector" else "mine"
    home = None if scope == "sector" else request.actor.institution_id
    rows = queries.traces_between(request.actor, partner, home)
    page = page_of(request, queries.with_authors(request.actor, rows, partner))
    return render(request, "traces/of_partner.html", {"partner": partner, "page": page, "scope": scope})
