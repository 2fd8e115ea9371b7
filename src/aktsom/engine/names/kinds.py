"""What a name of unknown kind is, where no word of the vocabulary of bodies says so: a person, unless something speaks for a
body or a vessel.
"""

import re

from aktsom.engine.names.countries import is_country

_VESSEL = re.compile(r"(?:M\s?/?\s?[VT]|M\.\s?[VT]\.|[FT]/V|(?i:motor vessel|vessel|tanker))\s+(?=\w)")
_OF_BODIES = re.compile(
    r"\b(?:of|international|government|airports?|seaport|traders|(?:ex|im)porters|associates|affiliates|"
    r"\w{3,}(?:bank|invest|prom|stroy|trans|servis|service))\b|\w ?& ?\w|"
    r"\w (?:Deutschland|Nederland|Polska|Italia|Europe)$",
    re.IGNORECASE,
)

_PEOPLE_TOO = frozenset({"chad", "georgia", "ireland", "israel", "jordan", "mali", "oman", "cuba"})
"""Countries that people are called by."""


def without_vessel_title(text: str) -> str:
    """A vessel's name without what says that it is one: `MV Shamim`, `M/T Arctic`; any other name as it is."""
    return _VESSEL.sub("", text, count=1) if _VESSEL.match(text) else text


def says_body(text: str) -> bool:
    """Whether a word says that this is no person's: `Promsvyazbank`, `LabInvest`. What people are called too does not, such as
    Mills, Vojtech and AbdulRahman: who is read as a body is missed under other spellings.
    """
    before, _, last = text.casefold().rpartition(" ")
    return bool(_OF_BODIES.search(text)) or bool(before and last not in _PEOPLE_TOO and is_country(last))
