"""A task of a plan belongs to somebody who is here and sees it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.protecting import put_into_compartment
from aktsom.cooperation.exits.breaching import assign_task
from aktsom.cooperation.exits.models import BreachEntry, PlanTask
from aktsom.cooperation.exits.owners import Owners
from aktsom.cooperation.exits.queries import tasks_for
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import InvalidError
from aktsom.core.tenancy import acting_for
from aktsom.institutions.actions import end_place
from aktsom.institutions.models import Member
from tests.cooperation.exits.conftest import Harbour
from tests.cooperation.exits.test_alarms import address_of, deliver

pytestmark = pytest.mark.django_db


def task_of(harbour: Harbour) -> PlanTask:
    with acting_for(harbour.house.now(harbour.officer)):
        row: PlanTask = PlanTask.objects.select_related("breach__agreement").get(key="tell")
        return row


def inside(harbour: Harbour, *people: Actor) -> Actor:
    """The agreement is hidden in the compartment of records, which these may enter; the first of them."""
    for each in people:
        harbour.house.let_in(each, harbour.house.records)
    first = harbour.house.now(people[0])
    with acting_for(first):
        put_into_compartment(first, agreement=harbour.agreement, compartment=harbour.house.records)
    return first


def test_promise_p117_a_task_of_a_plan_belongs_to_somebody_who_sees_it(
    harbour: Harbour, client_for: Callable[[Actor], Client]
) -> None:
    harbour.broken()
    officer = inside(harbour, harbour.officer, harbour.house.deputy)
    task, client = task_of(harbour), client_for(officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with acting_for(officer):
        guest = Member.objects.select_related("user").get(pk=harbour.guest.member_id)
        deputy = Member.objects.select_related("user").get(pk=harbour.house.deputy.member_id)
        with pytest.raises(InvalidError) as refusal:
            assign_task(officer, task=task, owner=guest)
    assert set(refusal.value.fields) == {"owner"}
    answer = client.post(f"/agreements/exits/tasks/{task.pk}/give/", {"email": guest.user.email})
    assert answer.status_code == 422
    assert "Gry Guest may not enter" in answer.content.decode()
    for sent in ({"email": "Gry"}, {"email": "Gry", "owner": str(guest.pk)}):
        answer = client.post(f"/agreements/exits/tasks/{task.pk}/give/", sent)
        assert answer.status_code == 422
        assert "Nobody who could see the task is called this." in answer.content.decode()
    offered = client.post(f"/agreements/exits/tasks/{task.pk}/give/", {"email": deputy.user.name}).context["form"].found
    assert offered == [deputy]
    with acting_for(officer):
        assert assign_task(officer, task=task, owner=deputy).owner_id == deputy.pk


def test_from_a_task_one_comes_to_what_happened(harbour: Harbour, client_for: Callable[[Actor], Client]) -> None:
    harbour.broken()
    task = task_of(harbour)
    with acting_for(harbour.house.now(harbour.officer)):
        PlanTask.objects.filter(pk=task.pk).update(owner=harbour.officer.member_id)
    client = client_for(harbour.house.now(harbour.officer))
    address = f"/agreements/exits/breaches/{task.breach_id}/"
    assert (
        f'<a href="{address}">{task.breach.agreement.title}</a>'
        in client.get("/agreements/exits/tasks/").content.decode()
    )
    assert client.get(address).status_code == 200


def test_no_task_leads_to_what_its_owner_may_not_see(harbour: Harbour, client_for: Callable[[Actor], Client]) -> None:
    harbour.broken()
    task = task_of(harbour)
    with acting_for(harbour.house.now(harbour.officer)):
        PlanTask.objects.filter(pk=task.pk).update(owner=harbour.outsider.member_id)
    client, address = client_for(harbour.outsider), f"/agreements/exits/breaches/{task.breach_id}/"
    page = client.get("/agreements/exits/tasks/").content.decode()
    assert task.breach.agreement.title in page
    assert address not in page
    assert client.get(address).status_code == 404


def test_a_task_is_not_given_over_the_api_to_who_has_left(
    harbour: Harbour, client_for: Callable[[Actor], Client]
) -> None:
    harbour.broken()
    with acting_for(harbour.officer):
        Member.objects.filter(pk=harbour.guest.member_id).update(ended_at=timezone.now())
    client, task = client_for(harbour.officer), task_of(harbour)
    answer = client.post(
        f"/api/v1/exit-tasks/{task.pk}/owner",
        {"owner": str(harbour.guest.member_id)},
        content_type="application/json",
        headers={"X-CSRFToken": ""},
    )
    assert answer.status_code == 422
    assert task_of(harbour).owner_id == harbour.officer.member_id


def test_tasks_of_an_agreement_that_is_hidden_later_go_to_somebody_who_sees_them(
    harbour: Harbour, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    breach, house = harbour.broken(), harbour.house
    for each in (harbour.officer, house.leader):
        house.let_in(each, house.records)
    officer, leader = house.now(harbour.officer), house.now(house.leader)
    with acting_for(officer):
        guest = Member.objects.select_related("user").get(pk=harbour.guest.member_id)
        assign_task(officer, task=task_of(harbour), owner=guest)
    with acting_for(leader), django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        put_into_compartment(leader, agreement=harbour.agreement, compartment=house.records)
    assert task_of(harbour).owner_id == officer.member_id
    with acting_for(officer):
        assert PlanTask.objects.get(breach=breach, key="data").owner_id == officer.member_id
        assert BreachEntry.objects.filter(breach=breach).last().text == "Tell the people: Oda Officer"  # type: ignore[union-attr]


def test_tasks_of_who_leaves_go_to_somebody_who_is_here(
    harbour: Harbour, person: Callable[..., Actor], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    breach, rector = harbour.broken(), person(Duty.LEADERSHIP, name="Rita Rector")
    with acting_for(rector), django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        end_place(rector, member=Member.objects.get(pk=harbour.officer.member_id))
    with acting_for(rector):
        owners = dict(PlanTask.objects.filter(breach=breach).values_list("key", "owner__user__name"))
        assert owners == {"close": "Olga Owner", "tell": "Rita Rector", "data": "Rita Rector"}
        assert set(tasks_for(rector).values_list("key", flat=True)) == {"tell", "data"}
        told = BreachEntry.objects.filter(breach=breach, sort="assigned").values_list("text", flat=True)
        assert sorted(told) == ["Have the data back: Rita Rector", "Tell the people: Rita Rector"]
    assert deliver() == [address_of(rector)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ended_at": timezone.now()}, "Oda Officer <strong>(has left)</strong>"),
        ({"away_from": date(2024, 1, 1)}, "Oda Officer <strong>(is away)</strong>"),
        (
            {"away_from": date(2024, 1, 1), "away_until": date(2124, 3, 1)},
            "Oda Officer <strong>(is away until 1 March 2124)</strong>",
        ),
        ({"away_from": date(2124, 1, 1)}, "Oda Officer ·"),
    ],
)
def test_the_page_of_a_breach_says_whose_tasks_nobody_does_now(
    harbour: Harbour, client_for: Callable[[Actor], Client], change: dict[str, object], said: str
) -> None:
    breach, client = harbour.broken(), client_for(harbour.house.leader)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with acting_for(harbour.house.leader):
        Member.objects.filter(pk=harbour.officer.member_id).update(**change)
    assert said in client.get(f"/agreements/exits/breaches/{breach.pk}/").content.decode()


def test_what_its_owner_does_falls_to_nobody_who_has_left_or_may_not_enter(harbour: Harbour) -> None:
    with acting_for(harbour.officer):
        assert Owners(harbour.agreement).of("owner") == harbour.officer.member_id
        hidden = Agreement.objects.get(pk=harbour.agreement.pk)
        hidden.compartment = harbour.house.records
        assert Owners(hidden).of("owner") is None
        Member.objects.filter(pk=harbour.officer.member_id).update(ended_at=timezone.now())
        assert Owners(Agreement.objects.get(pk=harbour.agreement.pk)).of("owner") is None
