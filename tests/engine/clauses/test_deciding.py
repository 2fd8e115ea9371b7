"""What becomes of the rules' verdict when all signs are weighed together."""

from dataclasses import replace

import numpy as np
import pytest

from aktsom.content import clause_library
from aktsom.engine.clauses.deciding import DOUBTED, KEPT, LEAST, NEAR, SURE, Asked, decided
from aktsom.engine.clauses.meaning.chunks import Chunk
from aktsom.engine.clauses.meaning.judge import Bounds, Readings
from aktsom.engine.clauses.types import Evidence, Result, Standing

PUBLICATION = clause_library().conditions["publication"]
LABELS = [
    ("publication", each.id) for each in (*PUBLICATION.elements, *PUBLICATION.contradictions, *PUBLICATION.exceptions)
]
CHUNKS = (Chunk(0, 0, 10, (0,)), Chunk(1, 0, 20, (1,)))


def asked() -> Asked:
    """Two chunks, of which the second one says most of a limit, but not enough to count by itself."""
    scores = np.full((2, len(LABELS)), -4.0)
    scores[1, LABELS.index(("publication", "limit"))] = -0.5
    readings = Readings(
        CHUNKS, {label: at for at, label in enumerate(LABELS)}, scores, [Bounds(0.0, -1.0)] * len(LABELS), np.ones(1)
    )
    everywhere = np.array([True, True])
    return Asked(PUBLICATION, readings, {each.id: everywhere for each in PUBLICATION.elements}, everywhere)


RIGHT, VETO = Evidence(0, 0, 10, "element", "right"), Evidence(1, 0, 20, "contradiction", "veto")


def test_where_all_signs_are_sure_it_is_met_with_a_place_for_each_need() -> None:
    result = Result("publication", Standing.PARTLY, found=(RIGHT,), missing=("limit",))
    found = decided(result, asked(), SURE + 0.1, against=LEAST)
    assert (found.standing, found.missing) == (Standing.MET, ())
    assert Evidence(1, 0, 20, "element", "limit", by_meaning=True, sure=False) in found.found
    assert [str(each) for each in found.why] == [
        "It has: a right to publish.",
        "It may have, so read it: a set time for the longest delay, or none at all.",
    ]


def test_what_the_rules_call_met_against_all_signs_is_for_a_reader() -> None:
    found = decided(Result("publication", Standing.MET, found=(RIGHT,)), asked(), KEPT - 0.1, against=LEAST)
    assert found.standing is Standing.PARTLY
    assert str(found.why[-1]) == "It may not say enough: read it."


@pytest.mark.parametrize(("against", "standing"), [(NEAR + 0.1, Standing.PARTLY), (LEAST, Standing.MET)])
def test_where_something_comes_near_a_contradiction_more_is_asked(against: float, standing: Standing) -> None:
    result = Result("publication", Standing.PARTLY, found=(RIGHT,), missing=("limit",))
    assert decided(result, asked(), (SURE + DOUBTED) / 2, against).standing is standing


@pytest.mark.parametrize(
    "result",
    [
        Result("publication", Standing.CONTRADICTED, found=(VETO, RIGHT)),
        Result("publication", Standing.PARTLY, found=(replace(VETO, supports="doubt"), RIGHT)),
    ],
)
def test_the_best_words_elsewhere_lift_neither_a_contradiction_nor_a_doubt(result: Result) -> None:
    assert decided(result, asked(), 99, against=0.1) == result


def test_nor_do_they_lift_an_exception() -> None:
    result = Result("publication", Standing.PARTLY, found=(replace(VETO, supports="exception"), RIGHT))
    assert decided(result, asked(), 99, against=LEAST) == result


@pytest.mark.parametrize(
    ("label", "sentence", "slack", "expected"),
    [
        ("limit", 1, 1.0, True),
        ("limit", 1, 0.4, False),
        ("veto", 1, 2.0, False),
        ("limit", 7, 0.0, True),
        ("our own", 1, 0.0, True),
    ],
)
def test_words_count_where_the_place_comes_near_was_not_read_or_was_never_taught(
    label: str, sentence: int, slack: float, expected: bool
) -> None:
    assert asked().readings.bears_out(("publication", label), sentence, slack) is expected
