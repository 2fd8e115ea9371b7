"""Lengths of time as laws and people state them: three years, one month, thirty days."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DayT = TypeVar("DayT", date, datetime)


@dataclass(frozen=True, slots=True)
class Period:
    """So many calendar years and months, and days. A day that the last month does not have becomes that month's last."""

    years: int = 0
    months: int = 0
    days: int = 0

    def after(self, start: DayT) -> DayT:
        """The moment this long after the start."""
        month = start.month - 1 + self.months + 12 * self.years
        year, month = start.year + month // 12, month % 12 + 1
        return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1])) + timedelta(
            self.days
        )

    def __str__(self) -> str:
        parts = [
            ngettext("%(n)d year", "%(n)d years", self.years) % {"n": self.years} if self.years else "",
            ngettext("%(n)d month", "%(n)d months", self.months) % {"n": self.months} if self.months else "",
            ngettext("%(n)d day", "%(n)d days", self.days) % {"n": self.days} if self.days else "",
        ]
        return ", ".join(filter(None, parts)) or _("no time")
