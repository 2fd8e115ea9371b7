"""A breach reaches whoever has a task in its plan by mail at once, and the mail gives nothing away."""

import pytest
from django.core import mail
from django.utils.formats import date_format
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from aktsom.cooperation.exits.alarms import mail_of_breach
from aktsom.cooperation.exits.breaching import assign_task, do_task
from aktsom.cooperation.exits.models import PlanTask
from aktsom.core.actor import Actor
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member, User
from tests.cooperation.exits.conftest import Harbour

pytestmark = pytest.mark.django_db


def deliver() -> list[str]:
    """To whom the mails that wait in the queue go."""
    mail.outbox.clear()
    for given in (
        ProcrastinateJob.objects.filter(task_name="mail of a breach").order_by("pk").values_list("args", flat=True)
    ):
        mail_of_breach.run(**given)
    return sorted(each.to[0] for each in mail.outbox)


def address_of(actor: Actor) -> str:
    return User.objects.get(pk=actor.user_id).email


def test_promise_p129_a_recorded_breach_reaches_by_mail_at_once_whoever_has_a_task_in_its_plan(
    harbour: Harbour,
) -> None:
    harbour.broken(by=harbour.house.leader)
    assert not mail.outbox
    assert deliver() == [address_of(harbour.officer)]
    with acting_for(Actor.system("tests", harbour.house.institution.pk)):
        assert AuditEvent.objects.filter(verb="tell of a breach by mail").count() == 1


def test_who_recorded_it_needs_no_mail_and_what_nobody_broke_waits_for_the_usual_one(harbour: Harbour) -> None:
    harbour.broken()
    assert deliver() == []
    harbour.broken("expiry", by=harbour.house.leader)
    assert deliver() == []


def test_the_mail_says_how_much_and_by_when_and_not_about_what(harbour: Harbour) -> None:
    User.objects.filter(pk=harbour.officer.user_id).update(language="en")
    harbour.broken(by=harbour.house.leader)
    deliver()
    with acting_for(harbour.officer):
        first = PlanTask.objects.get(key="tell").due
    sent = mail.outbox[0]
    with override("en"):
        day = date_format(first, "j F Y")
    assert f"2 tasks of it are yours, the first to be done by {day}" in sent.body
    assert "/agreements/exits/tasks/" in sent.body
    said = str(sent.message())
    assert not [
        word for word in (harbour.agreement.title, "kept the data", "Nordvik", "Tell the people") if word in said
    ]


def test_who_is_given_a_task_of_a_breach_is_told_and_who_has_none_left_is_not(harbour: Harbour) -> None:
    broken = harbour.broken()
    with acting_for(harbour.officer):
        guest = Member.objects.select_related("user").get(pk=harbour.guest.member_id)
        task = PlanTask.objects.get(breach=broken, key="tell")
        assign_task(harbour.officer, task=task, owner=guest)
    assert deliver() == [address_of(harbour.guest)]
    with acting_for(harbour.officer):
        do_task(harbour.officer, task=task, shown_by="All were told")
    assert deliver() == []
