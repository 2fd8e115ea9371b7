"""What the product really offers, found without asking anybody: addresses with their methods, API operations, actions."""

import pkgutil
import re
from collections.abc import Iterable, Iterator
from importlib import import_module

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

import aktsom
from aktsom.api.v1 import api
from aktsom.core.actions import ACTIONS

API = "/api/v1"
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
NAMED_GROUP = re.compile(r"\(\?P<(\w+)>[^()]*\)")


def all_actions() -> set[str]:
    """The verbs of all actions, those included that only the command line uses."""
    for module in pkgutil.walk_packages(aktsom.__path__, "aktsom."):
        if not module.name.endswith("__main__") and not re.search(r"\.migrations|\.engine\.", module.name):
            import_module(module.name)
    return set(ACTIONS)


def api_operations() -> set[str]:
    """Every operation of the HTTP API, such as "GET /api/v1/me"."""
    paths = api.get_openapi_schema()["paths"]
    return {f"{method.upper()} {path}" for path, operations in paths.items() for method in operations}


def page_addresses() -> set[str]:
    """Every address that is no operation of the API, with the names of its parts in braces."""
    return {address for address in _addresses(get_resolver().url_patterns, "/") if not address.startswith(f"{API}/")}


def methods_of(client: Client, address: str) -> set[str]:
    """Which of the methods a page answers; it must say so itself, or it answers all of them.

    Django's own form views take PUT for another word for POST.
    """
    answer = client.options(address)
    allowed = {each.strip() for each in answer.headers.get("Allow", "").split(",")} - {"", "HEAD", "OPTIONS"}
    if not address.startswith("/scim/"):
        allowed -= {"PUT"}
    return allowed or {"GET", "POST"}


def _addresses(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for each in patterns:
        here = before + _readable(str(each.pattern))
        if isinstance(each, URLResolver):
            yield from _addresses(each.url_patterns, here)
        else:
            yield here


def _readable(pattern: str) -> str:
    plain = NAMED_GROUP.sub(r"{\1}", pattern) if pattern.startswith("^") else pattern
    return PLACEHOLDER.sub(r"{\1}", plain.removeprefix("^").removesuffix("$").replace("\\.", ".").removesuffix("\\Z"))
