"""What nobody broke is not called broken, and no page offers what would be refused after all was typed."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.exits.breaching import cure_breach, end_after_breach, record_breach
from aktsom.cooperation.exits.models import Breach, ExitStrategy, PlanTask
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError
from aktsom.core.start import what_waits
from aktsom.core.tenancy import acting_for
from aktsom.overview.agreements import gaps
from aktsom.overview.agreements.gaps import Gap
from aktsom.protection.access.models import AccessGrant
from tests.cooperation.exits.conftest import Harbour

pytestmark = pytest.mark.django_db
Clients = Callable[[Actor], Client]


@pytest.fixture
def client(harbour: Harbour, client_for: Clients) -> Client:
    """The officer's, in English."""
    return english(client_for(harbour.officer))


def english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1]


def at(harbour: Harbour, rest: str = "") -> str:
    return f"/agreements/{harbour.agreement.pk}/{rest}"


def moved(harbour: Harbour, **columns: object) -> None:
    with acting_for(harbour.officer):
        Agreement.objects.filter(pk=harbour.agreement.pk).update(**columns)
        harbour.agreement.refresh_from_db()


def test_an_agreement_that_is_left_in_good_order_is_nowhere_called_broken(harbour: Harbour, client: Client) -> None:
    plan = harbour.broken("expiry")
    with acting_for(harbour.officer):
        waiting = {item.url: item.count for item in what_waits(harbour.officer)}
        assert waiting["/agreements/exits/breaches/"] == 1
        assert gaps.numbers(harbour.officer)[1][Gap.BROKEN] == 0
        assert harbour.agreement not in gaps.with_gap(harbour.officer, Gap.BROKEN)
    start = page(client, "/")
    assert "agreement that is being left" in start
    assert "broken" not in start
    for address in ("/agreements/exits/breaches/", f"/agreements/exits/breaches/{plan.pk}/"):
        assert "to be put right by" not in page(client, address)
    harbour.broken("security")
    with acting_for(harbour.officer):
        assert gaps.numbers(harbour.officer)[1][Gap.BROKEN] == 1


def test_a_plan_that_goes_no_further_says_that_the_agreement_goes_on(harbour: Harbour, client: Client) -> None:
    plan, leader = harbour.broken("inactivity"), harbour.house.leader
    with acting_for(leader):
        cure_breach(leader, breach=plan, shown_by="They have begun again")
    shown = page(client, f"/agreements/exits/breaches/{plan.pk}/")
    assert "It goes on: They have begun again" in shown
    assert "put right" not in shown.lower()


def test_what_is_broken_stands_before_what_is_left_and_a_breach_can_be_recorded_beside_a_plan(
    harbour: Harbour, client: Client
) -> None:
    record = at(harbour, "exit/breach/")
    left = harbour.broken("expiry")
    shown = page(client, at(harbour))
    assert str(left.pk) in shown
    assert record in shown
    broken = harbour.broken("breach")
    shown = page(client, at(harbour))
    assert shown.index(str(broken.pk)) < shown.index(str(left.pk))
    assert record not in shown
    assert record not in page(client, at(harbour, "exit/"))
    for address, runs in ((record, broken), (f"{record}?trigger=expiry", left)):
        assert client.get(address).headers["Location"] == f"/agreements/exits/breaches/{runs.pk}/"
    listed = page(client, "/agreements/exits/breaches/")
    assert listed.index(str(broken.pk)) < listed.index(str(left.pk))


def test_a_plan_to_leave_is_started_under_its_own_name(harbour: Harbour, client: Client) -> None:
    address = f"{at(harbour, 'exit/breach/')}?trigger=expiry"
    assert address in page(client, at(harbour, "exit/"))
    form = page(client, address)
    assert "Record a breach" not in form
    assert 'value="security"' not in form
    assert "No access is stopped" in form
    assert 'value="expiry"' not in page(client, at(harbour, "exit/breach/"))
    given = {"trigger": "inactivity", "what": "Nobody meets", "evidence": "No minutes", "token": str(uuid4())}
    assert client.post(address, given).status_code == 302
    with acting_for(harbour.officer):
        assert Breach.objects.get().trigger == "inactivity"


@pytest.mark.parametrize("asked", ["", "?trigger=expiry"])
def test_nothing_is_chosen_beforehand_of_what_a_breach_is_about(harbour: Harbour, client: Client, asked: str) -> None:
    address = f"{at(harbour, 'exit/breach/')}{asked}"
    form = page(client, address)
    assert '<option value="" selected>' in form
    assert client.post(address, {"trigger": "", "what": "They kept it", "evidence": "A letter"}).status_code == 422
    with acting_for(harbour.officer):
        assert not Breach.objects.exists()


@pytest.mark.parametrize(("trigger", "has_time"), [("breach", True), ("law", False), ("security", False)])
def test_a_day_to_put_it_right_is_told_only_where_there_is_time_for_that(
    harbour: Harbour, client: Client, trigger: str, has_time: bool
) -> None:
    broken = harbour.broken(trigger)
    for address in (f"/agreements/exits/breaches/{broken.pk}/", "/agreements/exits/breaches/"):
        assert ("to be put right by" in page(client, address)) is has_time


def test_who_decides_about_a_breach_reads_what_follows(harbour: Harbour, client_for: Clients) -> None:
    broken = harbour.broken("breach")
    leader = english(client_for(harbour.house.leader))
    shown = page(leader, f"/agreements/exits/breaches/{broken.pk}/")
    assert 'href="#decide">you can decide</a>' in shown
    assert "The breach is closed, and what is left of the plan is dropped." in shown
    assert "It is terminated today. What is left of the plan is still carried out." in shown
    others = page(english(client_for(harbour.officer)), f"/agreements/exits/breaches/{broken.pk}/")
    assert "you can decide" not in others


@pytest.mark.parametrize("state", ["draft", "negotiated", "signed", "dropped"])
def test_what_was_never_in_force_is_not_offered_to_be_broken(harbour: Harbour, client: Client, state: str) -> None:
    moved(harbour, state=state, starts=timezone.localdate() + timedelta(5))
    record = at(harbour, "exit/breach/")
    assert record not in page(client, at(harbour))
    assert record not in page(client, at(harbour, "exit/"))
    answer = client.get(record)
    assert answer.status_code == 409
    assert "never in force" in answer.content.decode()
    with acting_for(harbour.officer), pytest.raises(ConflictError):
        record_breach(harbour.officer, agreement=harbour.agreement, told=harbour.told("expiry"))


@pytest.mark.parametrize("state", ["ended", "terminated", "in-force"])
def test_a_duty_that_outlasts_the_agreement_can_be_broken_after_its_end(
    harbour: Harbour, client: Client, state: str
) -> None:
    yesterday = timezone.localdate() - timedelta(1)
    moved(harbour, state=state, ends_on=None if state == "in-force" else yesterday, ends=yesterday)
    assert at(harbour, "exit/breach/") in page(client, at(harbour, "exit/"))
    breach, leader = harbour.broken(), harbour.house.leader
    assert breach.cure_by == timezone.localdate() + timedelta(30)
    with acting_for(harbour.house.owner):
        assert AccessGrant.objects.get(pk=harbour.grant.pk).state == "revoked"
    with acting_for(leader):
        assert PlanTask.objects.get(breach=breach, key="data").due == timezone.localdate() + timedelta(2 + 30)
        row = Agreement.objects.get(pk=harbour.agreement.pk)
        assert (row.state, row.breached_since) == (state, None)
        end_after_breach(leader, breach=breach, reason="It is over")
        assert Agreement.objects.get(pk=harbour.agreement.pk).state == state


def test_files_that_were_sent_with_a_refused_breach_are_asked_for_again(harbour: Harbour, client: Client) -> None:
    tomorrow = (timezone.localdate() + timedelta(1)).isoformat()
    given = {"trigger": "breach", "what": "They kept it", "evidence": "A letter", "happened_on": tomorrow}
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.4 x")
    address = at(harbour, "exit/breach/")
    answer = client.post(address, given | {"files": letter})
    assert answer.status_code == 422
    assert "Choose the files again: they were not kept." in answer.content.decode()
    assert "they were not kept" not in client.post(address, given).content.decode()
    with acting_for(harbour.officer):
        assert not Breach.objects.exists()


def test_promise_p130_a_plan_to_leave_what_nobody_broke_asks_for_nothing_to_be_put_right_and_access_goes_on_to_the_end(
    harbour: Harbour,
) -> None:
    plan = harbour.broken("expiry")
    with acting_for(harbour.officer):
        tasks = {task.key: task for task in PlanTask.objects.filter(breach=plan)}
    last_day = harbour.agreement.ends
    assert last_day
    assert (plan.cure_by, tasks["close"].begins) == (None, last_day)
    assert (tasks["close"].is_open, tasks["tell"].begins) == (True, timezone.localdate())


def test_a_starting_plan_says_other_things_where_nobody_broke_the_agreement(harbour: Harbour, client: Client) -> None:
    with acting_for(harbour.officer):
        ExitStrategy.objects.all().delete()
    left, broken = (page(client, f"{at(harbour, 'exit/')}?trigger={each}") for each in ("inactivity", "breach"))
    notice = "Send the other side written notice with the time to put things right"
    assert "Tell the other side in writing that the agreement is to be left" in left
    assert notice not in left
    assert "Time to put things right" not in left
    assert notice in broken
    assert "Time to put things right" in broken
