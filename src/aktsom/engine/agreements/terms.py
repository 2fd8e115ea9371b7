"""The days that an agreement's terms lead to: when it runs out, when notice is due, when it renews itself, when to review it.

A term ends with its last day, which is still in force. Lengths count between first days, so that a term that runs to the end of
a month still does after it renewed. A day of notice is the safe reading: whoever gives notice on it or earlier is in time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from aktsom.engine.errors import EngineError
from aktsom.engine.lengths import Length
from aktsom.engine.wording import said

ONE_DAY = timedelta(1)
NOTHING = Length()
EARLIEST, LATEST, LONGEST = date(1500, 1, 1), date(2500, 1, 1), 100 * 372
"""Days and lengths (in days) that a calendar is still sure of; what lies beyond is a slip of the keyboard."""


class TermsError(EngineError):
    """The terms contradict each other; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed about time.

    `end` is the last day in force, None until further notice. `notice` is how long before its end an agreement must be given
    notice of, `renewal` the length by which it renews itself unless somebody gives notice, `review` how often to look at it.
    """

    start: date
    end: date | None = None
    notice: Length = NOTHING
    renewal: Length = NOTHING
    review: Length = NOTHING

    def __post_init__(self) -> None:
        if self.end and self.end < self.start:
            raise TermsError(said("The agreement ends before it starts."), remedy=said("Correct one of the two days."))
        if self.renewal and not self.end:
            raise TermsError(
                said("An agreement without an end has nothing to renew."), remedy=said("Give its end, or no renewal.")
            )
        if not all(EARLIEST <= day <= LATEST for day in (self.start, self.end or self.start)):
            raise TermsError(said("A day is too far away."), remedy=said("Look whether its year is right."))
        if not all(_is_sound(each) for each in (self.notice, self.renewal, self.review)):
            raise TermsError(
                said("A length of time is below zero or above a hundred years."),
                remedy=said("Give it as a number of days, months or years."),
            )

    def term_of(self, day: date) -> "Term":
        """The term that a day falls in when nobody does anything: the first one, or one that came by silent renewal."""
        if self.end is None or day <= self.end or not self.renewal:
            return Term(self.start, self.end, 0)
        number = self._renewals_until(day)
        return Term(self._ends(number - 1) + ONE_DAY, self._ends(number), number)

    def last_of(self, day: date) -> date:
        """The last day of the term that a day falls in; the day itself when there is no end."""
        return self.term_of(max(day, self.start)).last or day

    def _ends(self, renewals: int) -> date:
        assert self.end is not None
        return self.renewal.times(renewals).after(self.end + ONE_DAY) - ONE_DAY

    def _renewals_until(self, day: date) -> int:
        """How many silent renewals until a day is covered: near by months, then exactly."""
        assert self.end is not None
        days = 372 * self.renewal.years + 31 * self.renewal.months + self.renewal.days
        number = max(1, (day - self.end).days // days)
        while self._ends(number) < day:
            number += 1
        return number


@dataclass(frozen=True, slots=True)
class Term:
    """One stretch of an agreement: its first and last day, and how many times it renewed itself before it."""

    first: date
    last: date | None
    renewals: int


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of a running term; None where the terms lead to none.

    `notice` is the last safe day to give notice; `renewal` the first day of the term that follows by itself.
    """

    expiry: date | None
    notice: date | None
    renewal: date | None
    review: date | None


def dates_on(terms: Terms, today: date, reviewed: date | None = None) -> Dates:
    """The days of the term that today falls in. `reviewed` is when somebody last looked at the agreement."""
    term = terms.term_of(max(today, terms.start))
    return Dates(
        expiry=term.last,
        notice=_notice(terms, term),
        renewal=term.last + ONE_DAY if term.last and terms.renewal else None,
        review=terms.review.after(max(reviewed or terms.start, terms.start)) if terms.review else None,
    )


def notice_ends(terms: Terms, given: date) -> date:
    """The last day in force of an agreement that notice is given of on a day.

    That is when the notice has run, and no later than the end; of one that renews itself, the last day of the first term whose
    day of notice is not over. Where an agreement allows more, a person gives another day.
    """
    run_out = terms.notice.after(given)
    if terms.end is None:
        return run_out
    if not terms.renewal:
        return min(run_out, terms.end)
    return terms.last_of(run_out)


class Kind(StrEnum):
    """What a day asks of a person, where it has a `LEAD`, or what happens on it by itself."""

    NOTICE = "notice"
    EXPIRY = "expiry"
    REVIEW = "review"
    SILENT = "silent"
    RENEWAL = "renewal"
    END = "end"


LEAD = {Kind.NOTICE: 90, Kind.EXPIRY: 90, Kind.REVIEW: 30, Kind.SILENT: 0, Kind.END: 30}
"""How many days before its day something waits for a person. Notice has to be written, agreed and sent."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that waits for somebody."""

    kind: Kind
    day: date


@dataclass(frozen=True, slots=True)
class Known:
    """What people have decided so far: the term they decided about (by its last day), and when they last reviewed."""

    decided_until: date | None = None
    reviewed: date | None = None


UNDECIDED = Known()


def deadlines(terms: Terms, today: date, known: Known = UNDECIDED) -> Iterator[Deadline]:
    """Every day that waits for a person, overdue ones too.

    A decision holds for the term that it was taken for and earlier ones. A term that began by itself, without a decision on the
    one before, is told as `SILENT` until somebody decides about the running term.
    """
    term = terms.term_of(max(today, terms.start))
    dates = dates_on(terms, today, reviewed=known.reviewed)
    if term.last and not (known.decided_until and known.decided_until >= term.last):
        asked = dates.notice if terms.renewal else term.last
        kind = Kind.NOTICE if terms.renewal else Kind.EXPIRY
        if asked:
            yield Deadline(kind, asked)
        before = term.first - ONE_DAY
        if term.renewals and not (known.decided_until and known.decided_until >= before):
            yield Deadline(Kind.SILENT, term.first)
    if dates.review and (term.last is None or terms.renewal or dates.review <= term.last):
        yield Deadline(Kind.REVIEW, dates.review)


def _notice(terms: Terms, term: Term) -> date | None:
    """The last safe day; one that does not renew itself needs no notice to end."""
    return terms.notice.before(term.last) if term.last and terms.renewal else None


def _is_sound(length: Length) -> bool:
    parts = length.years, length.months, length.days
    return min(parts) >= 0 and 372 * length.years + 31 * length.months + length.days <= LONGEST
