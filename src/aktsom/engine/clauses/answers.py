"""What somebody writes in a blank for a number: "3", "three", "18 months", "3 måneder og 15 dager"."""

import re

from aktsom.engine.lengths import Length

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve",
    "en to tre fire fem seks sju åtte ni ti elleve tolv",
)
_SPELLED = {word: number for row in _WORDS for number, word in enumerate(row.split(), 1)}
_SPELLED |= {"a": 1, "an": 1, "én": 1, "ei": 1, "ett": 1, "et": 1, "syv": 7}
_UNITS = {
    **dict.fromkeys(("year", "years", "år"), "years"),
    **dict.fromkeys(("month", "months", "måned", "måneder"), "months"),
    **dict.fromkeys(("day", "days", "dag", "dager", "døgn"), "days"),
}
_HOURS = ("hour", "hours", "time", "timer")
_PART = re.compile(r"(\d{1,4}|[^\W\d_]+)(?:\s+|(?<=\d))([^\W\d_]+)")
_BETWEEN = re.compile(r"\s*(?:,|\b(?:and|og)\b)\s*")


def number_in(text: str, *, hours: bool = False) -> Length | str | None:
    """The length of time that a text says, or its number where it says no unit, or hours where these are meant.

    None for anything else.
    """
    plain = " ".join(text.casefold().split())
    if alone := _number(plain):
        return alone
    parts = [_PART.fullmatch(each) for each in _BETWEEN.split(plain)]
    found = [(_number(part[1]), part[2]) for part in parts if part]
    if len(found) != len(parts) or not all(number for number, _unit in found):
        return None
    if hours and len(found) == 1 and found[0][1] in _HOURS:
        return found[0][0]
    return _length(found)


def _number(word: str) -> str:
    """The number in digits; "" for what is none, and for nought."""
    if re.fullmatch(r"\d{1,4}", word, re.ASCII):
        return str(int(word)) if int(word) else ""
    return str(_SPELLED.get(word, ""))


def _length(found: list[tuple[str, str]]) -> Length | None:
    units = [_UNITS.get(unit, "") for _number, unit in found]
    if "" in units or len(set(units)) < len(units):
        return None
    return Length(**{unit: int(number) for unit, (number, _name) in zip(units, found, strict=True)})
