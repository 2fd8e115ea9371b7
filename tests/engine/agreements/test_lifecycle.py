"""How an agreement lives: which step is possible where, and what it needs."""

from dataclasses import replace
from datetime import date

import pytest

from aktsom.engine.agreements.lifecycle import (
    BY_THE_CLOCK,
    OVER,
    TRANSITIONS,
    Given,
    Life,
    LifeError,
    Need,
    State,
    Step,
    days_ahead,
    deadlines_of,
    missing,
    on_day,
    possible,
    take,
)
from aktsom.engine.agreements.terms import Deadline, Kind, Terms
from aktsom.engine.lengths import Length

TERMS = Terms(date(2024, 1, 1), date(2024, 12, 31), Length(months=3), Length(years=1))
FIXED = replace(TERMS, renewal=Length())
US_AND_THEM = frozenset({"us", "them"})
MAY = date(2024, 5, 1)
ALL = Given(signatories=US_AND_THEM, document=True, reason="so", evidence=True)


def life(state=State.IN_FORCE, terms=TERMS, **more):
    return Life(terms, US_AND_THEM, state, **more)


def test_from_a_draft_to_its_end():
    now = take(life(State.DRAFT), Step.NEGOTIATE, date(2023, 10, 1))
    now = take(now, Step.SIGN, date(2023, 12, 1), ALL)
    assert (now.state, now.signed) == (State.SIGNED, date(2023, 12, 1))
    assert on_day(now, date(2024, 1, 1)).state is State.IN_FORCE
    now = take(now, Step.GIVE_NOTICE, MAY, ALL)
    assert (now.state, now.ends) == (State.NOTICE_GIVEN, date(2024, 12, 31))
    assert on_day(now, date(2024, 12, 31)).state is State.NOTICE_GIVEN
    assert on_day(now, date(2025, 1, 1)).state is State.ENDED


def test_it_is_signed_only_when_each_party_has_signed():
    draft = life(State.NEGOTIATED)
    half = replace(ALL, signatories=frozenset({"us"}))
    assert missing(draft, Step.SIGN, half) == (Need.SIGNATORIES,)
    with pytest.raises(LifeError) as refusal:
        take(draft, Step.SIGN, MAY, half)
    assert refusal.value.in_language("nb") != str(refusal.value)


@pytest.mark.parametrize("step", [step for step in Step if TRANSITIONS[step].needs])
def test_a_step_without_what_it_needs_is_refused(step):
    now = life(min(TRANSITIONS[step].origins), breached=MAY, suspended=MAY)
    with pytest.raises(LifeError):
        take(now, step, MAY)


@pytest.mark.parametrize("state", [*State])
def test_no_step_is_taken_where_it_is_not_possible(state):
    now = life(state, ends=date(2024, 12, 31))
    for step in set(Step) - set(possible(on_day(now, MAY))):
        with pytest.raises(LifeError):
            take(now, step, MAY, replace(ALL, last_day=date(2026, 1, 1), terms=TERMS))


@pytest.mark.parametrize("step", sorted(BY_THE_CLOCK))
def test_nobody_takes_the_steps_of_the_calendar(step):
    with pytest.raises(LifeError):
        take(life(min(TRANSITIONS[step].origins)), step, MAY, ALL)


def test_a_breach_and_a_suspension_lie_over_where_it_stands():
    now = take(life(State.NOTICE_GIVEN, ends=date(2024, 8, 1)), Step.BREACH, MAY, replace(ALL, on=date(2024, 4, 1)))
    now = take(now, Step.SUSPEND, MAY, ALL)
    assert (now.state, now.breached, now.suspended) == (State.NOTICE_GIVEN, date(2024, 4, 1), MAY)
    assert set(possible(now)) & {Step.BREACH, Step.CURE} == {Step.CURE}
    now = take(take(now, Step.CURE, MAY, ALL), Step.RESUME, MAY, ALL)
    assert (now.state, now.breached, now.suspended) == (State.NOTICE_GIVEN, None, None)


def test_what_has_not_happened_yet_is_not_recorded():
    with pytest.raises(LifeError, match="not come yet"):
        take(life(), Step.BREACH, MAY, replace(ALL, on=date(2024, 5, 2)))


def test_other_terms_ask_again_and_cannot_undo_that_it_runs():
    kept = take(life(), Step.KEEP, MAY, ALL)
    assert not list(deadlines_of(kept, date(2024, 10, 1)))
    shorter = replace(ALL, terms=replace(TERMS, end=date(2024, 10, 31)))
    assert [each.kind for each in deadlines_of(take(kept, Step.AMEND, MAY, shorter), MAY)] == [Kind.NOTICE]
    with pytest.raises(LifeError):
        take(life(terms=FIXED), Step.AMEND, MAY, replace(ALL, terms=replace(FIXED, end=date(2024, 4, 1))))


def test_what_renewed_itself_is_amended_and_what_was_decided_about_earlier_terms_stays():
    later, notice = date(2026, 5, 1), replace(TERMS, notice=Length(months=6))
    now = take(life(decided_until=date(2025, 12, 31)), Step.AMEND, later, replace(ALL, terms=notice))
    assert [(each.kind, each.day) for each in deadlines_of(now, later)] == [(Kind.NOTICE, date(2026, 6, 30))]


def test_notice_counts_from_the_day_on_which_it_was_given():
    terms = Terms(date(2023, 1, 1), date(2025, 12, 31), Length(months=3), Length(years=1))
    recorded = date(2025, 10, 2)
    in_time = take(life(terms=terms), Step.GIVE_NOTICE, recorded, replace(ALL, on=date(2025, 9, 29)))
    assert (in_time.state, in_time.ends) == (State.NOTICE_GIVEN, date(2025, 12, 31))
    assert take(life(terms=terms), Step.GIVE_NOTICE, recorded, ALL).ends == date(2026, 12, 31)
    with pytest.raises(LifeError, match="not come yet"):
        take(life(terms=terms), Step.GIVE_NOTICE, recorded, replace(ALL, on=date(2025, 10, 3)))
    with pytest.raises(LifeError, match="before the day of the notice"):
        take(life(terms=terms), Step.GIVE_NOTICE, recorded, replace(ALL, last_day=date(2025, 10, 1)))
    long_ago = take(
        life(terms=replace(terms, end=None, renewal=Length())), Step.GIVE_NOTICE, recorded, replace(ALL, on=MAY)
    )
    assert (long_ago.state, long_ago.ends) == (State.ENDED, date(2024, 8, 1))


def test_what_is_signed_after_its_first_day_is_in_force_at_once():
    assert take(life(State.NEGOTIATED), Step.SIGN, MAY, ALL).state is State.IN_FORCE


def test_a_review_is_noted_and_comes_again():
    terms = replace(TERMS, review=Length(years=2))
    looked = take(life(terms=terms), Step.REVIEW, date(2026, 3, 1), replace(ALL, on=date(2026, 2, 1)))
    assert (looked.state, looked.reviewed) == (State.IN_FORCE, date(2026, 2, 1))
    assert take(looked, Step.REVIEW, date(2026, 3, 1), replace(ALL, on=MAY)).reviewed == date(2026, 2, 1)
    reviews = [each.day for each in deadlines_of(looked, date(2026, 3, 1)) if each.kind is Kind.REVIEW]
    assert reviews == [date(2028, 2, 1)]  # after the running term: it renews itself
    assert Step.REVIEW not in possible(life())


def test_what_ran_out_without_a_decision_is_asked_until_somebody_decides():
    after, last = date(2025, 2, 1), date(2024, 12, 31)
    ended = on_day(life(terms=FIXED), after)
    asked = [Deadline(Kind.EXPIRY, last)]
    assert list(days_ahead(ended, after, date(2026, 3, 1))) == asked
    assert not list(deadlines_of(ended, date(2026, 1, 1)))
    assert set(possible(ended)) == {Step.AMEND, Step.RENEW, Step.LET_LAPSE}
    meant = take(ended, Step.LET_LAPSE, after, ALL)
    assert (meant.state, list(deadlines_of(meant, after)), set(possible(meant))) == (
        State.ENDED,
        [],
        {Step.AMEND, Step.RENEW},
    )
    renewed = take(ended, Step.RENEW, after, replace(ALL, last_day=date(2026, 12, 31)))
    assert (renewed.state, renewed.last_day(after)) == (State.IN_FORCE, date(2026, 12, 31))
    lapsed = on_day(take(life(terms=FIXED), Step.LET_LAPSE, MAY, ALL), after)
    assert (lapsed.state, list(deadlines_of(lapsed, after))) == (State.ENDED, [])


def test_days_that_ended_it_by_mistake_are_corrected_with_a_reason():
    ended = on_day(life(terms=FIXED), date(2025, 2, 1))
    right = replace(ALL, terms=replace(FIXED, end=date(2034, 12, 31)))
    assert take(ended, Step.AMEND, date(2025, 2, 1), right).state is State.IN_FORCE
    with pytest.raises(LifeError, match="reason"):
        take(ended, Step.AMEND, date(2025, 2, 1), replace(right, reason=" "))
    earlier = take(ended, Step.AMEND, date(2025, 2, 1), replace(ALL, terms=replace(FIXED, end=MAY)))
    assert (earlier.state, earlier.ends, list(deadlines_of(earlier, date(2025, 2, 1)))) == (State.ENDED, MAY, [])
    for state in (State.TERMINATED, State.DROPPED):
        assert possible(replace(ended, state=state)) == ()
    assert possible(life(State.ENDED, ends=MAY)) == possible(life(State.ENDED, FIXED, ends=MAY)) == ()


def test_what_ran_without_an_end_is_told_that_it_ended():
    told = take(life(terms=Terms(date(2023, 1, 1))), Step.AMEND, date(2025, 2, 1), replace(ALL, terms=FIXED))
    assert (told.state, told.ends, list(deadlines_of(told, date(2025, 2, 1)))) == (State.ENDED, date(2024, 12, 31), [])


def test_notice_can_be_withdrawn_while_it_runs_and_asks_again():
    now = take(life(), Step.GIVE_NOTICE, MAY, ALL)
    assert not list(deadlines_of(now, MAY))
    now = take(now, Step.WITHDRAW_NOTICE, date(2024, 6, 1), ALL)
    assert (now.state, now.ends) == (State.IN_FORCE, None)
    assert [each.kind for each in deadlines_of(now, date(2024, 6, 1))] == [Kind.NOTICE]


def test_what_renews_itself_does_not_lapse_and_what_does_not_is_not_kept():
    assert set(possible(life())) & {Step.LET_LAPSE, Step.KEEP} == {Step.KEEP}
    fixed = life(terms=FIXED)
    assert set(possible(fixed)) & {Step.LET_LAPSE, Step.KEEP} == {Step.LET_LAPSE}
    lapsing = take(fixed, Step.LET_LAPSE, MAY, ALL)
    renewed = take(lapsing, Step.RENEW, MAY, replace(ALL, last_day=date(2026, 1, 1)))
    assert (renewed.state, renewed.last_day(MAY), renewed.ends) == (State.IN_FORCE, date(2026, 1, 1), None)


def test_the_days_ahead_go_on_through_the_terms_that_would_follow():
    found = [(each.kind, each.day) for each in days_ahead(life(), MAY, date(2026, 3, 1))]
    assert found == [
        (Kind.NOTICE, date(2024, 9, 30)),
        (Kind.RENEWAL, date(2025, 1, 1)),
        (Kind.NOTICE, date(2025, 9, 30)),
        (Kind.RENEWAL, date(2026, 1, 1)),
        (Kind.NOTICE, date(2026, 9, 30)),
    ]
    leaving = life(State.NOTICE_GIVEN, ends=date(2024, 12, 31))
    assert [(each.kind, each.day) for each in days_ahead(leaving, MAY, date(2026, 3, 1))] == [
        (Kind.END, date(2024, 12, 31))
    ]
    assert not list(days_ahead(life(State.ENDED, ends=MAY), MAY, date(2026, 3, 1)))


def test_over_is_over():
    for state in OVER:
        assert on_day(life(state, ends=MAY), date(2030, 1, 1)).state is state
        assert possible(life(state)) == ()
