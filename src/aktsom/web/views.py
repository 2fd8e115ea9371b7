"""The pages that belong to no room: start, search, language, and where one works."""

import sys

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aktsom.core.errors import NotVisibleError, Sentence, TooManyFilesError
from aktsom.core.http import ActorRequest, actor_in, signed_in
from aktsom.core.once import read_once
from aktsom.core.outage import is_outage
from aktsom.core.search import clean_query
from aktsom.core.start import what_changed, what_waits
from aktsom.core.unsent import is_from_here, unsent_page
from aktsom.identity.sessions import BOUND
from aktsom.institutions.queries import places_of
from aktsom.web.search import everything

ONE_YEAR = 365 * 24 * 60 * 60


@require_safe
@signed_in
def start(request: ActorRequest) -> HttpResponse:
    """What waits for me, what changed, what I can begin."""
    with read_once():
        waiting, changes = what_waits(request.actor), what_changed(request.actor)
    return render(request, "web/start.html", {"waiting": waiting, "changes": changes, "duties": _duties(request)})


@require_safe
@signed_in
def search(request: ActorRequest) -> HttpResponse:
    """Everything that fits the words in `?q=`; as the person types, only the list of results."""
    query = clean_query(request.GET.get("q", ""))
    page = "web/search_results.html" if request.headers.get("HX-Request") else "web/search.html"
    return render(request, page, {"query": query, "results": everything(request.actor, query)})


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember Bokmål or English in this browser, and go back to where the person was."""
    response = redirect(_safe_next(request))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=ONE_YEAR,
            samesite="Lax",
            secure=settings.SECURE,
            httponly=True,
        )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def places(request: ActorRequest) -> HttpResponseBase:
    """The institutions where the person has a place; choosing one lets them act there."""
    bound = request.session.get(BOUND)
    every = places_of(request.user)  # type: ignore[arg-type]
    offered = [place for place in every if bound in (None, place.institution_id)]
    if request.method == "POST":
        wanted = request.POST.get("institution", "")
        if wanted not in {str(place.institution_id) for place in offered}:
            raise NotVisibleError
        request.session["institution"] = int(wanted)
        return redirect("start")
    return render(request, "web/places.html", {"places": offered, "duties": _duties(request)})


@require_safe
def no_place(request: HttpRequest) -> HttpResponseBase:
    """For people whose account no institution has given a place."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if actor_in(request) is not None:
        return redirect("start")
    return render(request, "web/no_place.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, its version and its licence."""
    return render(request, "web/about.html")


@require_safe
def locked(request: HttpRequest) -> HttpResponse:
    """For accounts that are closed."""
    return _plain_page(
        request,
        403,
        happened=_("This account is closed."),
        kept=_("What you registered is kept."),
        remedy=_("Ask your institution's administrator to open it again."),
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent cannot be read."""
    if isinstance(exception, TooManyFilesSent):
        error = TooManyFilesError()
        return _plain_page(request, 400, happened=str(error.happened), kept=str(error.kept), remedy=str(error.remedy))
    return _plain_page(
        request,
        400,
        happened=_("We could not read what your browser sent."),
        kept=_("Nothing was changed."),
        remedy=_("Go back and try again, with a smaller file or fewer fields if there were many."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this person."""
    return _plain_page(
        request,
        403,
        happened=_("Your duties do not include this."),
        kept=_("Nothing was changed."),
        remedy=_("Ask the person responsible in your unit, or your institution's administrator."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing that this person may know of."""
    return _plain_page(
        request, 404, happened=_("We could not find this page."), remedy=_("Check the address, or search for it.")
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was not sent from our page, or the page was open for too long; then what was typed is given back."""
    unsent = unsent_page(request) if is_from_here(request) else None
    return unsent or _plain_page(
        request,
        403,
        happened=_("We could not be sure that this form came from you."),
        kept=_("Nothing was changed."),
        remedy=_(
            "Go back, load the page again and send the form once more. Your browser must allow cookies from this site."
        ),
    )


def failed(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours; 503 while the database does not answer. Drawn without it."""
    with translation.override(translation.get_language_from_request(request)):
        said, status = (_OUTAGE, 503) if is_outage(sys.exception()) else (_FAULT, 500)
        if request.path_info.startswith(API):
            response = to_program(status, **said)
        else:
            response = HttpResponse(render_to_string("web/failed.html", dict(said)), status=status)
    if said is _OUTAGE:
        response["Retry-After"] = RETRY_AFTER
    return response


API, RETRY_AFTER = "/api/", "15"
_FAULT = {
    "happened": gettext_lazy("Something went wrong at our end"),
    "kept": gettext_lazy("What you had saved before is kept; what you just sent was probably not saved."),
    "remedy": gettext_lazy(
        "Try again in a moment. If it happens again, tell whoever runs Aktsom at your institution what you did, and when: "
        "the log holds the cause."
    ),
}
_OUTAGE = {
    "happened": gettext_lazy("The database does not answer"),
    "kept": gettext_lazy(
        "What you had saved before is kept. If you were sending something just now, look whether it is there before you send "
        "it again."
    ),
    "remedy": gettext_lazy(
        "Load this page again in a minute. If it says the same after five minutes, tell whoever runs Aktsom at your "
        "institution: what to do stands in the operator's guide under “When something is wrong”."
    ),
}


def to_program(status: int, *, happened: Sentence, kept: Sentence, remedy: Sentence) -> HttpResponse:
    """What is said of an address of the API that the API itself did not answer, in the API's shape."""
    said = {"happened": str(happened), "kept": str(kept), "remedy": str(remedy), "fields": {}}
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})


def _plain_page(request: HttpRequest, status: int, *, happened: str, remedy: str, kept: str = "") -> HttpResponse:
    if request.path_info.startswith(API):
        return to_program(status, happened=happened, kept=kept, remedy=remedy)
    error = {"happened": happened, "kept": kept, "remedy": remedy, "status": status}
    return render(request, "web/error.html", {"error": error}, status=status)


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if own and wanted.startswith("/") else reverse("start")


def _duties(request: ActorRequest) -> list[str]:
    return sorted({str(held.duty.label) for held in request.actor.duties})
