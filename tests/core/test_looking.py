"""Looking at sensitive records and taking them out is on record."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation
from aktsom.core import audit
from aktsom.core.actor import Actor
from aktsom.core.audit import append_event, digest_of, record_export, record_in_vain, record_read
from aktsom.core.duties import Duty
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
NOON = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


def test_one_event_for_each_person_record_and_hour(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    adviser, colleague = person(Duty.RESEARCH_SECURITY_ADVISER), person()
    with acting_for(adviser):
        first, second = _cooperation(adviser), _cooperation(adviser)
        for actor, row, minutes in (
            (adviser, first, 0),
            (adviser, first, 29),
            (adviser, second, 29),
            (colleague, first, 29),
            (adviser, first, 30),
        ):
            monkeypatch.setattr(audit.timezone, "now", lambda later=minutes: NOON + timedelta(minutes=later))
            record_read(actor, row)
        looked = AuditEvent.objects.order_by("sequence").values_list("member_id", "subject", "verb")
        said = [(f"register.cooperation:{each.pk}", "look at a record") for each in (first, first, second)]
        mine = adviser.member_id
        assert list(looked) == [
            (mine, *said[0]),
            (mine, *said[2]),
            (colleague.member_id, *said[0]),
            (mine, *said[0]),
        ]
        assert audit.verify_chain(adviser.institution_id or 0) is None


def test_neither_the_system_nor_public_rows_fill_the_log(person: Person) -> None:
    researcher = person()
    with acting_for(researcher):
        record_read(Actor.system("watch", researcher.institution_id), _cooperation(researcher))
        record_read(researcher, Partner(pk=uuid4(), name="Public"))
        assert not AuditEvent.objects.exists()
        record_read(researcher, Partner(pk=uuid4(), name="Ours", institution_id=researcher.institution_id))
        assert AuditEvent.objects.count() == 1


def test_what_cannot_be_recorded_is_not_shown(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise DatabaseError("the disk is full")

    researcher = person()
    with acting_for(researcher):
        row = _cooperation(researcher)
        monkeypatch.setattr(audit, "append_event", fail)
        with pytest.raises(DatabaseError):
            record_read(researcher, row)


def test_an_export_says_what_and_how_many(person: Person) -> None:
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    with acting_for(adviser):
        record_export(adviser, "declarations", rows=312, details={"year": 2026})
        event = AuditEvent.objects.get()
        assert (event.verb, event.details) == ("export declarations", {"rows": 312, "year": 2026})


def test_looking_in_vain_is_on_record_without_flooding_the_log(person: Person) -> None:
    curious = person()
    with acting_for(curious):
        for _ in range(30):
            record_in_vain(curious, f"/cooperation/{uuid4()}/")
        assert AuditEvent.objects.filter(verb="look for what is hidden or missing").count() == 20


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(details=st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_whatever_is_logged_reads_the_same_after_it_was_stored(person: Person, details: dict[str, Any]) -> None:
    actor = Actor.system("tests", None)
    with acting_for(actor):
        written = append_event(actor, verb="count", subject="", details=details)
        stored = AuditEvent.objects.get(chain=written.chain, sequence=written.sequence)
        assert digest_of(stored) == stored.digest == written.digest


def _cooperation(actor: Actor) -> Cooperation:
    return Cooperation.objects.create(institution_id=actor.institution_id, title="Roses", kind="event")


def test_promise_p32_who_looks_at_a_sensitive_record_or_takes_it_out_is_on_record(
    person: Person, client_for: Callable[[Actor], Client]
) -> None:
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    browser = client_for(adviser)
    with acting_for(adviser):
        row = _cooperation(adviser)
        own = Partner.objects.create(institution_id=adviser.institution_id, name="Our Partner")
    with acting_for(Actor.system("tests")):
        public = Partner.objects.create(name="Public University")
    for address in (
        f"/cooperation/{row.pk}/",
        f"/api/v1/cooperation/{row.pk}",
        "/cooperation/export/csv/?country=CN",
        "/api/v1/cooperation",
        f"/partners/{own.pk}/",
        f"/partners/{public.pk}/",
        f"/traces/{public.pk}/",
    ):
        assert browser.get(address).status_code == 200, address
    assert browser.get(f"/cooperation/{uuid4()}/").status_code == 404
    assert browser.get(f"/api/v1/cooperation/{uuid4()}").status_code == 404
    with acting_for(adviser):
        events = AuditEvent.objects.exclude(verb="sign in").order_by("sequence")
        assert [(event.verb, event.subject) for event in events] == [
            ("look at a record", f"register.cooperation:{row.pk}"),
            ("export cooperation", ""),
            ("look at a list over the API", "register.cooperation:"),
            ("look at a record", f"partners.partner:{own.pk}"),
            ("look at authors’ names", f"partners.partner:{public.pk}"),
            ("look for what is hidden or missing", ""),
            ("look for what is hidden or missing", ""),
        ]
        assert events[1].details == {"rows": 0, "as": "csv", "narrowed by": ["country"]}
