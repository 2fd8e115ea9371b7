"""Lengths of time as contracts and laws state them: two years, three months, thirty days."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

DayT = TypeVar("DayT", date, datetime)


@dataclass(frozen=True, slots=True)
class Length:
    """So many calendar years and months, and days. A day that the last month does not have becomes that month's last."""

    years: int = 0
    months: int = 0
    days: int = 0

    def after(self, start: DayT) -> DayT:
        """The moment this long after the start: years and months first, then days."""
        return _moved(start, self.months + 12 * self.years) + timedelta(self.days)

    def before(self, end: DayT) -> DayT:
        """The moment this long before the end: days first, then months, so that what begins then is over by the end."""
        return _moved(end - timedelta(self.days), -self.months - 12 * self.years)

    def times(self, number: int) -> "Length":
        """The length so many times over."""
        return Length(self.years * number, self.months * number, self.days * number)

    def __bool__(self) -> bool:
        return bool(self.years or self.months or self.days)


def _moved(start: DayT, months: int) -> DayT:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))
