"""A breach: recorded once, access stopped at once, a plan with owners, a log, and its end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.exits.actions import agree_to_stop, write_strategy
from aktsom.cooperation.exits.breaching import assign_task, cure_breach, do_task, end_after_breach, note, record_breach
from aktsom.cooperation.exits.drafts import StepDraft
from aktsom.cooperation.exits.drilling import drill_of
from aktsom.cooperation.exits.models import Breach, HangingAccess, PlanTask, Trigger
from aktsom.cooperation.exits.queries import entries_of, tasks_for, to_agree
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError, StepUpNeededError
from aktsom.core.models import AuditEvent
from aktsom.core.start import what_waits
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member
from aktsom.protection.access.models import AccessGrant
from tests.cooperation.exits.conftest import DRAFT, Harbour

pytestmark = pytest.mark.django_db


def test_promise_p91_a_recorded_breach_stops_access_at_once_where_that_was_agreed_and_starts_the_plan(
    harbour: Harbour,
) -> None:
    breach = harbour.broken()
    with acting_for(harbour.house.owner):
        assert AccessGrant.objects.get(pk=harbour.grant.pk).state == "revoked"
    with acting_for(harbour.officer):
        assert Agreement.objects.get(pk=harbour.agreement.pk).breached_since == timezone.localdate()
        tasks = {task.key: task for task in PlanTask.objects.filter(breach=breach)}
        assert tasks["close"].done_at is not None
        assert (tasks["tell"].owner_id, tasks["tell"].due) == (
            harbour.officer.member_id,
            timezone.localdate() + timedelta(2),
        )
        assert breach.cure_by == timezone.localdate() + timedelta(30)
        assert [item.count for item in what_waits(harbour.officer)][:2] == [2, 1]
        event = AuditEvent.objects.get(verb="record a breach")
    assert "data" not in str(event.details)


def test_access_that_nobody_agreed_to_stop_goes_on_and_the_log_says_so(harbour: Harbour) -> None:
    with acting_for(harbour.officer):
        HangingAccess.objects.update(agreed_by=None)
    breach = harbour.broken()
    with acting_for(harbour.house.owner):
        assert AccessGrant.objects.get(pk=harbour.grant.pk).state == "granted"
        assert [each.compartment for each in to_agree(harbour.house.owner)] == [harbour.house.laboratory]
    with acting_for(harbour.officer):
        assert [each.sort for each in entries_of(harbour.officer, breach)] == ["recorded", "not-stopped"]
        assert PlanTask.objects.get(key="close").is_open


def test_files_show_a_breach_and_are_kept_among_the_papers(
    harbour: Harbour, client_for: Callable[[Actor], Client]
) -> None:
    letter, picture = (SimpleUploadedFile(name, b"%PDF-1.4 " + name.encode()) for name in ("letter.pdf", "picture.pdf"))
    with acting_for(harbour.officer):
        breach = record_breach(harbour.officer, agreement=harbour.agreement, told=harbour.told(files=(letter,)))
    client, at = client_for(harbour.officer), f"/agreements/exits/breaches/{breach.pk}/"
    assert client.post(f"{at}note/", {"text": "", "files": picture}).status_code == 302
    assert client.post(f"{at}note/", {"text": ""}).status_code == 422
    page = client.get(at).content.decode()
    assert page.count("letter.pdf</a>") == page.count("picture.pdf</a>") == 1
    with acting_for(harbour.officer):
        shown = entries_of(harbour.officer, breach).filter(sort="shown")
        assert {each.paper.agreement_id for each in shown if each.paper} == {harbour.agreement.pk}
        assert "letter.pdf" not in str(AuditEvent.objects.get(verb="record a breach").details)


def test_who_looks_after_the_compartment_stops_it_by_recording(harbour: Harbour) -> None:
    with acting_for(harbour.officer):
        HangingAccess.objects.update(agreed_by=None)
    leader = harbour.house.leader
    with acting_for(leader):
        shown = drill_of(leader, harbour.agreement, Trigger.BREACH).groups
        assert "1 tilgang slutter straks" in [each.detail for group in shown for each in group.things]
        record_breach(leader, agreement=harbour.agreement, told=harbour.told())
    with acting_for(harbour.house.owner):
        assert AccessGrant.objects.get(pk=harbour.grant.pk).state == "revoked"


def test_a_second_breach_is_a_note_in_the_first(harbour: Harbour) -> None:
    breach = harbour.broken()
    with pytest.raises(ConflictError):
        harbour.broken()
    with acting_for(harbour.officer):
        note(harbour.officer, breach=breach, text="They did it again.")
        assert [each.text for each in entries_of(harbour.officer, breach)][-1] == "They did it again."


def test_who_has_nothing_to_do_with_it_records_nothing(harbour: Harbour, person: Callable[..., Actor]) -> None:
    for actor in (harbour.outsider, harbour.guest, person(Duty.INTERNAL_AUDITOR)):
        with acting_for(actor), pytest.raises(NotAllowedError):
            record_breach(actor, agreement=harbour.agreement, told=harbour.told())


@pytest.mark.parametrize("wrong", [{"what": " "}, {"evidence": ""}, {"trigger": "mood"}, {"happened_on": "tomorrow"}])
def test_what_is_missing_is_named(harbour: Harbour, wrong: dict[str, object]) -> None:
    if wrong.get("happened_on") == "tomorrow":
        wrong = {"happened_on": timezone.localdate() + timedelta(1)}
    with acting_for(harbour.officer), pytest.raises(InvalidError) as refusal:
        record_breach(harbour.officer, agreement=harbour.agreement, told=replace(harbour.told(), **wrong))
    assert set(refusal.value.fields) == set(wrong)


def test_tasks_are_done_with_what_shows_it_and_given_to_others(harbour: Harbour) -> None:
    breach = harbour.broken()
    with acting_for(harbour.officer):
        task = PlanTask.objects.get(breach=breach, key="tell")
        guest = Member.objects.get(pk=harbour.guest.member_id)
        assign_task(harbour.officer, task=task, owner=guest)
    with acting_for(harbour.guest):
        (mine,) = tasks_for(harbour.guest)
        do_task(harbour.guest, task=mine, shown_by="Minutes of the meeting")
        assert not tasks_for(harbour.guest)
        with pytest.raises(ConflictError):
            do_task(harbour.guest, task=mine, shown_by="Again")
    with acting_for(harbour.outsider), pytest.raises(NotAllowedError):
        do_task(harbour.outsider, task=PlanTask(breach=breach, institution_id=breach.institution_id), shown_by="x")


def test_a_cure_ends_the_breach_and_drops_what_is_left(harbour: Harbour) -> None:
    breach, leader = harbour.broken(), harbour.house.leader
    with acting_for(harbour.officer), pytest.raises(NotAllowedError):
        cure_breach(harbour.officer, breach=breach, shown_by="They say so")
    with acting_for(leader):
        cure_breach(leader, breach=breach, shown_by="The data came back")
        assert Agreement.objects.get(pk=harbour.agreement.pk).breached_since is None
        assert not [task for task in PlanTask.objects.filter(breach=breach) if task.is_open]
        with pytest.raises(ConflictError):
            end_after_breach(leader, breach=breach, reason="Too late")


def test_the_end_needs_a_fresh_proof_and_leaves_the_plan_to_be_carried_out(harbour: Harbour) -> None:
    breach, leader = harbour.broken("security"), harbour.house.leader
    assert breach.cure_by == timezone.localdate()
    with acting_for(leader):
        with pytest.raises(StepUpNeededError):
            end_after_breach(replace(leader, proven=False), breach=breach, reason="No way on")
        end_after_breach(leader, breach=breach, reason="No way on")
        assert Agreement.objects.get(pk=harbour.agreement.pk).state == "terminated"
        assert Breach.objects.get(pk=breach.pk).state == "ended"
        assert [task.key for task in PlanTask.objects.filter(breach=breach) if task.is_open] == ["tell", "data"]


def test_two_who_write_a_strategy_notice_each_other_and_a_circle_is_refused(harbour: Harbour) -> None:
    with acting_for(harbour.officer):
        with pytest.raises(ConflictError):
            write_strategy(harbour.officer, agreement=harbour.agreement, draft=DRAFT, version=0)
        circle = replace(
            DRAFT, steps=(StepDraft("a", "A", "owner", after=("b",)), StepDraft("b", "B", "owner", after=("a",)))
        )
        with pytest.raises(InvalidError) as refusal:
            write_strategy(harbour.officer, agreement=harbour.agreement, draft=circle, version=1)
    assert "A → B" in str(refusal.value.fields["steps"]) or "B → A" in str(refusal.value.fields["steps"])


def test_who_agrees_while_a_breach_is_recorded_waits_for_it(harbour: Harbour) -> None:
    owner = harbour.house.owner
    with acting_for(harbour.officer):
        HangingAccess.objects.update(agreed_by=None)
    with acting_for(owner), CaptureQueriesContext(connection) as asked:
        agree_to_stop(owner, access=HangingAccess.objects.select_related("compartment", "agreement").get())
    said = [each["sql"] for each in asked]
    locks = [at for at, sql in enumerate(said) if "agreements_agreement" in sql and " FOR " in sql]
    keeps = [at for at, sql in enumerate(said) if sql.startswith("UPDATE") and "exits_hangingaccess" in sql]
    looks = [at for at, sql in enumerate(said) if 'FROM "exits_breach"' in sql]
    assert locks
    assert locks[0] < keeps[0] < looks[0]
