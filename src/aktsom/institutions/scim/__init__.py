"""SCIM 2.0 (RFC 7643, RFC 7644): the institution's identity system keeps units (groups) and people (users) up to date."""

import inspect
import sys
from importlib import import_module
from types import FrameType, ModuleType


def _module_of(thing: object, _file: str | None = None) -> ModuleType | None:
    """The module of a class or frame by its name, where `inspect` goes through all that is loaded."""
    name = thing.f_globals.get("__name__") if isinstance(thing, FrameType) else getattr(thing, "__module__", None)
    return sys.modules.get(str(name))


def _load_library() -> None:
    """The library reads what its fields mean out of its own source, and asks for thousands of frames where they belong."""
    before, inspect.getmodule = inspect.getmodule, _module_of  # type: ignore[assignment]
    try:
        import_module("scim2_models")
    finally:
        inspect.getmodule = before


_load_library()
