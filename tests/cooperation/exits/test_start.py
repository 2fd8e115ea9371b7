"""The start page asks little of the database, whoever opens it, and keeps no query that grows old."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aktsom.cooperation.exits.models import HangingAccess, PlanTask
from aktsom.cooperation.exits.queries import tasks_for
from aktsom.cooperation.exits.start import waiting
from aktsom.core.actor import Actor
from aktsom.core.compiled import compiled
from aktsom.core.duties import Duty
from aktsom.core.start import counted, day_by_day, what_waits
from aktsom.core.tenancy import acting_for
from aktsom.protection.access.models import AccessGrant, Compartment
from tests.cooperation.exits.conftest import Harbour

pytestmark = pytest.mark.django_db
MOST = 20


@pytest.mark.parametrize("who", ["adviser", "officer", "leader", "owner", "lead", "leadership"])
def test_the_start_page_takes_at_most_twenty_queries(
    harbour: Harbour, person: Callable[..., Actor], client_for: Callable[[Actor], Client], who: str
) -> None:
    harbour.broken()
    actors = {"officer": harbour.officer, "leader": harbour.house.leader, "owner": harbour.house.owner}
    duties = {"lead": Duty.RESEARCH_SECURITY_LEAD, "leadership": Duty.LEADERSHIP}
    client = client_for(actors.get(who) or person(duties.get(who, Duty.RESEARCH_SECURITY_ADVISER)))
    client.get("/")  # what is drawn for everyone alike is kept from here on
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    assert len(queries) <= MOST


def test_what_waits_is_told_in_one_query_with_its_nearest_day(harbour: Harbour) -> None:
    with acting_for(harbour.officer):
        HangingAccess.objects.update(agreed_by=None)
    breach, today = harbour.broken(), timezone.localdate()
    with acting_for(harbour.officer), CaptureQueriesContext(connection) as queries:
        found = counted(harbour.officer, list(waiting(harbour.officer)))
    assert len(queries) == 1
    assert [(item.count, item.date) for item in found] == [
        (2, today + timedelta(2)),
        (1, breach.cure_by),
        (0, None),
        (0, None),
    ]
    with acting_for(harbour.house.owner):
        found = counted(harbour.house.owner, list(waiting(harbour.house.owner)))
    assert [(item.count, item.date) for item in found] == [(1, today), (0, None), (1, today)]


def test_a_kept_query_forgets_a_hidden_compartment_as_soon_as_the_grant_has_run_out(harbour: Harbour) -> None:
    known, guest = compiled(lambda actor: Compartment.objects.visible_to(actor)), harbour.guest
    with acting_for(harbour.house.owner):
        Compartment.objects.filter(pk=harbour.house.laboratory.pk).update(is_listed=False)
    with acting_for(guest):
        assert harbour.house.laboratory in known.read(guest)
    with acting_for(harbour.house.owner):
        AccessGrant.objects.filter(pk=harbour.grant.pk).update(until=timezone.now())
    with acting_for(guest):
        assert harbour.house.laboratory not in known.read(guest)


def test_promise_p143_each_task_of_an_exit_plan_stands_in_the_calendar_on_its_own_day(harbour: Harbour) -> None:
    harbour.broken()
    today = timezone.localdate()
    with acting_for(harbour.officer):
        days = list(tasks_for(harbour.officer).values_list("due", flat=True))
        told = [each for each in day_by_day(what_waits(harbour.officer)) if each.url == reverse("exits:tasks")]
        assert [(each.date, each.count) for each in told] == [(day, days.count(day)) for day in sorted(set(days))]
        assert len(told) > 1
        PlanTask.objects.filter(owner=harbour.officer.member_id).update(due=today - timedelta(3))
        last = tasks_for(harbour.officer).last()
        PlanTask.objects.filter(pk=last.pk).update(due=today - timedelta(8))  # type: ignore[union-attr]
        told = [each for each in day_by_day(what_waits(harbour.officer)) if each.url == reverse("exits:tasks")]
    assert [(each.date, each.count) for each in told] == [(today - timedelta(1), len(days))]
