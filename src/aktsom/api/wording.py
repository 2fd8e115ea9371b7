"""Why a field cannot be used, in plain words instead of the words of the library that checks it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# By the kind of mistake as pydantic names it; what a kind knows of the limit stands in its context.
_WORDS: Mapping[str, Promise] = {
    "missing": gettext_lazy("This is missing."),
    "extra_forbidden": gettext_lazy("There is no field of this name."),
    "string_type": gettext_lazy("Send text."),
    "string_too_long": gettext_lazy("This is too long: at most %(max_length)s characters."),
    "string_too_short": gettext_lazy("This is too short: at least %(min_length)s characters."),
    "string_unicode": gettext_lazy("Send text in UTF-8."),
    "too_long": gettext_lazy("These are too many: at most %(max_length)s."),
    "too_short": gettext_lazy("These are too few: at least %(min_length)s."),
    "greater_than_equal": gettext_lazy("Send a number of at least %(ge)s."),
    "less_than_equal": gettext_lazy("Send a number of at most %(le)s."),
    "enum": gettext_lazy("Choose one of: %(expected)s."),
    "partner_twice": gettext_lazy("One partner stands here twice. Name each once, with all who sign for it."),
    "literal_error": gettext_lazy("Choose one of: %(expected)s."),
    "model_attributes_type": gettext_lazy("Send an object with fields."),
    "model_type": gettext_lazy("Send an object with fields."),
    "dict_type": gettext_lazy("Send an object with fields."),
    "list_type": gettext_lazy("Send a list."),
}
_BEGINNINGS: Mapping[str, Promise] = {
    "int": gettext_lazy("Send a whole number."),
    "float": gettext_lazy("Send a number."),
    "bool": gettext_lazy("Send true or false."),
    "uuid": gettext_lazy("Send an id such as 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b."),
    "date": gettext_lazy("Send a date such as 2026-03-01."),
}


def reasons_of(errors: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The reason for each field, by its place in what was sent."""
    return {_place(each["loc"]): _reason(each) for each in errors}


def _reason(error: Mapping[str, Any]) -> str:
    kind = str(error["type"])
    words = _WORDS.get(kind) or _BEGINNINGS.get(kind.split("_")[0])
    return str(words) % error.get("ctx", {}) if words else _("This cannot be used as it is.")


def _place(location: Sequence[Any]) -> str:
    """`("body", "wanted", "names", 3, "name")` is `names.3.name` to the caller, who knows neither of the first two."""
    parts = [str(part) for part in location]
    inside = parts[1:] if parts and parts[0] in ("query", "path", "header", "cookie", "form", "file") else parts[2:]
    return ".".join(part for part in inside if part != "[key]") or "body"
