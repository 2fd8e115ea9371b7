"""When a burst of changes is told of: after it has passed, or while it lasts too long."""

import time

import pytest

from aktsom.core import telling
from aktsom.core.telling import Teller


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    clock = [100.0]
    monkeypatch.setattr(telling.time, "monotonic", lambda: clock[0])
    return clock


def quiet_teller() -> Teller:
    return Teller(lambda _institution: None, quiet=1, longest=5, start=False)


def test_a_burst_is_told_of_once_after_it_has_passed(now: list[float]) -> None:
    teller = quiet_teller()
    for moment in (100.0, 100.6, 101.2):
        now[0] = moment
        teller.add(7)
        assert teller.due(moment + 0.9) == []
    assert teller.due(102.2) == [7]
    assert teller.due(110) == []


def test_a_burst_that_goes_on_is_told_of_in_between(now: list[float]) -> None:
    teller = quiet_teller()
    for step in range(51):
        now[0] = 100 + step / 10
        teller.add(7)
    assert teller.due(104.9) == []
    assert teller.due(105.0) == [7]


def test_institutions_do_not_wait_for_each_other(now: list[float]) -> None:
    teller = quiet_teller()
    teller.add(7)
    now[0] = 100.9
    teller.add(8)
    assert teller.due(101.0) == [7]
    assert teller.due(101.9) == [8]


def test_the_thread_tells_and_ends(db: None) -> None:
    told: list[int] = []
    teller = Teller(told.append, quiet=0.02, longest=0.1)
    for _ in range(2):
        teller.add(7)
        until = time.monotonic() + 2
        while teller._thread is not None and time.monotonic() < until:
            time.sleep(0.01)
    assert told == [7, 7]
