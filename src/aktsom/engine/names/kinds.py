"""What a name of unknown kind is, where no word of the vocabulary of bodies says so: a person, unless something speaks for a
body or a vessel.
"""

import re

_VESSEL = re.compile(r"(?:M\s?/?\s?[VT]|M\.\s?[VT]\.|[FT]/V|(?i:motor vessel|vessel|tanker))\s+(?=\w)")
_OF_BODIES = re.compile(
    r"\b(?:of|international|government|airports?|seaport|traders|(?:ex|im)porters|associates|affiliates|"
    r"\w{3,}(?:bank|invest|prom|stroy|trans|servis|service))\b|\w ?& ?\w|"
    r"\w (?:France|Germany|Italy|Spain|Belgium|Netherlands|Switzerland|Austria|Poland|Romania|Bulgaria|Hungary|Ukraine|Russia|"
    r"Belarus|Turkey|Iran|Pakistan|China|Taiwan|Japan|Korea|Singapore|Malaysia|Thailand|Vietnam|Indonesia|Philippines|Brazil|"
    r"Mexico|Argentina|Chile|Peru|Canada|Australia|Egypt|Morocco|Algeria|Kenya|Deutschland|Nederland|Polska|Italia|Europe)$",
    re.IGNORECASE,
)


def without_vessel_title(text: str) -> str:
    """A vessel's name without what says that it is one: `MV Shamim`, `M/T Arctic`; any other name as it is."""
    return _VESSEL.sub("", text, count=1) if _VESSEL.match(text) else text


def says_body(text: str) -> bool:
    """Whether a word says that this is no person's: `Promsvyazbank`, `LabInvest`. What people are called too does not, such as
    Mills, Vojtech and AbdulRahman: who is read as a body is missed under other spellings.
    """
    return bool(_OF_BODIES.search(text))
