"""The part of a SCIM list's address that is understood: one comparison for equality, and which rows are wanted."""

import re
from dataclasses import dataclass

from scim2_models import InvalidFilterException

SHAPE = re.compile(r'\s*([A-Za-z.:0-9]{1,80})\s+eq\s+"((?:[^"\\]|\\["\\/]){0,300})"\s*', re.IGNORECASE)
LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Equal:
    """One attribute, in small letters, that must have one value."""

    attribute: str
    value: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a list: from where, counted from 1, and how many."""

    start: int
    count: int


def read_filter(text: str, known: tuple[str, ...]) -> Equal | None:
    """`userName eq "…"` and the like; None for none. Raises `InvalidFilterException` for anything else."""
    if not text.strip():
        return None
    found = SHAPE.fullmatch(text)
    attribute = found[1].lower() if found else ""
    if found is None or "\x00" in text or attribute not in {each.lower() for each in known}:
        raise InvalidFilterException(detail=f'Use one of: {", ".join(known)}, as in: {known[0]} eq "…"')
    return Equal(attribute, re.sub(r"\\(.)", r"\1", found[2]))


def read_range(start: str, count: str) -> Wanted:
    """Numbers that are none, or out of range, become the nearest that is: RFC 7644, 3.4.2.4."""
    return Wanted(max(1, _number(start, 1)), min(LARGEST_PAGE, max(0, _number(count, 100))))


def _number(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text.strip(), re.ASCII) else otherwise
