"""The pages and answers for OpenRefine. Any page may ask (CORS), for what it gets is what the key in the address opens."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.core.actor import Actor
from aktsom.core.errors import AktsomError
from aktsom.core.http import ActorRequest, signed_in
from aktsom.knowledge.screening import reconciling
from aktsom.knowledge.screening.actions import withdraw_addresses
from aktsom.knowledge.sources.queries import list_title
from aktsom.knowledge.sources.store import stored_listing

P = ParamSpec("P")
PREVIEW_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *"


def by_key(
    view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A view that is opened by the key in its address, from any page; what is refused is said in JSON."""

    @csrf_exempt
    @wraps(view)
    def run(request: HttpRequest, /, openrefine_key: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            with reconciling.acting_by_key(openrefine_key) as actor:
                response = view(request, actor, *args, **kwargs)
        except AktsomError as error:
            response = JsonResponse({"error": str(error)}, status=error.status)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = "no-store"
        return response

    return run  # type: ignore[return-value]


@require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
@by_key
def reconcile(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The manifest; with `queries` the candidates for each, with `query` those for one."""
    if request.method == "OPTIONS":
        return _allowed()
    given, single = (request.POST.get(each) or request.GET.get(each) for each in ("queries", "query"))
    if given is None and single is None:
        views = request.path, "/", reverse("screening:listing")
        return JsonResponse(reconciling.manifest(*map(request.build_absolute_uri, views)))
    wanted = reconciling.wanted_in(given) if given is not None else reconciling.one_wanted(single or "")
    found = reconciling.answers(actor, wanted, _language())
    if found is None:
        waiting = JsonResponse(
            {"error": _("The lists are still being loaded. Ask again in half a minute.")}, status=503
        )
        waiting["Retry-After"] = "30"
        return waiting
    if given is not None:
        return JsonResponse(found)
    only = found[reconciling.ONLY]
    return JsonResponse(only, status=422 if "error" in only else 200)


@require_GET
@by_key
def suggest(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Listed organisations while somebody types."""
    return JsonResponse(reconciling.suggestions(actor, request.GET.get("prefix", "")[:100], _language()))


@require_GET
@by_key
def suggest_property(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What else of a sheet can be sent along."""
    del actor
    return JsonResponse(reconciling.properties(request.GET.get("prefix", "")[:100]))


@require_GET
@by_key
def preview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A few lines about a listing, in a frame of OpenRefine's."""
    row = reconciling.listed(actor, request.GET.get("id", ""))
    response = render(request, "screening/preview.html", {"row": row, "title": list_title(row.list_id, _language())})
    response["Content-Security-Policy"] = PREVIEW_POLICY
    response["X-Frame-Options"] = "ALLOWALL"
    return response


@require_GET
@signed_in
def listing(request: ActorRequest) -> HttpResponse:
    """A listed organisation, for whoever follows a link in a sheet from OpenRefine: it holds no key, so they sign in."""
    row = reconciling.listed(request.actor, request.GET.get("id", ""))
    context = {
        "row": row,
        "listing": stored_listing(row.content, row.since.source_date),
        "title": list_title(row.list_id, _language()),
    }
    return render(request, "screening/listing.html", context)


@require_GET
@signed_in
def openrefine(request: ActorRequest) -> HttpResponse:
    """How to clean a sheet in OpenRefine, with an address of the person's own."""
    address = reverse("screening:reconcile", args=[reconciling.key_for(request.actor)])
    context: dict[str, Any] = {"address": request.build_absolute_uri(address)}
    return render(request, "screening/openrefine.html", context)


@require_POST
@signed_in
def withdraw(request: ActorRequest) -> HttpResponse:
    """End all addresses that the person was given until now, and show a new one."""
    withdraw_addresses(request.actor)
    messages.success(request, _("Your earlier addresses open nothing any more."))
    return redirect("screening:openrefine")


def _allowed() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Methods"] = "GET, POST"
    response["Access-Control-Allow-Headers"] = "Content-Type"
    return response


def _language() -> str:
    return (get_language() or "nb")[:2]
