"""An agreement in force with a strategy, and a laboratory that people reach because of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement, AgreementCooperation
from aktsom.cooperation.exits.actions import add_access, agree_to_stop, write_strategy
from aktsom.cooperation.exits.breaching import Told, record_breach
from aktsom.cooperation.exits.drafts import PeopleDraft, StepDraft, StrategyDraft, ThingDraft
from aktsom.cooperation.exits.models import Breach
from aktsom.cooperation.register.actions import register_cooperation
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.protection.access.models import AccessGrant
from tests.cooperation.agreements.conftest import agreement, draft
from tests.cooperation.register.conftest import draft as cooperation_draft
from tests.protection.access.conftest import House, house

__all__ = ["agreement", "cooperation_draft", "draft", "house"]

DRAFT = StrategyDraft(
    decides="unit-leader",
    cure_days=30,
    notice_days=60,
    costs="The boat is theirs.",
    steps=(
        StepDraft("close", "Stop access", "facility-owner", stops_access=True),
        StepDraft("tell", "Tell the people", "owner", 2, after=("close",)),
        StepDraft("data", "Have the data back", "owner", 30, "ended", ("tell",)),
    ),
    things=(ThingDraft("data", "Sonar recordings", "back"),),
    people=(PeopleDraft("phd", 3, "Finish here"),),
)


@dataclass
class Harbour:
    """Who and what there is: the officer owns the agreement; `guest` may enter the laboratory under it."""

    house: House
    officer: Actor
    outsider: Actor
    guest: Actor
    agreement: Agreement
    grant: AccessGrant

    def told(self, trigger: str = "breach", **more: object) -> Told:
        """What somebody records."""
        given = {"what": "They kept the data.", "evidence": "Letter of Monday", "happened_on": timezone.localdate()}
        return Told(**{"trigger": trigger} | given | more)  # type: ignore[arg-type]

    def broken(self, trigger: str = "breach", by: Actor | None = None) -> Breach:
        """A breach as the officer records it, or somebody else."""
        actor = by or self.officer
        with acting_for(actor):
            return record_breach(actor, agreement=self.agreement, told=self.told(trigger))


@pytest.fixture
def harbour(
    house: House,
    person: Callable[..., Actor],
    agreement: Callable[..., Agreement],
    cooperation_draft: Callable[..., object],
) -> Harbour:
    officer = person(Duty.AGREEMENTS_OFFICER, name="Oda Officer")
    guest, outsider = person(unit=house.unit, name="Gry Guest"), person(name="Ola Outside")
    made = agreement(
        officer, kind="project", state="signed", unit=house.unit.pk, signed_on=date(2024, 1, 1), starts=date(2024, 1, 1),
        ends=timezone.localdate() + timedelta(400),
    )  # fmt: skip
    grant = house.let_in(guest, house.laboratory)
    with acting_for(officer):
        write_strategy(officer, agreement=made, draft=DRAFT)
        access = add_access(officer, agreement=made, compartment=house.laboratory)
        cooperation = register_cooperation(officer, draft=cooperation_draft(title="Whale song"))  # type: ignore[arg-type]
        AgreementCooperation.objects.create(institution=house.institution, agreement=made, cooperation=cooperation)
    with acting_for(house.owner):
        agree_to_stop(house.owner, access=access)
    return Harbour(house, officer, outsider, guest, made, grant)
