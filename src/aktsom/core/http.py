"""What every view needs: the actor of the request, pages of long lists, and what an address or a form holds."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from aktsom.core.actor import Actor
from aktsom.core.errors import NotAllowedError
from aktsom.core.unsent import unsent_page

P = ParamSpec("P")
PAGE_SIZE = 25
MOST_WORDS = 200


class ActorRequest(HttpRequest):
    """A request of a signed-in person with a place in an institution."""

    actor: Actor


def actor_in(request: HttpRequest) -> Actor | None:
    """Who makes the request, None for somebody who is not signed in or has no place in an institution."""
    actor: Actor | None = getattr(request, "actor", None)
    return actor


def signed_in(
    view: Callable[Concatenate[ActorRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A view for signed-in people only; others are sent to sign in and come back, with what they had typed."""

    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            unsent = unsent_page(request) if request.method == "POST" else None
            return unsent or redirect_to_login(request.get_full_path())
        if actor_in(request) is None:
            return redirect("no-place")
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return run


def page_of(request: HttpRequest, rows: Any, size: int = PAGE_SIZE) -> Page[Any]:
    """The page that the address asks for (`?page=`); the nearest one when it asks for one that is not there."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def uuid_of(text: object) -> UUID | None:
    """The id that a text holds, if it does."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def one_of(value: str, known: Collection[str]) -> str:
    """The value if it is known, else nothing."""
    return value if value in known else ""


def words_of(text: str) -> str:
    """The words that somebody looks for, as far as they can be looked for."""
    return text.replace("\x00", "").strip()[:MOST_WORDS]


def only_if(allowed: bool) -> None:
    """Raise `NotAllowedError` unless it is allowed: for pages that only lead to an action."""
    if not allowed:
        raise NotAllowedError
