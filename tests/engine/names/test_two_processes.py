"""Long lists are read in two processes, and the index is the same."""

import os
import signal
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest

from aktsom.engine.errors import EngineError
from aktsom.engine.lists.listing import ListedName, Listing, PartyKind
from aktsom.engine.names import numbering
from aktsom.engine.names.building import build_columns
from aktsom.engine.names.curated import curated_additions
from aktsom.engine.processes import beside
from tests.engine.names.parties import LISTINGS

_OTHERS = ("哈尔滨工业大学", "Velmora Institute of Technology", "MV Shamim")


def listings() -> list[Listing]:
    """The invented ones twice, the second time of unknown kind and with some more names."""
    more = tuple(map(ListedName, _OTHERS))
    again = (replace(each, id=f"{each.id}-2", kind=PartyKind.UNKNOWN, names=each.names + more) for each in LISTINGS)
    return [*LISTINGS, *again]


def test_the_index_is_the_same_in_one_process_and_in_two() -> None:
    one, two = (build_columns(listings(), curated_additions(), processes=number) for number in (1, 2))
    assert one.texts() == two.texts()
    assert one.arrays().keys() == two.arrays().keys()
    for name, column in one.arrays().items():
        assert column.dtype == two.arrays()[name].dtype
        assert np.array_equal(column, two.arrays()[name]), name


def test_no_listings_and_one_are_read_in_two_processes_too() -> None:
    for few in ([], listings()[:1]):
        assert build_columns(few, processes=2).texts() == build_columns(few, processes=1).texts()


def test_a_process_that_is_killed_is_told() -> None:
    with pytest.raises(EngineError, match="ended from outside"), beside(_end, signal.SIGKILL) as done:
        done()


def test_a_process_that_may_start_no_other_reads_alone() -> None:
    child = get_context("spawn").Process(target=_read_many, daemon=True)
    child.start()
    child.join()
    assert child.exitcode == 0


def _end(number: int) -> None:
    os.kill(os.getpid(), number)


def _read_many() -> None:
    numbering.MANY_NAMES = 1
    assert len(numbering.names_of(listings()).number)
