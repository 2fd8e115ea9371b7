"""Lengths of time as laws and people state them: three years, one month, thirty days."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aktsom.engine.lengths import Length


@dataclass(frozen=True, slots=True)
class Period(Length):
    """A length of time that says itself in the reader's language."""

    def __str__(self) -> str:
        parts = [
            ngettext("%(n)d year", "%(n)d years", self.years) % {"n": self.years} if self.years else "",
            ngettext("%(n)d month", "%(n)d months", self.months) % {"n": self.months} if self.months else "",
            ngettext("%(n)d day", "%(n)d days", self.days) % {"n": self.days} if self.days else "",
        ]
        return ", ".join(filter(None, parts)) or _("no time")
