"""The HTTP API, version 1: the rooms' parts put together, each with the same sign-in, limits and refusals."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import BaseRenderer

from aktsom.api.errors import Refusal, answer_in_one_shape
from aktsom.api.names import describe_by_whole_names
from aktsom.api.reading import StrictParser
from aktsom.api.sign_in import Browser, Key
from aktsom.appraisal.adapting.api import router as handbook
from aktsom.appraisal.api import router as flags
from aktsom.appraisal.appraisals_api import router as appraisals
from aktsom.appraisal.papers_api import router as papers
from aktsom.cooperation.agreements.api import router as agreements
from aktsom.cooperation.agreements.conditions_api import router as agreement_conditions
from aktsom.cooperation.agreements.drafts_api import router as agreement_drafts
from aktsom.cooperation.agreements.withdrawing_api import router as agreement_papers
from aktsom.cooperation.deadlines.api import router as deadlines
from aktsom.cooperation.drawer.api import router as drawer
from aktsom.cooperation.exits.api import router as exits
from aktsom.cooperation.partners.api import router as partners
from aktsom.cooperation.register.api import router as register
from aktsom.cooperation.traces.api import router as traces
from aktsom.core.changes import told_soon
from aktsom.core.errors import NotVisibleError
from aktsom.core.tenancy import act_for_nobody
from aktsom.identity.api import router as identity
from aktsom.institutions.api import router as institutions
from aktsom.institutions.building_api import router as building
from aktsom.knowledge.screening.api import router as screening
from aktsom.knowledge.sources.api import router as sources
from aktsom.overview.agreements.api import router as agreement_gaps
from aktsom.overview.api import router as overview
from aktsom.protection.access.api import router as access
from aktsom.protection.log.api import router as log

Answering = Callable[..., HttpResponse]
REFUSALS = {
    "400": gettext_noop("The request cannot be read."),
    "401": gettext_noop("Nobody is signed in."),
    "403": gettext_noop("The caller's duties do not include this."),
    "404": gettext_noop("There is no such thing, or the caller may not know of it."),
    "409": gettext_noop("Somebody else was first."),
    "413": gettext_noop("The request is too large."),
    "422": gettext_noop("Some fields cannot be used."),
    "503": gettext_noop("The installation lacks something that this needs."),
}


def _translate(described: Any) -> None:
    """Put what the description says into the reader's language, wherever it stands in it."""
    if isinstance(described, list):
        for each in described:
            _translate(each)
    elif isinstance(described, dict):
        for name, value in described.items():
            if name in ("summary", "description") and isinstance(value, str) and value:
                described[name] = gettext(value)
            else:
                _translate(value)


class OrjsonRenderer(BaseRenderer):
    """JSON as orjson writes it."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The answer in UTF-8."""
        return orjson.dumps(data, default=str)


class Api(NinjaAPI):
    """The library's API, with operations named after their functions and every refusal in the description."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's name."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description, in the reader's language, with the refusals that every operation can answer."""
        schema = super().get_openapi_schema(**options)
        for part in ("info", "paths", "components"):
            _translate(schema[part])
        schema["components"]["schemas"]["Refusal"] = Refusal.model_json_schema()
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
        for path in schema["paths"].values():
            for operation in path.values():
                for status, said in REFUSALS.items():
                    operation["responses"].setdefault(status, {"description": gettext(said), "content": content})
        return schema


def guarded(answer: Answering) -> Answering:
    """No address with a NUL character reaches the database, and the connection forgets the caller.

    A key lets it act for an institution, and the next request on it may be somebody else's.
    """

    @wraps(answer)
    def run(request: HttpRequest, /, **parameters: Any) -> HttpResponse:
        if "\x00" in request.path:
            return api.on_exception(request, NotVisibleError())
        if "Authorization" not in request.headers:
            return answer(request, **parameters)
        try:
            with told_soon():
                return _in_the_programs_language(answer, request, parameters)
        finally:
            act_for_nobody()

    return run


def _in_the_programs_language(answer: Answering, request: HttpRequest, parameters: dict[str, Any]) -> HttpResponse:
    """Bokmål, or English when the program's Accept-Language says so; a browser has chosen before."""
    language = translation.get_language_from_request(request)
    with translation.override(language):
        response = answer(request, **parameters)
        response["Content-Language"] = language
        return response


describe_by_whole_names()
api = Api(
    title="Aktsom",
    version="1",
    description=gettext_noop(
        "The same as the pages, for programs. Changes leave the same events, and the same duties are needed."
    ),
    auth=[Key(), Browser()],
    parser=StrictParser(),
    renderer=OrjsonRenderer(),
    docs_url=None,
)
api.add_decorator(guarded, mode="view")
answer_in_one_shape(api)
for router in (
    institutions,
    building,
    identity,
    sources,
    screening,
    partners,
    traces,
    register,
    agreements,
    agreement_drafts,
    agreement_conditions,
    agreement_papers,
    deadlines,
    drawer,
    exits,
    flags,
    appraisals,
    papers,
    handbook,
    overview,
    agreement_gaps,
    access,
    log,
):
    api.add_router("", router)
