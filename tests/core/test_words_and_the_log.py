"""The log keeps that something was typed, never what."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.register.actions import change_cooperation, register_cooperation
from aktsom.cooperation.register.drafts import Draft
from aktsom.core.actor import Actor
from aktsom.core.audit import UNSAID, append_event, verify_chain, without_private
from aktsom.core.duties import Duty
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.protection.access.granting import ask_for_access
from aktsom.protection.access.setting_up import Described, set_up_compartment

pytestmark = pytest.mark.django_db
TYPED = "Hypersonic glide with Prof. Zarya"


def test_titles_and_descriptions_are_not_in_the_log_and_what_was_chosen_is(person: Callable[..., Actor]) -> None:
    owner = person(Duty.FACILITY_OWNER)
    assert owner.member_id
    with acting_for(owner):
        partner = add_partner(owner, "Harbour Institute", "NL")
        draft = Draft(title=TYPED, summary=TYPED, kind="event", partners=(partner.pk,))
        made = register_cooperation(owner, draft=draft)
        change_cooperation(owner, cooperation=made, version=1, changes={"title": TYPED[::-1], "state": "ended"})
        line = set_up_compartment(
            owner,
            described=Described(name=TYPED, description=TYPED, kind="system", level="limited", owner=owner.member_id),
        )
        ask_for_access(owner, compartment=line, purpose=TYPED, until=timezone.localdate() + timedelta(days=9))
        events = {each.verb: each.details for each in AuditEvent.objects.all()}
    assert not [verb for verb, details in events.items() if TYPED in str(details) or TYPED[::-1] in str(details)]
    assert events["register a cooperation"]["draft"]["title"] == UNSAID
    assert events["register a cooperation"]["draft"]["kind"] == "event"
    assert events["register a cooperation"]["draft"]["funding"] == ""
    assert events["change a cooperation"]["changes"] == {"title": UNSAID, "state": "ended"}
    assert events["set up a compartment"]["described"]["level"] == "limited"


def test_events_from_before_with_their_words_still_fit_the_chain(
    institution: object, person: Callable[..., Actor]
) -> None:
    actor = person()
    with acting_for(actor):
        append_event(actor, verb="register a cooperation", subject="", details={"draft": {"title": TYPED}})
        append_event(actor, verb="register a cooperation", subject="", details={"draft": {"title": UNSAID}})
        assert verify_chain(actor.institution_id or 0) is None


def test_a_part_that_is_not_there_is_not_made_up() -> None:
    assert without_private({"changes": {"state": "x"}, "secret": "s"}, ("changes.title", "draft.title", "secret")) == {
        "changes": {"state": "x"}
    }
