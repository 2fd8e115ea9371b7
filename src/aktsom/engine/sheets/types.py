"""What a sheet is once it has been read, and what can be wrong with one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from aktsom.engine.errors import EngineError
from aktsom.engine.wording import Sentence, Words, place_in_file


class SheetFault(StrEnum):
    """Why a file cannot be read as a table."""

    MISSING = "missing"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_MANY_ROWS = "too-many-rows"
    TOO_WIDE = "too-wide"
    CELL_TOO_LONG = "cell-too-long"
    NO_HEADER = "no-header"
    SAME_HEADER = "same-header"
    NOT_A_SHEET = "not-a-sheet"
    OLD_EXCEL = "old-excel"
    DAMAGED = "damaged"
    ENCODING = "encoding"
    EXPANDS = "expands"


class SheetError(EngineError):
    """A file that cannot be read as a table. `row` and `column` are as a spreadsheet shows them, when known."""

    def __init__(
        self, fault: SheetFault, message: Words, *, file: str, remedy: Words, row: int | None = None, column: str = ""
    ) -> None:
        super().__init__(message, place=place_in_file(file, row, column), remedy=remedy)
        self.fault = fault
        self.file = file
        self.row = row
        self.column = column


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read before a file is refused. `None` for rows means any number, which only CSV can hold.

    A workbook is read in a process of its own; `seconds` of a processor and `memory_bytes` are what that process may take.
    """

    file_bytes: int = 50_000_000
    expanded_bytes: int = 250_000_000
    ratio: int = 400
    entries: int = 2_000
    rows: int | None = 100_000
    columns: int = 200
    cell: int = 32_767
    seconds: int = 120
    memory_bytes: int = 4_000_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row under the header. `number` counts as a spreadsheet does: the first line of the file is 1.

    `cells` has one text for each column, cleaned; `extra` what stands to the right of the last column.
    """

    number: int
    cells: tuple[str, ...]
    extra: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells) and not any(self.extra)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in a file. `rows()` reads it from its start each time, a row at a time, leaving out blank rows.

    `encoding` is "" for XLSX; `guessed` is true when the file does not say its encoding and it is not UTF-8 either.
    `unread` says what of the file is not in the rows.
    """

    file: str
    columns: tuple[str, ...]
    encoding: str
    guessed: bool
    delimiter: str
    read_rows: Callable[[], Iterator[Row]]
    unread: tuple[Sentence, ...] = ()

    def rows(self) -> Iterator[Row]:
        """The rows under the header; raises `SheetError` where one cannot be read."""
        return self.read_rows()
