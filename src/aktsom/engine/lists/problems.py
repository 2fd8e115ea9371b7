"""How list readers report trouble: with a whole file (`ListError`) or with one entry in it (`RowProblem`)."""

from collections.abc import Callable
from dataclasses import dataclass

from aktsom.engine.errors import EngineError
from aktsom.engine.wording import Sentence, Words, place_in_file, said


class ListError(EngineError):
    """A list file cannot be used at all; nothing of it may come into force."""

    def __init__(
        self, reason: Words, *, file: str, row: int | None = None, column: str = "", remedy: Words = ""
    ) -> None:
        super().__init__(reason, place=place_in_file(file, row, column), remedy=remedy or said("Fetch the file again."))
        self.file = file
        self.row = row
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something about one entry that could not be used.

    `row` counts as the publisher's format does: the line of a CSV or JSON-lines file, else the entry's number in the
    file, from 1. `kept` is true when no entry is lost: it was read without the part that the problem is about, or was
    printed twice.
    """

    file: str
    row: int
    reason: Words
    column: str = ""
    kept: bool = False

    def __str__(self) -> str:
        """One line of English for a person."""
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """One line for a person."""
        place = place_in_file(self.file, self.row, self.column)
        if self.kept:
            return said("{place}: {reason} No entry is lost.", place=place, reason=self.reason)
        return said("{place}: {reason} The entry is left out.", place=place, reason=self.reason)


Problems = Callable[[RowProblem], None]


def refuse(problem: RowProblem) -> None:
    """What readers do when nobody listens to problems: an entry that would be lost stops the reading."""
    if not problem.kept:
        raise ListError(
            problem.reason,
            file=problem.file,
            row=problem.row,
            column=problem.column,
            remedy=said("Correct the entry, or read the list with a report of problems."),
        )


def number_used_twice(file: str, row: int, column: str, listing_id: str) -> RowProblem:
    """An entry with the number of an earlier one; both are kept, once each."""
    return RowProblem(
        file,
        row,
        said("The number of {listing_id} is used by an earlier entry.", listing_id=listing_id),
        column,
        kept=True,
    )


def given_before(file: str, row: int, identifier: str, column: str = "") -> RowProblem:
    """A record that was read already, here or in an earlier file; the first one counts."""
    return RowProblem(
        file,
        row,
        said("{identifier} was given before; the first one counts.", identifier=identifier),
        column,
        kept=True,
    )


def not_understood(file: str, row: int, column: str, printed: str) -> RowProblem:
    """A cell of which nothing could be read; the entry is kept without it."""
    return RowProblem(file, row, said("“{printed}” is not understood.", printed=printed[:60]), column, kept=True)


def date_not_understood(file: str, row: int, column: str, printed: str) -> RowProblem:
    """A date that holds no possible day; the entry is kept without it."""
    return RowProblem(
        file, row, said("The date “{printed}” is not understood.", printed=printed[:40]), column, kept=True
    )
