"""Around everything else: the request's id, its line in the log, its count, and the answers to whoever watches over us.

Those answers come before sessions, host names and redirects, so that a load balancer gets them by address and without TLS.
"""

import hmac
import logging
import os
import time
from collections.abc import Callable
from uuid import uuid4

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve

from aktsom.operation.health import findings, is_ready
from aktsom.operation.logs import request_id
from aktsom.operation.measurements import count_request, measurements

Respond = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger(__name__)
TEXT = "text/plain; version=0.0.4; charset=utf-8"
UNKNOWN = "unknown"


class Watched:
    """Gives each request an id that its log lines and its answer carry, and counts it when it is answered."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the watchers here, everybody else as usual."""
        mark = request_id.set(uuid4().hex)
        begun = time.perf_counter()
        try:
            watcher = WATCHERS.get(request.path_info)
            response = watcher(request) if watcher else self.respond(request)
            _note(request, response, time.perf_counter() - begun, watcher is not None)
            response["X-Request-ID"] = request_id.get()
            return response
        finally:
            request_id.reset(mark)


def live(_request: HttpRequest) -> HttpResponse:
    """That this process answers; nothing else is looked at."""
    return JsonResponse({"status": "live"})


def ready(request: HttpRequest) -> HttpResponse:
    """Whether pages can be served; what it is that fails only to who has the token."""
    well = is_ready()
    said: dict[str, object] = {"status": "ready" if well else "not ready"}
    if _is_watcher(request):
        said["findings"] = {each.name: "well" if each.is_well else "not well" for each in findings()}
    return JsonResponse(said, status=200 if well else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """The measurements, to who has the token; to everybody else there is no such address."""
    if not _is_watcher(request):
        return HttpResponse(status=404)
    try:
        return HttpResponse(measurements(), content_type=TEXT)
    except DatabaseError:
        return HttpResponse(status=503)


WATCHERS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/health/live": live,
    "/health/ready": ready,
    "/metrics": metrics,
}


def _is_watcher(request: HttpRequest) -> bool:
    token = os.environ.get("AKTSOM_METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def _note(request: HttpRequest, response: HttpResponse, seconds: float, is_watcher: bool) -> None:
    route = request.path_info.strip("/") if is_watcher else _route(request)
    count_request(route, request.method or "", response.status_code, seconds)
    said = {"route": route, "method": request.method, "status": response.status_code}
    logger.info("answered", extra={**said, "milliseconds": round(seconds * 1000, 1)})


def _route(request: HttpRequest) -> str:
    """The name of the page or operation, never the address, which may hold anything."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return UNKNOWN
    return match.view_name or match.route or UNKNOWN
