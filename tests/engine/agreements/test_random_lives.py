"""Over 10,000 random lives no notice date is missed and no state is impossible.

Each life is lived in jumps of days, to the first or the last second of one where the institution is, by a clock anywhere; which
day that is, is found as the product finds its today. What ought to have been asked in between is found a second way: term by
term, with another library's reading of months. What partners that become one do to the lives of their agreements stands in
tests/cooperation/deadlines/test_lives_in_the_register.py: it is the register that knows of partners.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from aktsom.engine.agreements.lifecycle import (
    RUNNING,
    Given,
    Life,
    LifeError,
    Need,
    State,
    Step,
    deadlines_of,
    missing,
    on_day,
    possible,
    take,
)
from aktsom.engine.agreements.terms import Deadline, Kind, Terms
from aktsom.engine.lengths import Length

LIVES, EVENTS = 10_000, 6
HERE, ANYWHERE = (
    "Europe/Oslo",
    ("Europe/Oslo", "Asia/Shanghai", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu"),
)
ONE = timedelta(1)
CORNERS = (
    date(2024, 2, 29),
    date(2023, 2, 28),
    date(2024, 12, 31),
    date(2024, 4, 30),
    date(2024, 1, 30),
    date(2024, 8, 31),
)


def test_promise_p93_over_10_000_random_lives_no_day_of_notice_is_missed_and_no_state_is_impossible():
    taken: Counter[str] = Counter()
    for seed in range(LIVES):
        _live(Random(seed), taken)
    assert all(taken[step] > 100 for step in possible_by_hand()), taken
    assert min(taken["notice days asked for"], taken["silent renewals told"]) > 1_000, taken
    assert taken["ends asked for afterwards"] > 300, taken


def possible_by_hand():
    return [step for step in Step if step not in (Step.ENTER_FORCE, Step.END)]


def _live(chance: Random, taken: Counter[str]) -> None:
    life, today = _born(chance), date(2023, 6, 1) + timedelta(chance.randrange(400))
    for _ in range(EVENTS):
        life, since, today = _something_happens(chance, life, today, taken), today, _later(chance, today)
        _is_possible(on_day(life, today), today)
        _nothing_was_missed(life, since, today, taken)
        _what_ran_out_is_asked(life, since, today, taken)


def _born(chance: Random) -> Life:
    start = date(2023, 1, 1) + timedelta(chance.randrange(700))
    state = chance.choice([State.DRAFT, State.SIGNED, State.SIGNED, State.SIGNED])
    return Life(_terms(chance, start), frozenset({"us", *chance.sample("abcd", chance.randint(1, 3))}), state)


def _terms(chance: Random, start: date) -> Terms:
    ends = [None, *(day for day in CORNERS if day >= start), start + timedelta(chance.randrange(1200))]
    end = chance.choice(ends)
    length = [Length(days=chance.randrange(20, 400)), Length(months=chance.randrange(1, 30)), Length(years=1), Length()]
    return Terms(start, end, chance.choice(length), chance.choice(length) if end else Length(), chance.choice(length))


def _later(chance: Random, today: date) -> date:
    """Time passes; the day is the institution's."""
    later = today + timedelta(chance.choice([0, 1, 30, 200, 500]) + chance.randrange(3))
    second = datetime.combine(later, chance.choice([time(), time(23, 59, 59)]), ZoneInfo(HERE))
    found = timezone.localdate(second.astimezone(ZoneInfo(chance.choice(ANYWHERE))))
    assert found == later
    return found


def _something_happens(chance: Random, life: Life, today: date, taken: Counter[str]) -> Life:
    steps = possible(on_day(life, today))
    if not steps:
        return life
    step, given = chance.choice(steps), _given(chance, life, today)
    try:
        after = take(life, step, today, given)
    except LifeError:
        taken["refused"] += 1
        return life
    assert not missing(life, step, given)
    taken[step] += 1
    return after


def _given(chance: Random, life: Life, today: date) -> Given:
    return Given(
        signatories=life.parties if chance.random() < 0.8 else frozenset({"us"}),
        document=True,
        reason=chance.choice(["because", "because", "because", " "]),
        evidence=True,
        last_day=chance.choice([None, today + timedelta(chance.randrange(-30, 900))]),
        terms=chance.choice([None, _terms(chance, life.terms.start), replace(life.terms, notice=Length(days=5))]),
        on=chance.choice([None, today, today - timedelta(chance.randrange(-3, 60))]),
    )


def _is_possible(life: Life, today: date) -> None:
    """What may never be true of an agreement on a day."""
    running, last = life.state in RUNNING, life.last_day(today)
    assert running or not (life.breached or life.suspended), life
    assert not running or (life.terms.start <= today and (last is None or last >= today)), (life, today)
    assert (life.ends is not None) == (
        life.state in (State.LAPSING, State.NOTICE_GIVEN, State.ENDED, State.TERMINATED)
    ), life
    assert life.state is not State.SIGNED or today < life.terms.start, (life, today)
    assert life.state is not State.ENDED or (life.ends and life.ends < today), (life, today)
    happened = (life.signed, life.breached, life.suspended, life.reviewed)
    assert all(day <= today for day in happened if day), (life, today)
    assert life.state is not State.LAPSING or not life.terms.renewal, life
    assert Need.REASON not in missing(life, Step.DROP, Given(reason="x"))


def _nothing_was_missed(life: Life, since: date, today: date, taken: Counter[str]) -> None:
    """Each term of these days that nobody had decided about was asked for by its day and after it, and told when it renewed."""
    terms = life.terms
    if on_day(life, today).state is not State.IN_FORCE or not (terms.end and terms.renewal):
        return
    for first, last in _terms_until(terms, today):
        if last < since or (life.decided_until and life.decided_until >= last):
            continue
        notice = last - timedelta(terms.notice.days) - _months(terms.notice)
        day = max(notice, first)
        if first <= notice:
            assert Deadline(Kind.NOTICE, notice) in deadlines_of(life, day), (life, notice)
            taken["notice days asked for"] += 1
        assert [each.day for each in deadlines_of(life, last) if each.kind is Kind.NOTICE] == [notice], (life, last)
        if last < today:
            assert Deadline(Kind.SILENT, last + ONE) in deadlines_of(life, last + ONE), (life, last)
            taken["silent renewals told"] += 1


def _what_ran_out_is_asked(life: Life, since: date, today: date, taken: Counter[str]) -> None:
    """What ran and ended in these days by its last day, with nobody having let it, is asked for a year after."""
    end = life.terms.end
    if on_day(life, since).state is not State.IN_FORCE or on_day(life, today).state is not State.ENDED or not end:
        return
    asked = Deadline(Kind.EXPIRY, end) in deadlines_of(life, today)
    assert asked == (today <= end + relativedelta(years=1)), (life, today)
    taken["ends asked for afterwards"] += asked


def _terms_until(terms: Terms, today: date):
    first, last, number = terms.start, terms.end, 0
    while first <= today:
        yield first, last
        number += 1
        next_end = (
            terms.end + ONE + _months(terms.renewal.times(number)) + timedelta(terms.renewal.times(number).days) - ONE
        )
        first, last = last + ONE, next_end


def _months(length: Length) -> relativedelta:
    return relativedelta(years=length.years, months=length.months)
