"""What an import would do, before it does it: every row is looked at, those of a large sheet in the background."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from aktsom.cooperation.register.imports import Lookups, read_rows
from aktsom.cooperation.register.models import ImportBatch
from aktsom.cooperation.register.partner_choices import NamedPartner, questions_of
from aktsom.cooperation.register.partner_names import Standing, Wanted
from aktsom.cooperation.register.sheet_rows import Problem, ReadRow
from aktsom.core.actor import Actor

SHOWN = 20
WRONG_SHOWN = 100
AT_ONCE = 2_000
PORTION = 1_000


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """The place of a row in its sheet."""

    number: int


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows; and, once all rows are checked, how many can be registered, what is wrong, and who the partners are."""

    first: list[ReadRow]
    checked: bool
    ready: int = 0
    wrong: int = 0
    problems: tuple[tuple[NumberedRow, list[Problem]], ...] = ()
    known: int = 0
    new: int = 0
    uncertain: tuple[NamedPartner, ...] = ()


def preview_of(actor: Actor, batch: ImportBatch) -> Preview:
    """What would happen to the rows. Raises `InvalidError` where the file breaks."""
    first = list(islice(read_rows(batch), SHOWN))
    found = check_rows(actor, batch) if batch.rows <= AT_ONCE else batch.problems
    # What was found of a large sheet is of no use once somebody has chosen other columns.
    if not isinstance(found, dict) or found["of"] != batch.mapping:
        return Preview(first, checked=False)
    choices = batch.mapping.get("partners", {})
    return Preview(
        first,
        checked=True,
        ready=found["ready"],
        wrong=found["wrong"],
        problems=tuple((NumberedRow(number), [Problem(*each) for each in said]) for number, said in found["problems"]),
        known=found["known"],
        new=found["new"],
        uncertain=tuple(questions_of(actor, [(name, country) for name, country in found["uncertain"]], choices)),
    )


def check_rows(actor: Actor, batch: ImportBatch) -> dict[str, Any]:
    """What is found in all rows, in a form that can be kept with the sheet; a portion of the rows at a time."""
    ready, wrong = 0, 0
    problems: list[tuple[int, list[tuple[str, str, str]]]] = []
    standing: dict[Wanted, Standing] = {}
    uncertain: dict[Wanted, None] = {}
    for rows in _portions(batch):
        lookups = Lookups.for_rows(actor, batch, rows)
        judged = [(row.number, lookups.problems(batch, row)) for row in rows]
        bad = [(number, said) for number, said in judged if said]
        ready, wrong = ready + len(rows) - len(bad), wrong + len(bad)
        problems += [(number, _kept(said)) for number, said in bad[: WRONG_SHOWN - len(problems)]]
        standing |= {pair: lookups.partners.standing(pair) for pair in lookups.partners.matches}
        uncertain |= dict.fromkeys(
            pair for pair, match in lookups.partners.matches.items() if match.standing == Standing.UNCERTAIN
        )
    stands = list(standing.values())
    return {
        "of": batch.mapping,
        "ready": ready,
        "wrong": wrong,
        "problems": problems,
        "known": stands.count(Standing.KNOWN),
        "new": stands.count(Standing.NEW),
        "uncertain": list(uncertain),
    }


def _portions(batch: ImportBatch) -> Iterator[list[ReadRow]]:
    rows = read_rows(batch)
    while portion := list(islice(rows, PORTION)):
        yield portion


def _kept(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return [(problem.column, problem.code, problem.value) for problem in problems]
