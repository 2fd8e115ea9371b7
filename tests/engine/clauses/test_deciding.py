"""What becomes of the rules' verdict when all signs are weighed together."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest

from aktsom.content import clause_library
from aktsom.engine.clauses.deciding import DOUBTED, KEPT, LEAST, NEAR, SURE, Asked, Signs, decided, told
from aktsom.engine.clauses.meaning.chunks import Chunk
from aktsom.engine.clauses.meaning.judge import AGAINST, Bounds, Readings
from aktsom.engine.clauses.types import Evidence, Result, Standing

PUBLICATION = clause_library().conditions["publication"]
SAID = (*PUBLICATION.elements, *PUBLICATION.contradictions, *PUBLICATION.exceptions)
LABELS = [("publication", name) for name in (*(each.id for each in SAID), AGAINST)]
CHUNKS = (Chunk(0, 0, 10, (0,)), Chunk(1, 0, 20, (1,)))


def asked(**seen: float) -> Asked:
    """Two chunks, of which the second one says most of a limit, but not enough to count by itself; doubts begin at -1."""
    scores = np.full((2, len(LABELS)), -4.0)
    for name, score in seen.items():
        scores[1, LABELS.index(("publication", name))] = score
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


def veto(supports: str = "contradiction", passage: int = 1) -> Result:
    standing = Standing.CONTRADICTED if supports == "contradiction" else Standing.PARTLY
    return Result("publication", standing, found=(replace(VETO, supports=supports, passage=passage), RIGHT))


@pytest.mark.parametrize(
    ("result", "seen"),
    [
        (Result("publication", Standing.CONTRADICTED, found=(replace(VETO, by_meaning=True), RIGHT)), {}),
        (veto(), {"veto": -0.9}),
        (veto(), {AGAINST: -0.9}),
        (veto(passage=7), {}),
    ],
)
def test_the_best_words_elsewhere_do_not_lift_what_reads_as_a_contradiction_or_was_not_read(
    result: Result, seen: dict[str, float]
) -> None:
    assert decided(result, asked(**seen), 99, against=3.0) == result


@pytest.mark.parametrize("supports", ["contradiction", "doubt"])
def test_what_only_has_the_words_of_a_contradiction_is_a_doubt_where_all_else_is_sure(supports: str) -> None:
    result = veto(supports)
    assert decided(result, asked(veto=-1.1), DOUBTED - 0.1, against=3.0) == result
    found = decided(result, asked(veto=-1.1), DOUBTED + 0.1, against=3.0)
    assert found.standing is Standing.MET
    assert str(found.why[0]) == (
        "Look at this, for it may say the opposite: publishing needs somebody's consent, or can be stopped."
    )


def test_an_absent_condition_is_not_met_over_a_doubt_that_nobody_would_see() -> None:
    absent = Result("publication", Standing.ABSENT, found=())
    assert decided(absent, asked(veto=-0.5), 99, against=0.5) == absent
    assert decided(absent, asked(), 99, against=-0.5).standing is Standing.MET


@pytest.mark.parametrize(("condition", "one"), [("reciprocity", "all-one-way"), ("law", "partners-only")])
def test_what_follows_from_another_condition_or_from_elements_stands(condition: str, one: str) -> None:
    result = Result(condition, Standing.CONTRADICTED, found=(Evidence(1, 0, 20, "contradiction", one),))
    about = replace(asked(), condition=clause_library().conditions[condition])
    assert decided(result, about, 99, against=LEAST) == result


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


def test_what_an_element_lifts_does_not_weigh_as_something_that_follows() -> None:
    conditions = {name: clause_library().conditions[name] for name in ("reciprocity", "security", "valorisation")}

    def follows(against: str, lifted: Collection[str]) -> float:
        other, _colon, name = against.partition(":")
        seen = {each: Signs((0.0,), {}, frozenset()) for each in conditions}
        seen["reciprocity"] = Signs((0.0,), {}, frozenset(lifted))
        seen[other] = Signs((0.0,), {name: 4.0}, frozenset())
        return float(told(seen, conditions)["reciprocity"].signs[1]) * 4

    assert follows("security:free-access", lifted=()) == 4.0
    assert follows("security:free-access", lifted=["open-one-way"]) == LEAST
    assert follows("valorisation:one-side-only", lifted=["open-one-way"]) == 4.0
