"""Lists that are published anew as a whole: what an older report names, and a newer one does not, is no longer in force.

Which reports are whole lists is told by what they name: one that names most of what was in force again is the list anew, one
that does not only adds to it (section 1260H was both). See docs/decisions/0052.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_ANEW = 0.5
"""The share of the entries in force that a whole list names again at least. Those that are spelled anew count as new."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Named:
    """One entry of a report: its day, what tells the party from others, and the day on which the file itself ends it.

    `by_year` says that the report's day is the first of a year of which no day is printed.
    """

    report: date
    party: str
    ends: date | None
    by_year: bool = False


class Editions:
    """The reports in one file, by their days."""

    def __init__(self, entries: Iterable[Named]) -> None:
        reports: dict[date, dict[str, Named]] = defaultdict(dict)
        for entry in entries:
            reports[entry.report][entry.party] = entry
        self._whole = list(_whole(reports))
        self._began = [
            _began(reports, one, other) for one, other in zip(self._whole[:-1], self._whole[1:], strict=True)
        ]

    def starts(self, report: date) -> date:
        """The day from which the report counted: its own, or that on which what it left out ended."""
        return dict(zip(self._whole[1:], self._began, strict=True)).get(report, report)

    def ends(self, report: date, given: date | None) -> date | None:
        """The last day of an entry: the one that the file gives, or that of the whole report when it was replaced before."""
        place = bisect_right(self._whole, report) - 1
        if not 0 <= place < len(self._began) or (given and given <= self._began[place]):
            return given
        return self._began[place] - _DAY


def _whole(reports: Mapping[date, Mapping[str, Named]]) -> Iterator[date]:
    """The days of the reports that are the whole list, in order; the first one is."""
    in_force: dict[str, Named] = {}
    for day, named in sorted(reports.items()):
        held = {party for party, entry in in_force.items() if not entry.ends or entry.ends >= day}
        if len(held & named.keys()) >= _ANEW * len(held):
            yield day
            in_force = {}
        in_force |= named


def _began(reports: Mapping[date, Mapping[str, Named]], before: date, report: date) -> date:
    """A report of a year began on the day on which, as the file says, entries ended that it no longer names."""
    named = reports[report]
    if not all(entry.by_year for entry in named.values()):
        return report
    left_out = [entry.ends for party, entry in reports[before].items() if party not in named and entry.ends]
    return min((day for day in left_out if day > report), default=report)
