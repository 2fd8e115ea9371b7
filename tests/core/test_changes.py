"""What is announced is told once after the commit, and survives a program that ends before it could tell."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from aktsom.core import changes
from aktsom.core.actor import Actor
from aktsom.core.changes import Changed, announce, subscribe, tell_what_waits, told_together
from aktsom.core.models import PendingChange
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution

pytestmark = pytest.mark.django_db
Committed = Callable[..., object]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[list[Changed]]:
    heard: list[list[Changed]] = []
    monkeypatch.setattr(changes, "SUBSCRIBERS", {})
    subscribe("tests", heard.append)
    return heard


def test_what_one_transaction_announces_is_told_once(
    institution: Institution, told: list[list[Changed]], django_capture_on_commit_callbacks: Committed
) -> None:
    one, other = uuid4(), uuid4()
    actor = Actor.system("tests", institution.pk)
    with acting_for(actor), django_capture_on_commit_callbacks(execute=True), transaction.atomic():  # type: ignore[attr-defined]
        announce(institution.pk, "partner", [one])
        announce(institution.pk, "partner", [one, other])
    assert told == [[Changed(institution.pk, "partner", frozenset({one, other}))]]
    with acting_for(actor):
        assert not PendingChange.objects.exists()


def test_what_a_killed_program_announced_waits_and_is_told_later(
    institution: Institution, told: list[list[Changed]]
) -> None:
    actor = Actor.system("tests", institution.pk)
    with acting_for(actor):
        announce(institution.pk, "cooperation", [uuid4()])
    assert told == []
    tell_what_waits(institution.pk)
    tell_what_waits(institution.pk)
    assert len(told) == 1


def test_a_room_that_fails_is_told_again(institution: Institution, told: list[list[Changed]]) -> None:
    def fail(_changes: list[Changed]) -> None:
        raise KeyError("room")

    subscribe("fails", fail)
    actor = Actor.system("tests", institution.pk)
    with acting_for(actor):
        announce(institution.pk, "partner", [uuid4()])
    with pytest.raises(KeyError):
        tell_what_waits(institution.pk)
    subscribe("fails", lambda _changes: None)
    tell_what_waits(institution.pk)
    assert len(told) == 2


def test_what_is_told_together_waits_until_it_is_asked_for_and_is_told_at_the_end(
    institution: Institution, told: list[list[Changed]], django_capture_on_commit_callbacks: Committed
) -> None:
    actor, one, other, last = Actor.system("tests", institution.pk), uuid4(), uuid4(), uuid4()

    def announced(*subjects: UUID) -> None:
        for each in subjects:
            with django_capture_on_commit_callbacks(execute=True), transaction.atomic():  # type: ignore[attr-defined]
                announce(institution.pk, "agreement", [each])

    with django_capture_on_commit_callbacks(execute=True), acting_for(actor), told_together() as tell:  # type: ignore[attr-defined]
        announced(one, other)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            assert told == []
            tell()
        assert told == [[Changed(institution.pk, "agreement", frozenset({one, other}))]]
        announced(last)
        assert len(told) == 1
    assert told[1:] == [[Changed(institution.pk, "agreement", frozenset({last}))]]


def test_another_institutions_changes_are_not_told(
    institution: Institution, other_institution: Institution, told: list[list[Changed]]
) -> None:
    with acting_for(Actor.system("tests", institution.pk)):
        announce(institution.pk, "partner", [uuid4()])
    tell_what_waits(other_institution.pk)
    assert told == []


@pytest.mark.django_db(transaction=False)
def test_a_follower_that_fails_is_named_in_the_log_and_undoes_nothing(
    institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_changes: list[Changed]) -> None:
        raise ValueError("a follower failed")

    monkeypatch.setattr(changes, "SUBSCRIBERS", {"tests": fail})
    with acting_for(Actor.system("tests", institution.pk)):
        announce(institution.pk, "partner", [uuid4()])
        _savepoints, told, robust = connection.run_on_commit[-1]
        # What Django writes into the log of a robust callback that failed.
        assert robust
        assert told.__qualname__ == "_Pending.tell"
        with pytest.raises(ValueError, match="follower"):
            told()
        assert PendingChange.objects.count() == 1
