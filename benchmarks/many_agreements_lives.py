"""What goes with ten thousand agreements: steps, papers in versions, exit strategies, breaches and cooperation.

The first agreement has as many things and steps on it as there may be, so that its drill is as long as one gets.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement, AgreementCooperation, Document, DocumentVersion, StepTaken
from aktsom.cooperation.exits.models import (
    Anchor,
    Breach,
    ExitStrategy,
    HangingPeople,
    HangingThing,
    PlanTask,
    StrategyStep,
    Trigger,
)
from aktsom.cooperation.register.models import Cooperation

BATCH = 2_000
STEPS, VERSIONS, PEOPLE, THINGS, TASKS = 5, 3, 2, 3, 6
MOST_THINGS, MOST_STEPS, COOPERATION = 60, 60, 5_000


def live(chance: random.Random, rows: Sequence[Agreement]) -> list[DocumentVersion]:
    """Write all of it; give the latest version of each agreement's paper."""
    _steps(chance, rows)
    _exits(chance, rows)
    _cooperation(chance, rows)
    return _papers(rows)


def _keep(model: type[Model], rows: Iterable[Model]) -> list[Any]:
    return model._default_manager.bulk_create(rows, batch_size=BATCH)


def _of(row: Agreement) -> dict[str, Any]:
    return {"institution_id": row.institution_id, "agreement": row}


def _papers(rows: Sequence[Agreement]) -> list[DocumentVersion]:
    papers = _keep(Document, (Document(**_of(row), kind="agreement") for row in rows))
    versions: list[DocumentVersion] = _keep(
        DocumentVersion,
        (
            DocumentVersion(
                **_of(paper.agreement), document=paper, number=number, filename=f"a{number}.pdf", size=1,
                content_type="application/pdf", by=paper.agreement.owner,
            )
            for paper in papers
            for number in range(1, VERSIONS + 1)
        ),
    )  # fmt: skip
    return versions[VERSIONS - 1 :: VERSIONS]


def _steps(chance: random.Random, rows: Sequence[Agreement]) -> None:
    ways = ("negotiate", "sign", "enter-force", "amend", "renew")
    _keep(
        StepTaken,
        (
            StepTaken(
                **_of(row), step=ways[number % STEPS], state=row.state, by=row.owner,
                taken_on=date(2015, 1, 1) + timedelta(chance.randrange(4_000)), reason="Agreed with the other side.",
            )
            for row in rows
            for number in range(STEPS)
        ),
    )  # fmt: skip


def _exits(chance: random.Random, rows: Sequence[Agreement]) -> None:
    """Six in ten have a strategy; one in fifty is broken, and its plan runs."""
    planned = [rows[0], *chance.sample(rows[1:], len(rows) * 6 // 10)]
    strategies = _keep(ExitStrategy, (ExitStrategy(**_of(row), decides="leadership", cure_days=30) for row in planned))
    _keep(StrategyStep, (each for strategy in strategies for each in _plan(strategy, rows[0])))
    _keep(
        HangingPeople,
        (
            HangingPeople(**_of(each.agreement), strategy=each, role=role, number=chance.randrange(1, 9))
            for each in strategies
            for role in chance.sample(HangingPeople.Role.values, PEOPLE)
        ),
    )
    _keep(
        HangingThing,
        (
            HangingThing(
                **_of(each.agreement), strategy=each, sort=chance.choice(HangingThing.Sort.values), what=f"Thing {number}",
                way="returned",
            )
            for each in strategies
            for number in range(MOST_THINGS if each.agreement == rows[0] else THINGS)
        ),
    )  # fmt: skip
    _breaches([rows[0], *rows[1::50]])


def _plan(strategy: ExitStrategy, longest: Agreement) -> Iterable[StrategyStep]:
    for number in range(MOST_STEPS if strategy.agreement == longest else TASKS):
        yield StrategyStep(
            **_of(strategy.agreement), strategy=strategy, position=number, key=f"step-{number}", title=f"Step {number}",
            role="agreements-officer", days=number, anchor=Anchor.AT_ONCE, after=[f"step-{number - 1}"] if number else [],
        )  # fmt: skip


def _breaches(rows: Sequence[Agreement]) -> None:
    today = timezone.localdate()
    breaches = _keep(
        Breach,
        (
            Breach(
                **_of(row),
                trigger=Trigger.BREACH,
                what="Guests were sent home.",
                evidence="A letter.",
                happened_on=today,
            )
            for row in rows
        ),
    )
    _keep(
        PlanTask,
        (
            PlanTask(
                **_of(each.agreement), breach=each, position=number, key=f"step-{number}", title=f"Step {number}",
                role="agreements-officer", owner=each.agreement.owner, begins=today, due=today + timedelta(number),
            )
            for each in breaches
            for number in range(TASKS)
        ),
    )  # fmt: skip


def _cooperation(chance: random.Random, rows: Sequence[Agreement]) -> None:
    kinds = Cooperation.Kind.values
    found = _keep(
        Cooperation,
        (
            Cooperation(
                institution_id=row.institution_id, title=f"Cooperation {number}", kind=chance.choice(kinds),
                unit=row.unit, contact=row.owner, registered_by=row.owner,
            )
            for number, row in enumerate(rows[:COOPERATION])
        ),
    )  # fmt: skip
    _keep(
        AgreementCooperation,
        (
            AgreementCooperation(**_of(row), cooperation=each)
            for row, each in zip(rows, chance.sample(found, len(found)), strict=False)
        ),
    )
