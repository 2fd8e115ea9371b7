"""The SCIM 2.0 endpoint: programs with a key of somebody in leadership, or of whoever runs the platform."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import ValidationError
from scim2_models import (
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    Context,
    Error,
    ETag,
    Filter,
    Group,
    ListResponse,
    Patch,
    PatchOp,
    Resource,
    ResourceType,
    ResponseParameters,
    SCIMException,
    ServiceProviderConfig,
    Sort,
    User,
)

from aktsom.core.actor import Actor
from aktsom.core.errors import AktsomError, ConflictError, NotAllowedError, NotVisibleError
from aktsom.core.meanwhile import mark_of
from aktsom.core.tenancy import act_for_nobody
from aktsom.core.typed import without_turning
from aktsom.institutions.keys import actor_with_key
from aktsom.institutions.permissions import may_build
from aktsom.institutions.scim import resources
from aktsom.institutions.scim.filters import LARGEST_PAGE, read_filter, read_range

TYPE = "application/scim+json"
DEEPEST = 12
Answer = Callable[[HttpRequest, Actor], HttpResponse]


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the two kinds of resources: how it is found, shown and changed."""

    model: Any
    attributes: tuple[str, ...]
    rows: Callable[..., Any]
    shown: Callable[[Actor, list[Any], str], list[Resource[Any]]]
    make: Callable[[Actor, Any], Any]
    change: Callable[[Actor, Any, Any], None]
    hold: Callable[[Actor, Any], None]
    remove: Callable[[Actor, Any], None]


USERS = Kind(
    User,
    ("userName", "externalId", "displayName"),
    resources.users,
    lambda _actor, rows, base: [resources.as_user(row, base) for row in rows],
    resources.make_user,
    resources.change_user,
    resources.hold_user,
    resources.remove_user,
)
GROUPS = Kind(
    Group,
    ("displayName", "externalId"),
    resources.groups,
    lambda actor, rows, base: [*resources.as_groups(actor, rows, base)],
    resources.make_group,
    resources.change_group,
    resources.hold_group,
    resources.remove_group,
)


def scim(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for a program with a key in force whose holder builds the institution; every refusal in SCIM's own shape.

    No cookie is looked at, so that no page elsewhere can use somebody's session here.
    """

    @csrf_exempt
    @wraps(view)
    def run(request: HttpRequest, **parameters: Any) -> HttpResponse:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        try:
            actor = actor_with_key(secret.strip()) if scheme.lower() == "bearer" else None
            if actor is None:
                answer = _error(401, "Send a key in force in the header “Authorization: Bearer …”.")
                answer["WWW-Authenticate"] = "Bearer"
                return answer
            request.actor = actor  # type: ignore[attr-defined]
            with translation.override("en"):
                return _answer(view, request, actor, parameters)
        finally:
            act_for_nobody()

    return run


@require_http_methods(["GET", "POST"])
@scim
def collection(request: HttpRequest, actor: Actor, kind: Kind) -> HttpResponse:
    """The list, narrowed by one comparison; or one more."""
    if request.method == "POST":
        wanted = kind.model.model_validate(_body(request), scim_ctx=Context.RESOURCE_CREATION_REQUEST)
        made = kind.make(actor, wanted)
        return _one(request, actor, kind, made.pk, HTTPStatus.CREATED, Context.RESOURCE_CREATION_RESPONSE)
    equal = read_filter(request.GET.get("filter", ""), kind.attributes)
    asked = read_range(request.GET.get("startIndex", ""), request.GET.get("count", ""))
    rows = kind.rows(actor, equal)
    found = list(rows[asked.start - 1 : asked.start - 1 + asked.count])
    shown = _with_versions(kind.shown(actor, found, _base(request)))
    page = ListResponse[kind.model](  # type: ignore[name-defined]
        total_results=rows.count(), start_index=asked.start, items_per_page=len(shown), resources=shown or None
    )
    parameters = _parameters(request, kind)
    return _json(page.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=parameters))


@require_http_methods(["GET", "PUT", "PATCH", "DELETE"])
@scim
def one(request: HttpRequest, actor: Actor, kind: Kind, key: str) -> HttpResponse:
    """One user or group: shown, replaced, changed in part, or removed; with If-Match only when it is still that version."""
    row = _row(actor, kind, key)
    if request.method == "GET":
        return _one(request, actor, kind, row.pk, HTTPStatus.OK, Context.RESOURCE_QUERY_RESPONSE)
    if wanted_version := request.headers.get("If-Match", ""):
        kind.hold(actor, row)
        row = _row(actor, kind, key)
        [now] = _with_versions(kind.shown(actor, [row], _base(request)))
        if not _names(wanted_version, now):
            return _error(412, "Somebody else changed this since. Read it again, and send what should still change.")
    if request.method == "DELETE":
        kind.remove(actor, row)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if request.method == "PUT":
        wanted = kind.model.model_validate(_body(request), scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)
        context = Context.RESOURCE_REPLACEMENT_RESPONSE
    else:
        changes = PatchOp[kind.model].model_validate(_body(request), scim_ctx=Context.RESOURCE_PATCH_REQUEST)  # type: ignore[name-defined]
        [wanted] = kind.shown(actor, [row], _base(request))
        changes.patch(wanted)
        context = Context.RESOURCE_PATCH_RESPONSE
    kind.change(actor, row, wanted)
    return _one(request, actor, kind, row.pk, HTTPStatus.OK, context)


@require_GET
@scim
def provider(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What this endpoint can do."""
    said = ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=LARGEST_PAGE),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=True),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Key",
                description="A key made on the page “Keys for programs”, in the header “Authorization: Bearer …”.",
            )
        ],
    )
    return _json(said.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))


@require_GET
@scim
def types(request: HttpRequest, actor: Actor, key: str = "") -> HttpResponse:
    """The two kinds of resources."""
    known = [ResourceType.from_resource(User), ResourceType.from_resource(Group)]
    return _described(request, {each.id or "": each for each in known}, key)


@require_GET
@scim
def schemas(request: HttpRequest, actor: Actor, key: str = "") -> HttpResponse:
    """Their attributes."""
    return _described(request, {str(each.id): each for each in (User.to_schema(), Group.to_schema())}, key)


def _answer(
    view: Callable[..., HttpResponse], request: HttpRequest, actor: Actor, parameters: Mapping[str, Any]
) -> HttpResponse:
    """The view's answer, all or nothing; or what was refused."""
    try:
        if not may_build(actor):
            raise NotAllowedError
        with transaction.atomic():
            return view(request, actor, **parameters)
    except SCIMException as error:
        return _json(error.to_error().model_dump(), error.status)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        kind = first["type"].removeprefix("scim_") if first["type"].startswith("scim_") else "invalidValue"
        return _error(400, f"{place}: {first['msg']}".removeprefix(": "), kind)
    except (RequestDataTooBig, UnreadablePostError):
        return _error(413, "The request is too large. Send it in parts.")
    except AktsomError as error:
        kind = "uniqueness" if isinstance(error, ConflictError) else "invalidValue" if error.status == 422 else ""
        return _error(400 if error.status == 422 else error.status, str(error), kind)


def _described(request: HttpRequest, known: Mapping[str, Resource[Any]], key: str) -> HttpResponse:
    if key:
        if key not in known:
            raise NotVisibleError
        return _json(known[key].model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))
    if request.GET.get("filter"):
        raise NotAllowedError("Descriptions cannot be filtered.")
    rows = [each.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE) for each in known.values()]
    said = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": len(rows)}
    return _json(said | {"startIndex": 1, "itemsPerPage": len(rows), "Resources": rows})


def _one(request: HttpRequest, actor: Actor, kind: Kind, key: UUID, status: int, context: Context) -> HttpResponse:
    """The resource as it is now; a place that has ended and is not shown any more is answered once, as it ended."""
    row = _row(actor, kind, str(key), everything=True)
    [shown] = _with_versions(kind.shown(actor, [row], _base(request)))
    if context is Context.RESOURCE_QUERY_RESPONSE and _names(request.headers.get("If-None-Match", ""), shown):
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": _version(shown)})
    said = shown.model_dump(scim_ctx=context, response_parameters=_parameters(request, kind))
    answer = _json(said, status)
    answer["Location"] = str(shown.meta.location if shown.meta else "")
    answer["ETag"] = _version(shown)
    return answer


def _with_versions(shown: list[Resource[Any]]) -> list[Resource[Any]]:
    """The resources, each with the mark of what it says (RFC 7644, 3.14)."""
    for each in shown:
        if each.meta:
            each.meta.version = f'W/"{mark_of([each.model_dump(exclude={"meta"})])}"'
    return shown


def _version(shown: Resource[Any]) -> str:
    return str(shown.meta.version or "") if shown.meta else ""


def _names(header: str, shown: Resource[Any]) -> bool:
    """Whether a header of If-Match or If-None-Match names the version that there is."""
    named = {each.strip().removeprefix("W/") for each in header.split(",")}
    return "*" in named or _version(shown).removeprefix("W/") in named


def _row(actor: Actor, kind: Kind, key: str, *, everything: bool = False) -> Any:
    try:
        wanted = UUID(key)
    except ValueError as error:
        raise NotVisibleError from error
    rows = kind.rows(actor)
    if everything:
        rows = rows.model.objects.visible_to(actor)
    row = rows.filter(pk=wanted).first()
    if row is None:
        raise NotVisibleError
    return row


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        read = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise SCIMSyntaxError(detail="The body is not usable JSON.") from error
    if not isinstance(read, dict) or not _usable(read, 0):
        raise SCIMSyntaxError(detail="The body must be one object, without NUL characters, and not nested deeply.")
    found: dict[str, Any] = without_turning(read)
    return found


class SCIMSyntaxError(SCIMException):
    """A body that cannot be read."""

    scim_type = "invalidSyntax"


def _usable(value: object, depth: int) -> bool:
    if depth > DEEPEST:
        return False
    if isinstance(value, str):
        return "\x00" not in value
    if isinstance(value, dict):
        return all(_usable(name, depth) and _usable(each, depth + 1) for name, each in value.items())
    return all(_usable(each, depth + 1) for each in value) if isinstance(value, list) else True


def _parameters(request: HttpRequest, kind: Kind) -> ResponseParameters[Any] | None:
    given = {name: request.GET[name] for name in ("attributes", "excludedAttributes") if request.GET.get(name)}
    return ResponseParameters[kind.model].model_validate(given) if given else None  # type: ignore[name-defined]


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/scim/v2")


def _error(status: int, detail: str, kind: str = "") -> HttpResponse:
    return _json(Error(status=status, scim_type=kind or None, detail=detail).model_dump(), status)


def _json(said: Mapping[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
    return HttpResponse(orjson.dumps(said, default=str), content_type=TYPE, status=status)
