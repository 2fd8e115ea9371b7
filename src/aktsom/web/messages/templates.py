"""Templates as Python that says the same gettext calls, so that one extractor reads both."""

import re
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize


def template_as_python(text: str, file: Path) -> str:
    """The template with everything blanked out but its gettext calls, in Python's syntax."""
    if not settings.configured:
        settings.configure()
    said = templatize(text, origin=str(file))
    return "\n".join(_calls(said))


CALL = re.compile(
    r"""\b(?P<name>gettext|ngettext|pgettext|npgettext)\((?P<arguments>(?:u?"(?:[^"\\]|\\.)*"|u?'(?:[^'\\]|\\.)*'|[^()"'])*)\)"""
    r"""|\b_\((?P<plain>u?"(?:[^"\\]|\\.)*"|u?'(?:[^'\\]|\\.)*')\)""",
    re.DOTALL,
)


def _calls(said: str) -> list[str]:
    found = []
    for call in CALL.finditer(said):
        name, arguments = call.group("name") or "gettext", call.group("arguments") or call.group("plain")
        found.append(f"{name}({arguments})")
    return found
