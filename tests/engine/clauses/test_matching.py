"""Terms put side by side: the quick way finds what the plain one does."""

from hypothesis import given
from hypothesis import strategies as st

from aktsom.engine.clauses.contract import read_contract
from aktsom.engine.clauses.matching import _nearest
from aktsom.engine.clauses.whose_law import Countries
from aktsom.engine.papers.types import Passage

SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(20, 24)), min_size=1, max_size=8).map(sorted)


@given(SPANS, st.integers(0, 22))
def test_the_nearest_of_spans_is_the_first_of_those_that_begin_as_near_as_any(
    spans: list[tuple[int, int]], place: int
) -> None:
    assert _nearest(spans, place) == min(spans, key=lambda span: abs(span[0] - place))


def test_a_schedule_binds_unless_a_sentence_about_schedules_says_that_it_does_not() -> None:
    heading, text = Passage("Annex A", level=1), Passage("The partner owns all results.")
    other = Passage("The annexes form part of this agreement. What follows is not binding.", number="1")
    own = Passage("The annexes to this agreement are not binding.", number="1")
    assert len(_read(other, heading, text)) == 4
    assert len(_read(own, heading, text)) == 1


def _read(*passages: Passage) -> tuple[object, ...]:
    return read_contract(passages, Countries("NO", ())).sentences
