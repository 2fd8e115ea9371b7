"""What an import would do, before it does it."""

from dataclasses import dataclass
from itertools import islice

from aktsom.cooperation.register.imports import Lookups, partner_key, read_rows
from aktsom.cooperation.register.models import ImportBatch
from aktsom.cooperation.register.partner_names import PartnerMatch, Standing
from aktsom.cooperation.register.sheet_rows import Problem, ReadRow
from aktsom.core.actor import Actor

SHOWN = 20
LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class NamedPartner:
    """A partner's name in the sheet, what it stands for, and what was chosen for it."""

    key: str
    match: PartnerMatch
    standing: Standing
    chosen: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows, all rows with problems among those looked at, and who the partners are."""

    first: list[ReadRow]
    ready: int
    problems: list[tuple[ReadRow, list[Problem]]]
    looked_at: int
    partners: list[NamedPartner]

    @property
    def uncertain(self) -> list[NamedPartner]:
        """Names for which a person must say who is meant, or has said."""
        return [each for each in self.partners if each.match.standing == Standing.UNCERTAIN]

    @property
    def known(self) -> int:
        """How many names stand for partners that we know."""
        return sum(each.standing == Standing.KNOWN for each in self.partners)

    @property
    def new(self) -> list[NamedPartner]:
        """Names of partners that would be added."""
        return [each for each in self.partners if each.standing == Standing.NEW]


def preview_of(actor: Actor, batch: ImportBatch) -> Preview:
    """What would happen to the first 2,000 rows, in a fixed number of queries. Raises `InvalidError` where a file breaks."""
    rows = list(islice(read_rows(batch), LOOKED_AT))
    lookups = Lookups.for_rows(actor, batch, rows)
    judged = [(row, lookups.problems(batch, row)) for row in rows]
    wrong = [(row, problems) for row, problems in judged if problems]
    partners = [
        NamedPartner(key, match, lookups.standing(pair), lookups.choices.get(key, ""))
        for pair, match in lookups.matches.items()
        if (key := partner_key(*pair))
    ]
    return Preview(rows[:SHOWN], len(rows) - len(wrong), wrong[:100], len(rows), partners)
