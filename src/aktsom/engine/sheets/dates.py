"""Dates as people write them in sheets: 25.2.2022, 2022-02-25, 25. februar 2022, 02.2022, 2022, Excel's day numbers."""

import re
from calendar import monthrange
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "januar", "january"),
            ("feb", "februar", "february"),
            ("mar", "mars", "march"),
            ("apr", "april"),
            ("mai", "may"),
            ("jun", "juni", "june"),
            ("jul", "juli", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("okt", "oct", "oktober", "october"),
            ("nov", "november"),
            ("des", "dec", "desember", "december"),
        ),
        start=1,
    )
    for name in names
}
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE | re.ASCII)
    for shape in (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?",
        r"(?P<y>\d{4})[./](?P<m>\d{1,2})[./](?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})[./-] ?(?P<m>\d{1,2})[./-] ?(?P<y>\d{4}|\d{2})",
        r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<d>\d{1,2})\.? (?P<word>[a-z]{3,9})\.? (?P<y>\d{4})",
        r"(?P<word>[a-z]{3,9})\.? (?P<d>\d{1,2}), ?(?P<y>\d{4})",
        r"(?P<word>[a-z]{3,9})\.? (?P<y>\d{4})",
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})",
        r"(?P<m>\d{1,2})[./-](?P<y>\d{4})",
        r"(?P<y>(?:19|20)\d{2})",
    )
)
_EXCEL_DAYS = re.compile(r"[2-7]\d{4}(?:\.\d+)?", re.ASCII)
_EXCEL_START = date(1899, 12, 30)


def read_date(text: str, *, last: bool = False) -> date | None:
    """The day that the text means, or None when it is empty; the first of a month or year, or with `last` its last day.

    Day stands before month, as in Europe; two digits are a year from 1950 to 2049.
    Raises `ValueError` when it is no date.
    """
    wanted = text.strip()
    if not wanted:
        return None
    if _EXCEL_DAYS.fullmatch(wanted):
        return _EXCEL_START + timedelta(days=int(float(wanted)))
    for shape in _SHAPES:
        if found := shape.fullmatch(wanted):
            return _day(found.groupdict(), last)
    raise ValueError(text)


def _day(parts: dict[str, str | None], last: bool) -> date:
    year = int(parts["y"] or "")
    if year < 100:
        year += 1900 if year >= 50 else 2000
    month = _month(parts)
    if month is None:
        return date(year, 12, 31) if last else date(year, 1, 1)
    if day := parts.get("d"):
        return date(year, month, int(day))
    if not 1 <= month <= 12 or year < 1:
        raise ValueError(month)
    return date(year, month, monthrange(year, month)[1] if last else 1)


def _month(parts: dict[str, str | None]) -> int | None:
    if word := parts.get("word"):
        if word.lower() not in _MONTHS:
            raise ValueError(word)
        return _MONTHS[word.lower()]
    month = parts.get("m")
    return int(month) if month else None
