"""What the leader who decides about a plan reads and does: in time and late, of what is broken and of what is only left."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from aktsom.cooperation.agreements.models import Agreement, AgreementCooperation
from aktsom.cooperation.agreements.moving import StepDraft, take_step
from aktsom.cooperation.exits.breaching import cure_breach, end_after_breach, record_breach
from aktsom.cooperation.exits.models import Breach, PlanTask
from aktsom.core.actor import Actor
from aktsom.core.errors import InvalidError
from aktsom.core.tenancy import acting_for
from aktsom.engine.agreements.lifecycle import Step
from tests.cooperation.exits.conftest import Harbour

pytestmark = pytest.mark.django_db
BREACHES = "/agreements/exits/breaches/"


@pytest.fixture
def leader(harbour: Harbour, client_for: Callable[[Actor], Client]) -> Client:
    """The unit leader's, in English."""
    client = client_for(harbour.house.leader)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1]


def moved(harbour: Harbour, **columns: object) -> None:
    with acting_for(harbour.officer):
        Agreement.objects.filter(pk=harbour.agreement.pk).update(**columns)


def now(harbour: Harbour) -> Agreement:
    with acting_for(harbour.officer):
        return Agreement.objects.get(pk=harbour.agreement.pk)


def test_after_the_day_to_put_it_right_the_pages_say_that_it_was_and_it_can_still_be_put_right(
    harbour: Harbour, leader: Client
) -> None:
    breach, today = harbour.broken(), timezone.localdate()
    at = f"{BREACHES}{breach.pk}/"
    for address in (BREACHES, at):
        assert "was to be put right by" not in shown(leader, address)
    with acting_for(harbour.officer):
        recorded = timezone.now() - timedelta(40)
        Breach.objects.filter(pk=breach.pk).update(recorded_at=recorded, cure_by=today - timedelta(10))
    for address in (BREACHES, at):
        assert "was to be put right by" in shown(leader, address)
    assert leader.post(f"{at}cure/", {"text": "It came late, but it came"}).status_code == 302
    page = shown(leader, at)
    assert "to be put right by" not in page
    assert "Put right: It came late, but it came" in page
    assert "Nothing of the plan is left to do" in page
    assert now(harbour).breached_since is None


def test_a_breach_is_put_right_also_when_the_agreement_ran_out_and_the_calendar_has_not_moved_it(
    harbour: Harbour,
) -> None:
    breach, leader = harbour.broken(), harbour.house.leader
    moved(harbour, ends=timezone.localdate() - timedelta(1))
    with acting_for(leader):
        cure_breach(leader, breach=breach, shown_by="It came back")
        assert Breach.objects.get(pk=breach.pk).state == "cured"


@pytest.mark.parametrize("state", ["notice-given", "lapsing"])
@pytest.mark.parametrize("trigger", ["expiry", "inactivity"])
def test_promise_p127_what_nobody_broke_ends_on_its_last_day_and_not_today(
    harbour: Harbour, leader: Client, state: str, trigger: str
) -> None:
    last = timezone.localdate() + timedelta(90)
    moved(harbour, state=state, ends_on=last)
    at = f"{BREACHES}{harbour.broken(trigger).pk}/"
    page = shown(leader, at)
    assert "It is terminated today" not in page
    assert "It ends on" in page
    answer = leader.post(f"{at}end/", {"text": "It has served its time"}, follow=True).content.decode()
    with override("en"):
        day = date_format(last, "DATE_FORMAT")
    assert f"It ends on {day}. What is left of the plan is still carried out." in answer
    assert "It does not go on: It has served its time" in answer
    assert "the agreement was ended" not in answer
    assert (now(harbour).state, now(harbour).ends_on) == (state, last)
    with acting_for(harbour.officer):
        assert PlanTask.objects.get(key="data").due == last + timedelta(30)


def test_what_runs_out_by_plan_is_let_run_out_and_not_terminated(harbour: Harbour) -> None:
    plan, leader = harbour.broken("expiry"), harbour.house.leader
    with acting_for(leader):
        end_after_breach(leader, breach=plan, reason="It has served its time")
    assert (now(harbour).state, now(harbour).ends_on) == ("lapsing", harbour.agreement.ends)


@pytest.mark.parametrize(("trigger", "columns"), [("inactivity", {}), ("expiry", {"ends": None}), ("breach", {})])
def test_what_is_broken_or_has_no_last_day_is_terminated_today(
    harbour: Harbour, leader: Client, trigger: str, columns: dict[str, object]
) -> None:
    moved(harbour, **columns)
    plan = harbour.broken(trigger)
    assert "It is terminated today" in shown(leader, f"{BREACHES}{plan.pk}/")
    leader.post(f"{BREACHES}{plan.pk}/end/", {"text": "No way on"})
    assert (now(harbour).state, now(harbour).ends_on) == ("terminated", timezone.localdate())


def test_a_breach_ends_at_once_also_what_notice_was_given_of(harbour: Harbour) -> None:
    breach, leader = harbour.broken(), harbour.house.leader
    moved(harbour, state="notice-given", ends_on=timezone.localdate() + timedelta(90))
    with acting_for(leader):
        end_after_breach(leader, breach=breach, reason="No way on")
    assert (now(harbour).state, now(harbour).ends_on) == ("terminated", timezone.localdate())


@pytest.mark.parametrize(("text", "said"), [("  ", "A sentence is needed."), ("a" * 10_001, "This is too long.")])
def test_what_cannot_be_taken_says_whether_it_is_missing_or_too_long(
    harbour: Harbour, leader: Client, text: str, said: str
) -> None:
    answer = leader.post(f"{BREACHES}{harbour.broken().pk}/cure/", {"text": text})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_who_gave_notice_finds_the_plan_to_leave_on_the_agreements_page(harbour: Harbour, leader: Client) -> None:
    at, plan = f"/agreements/{harbour.agreement.pk}/", "exit/breach/?trigger=expiry"
    assert plan not in shown(leader, at)
    moved(harbour, state="notice-given", ends_on=timezone.localdate() + timedelta(90))
    assert plan in shown(leader, at)
    harbour.broken("expiry")
    assert plan not in shown(leader, at)


def test_who_decides_sees_in_the_list_which_ones_are_theirs(
    harbour: Harbour, leader: Client, client_for: Callable[[Actor], Client]
) -> None:
    harbour.broken()
    assert "you can decide" in shown(leader, BREACHES)
    officer = client_for(harbour.officer)
    officer.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "you can decide" not in shown(officer, BREACHES)


@pytest.mark.parametrize(("way", "state"), [("cure", "put right"), ("end", "the agreement was ended")])
def test_a_closed_plan_says_at_its_top_who_decided_and_why(
    harbour: Harbour, leader: Client, way: str, state: str
) -> None:
    at = f"{BREACHES}{harbour.broken().pk}/"
    assert "Decided by" not in shown(leader, at)
    leader.post(f"{at}{way}/", {"text": "We talked it through"})
    top = shown(leader, at).split("</dl>", 1)[0]
    assert state in top
    assert "<dt>Decided by</dt><dd>Lea Leader" in top
    assert "We talked it through" in top


@pytest.mark.parametrize("step", [Step.WITHDRAW_NOTICE, Step.RENEW, Step.SUSPEND])
def test_what_is_left_of_a_plan_is_dropped_when_the_agreement_goes_on_after_all(
    harbour: Harbour, leader: Client, django_capture_on_commit_callbacks: Callable[..., object], step: Step
) -> None:
    officer, last = harbour.officer, timezone.localdate() + timedelta(90)
    moved(harbour, state="lapsing" if step is Step.RENEW else "notice-given", ends_on=last, ends=last)
    plan, goes_on = harbour.broken("expiry"), step is not Step.SUSPEND
    with acting_for(harbour.house.leader):
        end_after_breach(harbour.house.leader, breach=plan, reason="It has served its time")
    with acting_for(officer), django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        given = StepDraft(reason="They came round", last_day=last + timedelta(300) if step is Step.RENEW else None)
        take_step(officer, agreement=now(harbour), step=step, given=given)
    with acting_for(officer):
        assert PlanTask.objects.filter(breach=plan, done_at=None, dropped_at=None).exists() is not goes_on
    page = shown(leader, f"{BREACHES}{plan.pk}/")
    assert ("It goes on: Notice of the agreement was taken back" in page) is goes_on
    assert ("it does not go on" in page) is not goes_on


def test_a_slip_in_the_year_breaks_nothing_before_it_was_signed(harbour: Harbour) -> None:
    before = harbour.agreement.starts - timedelta(1)  # type: ignore[operator]
    slip, law = (harbour.told(trigger, happened_on=before) for trigger in ("breach", "law"))
    with acting_for(harbour.officer):
        with pytest.raises(InvalidError) as refusal:
            record_breach(harbour.officer, agreement=harbour.agreement, told=slip)
        breach = record_breach(harbour.officer, agreement=harbour.agreement, told=law)
    assert set(refusal.value.fields) == {"happened_on"}
    assert breach.happened_on == before
    assert now(harbour).breached_since == harbour.agreement.starts


def test_the_page_of_a_cooperation_says_that_its_agreement_is_broken(
    harbour: Harbour, client_for: Callable[[Actor], Client]
) -> None:
    officer = client_for(harbour.officer)
    officer.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with acting_for(harbour.officer):
        cooperation = AgreementCooperation.objects.get(agreement=harbour.agreement).cooperation
    at = f"/cooperation/{cooperation.pk}/"
    assert "breached since" not in shown(officer, at)
    harbour.broken()
    assert "breached since" in shown(officer, at)
