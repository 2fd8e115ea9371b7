"""A strategy becomes a dated plan."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktsom.engine.agreements.exits import Anchor, ExitStep, PlanError, Strategy, Trigger, in_order, plan
from aktsom.engine.lengths import Length

DAY = date(2024, 3, 1)
STEPS = (
    ExitStep("close", "facility-owner"),
    ExitStep("tell", "agreements-officer", 2, after=("close",)),
    ExitStep("students", "unit-leader", 90, Anchor.CURE_OVER, ("tell",)),
    ExitStep("data", "owner", 30, Anchor.ENDED),
)
STRATEGY = Strategy(STEPS, notice=Length(months=3), cure=Length(days=30))


def test_a_strategy_becomes_a_dated_plan():
    made = plan(STRATEGY, Trigger.BREACH, DAY)
    assert (made.cure_over, made.ended, made.done) == (date(2024, 3, 31), date(2024, 6, 30), date(2024, 7, 30))
    days = {each.step.key: (each.begins, each.due) for each in made.steps}
    assert days == {
        "close": (DAY, DAY),
        "tell": (DAY, date(2024, 3, 3)),
        "students": (date(2024, 3, 31), date(2024, 6, 29)),
        "data": (date(2024, 6, 30), date(2024, 7, 30)),
    }
    assert [each.step.key for each in made.steps if each.critical] == ["data"]


def test_what_the_law_stops_gives_no_time_to_cure():
    assert plan(STRATEGY, Trigger.LAW, DAY).cure_over == DAY


def test_the_agreement_may_end_before_its_notice_has_run():
    made = plan(STRATEGY, Trigger.BREACH, DAY, last_day=date(2024, 3, 10))
    assert made.cure_over == made.ended == date(2024, 3, 10)


def test_a_last_day_that_is_fixed_stands_when_it_comes_later_too():
    made = plan(STRATEGY, Trigger.BREACH, DAY, last_day=date(2024, 9, 1), fixed=True)
    assert (made.cure_over, made.ended, made.done) == (date(2024, 3, 31), date(2024, 9, 1), date(2024, 10, 1))
    assert plan(STRATEGY, Trigger.BREACH, DAY, last_day=date(2024, 9, 1)).ended == date(2024, 6, 30)
    assert plan(STRATEGY, Trigger.BREACH, DAY, last_day=date(2024, 2, 1), fixed=True).ended == DAY


def test_a_breach_after_the_end_leaves_the_whole_time_to_put_it_right():
    made = plan(STRATEGY, Trigger.BREACH, DAY, last_day=date(2024, 2, 29), fixed=True)
    assert (made.cure_over, made.ended) == (date(2024, 3, 31), DAY)
    assert plan(STRATEGY, Trigger.BREACH, DAY, last_day=DAY, fixed=True).cure_over == DAY
    assert plan(STRATEGY, Trigger.LAW, DAY, last_day=date(2024, 2, 29), fixed=True).cure_over == DAY


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([ExitStep("a", "x", after=("b",)), ExitStep("b", "x", after=("a",))], "wait for each other"),
        ([ExitStep("a", "x", after=("gone",))], "gone"),
        ([ExitStep("a", "x"), ExitStep("a", "y")], "same name"),
        ([ExitStep("a", "x", -1)], "less than no time"),
    ],
)
def test_steps_without_an_order_are_refused(steps, words):
    with pytest.raises(PlanError, match=words):
        plan(Strategy(tuple(steps)), Trigger.BREACH, DAY)


def test_a_refusal_calls_the_steps_by_their_titles():
    titles = {"a": "Call them", "b": "Write to them"}
    with pytest.raises(PlanError, match=r"Call them → Write to them|Write to them → Call them"):
        in_order([ExitStep("a", "x", after=("b",)), ExitStep("b", "x", after=("a",))], titles)
    with pytest.raises(PlanError, match="“Call them” waits for the step “gone”"):
        in_order([ExitStep("a", "x", after=("gone",))], titles)


_steps = st.lists(st.tuples(st.integers(0, 60), st.sampled_from(Anchor), st.sets(st.integers(0, 9))), max_size=10)


@given(_steps, st.integers(0, 200), st.integers(0, 60), st.sampled_from(Trigger))
def test_nothing_begins_before_what_it_waits_for(drawn, notice, cure, trigger):
    steps = [
        ExitStep(str(at), "owner", days, anchor, tuple(str(other) for other in sorted(others) if other < at))
        for at, (days, anchor, others) in enumerate(drawn)
    ]
    made = plan(Strategy(tuple(steps), notice=Length(days=notice), cure=Length(days=cure)), trigger, DAY)
    due = {each.step.key: each.due for each in made.steps}
    assert len(due) == len(steps)
    for each in made.steps:
        assert each.begins >= max([DAY, *(due[other] for other in each.step.after)])
        assert each.due == each.begins + timedelta(each.step.days) <= made.done
