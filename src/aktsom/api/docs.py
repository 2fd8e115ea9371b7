"""The description of the API as a page: what each address does, what it takes, and who may."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from aktsom.api.v1 import api
from aktsom.core.actions import ACTIONS, RegisteredAction
from aktsom.core.actor import Actor, HeldDuty
from aktsom.core.duties import Duty

NOBODY = UUID(int=0)
GROUPS = {
    "me": _("You"),
    "sign-in": _("Signing in"),
    "sources": _("Sources"),
    "screening": _("Screening"),
    "partners": _("Partners"),
    "traces": _("Seen in public sources"),
    "cooperation": _("Cooperation"),
    "agreements": _("Agreements"),
    "flags": _("Red flags"),
    "overview": _("Overview"),
    "access": _("Access"),
    "log": _("The log"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that an operation takes; `kind` is a type or the values to choose from."""

    name: str
    place: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Described:
    """One operation. `sent` says of its body what the names alone do not.

    `who` are the duties that may, empty for every member; `rule` says it where it depends on the record.
    """

    method: str
    path: str
    summary: str
    description: str
    sent: str
    parameters: tuple[Parameter, ...]
    verb: str
    who: tuple[str, ...]
    rule: str


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """The page. It says nothing that is secret, so nobody needs to sign in to read it."""
    groups: dict[str, list[Described]] = {}
    for tag, operation in operations():
        groups.setdefault(str(GROUPS.get(tag, tag)), []).append(operation)
    return render(request, "api/docs.html", {"groups": groups})


def operations() -> tuple[tuple[str, Described], ...]:
    """Every operation with its group, in the order of the addresses, in the reader's language."""
    return _operations(get_language() or "nb")


@cache
def _operations(_language: str) -> tuple[tuple[str, Described], ...]:
    schema = api.get_openapi_schema()
    schemas = schema["components"]["schemas"]
    return tuple(
        (operation["tags"][0], _described(method.upper(), path, operation, schemas))
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    )


def who_may(action: RegisteredAction) -> tuple[tuple[str, ...], str]:
    """The duties that may, found by asking the rule itself; the rule's own words where it depends on the record."""
    try:
        holders = [duty for duty in Duty if action.may(_holder(duty), {})]
        everyone = action.may(_holder(), {})
    except KeyError:
        return (), _sentence(action.may.__doc__)
    if everyone:
        return (), _sentence(action.may.__doc__)
    return tuple(str(duty.label) for duty in holders), ""


def _holder(*duties: Duty) -> Actor:
    held = tuple(HeldDuty(duty) for duty in duties)
    return Actor(name="", institution_id=0, member_id=NOBODY, duties=held)


def _described(method: str, path: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Described:
    verb = operation.get("x-action", "")
    who, rule = who_may(ACTIONS[verb]) if verb else ((), "")
    parameters = [
        _parameter(each["name"], each["in"], each["schema"], each["required"]) for each in operation["parameters"]
    ]
    return Described(
        method=method,
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        sent=" ".join(body.get("description", "") for _place, body in _bodies(operation, schemas)),
        parameters=(*parameters, *_fields(operation, schemas)),
        verb=verb,
        who=who,
        rule=rule,
    )


def _fields(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[Parameter]:
    for place, body in _bodies(operation, schemas):
        for name, given in body.get("properties", {}).items():
            yield _parameter(name, place, _resolved(given, schemas), name in body.get("required", ()))


def _bodies(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Where its fields are sent, as JSON or with files in a multipart form, and how they are described."""
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        yield ("body" if media == "application/json" else "form"), _resolved(content["schema"], schemas)


def _parameter(name: str, place: str, given: Mapping[str, Any], required: bool) -> Parameter:
    return Parameter(name, place, _kind(given), required, given.get("description", ""))


def _resolved(given: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**given, **schemas.get(given.get("$ref", "").rpartition("/")[2], {})}


def _kind(given: Mapping[str, Any]) -> str:
    if "enum" in given:
        return ", ".join(str(each) for each in given["enum"] if each != "")
    if "allOf" in given:
        return " ".join(_kind(each) for each in given["allOf"])
    if given.get("format") == "binary":
        return "file"
    if "anyOf" in given:
        return " / ".join(kind for each in given["anyOf"] if (kind := _kind(each)) not in ("null", ""))
    if given.get("type") == "array":
        return f"[{_kind(given.get('items', {})) or 'object'}]"
    return str(
        given.get("format") or given.get("const") or given.get("type") or given.get("$ref", "").rpartition("/")[2]
    )


def _sentence(text: str | None) -> str:
    said = (text or "").strip().partition("\n")[0]
    return gettext(said) if said else ""
