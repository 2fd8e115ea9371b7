"""Reads matrix.csv and groups.csv: who is expected to meet what. Nothing here knows the product."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.security.world import AUTHOR, CLOSED, ELSEWHERE, OTHER, OUT, OWN, PARENT, WHO, WHOLE

FOLDER = Path(__file__).parent
HEAD = ["operation", "does", "who", OWN, OTHER, PARENT, WHOLE, ELSEWHERE, CLOSED, OUT]
MEETS = {"ok", "with", "without", "403", "404", "422", "sign-in", "-"}
REST = "everyone-else"


@dataclass(frozen=True)
class Cell:
    """What somebody is expected to meet at an operation. `who` is "" for nobody signed in."""

    operation: str
    does: tuple[str, ...]
    who: str
    scope: str
    expected: str

    @property
    def name(self) -> str:
        """How a report calls the cell."""
        return f"{self.operation} × {self.who or 'nobody'} × {self.scope}"


class MatrixError(Exception):
    """The matrix says something twice, not at all, or in words that it does not know."""


def operations() -> dict[str, list[Cell]]:
    """Every cell of the matrix by its operation."""
    groups, found = _groups(), {}
    for operation, rows in _by_operation().items():
        found[operation] = list(_cells(operation, rows, groups))
    return found


def _by_operation() -> dict[str, list[dict[str, str]]]:
    with (FOLDER / "matrix.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(line for line in file if line.strip() and not line.startswith("#"))
        if reader.fieldnames != HEAD:
            raise MatrixError(f"The head of matrix.csv must be {','.join(HEAD)}")
        found: dict[str, list[dict[str, str]]] = {}
        for row in reader:
            if None in row or None in row.values():
                raise MatrixError(f"A row of {row['operation']} ({row['who']}) has not {len(HEAD)} columns")
            found.setdefault(row["operation"], []).append({name: text.strip() for name, text in row.items()})
    return found


def _groups() -> dict[str, tuple[str, ...]]:
    with (FOLDER / "groups.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if line.strip() and not line.startswith("#"))
        groups = {row["group"]: tuple(row["duties"].split()) for row in rows}
    for name, duties in groups.items():
        if unknown := set(duties) - set(WHO):
            raise MatrixError(f"groups.csv: {name} names nobody that there is: {', '.join(sorted(unknown))}")
    return groups


def _cells(operation: str, rows: list[dict[str, str]], groups: dict[str, tuple[str, ...]]) -> Iterator[Cell]:
    left = dict.fromkeys(WHO)
    out = {row[OUT] for row in rows}
    if len(out) != 1:
        raise MatrixError(f"{operation}: the rows differ in what somebody meets who is signed out")
    for row in rows:
        does = tuple(filter(None, (verb.strip() for verb in row["does"].split(";"))))
        if does != tuple(filter(None, (verb.strip() for verb in rows[0]["does"].split(";")))):
            raise MatrixError(f"{operation}: the rows differ in what it does")
        for who in _who(operation, row["who"], left, groups):
            left.pop(who)
            for scope in (OWN,) if who == AUTHOR else (OWN, OTHER, PARENT, WHOLE, ELSEWHERE, CLOSED):
                yield _cell(operation, does, who, scope, row[scope])
    if left:
        raise MatrixError(f"{operation}: nothing is said about {', '.join(left)}")
    yield _cell(operation, does, "", OUT, out.pop())


def _cell(operation: str, does: tuple[str, ...], who: str, scope: str, expected: str) -> Cell:
    if expected not in MEETS:
        raise MatrixError(f"{operation} × {who} × {scope}: “{expected}” is none of {', '.join(sorted(MEETS))}")
    return Cell(operation, does, who, scope, expected)


def _who(operation: str, text: str, left: dict[str, None], groups: dict[str, tuple[str, ...]]) -> list[str]:
    """The people that a cell of the column "who" means; each only once for an operation."""
    meant: dict[str, None] = {}
    for word in text.split():
        meant |= dict.fromkeys(left if word in (REST, "everyone") else groups.get(word, (word,)))
    for who in meant:
        if who not in WHO:
            raise MatrixError(f"{operation}: there is nobody called {who}")
        if who not in left:
            raise MatrixError(f"{operation}: {who} stands in two rows")
    return list(meant)
