"""Cells as text that can be shown and compared: no control characters, no marks that turn the direction of reading."""

import re
from datetime import date, datetime, time, timedelta

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LINES = re.compile(r"\s*[\n\r\v\f\x85\u2028\u2029]\s*")
_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1f\x85\u2028\u2029\xa0 ]+")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def clean_cell(text: str, *, lined: bool = False) -> str:
    """The text without unseen characters, with single spaces, and without our own guard against formulas.

    A line break is a space too, unless `lined`: then it is kept, once however many there are.
    """
    lines = _LINES.split(_UNSEEN.sub("", text)) if lined else [_UNSEEN.sub("", text)]
    seen = "\n".join(each for line in lines if (each := _BREAKS.sub(" ", line).strip()))
    return seen[1:] if seen.startswith("'") and seen[1:].startswith(FORMULA_STARTS) else seen


def text_of(value: object, *, lined: bool = False) -> str:
    """A typed cell as the text that a person would read in it; `lined` as for `clean_cell`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return clean_cell(str(value), lined=lined)
