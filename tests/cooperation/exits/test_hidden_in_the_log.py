"""What is done with an agreement in a compartment is hidden in the log, whatever of it the log names."""

from collections.abc import Callable

import pytest
from django.test import Client

from aktsom.cooperation.exits.actions import add_access
from aktsom.cooperation.exits.breaching import assign_task, note
from aktsom.cooperation.exits.models import Breach, PlanTask
from aktsom.core.actor import Actor
from aktsom.core.audit import append_event
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member
from tests.cooperation.exits.conftest import Harbour
from tests.cooperation.exits.test_tasks_are_seen import inside

pytestmark = pytest.mark.django_db


def test_the_log_is_silent_about_what_hangs_on_an_agreement_in_a_compartment(
    harbour: Harbour, person: Callable[..., Actor], client_for: Callable[[Actor], Client]
) -> None:
    auditor, lead = person(Duty.INTERNAL_AUDITOR), person(Duty.RESEARCH_SECURITY_LEAD)
    breach = harbour.broken()
    before = told(client_for(auditor))
    assert f"exits.breach:{breach.pk}" in before
    assert any(each.startswith("exits.exitstrategy:") for each in before)
    officer = inside(harbour, harbour.officer, harbour.house.deputy)
    with acting_for(officer):
        row = Breach.objects.get(pk=breach.pk)
        task = PlanTask.objects.get(breach=row, key="tell")
        deputy = Member.objects.get(pk=harbour.house.deputy.member_id)
        assign_task(officer, task=task, owner=deputy)
        note(officer, breach=row, text="They will not answer.")
        add_access(officer, agreement=row.agreement, compartment=harbour.house.laboratory, member=deputy)
        append_event(officer, verb="mention", subject="", details={"in": [{"task": str(task.pk)}]})
    for reader in (auditor, lead):
        assert [each for each in told(client_for(reader)) if each.startswith(("exits.", "agreements."))] == []
        assert "mention" not in client_for(reader).get("/api/v1/log?size=200").content.decode()
    harbour.house.let_in(lead, harbour.house.records)
    assert {f"exits.breach:{breach.pk}", f"exits.plantask:{task.pk}"} <= set(told(client_for(lead)))


def told(browser: Client) -> list[str]:
    """What the events are on that somebody reads."""
    return [each["subject"] for each in browser.get("/api/v1/log?size=200").json()["items"]]
