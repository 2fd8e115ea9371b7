"""The log is append-only and a change to the past shows."""

import random
from collections.abc import Callable
from copy import copy
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from aktsom.core.actor import Actor
from aktsom.core.audit import append_event, chain_fault, digest_of, verify_chain
from aktsom.core.duties import Duty
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution

pytestmark = pytest.mark.django_db
EVENTS = 12


@pytest.fixture
def actor(institution: Institution) -> Actor:
    return Actor.system("tests", institution.pk)


def test_a_chain_that_nobody_touched_is_whole(actor: Actor) -> None:
    with acting_for(actor):
        _write(actor)
        assert verify_chain(actor.institution_id or 0) is None


@pytest.mark.parametrize("statement", ["UPDATE core_auditevent SET verb = 'x'", "DELETE FROM core_auditevent"])
def test_the_application_role_can_neither_change_nor_delete_events(actor: Actor, statement: str) -> None:
    with acting_for(actor):
        _write(actor)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_change_to_the_past_shows(actor: Actor) -> None:
    with acting_for(actor):
        written = _write(actor)
    for seed in range(1000):
        events = [copy(event) for event in written]
        place = _tamper(events, random.Random(seed))
        fault = chain_fault(events)
        assert fault is not None, seed
        assert abs(fault.sequence - (place + 1)) <= 1


def test_people_read_their_own_events_and_the_auditor_all(person: Callable[..., Actor]) -> None:
    auditor, researcher = person(Duty.INTERNAL_AUDITOR), person()
    with acting_for(researcher):
        append_event(researcher, verb="looked", subject="", details={})
        append_event(auditor, verb="audited", subject="", details={})
        assert {event.verb for event in AuditEvent.objects.visible_to(researcher)} == {"looked"}
        assert {event.verb for event in AuditEvent.objects.visible_to(auditor)} == {"looked", "audited"}


def _write(actor: Actor) -> list[AuditEvent]:
    for number in range(EVENTS):
        append_event(actor, verb="count", subject="", details={"number": number, "name": "Ærøskøbing ☂"})
    return list(AuditEvent.objects.filter(chain=actor.institution_id).order_by("sequence"))


def _tamper(events: list[AuditEvent], chance: random.Random) -> int:
    place = chance.randrange(EVENTS - 1)
    match chance.choice(["change", "delete", "swap", "insert", "date", "actor", "re-chain"]):
        case "change":
            events[place].details = {"number": -1}
        case "delete":
            del events[place]
        case "swap":
            events[place], events[place + 1] = events[place + 1], events[place]
        case "insert":
            events.insert(place, events[place])
        case "date":
            events[place].at += timedelta(microseconds=1)
        case "actor":
            events[place].actor = "somebody else"
        case "re-chain":
            events[place].verb = "something else"
            events[place].digest = digest_of(events[place])
    return place
