"""What an import would do, before it does it: every row is looked at, those of a large sheet in the background."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from aktsom.cooperation.partners.choices import (
    NamedPartner,
    NewPartner,
    NewPartners,
    PartnerChoices,
    questions_of,
)
from aktsom.cooperation.partners.matching import Standing, Wanted
from aktsom.cooperation.register.imports import Lookups, names_in_several_countries, read_rows
from aktsom.cooperation.register.models import ImportBatch
from aktsom.cooperation.register.sheet_rows import Problem, ReadRow
from aktsom.core.actor import Actor

SHOWN = 20
WRONG_SHOWN = 100
NEW_SHOWN = 1_000
AT_ONCE = 2_000
PORTION = 1_000


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """The place of a row in its sheet."""

    number: int


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows; and, once all rows are checked, how many can be registered, what is wrong, and who the partners are.

    `named` are the first of the `new` partners.
    """

    first: list[ReadRow]
    checked: bool
    ready: int = 0
    wrong: int = 0
    problems: tuple[tuple[NumberedRow, list[Problem]], ...] = ()
    known: int = 0
    new: int = 0
    named: tuple[NewPartner, ...] = ()
    uncertain: tuple[NamedPartner, ...] = ()

    @property
    def open_questions(self) -> int:
        """How many names nobody has said anything about, though it is not sure whom they mean."""
        return sum(each.is_open for each in self.uncertain)


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
        named=tuple(NewPartner(**each | {"known_in": tuple(each["known_in"])}) for each in found.get("named", ())),
        uncertain=tuple(questions_of(actor, [(name, country) for name, country in found["uncertain"]], choices)),
    )


def check_rows(actor: Actor, batch: ImportBatch) -> dict[str, Any]:
    """What is found in all rows, in a form that can be kept with the sheet; a portion of the rows at a time."""
    found, in_several = _Found(), names_in_several_countries(batch)
    for rows in _portions(batch):
        lookups = Lookups.for_rows(actor, batch, rows, in_several)
        found.add(lookups.partners)
        for row in rows:
            found.judge(row, lookups.problems(batch, row), lookups.partners)
    return {"of": batch.mapping} | found.kept()


@dataclass(slots=True)
class _Found:
    """What is gathered from the rows: how many can be registered, what is wrong with the others, and who the partners are."""

    ready: int = 0
    wrong: int = 0
    problems: list[tuple[int, list[tuple[str, str, str]]]] = field(default_factory=list)
    known: set[Wanted] = field(default_factory=set)
    uncertain: dict[Wanted, None] = field(default_factory=dict)
    new: NewPartners = field(default_factory=NewPartners)

    def add(self, partners: PartnerChoices) -> None:
        """Whom the names in a portion stand for."""
        for pair, match in partners.matches.items():
            if partners.standing(pair) == Standing.KNOWN:
                self.known.add(pair)
            if match.standing == Standing.UNCERTAIN:
                self.uncertain[pair] = None

    def judge(self, row: ReadRow, problems: list[Problem], partners: PartnerChoices) -> None:
        """Count a row, and what it names when it can be registered."""
        if not problems:
            self.ready += 1
            self.new.add(row, partners)
            return
        self.wrong += 1
        if len(self.problems) < WRONG_SHOWN:
            self.problems.append((row.number, [(each.column, each.code, each.value) for each in problems]))

    def kept(self) -> dict[str, Any]:
        """All of it as plain data."""
        new = self.new.in_order()
        return {
            "ready": self.ready,
            "wrong": self.wrong,
            "problems": self.problems,
            "known": len(self.known),
            "new": len(new),
            "named": [asdict(each) for each in new[:NEW_SHOWN]],
            "uncertain": list(self.uncertain),
        }


def _portions(batch: ImportBatch) -> Iterator[list[ReadRow]]:
    rows = read_rows(batch)
    while portion := list(islice(rows, PORTION)):
        yield portion
