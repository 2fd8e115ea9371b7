"""Ten thousand random histories find no lost task, no decision without right, and no dead end."""

from collections import Counter
from random import Random

import pytest

from aktsom.appraisal.way.words import DECIDING, State
from tests.appraisal.way.histories import History


@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_random_histories_lose_nothing_and_decide_nothing_without_right(seed: int) -> None:
    seen: Counter[State] = Counter()
    for number in range(1000):
        history = History(Random(seed * 1000 + number))
        for _each in range(8):
            history.house.changed(history.random)
        history.walk(40)
        seen[history.matter.state] += 1
        history.finish()
    assert set(seen) == set(State), "the histories come everywhere"
    assert sum(seen[state] for state in DECIDING) > 50
