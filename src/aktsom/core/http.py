"""What every view needs: the actor of the request, and pages of long lists."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from aktsom.core.actor import Actor

P = ParamSpec("P")
PAGE_SIZE = 25


class ActorRequest(HttpRequest):
    """A request of a signed-in person with a place in an institution."""

    actor: Actor


def signed_in(
    view: Callable[Concatenate[ActorRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A view for signed-in people only; others are sent to sign in and come back."""

    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if getattr(request, "actor", None) is None:
            return redirect("no-place")
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return run


def page_of(request: HttpRequest, rows: Any, size: int = PAGE_SIZE) -> Page[Any]:
    """The page that the address asks for (`?page=`); the nearest one when it asks for one that is not there."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
