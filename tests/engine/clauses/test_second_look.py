"""Places that a person should read although the check says nothing of them."""

from collections.abc import Mapping

import numpy as np
import pytest

from aktsom.content import clause_library
from aktsom.engine.clauses.deciding import Asked
from aktsom.engine.clauses.meaning.chunks import Chunk
from aktsom.engine.clauses.meaning.judge import AGAINST, Bounds, Readings
from aktsom.engine.clauses.second_look import FAR, MOST, places_to_read
from aktsom.engine.clauses.types import Evidence, Result, Standing

FREEDOM, PUBLICATION = "academic-freedom", "publication"
BOUND = 1.0
QUIET = FAR - 1


def asked(near: Mapping[tuple[str, str], list[float]], passages: list[int]) -> list[Asked]:
    """Two conditions read in chunks of these passages; `near` is how near they come to a label, over the bound of a doubt."""
    conditions = [clause_library().conditions[name] for name in (FREEDOM, PUBLICATION)]
    names = [(each.id, name) for each in conditions for name in (AGAINST, *(one.id for one in each.contradictions))]
    scores = np.array([near.get(name, [QUIET] * len(passages)) for name in names]).T + BOUND
    chunks = [Chunk(passage, at, at + 1, ()) for at, passage in enumerate(passages)]
    bounds = [Bounds(BOUND + 1, BOUND)] * len(names)
    readings = Readings(chunks, {name: at for at, name in enumerate(names)}, scores, bounds)
    everywhere = np.ones(len(passages), bool)
    return [Asked(each, readings, {}, everywhere) for each in conditions]


def told(near: Mapping[tuple[str, str], list[float]], passages: list[int], *found: Evidence) -> list[tuple[str, int]]:
    result = Result(PUBLICATION, Standing.CONTRADICTED, found=found)
    return [(each.condition, each.place.passage) for each in places_to_read(asked(near, passages), [result])]


def test_promise_p121_a_place_that_comes_near_a_contradiction_is_named_to_be_read() -> None:
    near = {(PUBLICATION, "veto"): [-2.0, QUIET, -0.5], (FREEDOM, AGAINST): [-2.4, -2.6, -0.6]}
    assert told(near, [4, 5, 6]) == [(PUBLICATION, 6), (PUBLICATION, 4)]


def test_whichever_condition_it_comes_nearest_to_is_named() -> None:
    near = {(PUBLICATION, "veto"): [-2.0, -1.0], (FREEDOM, AGAINST): [-1.0, -2.0]}
    assert set(told(near, [1, 2])) == {(FREEDOM, 1), (PUBLICATION, 2)}


@pytest.mark.parametrize("supports", ["contradiction", "doubt", "exception"])
def test_what_is_shown_already_is_not_told_again(supports: str) -> None:
    near = {(PUBLICATION, "veto"): [-1.0, -1.5]}
    assert told(near, [1, 2], Evidence(1, 0, 1, supports, "veto")) == [(PUBLICATION, 2)]


def test_what_speaks_for_a_condition_may_yet_contradict_one() -> None:
    near = {(PUBLICATION, "veto"): [-1.0]}
    assert told(near, [1], Evidence(1, 0, 1, "element", "right")) == [(PUBLICATION, 1)]


def test_a_passage_is_told_once_and_the_list_stays_short() -> None:
    near = {(PUBLICATION, "veto"): [-1.0, -0.5, *[-2.0] * 20]}
    found = told(near, [7, 7, *range(20, 40)])
    assert found[0] == (PUBLICATION, 7)
    assert len(found) == MOST
    assert len({passage for _condition, passage in found}) == MOST


def test_where_nothing_was_read_nothing_is_to_be_read() -> None:
    assert places_to_read([], []) == ()
    assert places_to_read(asked({}, []), []) == ()
