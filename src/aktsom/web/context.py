"""What every page knows: the actor, where they can go, the languages, and whether this is a demo."""

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from aktsom.core.http import actor_in
from aktsom.web.navigation import beginnings_for, entries_for, menu_at


def page(request: HttpRequest) -> dict[str, Any]:
    """The actor (None when signed out), the navigation for them, and the other language."""
    actor = actor_in(request)
    menu = menu_at(entries_for(actor) if actor else (), request.path)
    return {
        "actor": actor,
        "place": getattr(request, "place", None),
        "menu": menu,
        "beginnings": beginnings_for(actor) if actor else (),
        "is_demo": settings.IS_DEMO,
        "aktsom_version": _version(),
        "languages": settings.LANGUAGES,
        "language": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
    }


@lru_cache(maxsize=1)
def _version() -> str:
    try:
        return version("aktsom")
    except PackageNotFoundError:
        return ""
