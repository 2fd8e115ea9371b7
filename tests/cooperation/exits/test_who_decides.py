"""Who decides whether an agreement goes on is one and the same everywhere, is told, and is named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from aktsom.content.exits import starting_plans
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.protecting import put_into_compartment
from aktsom.cooperation.exits.actions import write_strategy
from aktsom.cooperation.exits.breaching import assign_task, cure_breach, do_task, end_after_breach
from aktsom.cooperation.exits.drafts import StepDraft
from aktsom.cooperation.exits.drilling import drill_of
from aktsom.cooperation.exits.models import Breach, ExitStrategy, PlanTask, Trigger
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError
from aktsom.core.start import what_waits
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member
from tests.cooperation.exits.conftest import DRAFT, Harbour

pytestmark = pytest.mark.django_db
DECIDE = StepDraft("decide", "Decide", "decides", 10, "cure-over", ("tell",))
WITH_DECISION = replace(DRAFT, steps=(*DRAFT.steps, DECIDE))
BREACHES = "/agreements/exits/breaches/"
TASKS = "/agreements/exits/tasks/"
Clients = Callable[[Actor], Client]


def decided_by(harbour: Harbour, role: str) -> None:
    with acting_for(harbour.officer):
        Agreement.objects.filter(pk=harbour.agreement.pk).update(owner=harbour.guest.member_id)
        harbour.agreement.refresh_from_db()
        draft = replace(WITH_DECISION, decides=role)
        write_strategy(harbour.officer, agreement=harbour.agreement, draft=draft, version=1)


def english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


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
        Breach.objects.update(decides="")  # as one from before that was kept
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


@pytest.mark.parametrize("who", ["officer", "leader"])
def test_promise_p120_the_task_to_decide_is_done_by_deciding_alone(
    harbour: Harbour, client_for: Clients, who: str
) -> None:
    decided_by(harbour, "unit-leader")
    breach = harbour.broken()
    actor = {"officer": harbour.officer, "leader": harbour.house.leader}[who]
    with acting_for(actor):
        task = PlanTask.objects.get(breach=breach, key="decide")
        with pytest.raises(ConflictError):
            do_task(actor, task=task, shown_by="We go on")
        with pytest.raises(ConflictError):
            assign_task(actor, task=task, owner=Member.objects.get(pk=harbour.guest.member_id))
    client = client_for(actor)
    assert client.get(f"{TASKS}{task.pk}/give/").status_code == 409
    assert client.post(f"{TASKS}{task.pk}/done/", {"text": "We go on"}).status_code == 409
    with acting_for(actor):
        task = PlanTask.objects.get(pk=task.pk)
        assert (task.is_open, task.owner_id) == (True, harbour.house.leader.member_id)


def test_who_decides_finds_the_decision_from_their_task_and_others_find_no_way_to_tick_it_off(
    harbour: Harbour, client_for: Clients
) -> None:
    decided_by(harbour, "unit-leader")
    breach = harbour.broken()
    with acting_for(harbour.officer):
        task = PlanTask.objects.get(breach=breach, key="decide")
    leader, officer = client_for(harbour.house.leader), client_for(harbour.officer)
    mine = leader.get(TASKS).content.decode()
    assert f'href="{BREACHES}{breach.pk}/#decide"' in mine
    decision, others = (each.get(f"{BREACHES}{breach.pk}/").content.decode() for each in (leader, officer))
    assert 'id="decide"' in decision
    assert 'href="#decide"' in decision
    assert "#decide" not in others
    for page in (mine, decision, others):
        assert f"{TASKS}{task.pk}/" not in page


def test_who_decides_without_seeing_the_agreement_reads_the_plan_and_decides(
    harbour: Harbour, person: Callable[..., Actor], client_for: Clients
) -> None:
    recruiter, elsewhere = person(Duty.HR_RECRUITER), person(Duty.HR_RECRUITER, unit=harbour.house.unit)
    decided_by(harbour, "hr-recruiter")
    breach = harbour.broken()
    with acting_for(harbour.officer):
        decider = PlanTask.objects.get(breach=breach, key="decide").owner_id
    assert decider == elsewhere.member_id
    client, at = english(client_for(elsewhere)), f"{BREACHES}{breach.pk}/"
    assert client.get(f"/agreements/{harbour.agreement.pk}/").status_code == 404
    assert f'href="{at}#decide"' in client.get(TASKS).content.decode()
    for each in (recruiter, elsewhere):
        with acting_for(each):
            assert BREACHES in [item.url for item in what_waits(each)]
    page = client.get(at).content.decode()
    assert "They kept the data." in page
    assert "Tell the people" in page
    assert f"/agreements/{harbour.agreement.pk}/" not in page
    assert client_for(harbour.outsider).get(at).status_code == 404
    assert client.post(f"{at}cure/", {"text": "It came back"}, follow=True).status_code == 200
    with acting_for(harbour.officer):
        assert Breach.objects.get(pk=breach.pk).state == "cured"


def test_a_compartment_hides_the_plan_from_who_would_decide_but_may_not_enter(
    harbour: Harbour, person: Callable[..., Actor], client_for: Clients
) -> None:
    recruiter, house = person(Duty.HR_RECRUITER), harbour.house
    decided_by(harbour, "hr-recruiter")
    breach, client = harbour.broken(), client_for(recruiter)
    assert client.get(f"{BREACHES}{breach.pk}/").status_code == 200
    house.let_in(harbour.officer, house.records)
    officer = house.now(harbour.officer)
    with acting_for(officer):
        put_into_compartment(officer, agreement=harbour.agreement, compartment=house.records)
    assert client.get(f"{BREACHES}{breach.pk}/").status_code == 404


def test_who_decides_no_more_is_not_asked_to(harbour: Harbour, client_for: Clients) -> None:
    decided_by(harbour, "owner")
    breach = harbour.broken()
    assert "#decide" in client_for(harbour.guest).get(TASKS).content.decode()
    with acting_for(harbour.officer):
        Agreement.objects.filter(pk=harbour.agreement.pk).update(owner=harbour.officer.member_id)
    assert "#decide" not in client_for(harbour.guest).get(TASKS).content.decode()
    page = english(client_for(harbour.officer)).get(f"{BREACHES}{breach.pk}/").content.decode()
    assert page.split(">Decide</h3>", 1)[1].split("</p>", 1)[0].startswith("<p>Oda Officer")


@pytest.mark.parametrize("trigger", ["breach", "expiry"])
@pytest.mark.parametrize("who", ["leader", "guest"])
def test_a_decision_waits_until_the_day_of_its_task_and_not_only_until_the_time_to_put_things_right_is_over(
    harbour: Harbour, trigger: str, who: str
) -> None:
    decided_by(harbour, "unit-leader" if who == "leader" else "owner")
    harbour.broken(trigger)
    decider = {"leader": harbour.house.leader, "guest": harbour.guest}[who]
    with acting_for(decider):
        days = {item.date for item in what_waits(decider) if item.url == BREACHES}
    left_to_a_leader = trigger == "expiry" and who == "leader"
    after = 30 + 10 if trigger == "breach" else 2 + 10  # where nobody broke it, there is no time to put things right
    assert days == {None if left_to_a_leader else timezone.localdate() + timedelta(after)}


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
