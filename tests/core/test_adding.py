"""A row that is added the short way is the same as one that was saved."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction

from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.adding import add_row
from aktsom.core.audit import append_event, digest_of
from aktsom.core.models import AuditEvent, PendingChange
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution

pytestmark = pytest.mark.django_db
DESCRIBED: dict[str, Any] = {
    "title": "Ice «and» \\ sea, 'quoted'",
    "kind": "research-project",
    "fields": ["quantum", "ai"],
    "starts": date(2026, 1, 1),
    "summary": "",
    "sensitive_access": True,
}


def stored(row: models.Model) -> dict[str, Any]:
    """All columns but the key and the moments at which it was written."""
    found = type(row)._base_manager.filter(pk=row.pk).values().get()
    return {name: value for name, value in found.items() if name not in ("id", "registered_at", "changed_at")}


def test_every_column_is_as_after_saving(institution: Institution) -> None:
    with acting_for(Actor.system("tests", institution.pk)):
        short = Cooperation(institution=institution, **DESCRIBED)
        add_row(short)
        assert stored(short) == stored(Cooperation.objects.create(institution=institution, **DESCRIBED))
        assert Cooperation.objects.get(pk=short.pk).registered_at == short.registered_at
        short.title = "Changed"
        short.save()
        assert Cooperation.objects.filter(title="Changed").count() == 1


def test_a_number_that_the_database_gives_is_given(institution: Institution) -> None:
    with acting_for(Actor.system("tests", institution.pk)):
        for _ in range(2):
            add_row(PendingChange(institution=institution, kind="partner", subject_id=uuid4()))
        first, second = PendingChange.objects.order_by("pk")
        assert first.pk < second.pk


def test_what_the_database_refuses_is_an_error(institution: Institution, other_institution: Institution) -> None:
    with acting_for(Actor.system("tests", institution.pk)):
        row = Cooperation(institution=institution, token=uuid4(), **DESCRIBED)
        add_row(row)
        with pytest.raises(IntegrityError), transaction.atomic():
            add_row(Cooperation(institution=institution, token=row.token, **DESCRIBED))
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            add_row(Cooperation(institution=other_institution, **DESCRIBED))


def test_an_event_comes_back_as_it_was_and_only_in_its_place(institution: Institution) -> None:
    details = {"draft": {"title": "…", "partners": ["a", None, True, {"b": []}]}}
    actor = Actor.system("tests", institution.pk)
    with acting_for(actor):
        event = append_event(actor, verb="try", subject="", details=details)
        kept = AuditEvent.objects.get(chain=institution.pk, sequence=event.sequence)
        assert (kept.details, kept.digest) == (details, digest_of(kept))
        again = AuditEvent(chain=institution.pk, sequence=kept.sequence + 1, at=kept.at, verb="try", previous="0" * 64)
        with pytest.raises(IntegrityError), transaction.atomic():
            add_row(again)
