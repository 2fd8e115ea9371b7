"""What is learnt from lessons, and what it is without some of them."""

import numpy as np
import pytest
from benchmarks.agreements import teaching
from benchmarks.agreements.passages import Lesson
from benchmarks.agreements.teaching import SOFTNESS, Taught, learnt

from aktsom.engine.clauses.meaning.judge import likeness

LABEL = ("publication", "right")


def test_scores_of_what_is_left_out_are_those_of_lessons_that_never_had_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teaching, "ROWS", 7)
    drawn = np.random.default_rng(1)
    said = [Lesson("", str(at), frozenset({LABEL} if at % 3 else ())) for at in range(40)]
    known = Taught(said, [LABEL], drawn.normal(0, 1, (40, 1152)))
    found, out = learnt(known), np.array([3, 4, 20, 39])
    kept = np.setdiff1d(np.arange(40), out)
    alike = likeness(found.near, found.near).astype(float)
    alone = np.linalg.solve(alike[np.ix_(kept, kept)] + SOFTNESS * np.eye(len(kept)), known.truth[kept])
    assert np.allclose(found.left_out(known.truth, out), alike[np.ix_(out, kept)] @ alone, atol=1e-3)
    assert np.allclose(found.without(out)[kept], alone, atol=1e-3)
