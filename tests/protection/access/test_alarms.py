"""An emergency entry reaches the people who must know by mail, and the mail gives nothing away."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job as QueuedJob

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.mail import MailError
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member, User
from aktsom.protection.access import granting
from aktsom.protection.access.alarms import mail_of_emergency
from aktsom.protection.access.models import AccessGrant
from tests.protection.access.conftest import House

pytestmark = pytest.mark.django_db
NAME = "mail of an emergency"


class Refusing:
    """A mail server that does not answer."""

    def __init__(self, **_settings: object) -> None:
        pass

    def send_messages(self, _messages: list[Any]) -> int:
        raise ConnectionRefusedError("no mail server")


def enter(house: House, reason: str = "Gas from the <b>argon</b> bottle") -> AccessGrant:
    with acting_for(house.asker):
        return granting.enter_in_emergency(house.asker, compartment=house.records, reason=reason)


def queued() -> list[dict[str, Any]]:
    return list(ProcrastinateJob.objects.filter(task_name=NAME).order_by("pk").values_list("args", flat=True))


def deliver() -> None:
    for each in queued():
        mail_of_emergency.run(**each)


def address_of(actor: Actor) -> str:
    return User.objects.get(pk=actor.user_id).email


def test_promise_p52_an_emergency_entry_reaches_the_owner_the_deputy_and_the_lead_by_mail(
    house: House, person: Callable[..., Actor], settings: Any
) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://aktsom.example.no"]
    lead = person(Duty.RESEARCH_SECURITY_LEAD, name="Liv Lead")
    User.objects.filter(pk=lead.user_id).update(language="en")
    grant = enter(house)
    assert not mail.outbox
    deliver()
    assert {each.to[0] for each in mail.outbox} == {address_of(each) for each in (house.owner, house.deputy, lead)}
    assert all(
        len(each.to) == 1 and f"https://aktsom.example.no/access/grants/{grant.pk}/" in each.body
        for each in mail.outbox
    )
    assert {each.subject for each in mail.outbox} == {
        "Somebody has used emergency access",
        "Noen har brukt nødtilgang",
    }


def test_nothing_sensitive_is_in_the_mail(house: House) -> None:
    enter(house)
    deliver()
    for each in mail.outbox:
        said = str(each.message())
        assert not [
            word for word in ("Asta", "Asker", "Dual use", "argon", "Nordvik", address_of(house.asker)) if word in said
        ]


def test_without_a_lead_the_leadership_is_told_and_never_the_one_who_entered(
    house: House, person: Callable[..., Actor]
) -> None:
    rector = person(Duty.LEADERSHIP, name="Ragna Rector")
    with acting_for(house.owner):
        granting.enter_in_emergency(house.owner, compartment=house.records, reason="Fire")
    deliver()
    assert {each.to[0] for each in mail.outbox} == {address_of(house.deputy), address_of(rector)}


def test_an_entry_that_is_not_committed_sends_nothing(house: House) -> None:
    with transaction.atomic():
        enter(house)
        transaction.set_rollback(True)
    assert queued() == []


def test_a_mail_that_fails_is_tried_again_and_only_a_sent_one_is_on_record(house: House, settings: Any) -> None:
    enter(house)
    settings.EMAIL_BACKEND = "tests.protection.access.test_alarms.Refusing"
    with pytest.raises(MailError) as failed:
        deliver()
    assert _told(house) == 0
    strategy = app.tasks[NAME].retry_strategy
    assert strategy is not None
    job = QueuedJob(id=1, queue="default", lock=None, queueing_lock=None, task_name=NAME)
    assert strategy.get_retry_decision(exception=failed.value, job=job) is not None
    assert strategy.get_retry_decision(exception=MailError(""), job=job.evolve(attempts=9)) is None
    assert strategy.get_retry_decision(exception=KeyError(), job=job) is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    deliver()
    assert _told(house) == len(mail.outbox) == 2


def test_who_has_left_or_has_no_address_gets_no_mail(house: House) -> None:
    enter(house)
    User.objects.filter(pk=house.owner.user_id).update(email="0123@nordvik.invalid")
    with acting_for(Actor.system("tests", house.institution.pk)):
        Member.objects.filter(pk=house.deputy.member_id).update(ended_at="2026-01-01T00:00Z")
    deliver()
    assert mail.outbox == []


def _told(house: House) -> int:
    with acting_for(Actor.system("tests", house.institution.pk)):
        return AuditEvent.objects.filter(verb="tell of an emergency by mail").count()
