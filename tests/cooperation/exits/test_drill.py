"""The exit drill shows what hangs on an agreement, to those who may know of it, and changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from aktsom.content.exits import starting_plans
from aktsom.cooperation.agreements.models import Agreement, AgreementCooperation
from aktsom.cooperation.exits.actions import add_access, write_strategy
from aktsom.cooperation.exits.drafts import PeopleDraft, StepDraft, ThingDraft, check, starting_draft, starting_for
from aktsom.cooperation.exits.drilling import drill_of, waits_in_words
from aktsom.cooperation.exits.models import Trigger
from aktsom.cooperation.exits.picture import picture_of
from aktsom.cooperation.exits.planning import dated
from aktsom.cooperation.register.actions import register_cooperation
from aktsom.core.actor import Actor
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.engine.agreements import exits
from aktsom.engine.lengths import Length
from aktsom.protection.access.models import AccessGrant
from tests.cooperation.exits.conftest import DRAFT, Harbour

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


def test_what_hangs_on_agreements_under_it_is_shown_at_any_depth(
    harbour: Harbour, agreement: Callable[..., Agreement], cooperation_draft: Callable[..., object]
) -> None:
    officer = harbour.officer
    child, grandchild = agreement(officer, title="Child"), agreement(officer, title="Grandchild")
    with acting_for(officer):
        Agreement.objects.filter(pk=child.pk).update(parent=harbour.agreement, relation="under")
        Agreement.objects.filter(pk=grandchild.pk).update(parent=child, relation="under")
        add_access(officer, agreement=grandchild, compartment=harbour.house.laboratory)
        deep = register_cooperation(officer, draft=cooperation_draft(title="Deep song"))  # type: ignore[arg-type]
        AgreementCooperation.objects.create(
            institution=harbour.house.institution, agreement=grandchild, cooperation=deep
        )
        drill = drill_of(officer, harbour.agreement, Trigger.BREACH)
    found = {group.sort: group.things for group in drill.groups}
    assert [each.what for each in found["agreements"]] == ["Child", "Grandchild"]
    assert [each.what for each in found["cooperation"]] == ["Deep song", "Whale song"]
    assert "Grandchild" in found["cooperation"][0].detail
    assert "Grandchild" not in found["cooperation"][1].detail
    assert len(found["access"]) == 1
    (below,) = found["access-below"]
    assert "Grandchild" in below.detail


def test_people_things_and_money_of_agreements_under_it_are_shown_with_its_title_in_as_many_queries(
    harbour: Harbour, agreement: Callable[..., Agreement]
) -> None:
    officer = harbour.officer
    below = [agreement(officer, title=title, value=Decimal(1000), currency="NOK") for title in ("Child", "Sister")]
    people, things = (PeopleDraft("phd", 7, "Stay"),), (ThingDraft("equipment", "Microscope", "back"),)
    numbers = []
    with acting_for(officer), override("en"):
        for child in below:
            Agreement.objects.filter(pk=child.pk).update(parent=harbour.agreement, relation="under")
            write_strategy(officer, agreement=child, draft=replace(DRAFT, people=people, things=things, costs="A lot"))
            with CaptureQueriesContext(connection) as queries:
                drill = drill_of(officer, harbour.agreement, Trigger.BREACH)
            numbers.append(len(queries))
    found = {group.sort: [(each.what, each.detail) for each in group.things] for group in drill.groups}
    under = "under “Child”"
    assert ("3 PhD candidates", "Finish here") in found["people"]
    assert ("7 PhD candidates", f"Stay, {under}") in found["people"]
    assert ("Microscope", f"equipment, comes back to us, {under}") in found["things"]
    assert ("1,000 NOK", f"value of the agreement, {under}") in found["things"]
    assert ("Costs of leaving it", f"A lot, {under}") in found["things"]
    assert numbers[1] <= numbers[0]


def test_notice_in_months_is_kept_as_months_and_a_difference_from_the_agreement_is_told(harbour: Harbour) -> None:
    with acting_for(harbour.officer):
        Agreement.objects.filter(pk=harbour.agreement.pk).update(notice_months=6, ends=None)
        row = Agreement.objects.get(pk=harbour.agreement.pk)
        assert dated(row, Trigger.SECURITY, date(2027, 7, 1)).other_notice
        write_strategy(harbour.officer, agreement=row, draft=starting_for(row), version=1)
        planned = dated(Agreement.objects.get(pk=row.pk), Trigger.SECURITY, date(2027, 7, 1))
    assert planned.plan.ended == date(2028, 1, 1)
    assert not planned.other_notice


def test_promise_p96_nobody_begins_an_exit_strategy_on_an_empty_page() -> None:
    assert set(starting_plans()) == set(Agreement.Kind.values)
    for kind in Agreement.Kind.values:
        draft = starting_draft(kind)
        assert len(draft.steps) >= 5
        check(draft)


@pytest.mark.parametrize("kind", Agreement.Kind.values)
def test_a_plan_to_start_from_archives_last(kind: str) -> None:
    steps = tuple(each.step for each in starting_plans()[kind].steps)
    made = exits.plan(exits.Strategy(steps, Length(days=60)), exits.Trigger.BREACH, date(2027, 1, 1))
    last = made.steps[-1]
    assert (last.step.key, last.due) == ("archive", made.done)
    assert all(each.due <= last.begins for each in made.steps[:-1])


def test_of_many_steps_that_one_waits_for_it_is_said_how_many() -> None:
    with override("en"):
        assert waits_in_words(()) == ""
        assert waits_in_words(("Ask", "Tell", "Count")) == "waits for: Ask, Tell, Count"
        assert waits_in_words(("Ask", "Tell", "Count", "Write")) == "waits for 4 other steps"


def test_a_step_that_falls_to_somebody_else_says_that_nobody_has_its_duty(
    harbour: Harbour, client_for: Callable[[Actor], Client]
) -> None:
    roles = ("research-security-lead", "agreements-officer", "owner")
    draft = replace(DRAFT, steps=tuple(StepDraft(role, f"Step of {role}", role) for role in roles))
    with acting_for(harbour.officer):
        write_strategy(harbour.officer, agreement=harbour.agreement, draft=draft, version=1)
    client = client_for(harbour.officer)
    client.cookies["aktsom_language"] = "en"
    page = client.get(f"/agreements/{harbour.agreement.pk}/exit/").content.decode()
    assert "Research-security lead: nobody here has this duty" in page
    assert "Agreements officer: nobody here has this duty" not in page
    assert "Whoever answers for the agreement: nobody here has this duty" not in page
