"""What surrounds every request: safe headers, the language, the acting person, and plain words when something is refused."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from aktsom.core.actor import Actor
from aktsom.core.audit import record_in_vain
from aktsom.core.errors import AktsomError, BusyError, NotVisibleError, StepUpNeededError
from aktsom.core.http import actor_in
from aktsom.core.tenancy import act_for, act_for_nobody, act_for_place, act_for_user
from aktsom.core.typed import TURNING, without_turning
from aktsom.core.unsent import sentences_in
from aktsom.identity.required import lacks_second_factor
from aktsom.identity.sessions import BOUND
from aktsom.identity.step_up import is_proven, lead_to_proof
from aktsom.institutions.models import Member
from aktsom.institutions.queries import actor_of, place_of
from aktsom.web.views import bad_request, to_program

Respond = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger(__name__)
API = "/api/v1/"
FOR_PROGRAMS = (API, "/scim/")
SECRET = re.compile("password|secret")
CHOSEN = "institution"
"""Where the session keeps the institution in which the person acts: put there by the server, after a look at their places."""

WITHOUT_SECOND_FACTOR = ("/account/security/", "/sign-in/", "/sign-out/", "/password/", "/language/", "/about/")
"""What people reach who must set up a second factor first."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class SafeHeaders:
    """A strict Content-Security-Policy without inline code, and no feature of the browser that is not used."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers to every answer; a program that asks without TLS gets none but a refusal."""
        in_the_clear = settings.SECURE and not request.is_secure() and request.path_info.startswith(FOR_PROGRAMS)
        response = _only_encrypted() if in_the_clear else self.respond(request)
        if response.status_code == 405 and request.path_info.startswith(API):
            response = _other_method(request, response["Allow"])
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        if not request.path.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "no-store")
        return response


def _only_encrypted() -> HttpResponse:
    return to_program(
        403,
        happened="This was sent without encryption.",
        kept="Nothing was changed.",
        remedy="Send it to https:// instead. End the key that was sent in the clear, and make a new one.",
    )


def _other_method(request: HttpRequest, allowed: str) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        answer = to_program(
            405,
            happened=_("This address does not answer %(method)s.") % {"method": request.method},
            kept=_("Nothing was changed."),
            remedy=_("It answers %(methods)s; /api/docs says what each does.") % {"methods": allowed},
        )
    answer["Allow"] = allowed
    return answer


class Programs:
    """Answers programs that call the API with a key at once: they have no session, no cookie, no form and no messages.

    What the API itself does for every call (the key, its institution, the language) is in `api/v1.py`.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The API's answer to a program; everything else, unknown addresses too, goes on as usual."""
        if not _is_a_programs(request):
            return self.respond(request)
        try:
            found = _resolved(request.path_info)
        except Resolver404:
            return self.respond(request)
        request.resolver_match = found
        request.user = AnonymousUser()
        response: HttpResponse = found.func(request, *found.args, **found.kwargs)
        if not response.streaming:
            response.setdefault("Content-Length", str(len(response.content)))
        return response


@lru_cache(maxsize=500)
def _resolved(path: str) -> ResolverMatch:
    """Where an address of the API leads, which stays the same as long as the program runs."""
    return resolve(path)


def _is_a_programs(request: HttpRequest) -> bool:
    return request.path_info.startswith(API) and request.headers.get("Authorization", "").startswith("Bearer ")


class ChosenLanguage:
    """Bokmål or English: the cookie that the person set, else the account's choice, else the browser's, else Bokmål."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        known = dict(settings.LANGUAGES)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in known else self._of_account(request, known)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.respond(request)
            response.setdefault("Content-Language", language)
        return response

    def _of_account(self, request: HttpRequest, known: Mapping[str, object]) -> str:
        preferred = getattr(request.user, "language", "")
        return preferred if preferred in known else translation.get_language_from_request(request)


class ActingPerson:
    """Gives the request its actor, and lets the database connection act for that institution as long as the request lasts."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer for the acting person, or for nobody."""
        request.actor = request.place = None  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return self.respond(request)
        try:
            actor = self._actor(request)
            if actor and lacks_second_factor(request, actor) and not request.path.startswith(WITHOUT_SECOND_FACTOR):
                return _ask_for_second_factor(request, self.respond)
            request.actor = actor  # type: ignore[attr-defined]
            return self.respond(request)
        finally:
            act_for_nobody()

    def _actor(self, request: HttpRequest) -> Actor | None:
        user_id = int(request.user.pk or 0)
        place = self._chosen(request, user_id) or self._first(request, user_id)
        if place is None or not place.user.is_active:
            return None
        request.place = place  # type: ignore[attr-defined]
        actor = replace(actor_of(place), proven=is_proven(request.session))
        if actor.compartments:
            act_for(actor)
        return actor

    def _chosen(self, request: HttpRequest, user_id: int) -> Member | None:
        """The place that the session names; None when it names none, or one that the person no longer has."""
        institution_id = request.session.get(BOUND) or request.session.get(CHOSEN)
        if institution_id is None:
            return None
        # Units and duties are behind the institution's border. Nothing but the person's own place is read before it is found.
        act_for_place(institution_id, user_id)
        return place_of(user_id, institution_id)

    def _first(self, request: HttpRequest, user_id: int) -> Member | None:
        """Their first place, which the session names from now on; not beyond the institution whose service signed them in."""
        if BOUND in request.session:
            return None
        act_for_user(user_id)
        first = place_of(user_id)
        if first is None:
            return None
        request.session[CHOSEN] = first.institution_id
        return self._chosen(request, user_id)


def _ask_for_second_factor(request: HttpRequest, respond: Respond) -> HttpResponse:
    """Programs are told that nobody is signed in; people come to the page where they set one up."""
    return respond(request) if request.path.startswith("/api/") else redirect("identity:security")


class PlainErrors:
    """Turns what the product refuses into a page that says what happened, what was kept and what to do next."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, unless a form is cut off; errors come through `process_exception`."""
        if not _is_whole(request):
            return bad_request(request)
        _straighten(request)
        return self.respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for the product's own errors; anything else is a fault and stays one."""
        if not isinstance(error, AktsomError):
            return None
        if isinstance(error, StepUpNeededError):
            return lead_to_proof(request)
        if isinstance(error, NotVisibleError) and (actor := actor_in(request)) is not None:
            record_in_vain(actor, request.path)
        if error.status >= 500:
            logger.error("refused: %s", error, exc_info=error)
        context = {"error": error, "wrote": sentences_in(request)}
        answer = render(request, "web/error.html", context, status=error.status)
        if isinstance(error, BusyError):
            answer["Retry-After"] = str(error.wait_seconds)
        return answer


def _straighten(request: HttpRequest) -> None:
    """Take marks that turn other text around out of what was typed; passwords stay as they are."""
    turning = [
        (name, list(map(without_turning, values)))
        for name, values in request.POST.lists()
        if not SECRET.search(name) and any(map(TURNING.search, values))
    ]
    if turning:
        fields = request.POST.copy()
        for name, values in turning:
            fields.setlist(name, values)
        request.POST = fields  # type: ignore[assignment]


def _is_whole(request: HttpRequest) -> bool:
    """Whether the form arrived to its end. Asked first: once reading has failed, the framework shows it as a blank one."""
    try:
        return request.POST is not None
    except UnreadablePostError:
        return False
