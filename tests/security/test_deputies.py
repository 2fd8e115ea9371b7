"""What a deputy meets while who holds the duty is here, is away, or has an interest: see deputies.csv, written by hand."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import timezone

from aktsom.appraisal.models import Appraisal, StepAside
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions import keys
from aktsom.institutions.models import DutyAssignment, Member
from tests.security.conftest import what_is_sent
from tests.security.driving import Driver, Sent
from tests.security.matrix import Cell
from tests.security.rooms.appraisal import REASON, TITLE, _at
from tests.security.world import MEMBER, OWN, WHOLE, World, undone

A, V1 = "/appraisals", "/api/v1/appraisals"
AT_THE_TOP = {"state": "with-decider", "weight": "stop", "route": "leadership"}
DECISION = {"version": "1", "outcome": "approve", "reason": REASON}
SENT = {
    f"GET {A}/{{stop_id}}/": Sent(looks_for=TITLE),
    f"GET {A}/{{approved_id}}/": Sent(looks_for=TITLE),
    f"POST {A}/{{stop_id}}/decide/": Sent(DECISION),
    f"POST {V1}/{{stop_id}}/decision": Sent({**DECISION, "version": 1}),
    f"POST {A}/{{appealed_id}}/decide/": Sent(DECISION),
}


@dataclass(frozen=True)
class Row:
    """One line: what the deputy of whom meets where, and how it is with who holds the duty."""

    cell: Cell
    duty: str
    at: str
    holder: str

    def __str__(self) -> str:
        return f"{self.cell.operation} × deputy of {self.duty} {self.at} × {self.holder}"


def _rows() -> Iterator[Row]:
    lines = (Path(__file__).parent / "deputies.csv").read_text(encoding="utf-8").splitlines()
    for line in csv.DictReader(each for each in lines if each.strip() and not each.startswith("#")):
        does = tuple(filter(None, [line["does"]]))
        cell = Cell(line["operation"], does, MEMBER, OWN, line["meets"])
        yield Row(cell, line["deputy of"], line["at"], line["who holds it"])


@pytest.fixture(scope="module")
def sole(world: World) -> Driver:
    """One person leads the whole institution, and matters of hers wait: a stop, and an appeal against her own refusal."""
    rector = world.people[Duty.LEADERSHIP.value, WHOLE].actor
    with acting_for(world.system):
        led = DutyAssignment.objects.filter(duty__in=(Duty.LEADERSHIP, Duty.UNIT_LEADER), unit=None)
        led.exclude(member=rector.member_id).update(ended_at=timezone.now())
        appealed = AT_THE_TOP | {"state": "under-appeal", "outcome": "decline"}
        stop, refused = _at(world, f"{TITLE}: stop", AT_THE_TOP), _at(world, f"{TITLE}: appealed", appealed)
        Appraisal.objects.filter(pk=refused.pk).update(decider=rector.member_id, level=2)
    world.things |= {"stop_id": str(stop.pk), "appealed_id": str(refused.pk)}
    return Driver(world, what_is_sent() | SENT)


@pytest.mark.parametrize("row", list(_rows()), ids=str)
def test_a_deputy_meets_nothing_else_than_is_written(row: Row, sole: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    world = sole.world
    monkeypatch.setattr(keys, "KNOWN_SECONDS", -1.0)
    deputy, holder = (world.people[who].actor.member_id for who in ((MEMBER, OWN), (row.duty, row.at)))
    with undone():
        with acting_for(world.system):
            DutyAssignment.objects.filter(duty=row.duty, member=holder).update(deputy=deputy)
            if row.holder == "away":
                Member.objects.filter(pk=holder).update(away_from=timezone.localdate())
            for each in {"interested": [holder], "interested-both": [holder, deputy]}.get(row.holder, []):
                _has_an_interest(world, each)
        assert sole.meets(row.cell) == row.cell.expected


def _has_an_interest(world: World, member: object) -> None:
    for name in ("appraisal_id", "stop_id", "appealed_id"):
        StepAside.objects.create(institution=world.institution, appraisal_id=world.things[name], member_id=member)
