"""Use case 7: a record that can be trusted."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from aktsom.cli import checks
from aktsom.cooperation.register import actions as register_actions
from aktsom.cooperation.register.models import Cooperation, CooperationPartner
from aktsom.core import verifying
from aktsom.core.actor import Actor
from aktsom.core.adding import add_row
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from tests.promises.conftest import QUIET, WELDENBURG, World, command, partner, registering

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]


def test_promise_p18_every_change_leaves_one_audit_event_in_the_same_transaction_and_a_change_to_the_past_shows(
    world: World, adviser: Actor, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browse(adviser)
    registering(browser, adviser, "Roses", partner(QUIET))
    with acting_for(adviser):
        made = Cooperation.objects.get()
        events = AuditEvent.objects.filter(subject=f"register.cooperation:{made.pk}")
        assert [event.verb for event in events] == ["register a cooperation"]
    browser.post(reverse("register:withdraw", args=[made.pk]))
    browser.post(reverse("register:restore", args=[made.pk]))
    with acting_for(adviser):
        assert events.all().count() == 3
        number = AuditEvent.objects.count()

    def fail(row: Model) -> None:
        if isinstance(row, CooperationPartner):
            raise DatabaseError("the connection was lost")
        add_row(row)

    with monkeypatch.context() as patch:
        patch.setattr(register_actions, "add_row", fail)
        with pytest.raises(DatabaseError):
            registering(browser, adviser, "Half a cooperation", partner(WELDENBURG))
    with acting_for(adviser):
        assert (Cooperation.objects.count(), AuditEvent.objects.count()) == (1, number)
    _a_change_to_the_past_shows(adviser, monkeypatch)


def _a_change_to_the_past_shows(adviser: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = command("verify")
    assert (whole.exit_code, "Everything fits" in whole.output) == (0, True), whole.output
    with acting_for(adviser):
        for change in (AuditEvent.objects.all().delete, lambda: AuditEvent.objects.update(actor="Somebody Else")):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
        events = list(AuditEvent.objects.filter(chain=adviser.institution_id).order_by("sequence"))
    events[0].actor = "Somebody Else"  # as somebody could who owns the database itself
    monkeypatch.setattr(
        checks, "faults_in_chain", lambda _stored, *heads_and_keys: verifying.faults_in_chain(events, *heads_and_keys)
    )
    changed = command("verify")
    assert changed.exit_code == 1
    assert "event 1 was changed after it was written" in changed.output
