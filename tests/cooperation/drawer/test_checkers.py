"""Papers of a drawer are checked beside the process that brings it in: the same is found, and nothing is lost there."""

import os
from dataclasses import replace

import pytest

from aktsom.content.yardstick import Yardstick, held_against
from aktsom.cooperation.drawer.checkers import WORTH, Checkers
from aktsom.engine.papers.types import Paper, PaperKind, Passage

PAPER = Paper(PaperKind.DOCX, (Passage("The Partner may refuse any publication of the results."),))
PROJECT = Yardstick(partners=("CA",), names=("Snow Centre",))


class Deadly(Paper):
    """Whoever takes it out of its parcel ends, as a process does that the machine has no memory for."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


def test_the_same_is_found_beside_as_here_and_what_goes_wrong_there_is_left_to_whoever_asked(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with Checkers(WORTH + 1) as checkers:
        held = checkers.held(PAPER, PROJECT)
        assert held is not None
        assert held == held_against(PAPER, PROJECT)
        assert held.found.results["publication"].standing == "contradicted"
        assert checkers.held(PAPER, replace(PROJECT, own="conditions: 7")) is None
        assert "could not be checked beside" in caplog.text
        assert checkers.held(PAPER, PROJECT) == held


def test_a_process_that_was_ended_gives_no_answer_and_the_next_paper_begins_another() -> None:
    with Checkers(WORTH + 1) as checkers:
        assert checkers.held(Deadly(PaperKind.DOCX, PAPER.passages), PROJECT) is None
        assert checkers.held(PAPER, PROJECT) == held_against(PAPER, PROJECT)


def test_few_papers_are_not_worth_a_process() -> None:
    with Checkers(WORTH) as few:
        assert few.held(PAPER, PROJECT) is None
