"""Every refusal of the API in one shape: what happened, what was kept, what to do next, and the fields concerned."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from aktsom.api.wording import reasons_of
from aktsom.core.api import Answer
from aktsom.core.audit import record_in_vain
from aktsom.core.errors import AktsomError, InvalidError, NotVisibleError, TooManyFilesError, spoken
from aktsom.core.http import actor_in
from aktsom.engine.errors import EngineError


class Refusal(Answer):
    """What happened, what was kept, what to do next, and which fields it concerns, each with its reason."""

    happened: str
    kept: str
    remedy: str
    fields: dict[str, str]


def answer_in_one_shape(api: NinjaAPI) -> None:
    """Register how each kind of error is answered."""
    for kind, refuse in _REFUSING.items():
        api.add_exception_handler(kind, partial(refuse, api))


def _refused(api: NinjaAPI, request: HttpRequest, error: AktsomError) -> HttpResponse:
    fields = (
        {name: str(reason) for name, reason in error.fields.items()}
        if isinstance(error, InvalidError | NotVisibleError)
        else {}
    )
    if isinstance(error, NotVisibleError) and (actor := actor_in(request)) is not None:
        record_in_vain(actor, request.path)
    return _answer(api, request, error.status, str(error.happened), str(error.kept), str(error.remedy), fields)


def _unusable(api: NinjaAPI, request: HttpRequest, error: EngineError) -> HttpResponse:
    place, message = str(spoken(error.place)), str(spoken(error.message))
    happened = f"{place}: {message}" if place else message
    return _answer(api, request, 422, happened, _nothing(), str(spoken(error.remedy)))


def _invalid(api: NinjaAPI, request: HttpRequest, error: ValidationError) -> HttpResponse:
    remedy = _("Correct the fields that are named.")
    return _answer(api, request, 422, _("Some fields cannot be used."), _nothing(), remedy, reasons_of(error.errors))


def _unknown(api: NinjaAPI, request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    remedy = _("Send a key in the header “Authorization: Bearer …”, or sign in.")
    return _answer(api, request, 401, _("You are not signed in."), _nothing(), remedy)


def _missing(api: NinjaAPI, request: HttpRequest, _error: Http404) -> HttpResponse:
    return _refused(api, request, NotVisibleError())


def _by_cause(api: NinjaAPI, request: HttpRequest, error: HttpError) -> HttpResponse:
    """The library wraps what went wrong with a body; its cause knows more."""
    if isinstance(error.__cause__, AktsomError):
        return _refused(api, request, error.__cause__)
    if isinstance(error.__cause__, SuspiciousOperation | UnreadablePostError):
        return _unreadable(api, request, error.__cause__)
    return _answer(api, request, error.status_code, _("The request cannot be used."), _nothing(), _see_docs())


def _unreadable(api: NinjaAPI, request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error, RequestDataTooBig):
        return _answer(api, request, 413, _("The request is too large."), _nothing(), _("Send it in parts."))
    if isinstance(error, TooManyFilesSent):
        return _refused(api, request, TooManyFilesError())
    return _answer(api, request, 400, _("The request cannot be used."), _nothing(), _see_docs())


_REFUSING: Mapping[type[Exception], Callable[[NinjaAPI, HttpRequest, Any], HttpResponse]] = {
    AktsomError: _refused,
    EngineError: _unusable,
    ValidationError: _invalid,
    AuthenticationError: _unknown,
    Http404: _missing,
    HttpError: _by_cause,
    SuspiciousOperation: _unreadable,
    UnreadablePostError: _unreadable,
}


def _answer(
    api: NinjaAPI,
    request: HttpRequest,
    status: int,
    happened: str,
    kept: str,
    remedy: str,
    fields: Mapping[str, str] = {},
) -> HttpResponse:
    said: dict[str, Any] = {"happened": happened, "kept": kept, "remedy": remedy, "fields": dict(fields)}
    return api.create_response(request, said, status=status)


def _nothing() -> str:
    return _("Nothing was changed.")


def _see_docs() -> str:
    return _("See /api/docs for what can be sent.")
