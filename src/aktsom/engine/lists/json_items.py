"""Items of a JSON list, one at a time, from a bare array or from one member of an object."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ijson

from aktsom.engine.lists.files import opened
from aktsom.engine.lists.problems import ListError
from aktsom.engine.wording import said


def items(path: Path, member: str) -> Iterator[Any]:
    """Each item of the file's array, or of the array `member` of its object.

    Raises ListError when the file is no such JSON, is cut off or is broken.
    """
    with opened(path) as source:
        prefix = "item" if _first(source.peek(64)) == b"[" else f"{member}.item"
        try:
            yield from ijson.items(source, prefix, use_float=True)
        except (ijson.JSONError, ValueError, OverflowError) as cause:
            raise ListError(said("The JSON is broken or cut off."), file=path.name) from cause
    if prefix != "item":
        _require(path, member)


def leading_text(path: Path) -> dict[str, str]:
    """The texts that the file's object holds before its first array, by name."""
    found: dict[str, str] = {}
    with opened(path) as source:
        try:
            for prefix, event, value in ijson.parse(source):
                if event == "start_array" or len(found) >= _MOST_LEADING:
                    break
                if event == "string":
                    found[prefix] = value
        except (ijson.JSONError, ValueError) as cause:
            raise ListError(said("The JSON is broken or cut off."), file=path.name) from cause
    return found


_MOST_LEADING = 100


def _first(start: bytes) -> bytes:
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]


def _require(path: Path, member: str) -> None:
    """An object without the array is another file, not an empty list."""
    with opened(path) as source:
        for prefix, event, _value in ijson.parse(source):
            if prefix == member and event == "start_array":
                return
    raise ListError(
        said("The JSON has no list “{member}”.", member=member),
        file=path.name,
        column=member,
        remedy=said("Check the file."),
    )
