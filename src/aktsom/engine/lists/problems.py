"""How list readers report trouble: with a whole file (`ListError`) or with one entry in it (`RowProblem`)."""

from collections.abc import Callable
from dataclasses import dataclass

from aktsom.engine.errors import EngineError


class ListError(EngineError):
    """A list file cannot be used at all; nothing of it may come into force."""

    def __init__(self, reason: str, *, file: str, row: int | None = None, column: str = "", remedy: str = "") -> None:
        super().__init__(reason, place=_place(file, row, column), remedy=remedy or "Fetch the file again.")
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
    reason: str
    column: str = ""
    kept: bool = False

    def __str__(self) -> str:
        """One line for a person."""
        ending = "No entry is lost." if self.kept else "The entry is left out."
        return f"{_place(self.file, self.row, self.column)}: {self.reason} {ending}"


Problems = Callable[[RowProblem], None]


def refuse(problem: RowProblem) -> None:
    """What readers do when nobody listens to problems: an entry that would be lost stops the reading."""
    if not problem.kept:
        raise ListError(
            problem.reason,
            file=problem.file,
            row=problem.row,
            column=problem.column,
            remedy="Correct the entry, or read the list with a report of problems.",
        )


def number_used_twice(file: str, row: int, column: str, listing_id: str) -> RowProblem:
    """An entry with the number of an earlier one; both are kept, once each."""
    return RowProblem(file, row, f"The number of {listing_id} is used by an earlier entry.", column, kept=True)


def date_not_understood(file: str, row: int, column: str, printed: str) -> RowProblem:
    """A date that holds no possible day; the entry is kept without it."""
    return RowProblem(file, row, f"The date {printed[:40]!r} is not understood.", column, kept=True)


def _place(file: str, row: int | None, column: str) -> str:
    parts = [file, f"row {row}" if row is not None else "", f"column {column}" if column else ""]
    return ", ".join(part for part in parts if part)
