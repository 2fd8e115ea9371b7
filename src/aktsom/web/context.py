"""What every page knows: the actor and whether this is a demo."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """The actor (None when signed out) and the languages."""
    return {"actor": getattr(request, "actor", None), "is_demo": settings.IS_DEMO}
