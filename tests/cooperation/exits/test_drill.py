"""The exit drill shows what hangs on an agreement, to those who may know of it, and changes nothing."""

import pytest

from aktsom.content.exits import starting_plans
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.exits.drafts import check, starting_draft
from aktsom.cooperation.exits.drilling import drill_of
from aktsom.cooperation.exits.models import Trigger
from aktsom.cooperation.exits.picture import picture_of
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.protection.access.models import AccessGrant
from tests.cooperation.exits.conftest import Harbour

pytestmark = pytest.mark.django_db


def test_promise_p90_an_exit_drill_shows_everything_that_hangs_on_an_agreement_and_changes_nothing(
    harbour: Harbour,
) -> None:
    actor = harbour.house.owner
    with acting_for(harbour.officer):
        before = list(Agreement.objects.values()), AuditEvent.objects.count(), list(AccessGrant.objects.values())
        drill = drill_of(harbour.officer, harbour.agreement, Trigger.BREACH)
        after = list(Agreement.objects.values()), AuditEvent.objects.count(), list(AccessGrant.objects.values())
    assert before == after
    found = {group.sort: [thing.what for thing in group.things] for group in drill.groups}
    assert found["cooperation"] == ["Whale song"]
    assert "3 PhD candidates" in found["people"] or "3 stipendiater" in found["people"]
    assert found["things"] == ["Sonar recordings", *found["things"][1:]]
    assert any("laboratory" in each.lower() or harbour.house.laboratory.name in each for each in found["access"])
    assert [step.planned.step.key for step in drill.steps] == ["close", "tell", "data"]
    assert [step.person for step in drill.steps] == [actor.name, harbour.officer.name, harbour.officer.name]
    assert len(picture_of(drill).leaves) == drill.number


def test_promise_p96_nobody_begins_an_exit_strategy_on_an_empty_page() -> None:
    assert set(starting_plans()) == set(Agreement.Kind.values)
    for kind in Agreement.Kind.values:
        draft = starting_draft(kind)
        assert len(draft.steps) >= 5
        check(draft)
