"""What comes in: bodies and addresses, read with limits, and refused in plain words when they cannot be used."""

from collections.abc import Iterator
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.parser import Parser

from aktsom.core.errors import InvalidError
from aktsom.core.typed import without_turning

DEEPEST = 12


class StrictParser(Parser):
    """JSON without NUL characters, lone surrogates or deep nesting, and addresses without NUL characters.

    What is refused here would be refused by the database later, where nobody could say which field it was.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as JSON."""
        try:
            read = orjson.loads(request.body)
        except orjson.JSONDecodeError as error:
            raise InvalidError(
                _("The body is not usable JSON: line %(line)d, column %(column)d.")
                % {"line": error.lineno, "column": error.colno},
                remedy=_("Send JSON in UTF-8."),
            ) from error
        _refuse(dict(_unusable(read, "")))
        return without_turning(read)

    def parse_querydict(self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest) -> Any:
        """The parameters of an address."""
        wrong = {name: _has_nul() for name, values in data.lists() if any("\x00" in str(each) for each in values)}
        _refuse(wrong)
        return super().parse_querydict(data, list_fields, request)


def _unusable(value: Any, place: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    if depth > DEEPEST:
        yield place[:100], _("This is nested too deeply.")
    elif isinstance(value, str):
        if "\x00" in value:
            yield place, _has_nul()
    elif isinstance(value, dict):
        for name, each in value.items():
            if "\x00" in name:
                yield place, _has_nul()
            yield from _unusable(each, f"{place}.{name}".lstrip("."), depth + 1)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _unusable(each, f"{place}.{number}".lstrip("."), depth + 1)


def _has_nul() -> str:
    return _("Take out the NUL character.")


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise InvalidError(
            _("Some fields cannot be used."), remedy=_("Correct the fields that are named."), fields={**wrong}
        )
