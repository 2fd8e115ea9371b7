"""What comes after a breach: access that is agreed to late, plans that no breach set off, who decides, and the days."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.exits.actions import agree_to_stop, write_strategy
from aktsom.cooperation.exits.breaching import cure_breach, end_after_breach
from aktsom.cooperation.exits.drafts import starting_for
from aktsom.cooperation.exits.models import Breach, BreachEntry, ExitStrategy, HangingAccess, PlanTask, Trigger
from aktsom.cooperation.exits.planning import dated
from aktsom.cooperation.exits.queries import access_of, entries_of
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, NotAllowedError
from aktsom.core.tenancy import acting_for
from aktsom.protection.access.models import AccessGrant, Compartment
from tests.cooperation.exits.conftest import DRAFT, Harbour

pytestmark = pytest.mark.django_db


def _is_in(harbour: Harbour) -> bool:
    with acting_for(harbour.house.owner):
        return AccessGrant.objects.get(pk=harbour.grant.pk).state == "granted"


def test_promise_p111_access_that_is_agreed_to_after_the_breach_ends_at_once_and_the_log_says_so(
    harbour: Harbour,
) -> None:
    with acting_for(harbour.officer):
        HangingAccess.objects.update(agreed_by=None)
    breach = harbour.broken()
    assert _is_in(harbour)
    owner = harbour.house.owner
    with acting_for(owner):
        agree_to_stop(owner, access=access_of(owner, HangingAccess.objects.get().pk))
    assert not _is_in(harbour)
    with acting_for(owner):
        assert [each.sort for each in BreachEntry.objects.filter(breach=breach)] == [
            "recorded",
            "not-stopped",
            "stopped",
        ]


def test_the_page_says_that_the_access_has_ended_and_the_api_lists_what_waits(
    harbour: Harbour, client_for: Callable[[Actor], Client]
) -> None:
    with acting_for(harbour.officer):
        HangingAccess.objects.update(agreed_by=None)
    harbour.broken()
    client = client_for(harbour.house.owner)
    (waiting,) = client.get("/api/v1/exit-access").json()["items"]
    client.cookies["aktsom_language"] = "en"
    assert "if you agree, the access ends now" in client.get("/agreements/exits/access/").content.decode()
    answer = client.post(f"/agreements/exits/access/{waiting['id']}/agree/", follow=True)
    assert "The agreement is broken, so 1 grant has ended now." in answer.content.decode()
    assert client.get("/api/v1/exit-access").json()["items"] == []


def test_promise_p111_access_that_is_agreed_to_after_the_agreement_was_ended_for_a_breach_ends_at_once(
    harbour: Harbour, client_for: Callable[[Actor], Client]
) -> None:
    with acting_for(harbour.officer):
        HangingAccess.objects.update(agreed_by=None)
    breach, leader = harbour.broken(), harbour.house.leader
    with acting_for(leader):
        end_after_breach(leader, breach=breach, reason="No way on")
    client = client_for(harbour.house.owner)
    client.cookies["aktsom_language"] = "en"
    (waiting,) = client.get("/api/v1/exit-access").json()["items"]
    answer = client.post(f"/agreements/exits/access/{waiting['id']}/agree/", follow=True).content.decode()
    assert "so 1 grant has ended now" in answer
    assert not _is_in(harbour)


def test_what_is_agreed_to_after_a_breach_was_put_right_ends_nothing_and_the_page_says_so(
    harbour: Harbour, client_for: Callable[[Actor], Client]
) -> None:
    with acting_for(harbour.officer):
        HangingAccess.objects.update(agreed_by=None)
    breach, leader = harbour.broken(), harbour.house.leader
    with acting_for(leader):
        cure_breach(leader, breach=breach, shown_by="It came back")
    client = client_for(harbour.house.owner)
    client.cookies["aktsom_language"] = "en"
    assert "the access ends now" not in client.get("/agreements/exits/access/").content.decode()
    (waiting,) = client.get("/api/v1/exit-access").json()["items"]
    answer = client.post(f"/agreements/exits/access/{waiting['id']}/agree/", follow=True).content.decode()
    assert "Agreed. The access ends at once if the agreement is broken." in answer
    assert _is_in(harbour)


@pytest.mark.parametrize("trigger", [Trigger.EXPIRY, Trigger.INACTIVITY])
def test_a_plan_that_no_breach_set_off_stops_no_access_and_stands_in_the_way_of_no_breach(
    harbour: Harbour, trigger: Trigger
) -> None:
    plan, leader = harbour.broken(trigger), harbour.house.leader
    assert _is_in(harbour)
    with acting_for(harbour.officer):
        assert PlanTask.objects.get(breach=plan, key="close").is_open
        assert Agreement.objects.get(pk=harbour.agreement.pk).breached_since is None
    breach = harbour.broken("security")
    assert not _is_in(harbour)
    with pytest.raises(ConflictError):
        harbour.broken(trigger)
    with acting_for(leader):
        cure_breach(leader, breach=plan, shown_by="They have begun again")
        assert Agreement.objects.get(pk=harbour.agreement.pk).breached_since is not None
        cure_breach(leader, breach=breach, shown_by="It was closed")
        assert Agreement.objects.get(pk=harbour.agreement.pk).breached_since is None


def test_the_plan_of_an_agreement_that_is_over_can_be_closed(harbour: Harbour) -> None:
    plan, leader = harbour.broken("expiry"), harbour.house.leader
    with acting_for(leader):
        Agreement.objects.filter(pk=harbour.agreement.pk).update(state="ended", ends_on=timezone.localdate())
        end_after_breach(leader, breach=plan, reason="It ran out")
        assert Breach.objects.get(pk=plan.pk).state == "ended"
        assert Agreement.objects.get(pk=harbour.agreement.pk).state == "ended"


def test_what_waits_for_the_last_day_follows_it_when_the_agreement_ends_before(harbour: Harbour) -> None:
    breach, leader, today = harbour.broken(), harbour.house.leader, timezone.localdate()
    with acting_for(leader):
        assert PlanTask.objects.get(breach=breach, key="data").due == today + timedelta(30 + 60 + 30)
        end_after_breach(leader, breach=breach, reason="No way on")
        assert PlanTask.objects.get(breach=breach, key="data").due == today + timedelta(2 + 30)


def test_what_waits_for_the_last_day_follows_it_when_the_agreement_ends_later_than_planned(harbour: Harbour) -> None:
    breach, leader, today = harbour.broken(), harbour.house.leader, timezone.localdate()
    with acting_for(leader):
        Breach.objects.filter(pk=breach.pk).update(recorded_at=timezone.now() - timedelta(200))
        end_after_breach(leader, breach=breach, reason="No way on")
        assert PlanTask.objects.get(breach=breach, key="data").due == today + timedelta(30)


def test_what_runs_out_is_left_on_its_last_day_and_a_breach_does_not_wait_for_it(harbour: Harbour) -> None:
    today = timezone.localdate()
    with acting_for(harbour.officer):
        row = Agreement.objects.get(pk=harbour.agreement.pk)
        assert dated(row, Trigger.EXPIRY, today).plan.ended == today + timedelta(400)
        assert dated(row, Trigger.BREACH, today).plan.ended == today + timedelta(30 + 60)
        row.ends_on = today + timedelta(200)
        assert dated(row, Trigger.INACTIVITY, today).plan.ended == today + timedelta(200)
        assert dated(row, Trigger.SECURITY, today).plan.ended == today + timedelta(60)


def test_its_owner_decides_where_the_strategy_says_so_and_a_unit_leader_does_not(harbour: Harbour) -> None:
    with acting_for(harbour.officer):
        Agreement.objects.filter(pk=harbour.agreement.pk).update(owner=harbour.officer.member_id)
        write_strategy(harbour.officer, agreement=harbour.agreement, draft=replace(DRAFT, decides="owner"), version=1)
        breach = Breach.objects.get(pk=harbour.broken().pk)
    with acting_for(harbour.house.leader), pytest.raises(NotAllowedError):
        cure_breach(harbour.house.leader, breach=breach, shown_by="They say so")
    with acting_for(harbour.officer):
        cure_breach(harbour.officer, breach=breach, shown_by="The data came back")


def test_without_a_strategy_whoever_the_starting_plan_names_decides(
    harbour: Harbour, person: Callable[..., Actor]
) -> None:
    rector = person(Duty.LEADERSHIP, name="Rita Rector")
    with acting_for(harbour.officer):
        ExitStrategy.objects.all().delete()
        Agreement.objects.filter(pk=harbour.agreement.pk).update(kind="framework")
    with acting_for(harbour.officer):
        breach = Breach.objects.get(pk=harbour.broken().pk)
    with acting_for(harbour.house.leader), pytest.raises(NotAllowedError):
        cure_breach(harbour.house.leader, breach=breach, shown_by="They say so")
    with acting_for(rector):
        cure_breach(rector, breach=breach, shown_by="The data came back")


def test_a_plan_without_a_strategy_runs_the_notice_of_the_agreement(harbour: Harbour) -> None:
    with acting_for(harbour.officer):
        ExitStrategy.objects.all().delete()
        Agreement.objects.filter(pk=harbour.agreement.pk).update(notice_months=6, ends=None)
        row, day = Agreement.objects.get(pk=harbour.agreement.pk), timezone.localdate().replace(day=1, month=6)
        plan = dated(row, Trigger.SECURITY, day).plan
        assert plan.ended == day.replace(month=12)
        assert (starting_for(row).notice_months, starting_for(row).notice_days) == (6, 0)


def test_the_log_names_no_compartment_that_the_reader_may_not_know_of(harbour: Harbour) -> None:
    with acting_for(harbour.officer):
        HangingAccess.objects.update(agreed_by=None)
    with acting_for(harbour.house.owner):
        Compartment.objects.filter(pk=harbour.house.laboratory.pk).update(is_listed=False)
    breach = harbour.broken()
    with acting_for(harbour.officer):
        assert [each.sort for each in entries_of(harbour.officer, breach)] == ["recorded"]
    with acting_for(harbour.house.leader):
        assert "not-stopped" in [each.sort for each in entries_of(harbour.house.leader, breach)]
