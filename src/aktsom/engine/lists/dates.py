"""Reads dates as publishers print them: "25.2.2022", "4 Dec. 1971", "Between 1969 and 1971", "approximately 1965"."""

import re
from datetime import date
from functools import lru_cache

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_MONTH = r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?"
_YEAR = r"(?:1[89]|20)\d\d"
_RANGE = re.compile(
    rf"(?:between\s+|from\s+)?\b({_YEAR})(?:\s*[-–—]\s*|\s+(?:and|to)\s+)({_YEAR})\b(?![-.]\d)", re.IGNORECASE
)
_DATE = re.compile(
    rf"(?P<iy>{_YEAR})-(?P<im>\d\d)(?:-(?P<id>\d\d))?(?!\d)"
    rf"|(?<!\d)(?P<d>\d{{1,2}})\s?[./]\s?(?P<m>\d{{1,2}})\s?[./]\s?(?P<y>{_YEAR})(?!\d)"
    rf"|(?<!\d)(?P<wd>\d{{1,2}})\s*{_MONTH.format('wm')}\s*(?P<wy>{_YEAR})(?!\d)"
    rf"|\b{_MONTH.format('om')}\s*(?P<oy>{_YEAR})(?!\d)"
    rf"|(?<!\d)(?P<year>{_YEAR})(?!\d)",
    re.IGNORECASE,
)
_LONGEST_RANGE = 10


def day(text: str, *, end: bool = False) -> date | None:
    """The day that a text gives; where only a year or month is printed its first day, or with `end` its last.

    Both lean towards a listing being in force. `None` when the text holds no possible date.
    """
    found = birth_dates(text)
    return _whole(found[0], end) if found else None


@lru_cache(maxsize=4096)
def birth_dates(text: str) -> tuple[str, ...]:
    """Every date in the text as ISO 8601, shortened to month or year where no more is printed, in printed order.

    A range of years up to ten long gives each year, a longer one its ends. Of an impossible day the year is kept.
    """
    found: list[str] = []
    for first, last in _RANGE.findall(text[:500]):
        found.extend(_years(int(first), int(last)))
    rest = _RANGE.sub(" ", text[:500])
    found.extend(_iso(match) for match in _DATE.finditer(rest))
    return tuple(dict.fromkeys(found))


def _years(first: int, last: int) -> list[str]:
    if 0 <= last - first <= _LONGEST_RANGE:
        return [str(year) for year in range(first, last + 1)]
    return [str(first), str(last)]


def _iso(match: re.Match[str]) -> str:
    part = match.groupdict()
    if part["iy"]:
        return _checked(part["iy"], int(part["im"]), part["id"])
    if part["y"]:
        return _checked(part["y"], int(part["m"]), part["d"])
    if part["wy"]:
        return _checked(part["wy"], _MONTHS[part["wm"].lower()], part["wd"])
    if part["oy"]:
        return _checked(part["oy"], _MONTHS[part["om"].lower()], None)
    return str(part["year"])


def _checked(year: str, month: int, day_of_month: str | None) -> str:
    try:
        found = date(int(year), month, int(day_of_month or 1))
    except ValueError:
        return year
    return found.isoformat() if day_of_month else found.isoformat()[:7]


def _whole(iso: str, end: bool) -> date:
    if len(iso) == len("2022-01-31"):
        return date.fromisoformat(iso)
    year, month = int(iso[:4]), int(iso[5:7] or (12 if end else 1))
    if not end:
        return date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
