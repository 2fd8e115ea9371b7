"""Every refusal of the API in one shape: what happened, what was kept, what to do next, and the fields concerned."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from aktsom.core.errors import AktsomError, InvalidError
from aktsom.engine.errors import EngineError


def answer_in_one_shape(api: NinjaAPI) -> None:
    """Register how each kind of error is answered."""

    @api.exception_handler(AktsomError)
    def refused(request: HttpRequest, error: AktsomError) -> HttpResponse:
        fields = {name: str(reason) for name, reason in error.fields.items()} if isinstance(error, InvalidError) else {}
        return _answer(api, request, error.status, str(error.happened), str(error.kept), str(error.remedy), fields)

    @api.exception_handler(EngineError)
    def unusable(request: HttpRequest, error: EngineError) -> HttpResponse:
        return _answer(api, request, 422, f"{error.place}: {error.message}".removeprefix(": "), "", error.remedy, {})

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {_place(each["loc"]): str(each["msg"]) for each in error.errors}
        return _answer(api, request, 422, "Some fields cannot be used.", "Nothing was changed.", "Correct them.", fields)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        remedy = "Send a key in the header Authorization: Bearer …, or sign in."
        return _answer(api, request, 401, "You are not signed in.", "", remedy, {})

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return _answer(api, request, error.status_code, str(error), "Nothing was changed.", "", {})


def _answer(
    api: NinjaAPI, request: HttpRequest, status: int, happened: str, kept: str, remedy: str, fields: dict[str, str]
) -> HttpResponse:
    said: dict[str, Any] = {"happened": happened, "kept": kept, "remedy": remedy, "fields": fields}
    return api.create_response(request, said, status=status)


def _place(location: Sequence[Any]) -> str:
    return ".".join(str(part) for part in location if part not in ("body", "query", "path", "payload"))
