"""Who decides whether an agreement goes on is one and the same everywhere, is told, and is named."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client

from aktsom.content.exits import starting_plans
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.exits.actions import write_strategy
from aktsom.cooperation.exits.breaching import cure_breach, end_after_breach
from aktsom.cooperation.exits.drafts import StepDraft
from aktsom.cooperation.exits.drilling import drill_of
from aktsom.cooperation.exits.models import Breach, ExitStrategy, PlanTask, Trigger
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import InvalidError
from aktsom.core.start import what_waits
from aktsom.core.tenancy import acting_for
from tests.cooperation.exits.conftest import DRAFT, Harbour

pytestmark = pytest.mark.django_db
DECIDE = StepDraft("decide", "Decide", "decides", 10, "cure-over", ("tell",))
WITH_DECISION = replace(DRAFT, steps=(*DRAFT.steps, DECIDE))
BREACHES = "/agreements/exits/breaches/"


def decided_by(harbour: Harbour, role: str) -> None:
    with acting_for(harbour.officer):
        Agreement.objects.filter(pk=harbour.agreement.pk).update(owner=harbour.guest.member_id)
        harbour.agreement.refresh_from_db()
        draft = replace(WITH_DECISION, decides=role)
        write_strategy(harbour.officer, agreement=harbour.agreement, draft=draft, version=1)


@pytest.mark.parametrize("kind", Agreement.Kind.values)
def test_no_starting_plan_gives_the_decision_to_somebody_else_than_who_decides(harbour: Harbour, kind: str) -> None:
    with acting_for(harbour.officer):
        ExitStrategy.objects.all().delete()
        harbour.agreement.kind = kind
        drill = drill_of(harbour.officer, harbour.agreement, Trigger.BREACH)
    (step,) = [each for each in drill.steps if each.planned.step.key == "decide"]
    assert step.role == drill.decides
    assert step.planned.step.role == starting_plans()[kind].decides


@pytest.mark.parametrize(
    ("role", "who"), [("unit-leader", "leader"), ("owner", "guest"), ("export-control-officer", "export")]
)
def test_the_task_to_decide_goes_to_who_decides_who_is_told_on_the_start_page(
    harbour: Harbour, person: Callable[..., Actor], role: str, who: str
) -> None:
    export = person(Duty.EXPORT_CONTROL_OFFICER, name="Edda Export")
    decider = {"leader": harbour.house.leader, "guest": harbour.guest, "export": export}[who]
    decided_by(harbour, role)
    breach = harbour.broken()
    with acting_for(harbour.officer):
        task = PlanTask.objects.get(breach=breach, key="decide")
        assert (task.owner_id, task.role, task.decides) == (decider.member_id, role, True)
    with acting_for(decider):
        assert BREACHES in [item.url for item in what_waits(decider)]
    for other in {harbour.guest, export} - {decider}:
        with acting_for(other):
            assert BREACHES not in [item.url for item in what_waits(other)]


def test_without_a_strategy_who_decides_by_the_kind_is_told(harbour: Harbour, person: Callable[..., Actor]) -> None:
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    decided_by(harbour, "research-security-adviser")
    harbour.broken()
    with acting_for(adviser):
        assert BREACHES in [item.url for item in what_waits(adviser)]
        ExitStrategy.objects.all().delete()
        assert BREACHES not in [item.url for item in what_waits(adviser)]


@pytest.mark.parametrize("close", [end_after_breach, cure_breach])
def test_the_task_to_decide_is_done_when_it_is_decided(harbour: Harbour, close: Callable[..., Breach]) -> None:
    decided_by(harbour, "unit-leader")
    breach, leader = harbour.broken(), harbour.house.leader
    said = {"reason" if close is end_after_breach else "shown_by": "We talked it through"}
    with acting_for(leader):
        close(leader, breach=breach, **said)
        task = PlanTask.objects.get(breach=breach, key="decide")
    assert (task.done_by_id, task.shown_by, task.dropped_at) == (leader.member_id, "We talked it through", None)


def test_others_read_on_the_page_of_a_breach_who_decides(
    harbour: Harbour, client_for: Callable[[Actor], Client]
) -> None:
    client = client_for(harbour.officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    breach, leader = harbour.broken(), harbour.house.leader
    assert "Unit leader: Lea Leader" in client.get(f"{BREACHES}{breach.pk}/").content.decode()
    with acting_for(leader):
        cure_breach(leader, breach=breach, shown_by="It came back")
    assert "Unit leader: Lea Leader" not in client.get(f"{BREACHES}{breach.pk}/").content.decode()


def test_who_decides_is_never_whoever_decides(harbour: Harbour) -> None:
    with acting_for(harbour.officer), pytest.raises(InvalidError) as refusal:
        write_strategy(harbour.officer, agreement=harbour.agreement, draft=replace(DRAFT, decides="decides"), version=1)
    assert set(refusal.value.fields) == {"decides"}
