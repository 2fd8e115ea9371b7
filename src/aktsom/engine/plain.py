"""What was read from files as plain JSON again, for a digest that says whether anything changed."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Protocol


class Written(Protocol):
    """Something that was read from a text and keeps it."""

    @property
    def source(self) -> str:
        """The text."""


def plain(value: object, written: type[Written]) -> object:
    """As JSON: mappings sorted when written, sets sorted here, those of the kind `written` by their text."""
    if isinstance(value, written):
        return value.source
    if isinstance(value, Mapping):
        return {str(key): plain(each, written) for key, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [plain(each, written) for each in value]
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name), written) for each in fields(value)}
    return value
