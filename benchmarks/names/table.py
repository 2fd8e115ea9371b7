"""Figures of several systems side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.names.figures import Share

Cell = Share | float | None
_NOTHING = "–"
_LARGE = 100
_SMALL = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, for each system."""

    name: str
    cells: tuple[Cell, ...]


def printed(systems: Sequence[str], rows: Sequence[Row]) -> str:
    """The table as lines of text. A share that comes from a sample says of how many."""
    lines = [["", *systems], *([row.name, *_texts(row)] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        line[0].ljust(widths[0])
        + "".join("  " + text.rjust(width) for text, width in zip(line[1:], widths[1:], strict=True))
        for line in lines
    )


def _texts(row: Row) -> list[str]:
    most = max((cell.of for cell in row.cells if isinstance(cell, Share)), default=0)
    return [_text(cell, most) for cell in row.cells]


def _text(cell: Cell, most: int) -> str:
    if cell is None or (isinstance(cell, Share) and not cell.of):
        return _NOTHING
    if isinstance(cell, Share):
        sample = f" (of {cell.of})" if cell.of != most else ""
        return f"{cell.value:.3f}{sample}"
    if cell >= _LARGE:
        return f"{cell:,.0f}"
    return f"{cell:.1f}" if cell > _SMALL else f"{cell:.3f}"
