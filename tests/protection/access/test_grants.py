"""A grant from the question to its end, each step guarded by the state before it and by who acts."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import AktsomError, ConflictError, InvalidError, NotAllowedError
from aktsom.core.tenancy import acting_for
from aktsom.protection.access import granting, prerequisites, queries, recertifying
from aktsom.protection.access.models import AccessGrant, RoundAnswer
from aktsom.protection.access.outside import bring_in, export_grants, read_people
from aktsom.protection.access.setting_up import close_compartment, reopen_compartment
from tests.protection.access.conftest import House

pytestmark = pytest.mark.django_db
State = AccessGrant.State


def ask(house: House, actor: Actor, days: int = 30) -> AccessGrant:
    with acting_for(actor):
        until = timezone.localdate() + timedelta(days=days)
        return granting.ask_for_access(actor, compartment=house.laboratory, purpose="Align the laser", until=until)


def test_promise_p27_nobody_approves_their_own_access_not_even_the_owner(house: House) -> None:
    asked = ask(house, house.owner)
    with acting_for(house.owner), pytest.raises(NotAllowedError):
        granting.approve(house.owner, grant=asked)
    with acting_for(house.deputy):
        assert granting.approve(house.deputy, grant=asked).is_in_force


def test_the_leader_of_the_unit_answers_too_and_a_colleague_does_not(house: House) -> None:
    asked = ask(house, house.asker)
    with acting_for(house.asker), pytest.raises(NotAllowedError):
        granting.approve(house.asker, grant=asked)
    with acting_for(house.leader):
        assert granting.approve(house.leader, grant=asked).state == State.GRANTED


def test_access_lasts_no_longer_than_the_protection_level_allows_and_declining_needs_a_reason(house: House) -> None:
    with pytest.raises(InvalidError):
        ask(house, house.asker, days=366)
    asked = ask(house, house.asker)
    with acting_for(house.owner):
        with pytest.raises(InvalidError):
            granting.decline(house.owner, grant=asked, reason=" ")
        assert granting.decline(house.owner, grant=asked, reason="Use the other lab").state == State.DECLINED


def test_promise_p28_access_ends_by_itself_without_a_job(house: House) -> None:
    grant = house.let_in(house.asker, house.records)
    assert house.now(house.asker).compartments == {house.records.pk}
    with acting_for(Actor.system("tests", house.institution.pk)):
        AccessGrant.objects.filter(pk=grant.pk).update(until=timezone.now())
    assert house.now(house.asker).compartments == frozenset()


def test_a_renewal_takes_over_from_the_grant_before_it(house: House) -> None:
    first = house.let_in(house.asker, house.laboratory)
    second = house.let_in(house.asker, house.laboratory, days=60)
    assert second.renews_id == first.pk
    with acting_for(house.owner):
        assert [each.pk for each in queries.grants_now(house.owner, house.laboratory)] == [second.pk]


def test_what_is_required_must_be_confirmed_first(house: House) -> None:
    asked = ask(house, house.asker)
    with acting_for(house.owner):
        course = prerequisites.require(house.owner, compartment=house.laboratory, kind="course", title="Laser safety")
        with pytest.raises(InvalidError):
            granting.approve(house.owner, grant=asked)
        prerequisites.confirm_met(house.owner, prerequisite=course, member=asked.member)
        assert granting.approve(house.owner, grant=asked).is_in_force


def test_promise_p29_an_emergency_opens_at_once_alarms_and_must_be_reviewed(
    house: House, person: Callable[..., Actor], client_for: Callable[[Actor], Client]
) -> None:
    lead = person(Duty.RESEARCH_SECURITY_LEAD)
    with acting_for(house.asker):
        grant = granting.enter_in_emergency(house.asker, compartment=house.records, reason="Fire")
        with pytest.raises(ConflictError):
            granting.enter_in_emergency(house.asker, compartment=house.records, reason="Again")
        with pytest.raises(NotAllowedError):
            granting.review_emergency(house.asker, grant=grant, review="It was fine")
    assert house.now(house.asker).compartments == {house.records.pk}
    for told in (house.owner, house.deputy, house.leader, lead):
        with acting_for(told):
            assert [each.pk for each in queries.emergencies_for(told)] == [grant.pk]
    with acting_for(lead):
        granting.review_emergency(lead, grant=grant, review="A real fire")
        assert not queries.emergencies_for(lead).exists()
    assert grant.until is not None
    assert timezone.now() + granting.EMERGENCY >= grant.until
    page = client_for(house.asker).get(reverse("access:grant", args=[grant.pk])).content.decode()
    assert page.count(f"{timezone.localtime(grant.until):%H:%M}</time>") == 2  # eight hours need more than a day


def test_promise_p30_what_nobody_keeps_in_a_recertification_ends_by_itself(house: House) -> None:
    kept, ended = house.let_in(house.asker, house.records), house.let_in(house.leader, house.records)
    late = house.let_in(house.deputy, house.records)
    with acting_for(house.owner):
        begun = recertifying.begin_round(
            house.owner, compartment=house.records, due=timezone.localdate() + timedelta(days=14)
        )
        answers = {each.grant_id: each for each in RoundAnswer.objects.filter(round=begun)}
        recertifying.keep(house.owner, answer=answers[kept.pk], reason="Still measures")
        recertifying.end(house.owner, answer=answers[ended.pk], reason="Moved on")
        progress = queries.round_of(house.owner, house.records)
        assert progress is not None
        assert (progress.answered, progress.total) == (2, 3)
        AccessGrant.objects.filter(pk=late.pk).update(keep_by=timezone.now())
        with pytest.raises(ConflictError):
            recertifying.keep(house.owner, answer=answers[late.pk], reason="Too late")
    assert house.now(house.asker).compartments == {house.records.pk}
    assert house.now(house.leader).compartments == house.now(house.deputy).compartments == frozenset()


def test_closing_a_compartment_can_be_taken_back_and_then_those_whose_access_is_not_over_enter(house: House) -> None:
    house.let_in(house.asker, house.records)
    late = house.let_in(house.leader, house.records)
    with acting_for(house.owner):
        close_compartment(house.owner, compartment=house.records)
        assert house.now(house.asker).compartments == frozenset()
        AccessGrant.objects.filter(pk=late.pk).update(until=timezone.now())
        with pytest.raises(NotAllowedError):
            reopen_compartment(house.asker, compartment=house.records)
        reopen_compartment(house.owner, compartment=house.records)
        with pytest.raises(ConflictError):
            reopen_compartment(house.owner, compartment=house.records)
    assert house.now(house.asker).compartments == {house.records.pk}
    assert house.now(house.leader).compartments == frozenset()


def test_promise_p31_what_a_door_says_changes_nothing_and_shows_who_is_on_one_side_only(house: House) -> None:
    house.let_in(house.asker, house.laboratory)
    with acting_for(house.owner):
        scim = export_grants(house.owner, compartment=house.laboratory, form="scim")
        assert len(read_people(scim)) == 1
        assert b"email" in export_grants(house.owner, compartment=house.laboratory, form="csv").splitlines()[0]
        state = bring_in(
            house.owner, compartment=house.laboratory, upload=upload(b"name;email\nX;stranger@example.org\n")
        )
        found = queries.differences(house.owner, house.laboratory, state)
        assert [each.is_only_there for each in found] == [True, False]


@pytest.mark.parametrize(
    "content",
    [
        b'{"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "Resources": []}',
        b'{"members": [{"display": "Kari"}]}',
        b"name;email\nKari;kari@example.org\nOla\n",
    ],
)
def test_what_would_leave_somebody_out_in_silence_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidError):
        read_people(content)
    assert read_people(b'{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"]}') == []


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("door.csv", content)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"email\n{text}".encode()))
@settings(max_examples=200, deadline=None)
def test_whatever_a_door_sends_is_read_or_refused_in_words(content: bytes) -> None:
    with suppress(InvalidError):
        people = read_people(content)
        assert all("\x00" not in each and each == each.strip().lower()[:254] for each in people)


STEPS = ("ask", "approve", "decline", "withdraw", "give back", "revoke", "run out", "emergency", "review")


@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_order_of_steps_a_person_enters_only_with_one_standing_grant(
    house: House, steps: list[str]
) -> None:
    system = Actor.system("tests", house.institution.pk)
    with acting_for(system):
        AccessGrant.objects.update(renews=None)
        AccessGrant.objects.all().delete()
    entered = False
    for step in steps:
        entered = play(house, step, entered)
        with acting_for(system):
            rows = list(AccessGrant.objects.filter(member=house.asker.member_id))
        assert any(row.is_in_force and not row.is_emergency for row in rows) == entered, steps
        assert sum(row.state == State.ASKED for row in rows) <= 1
        for row in rows:
            assert (row.ended_at is None) == (row.state not in (State.ENDED, State.REVOKED, State.WITHDRAWN))


def play(house: House, step: str, entered: bool) -> bool:
    """Take the step if it can be taken; say whether the person has a standing grant after it."""
    system = Actor.system("tests", house.institution.pk)
    with acting_for(system):
        mine = AccessGrant.objects.filter(member=house.asker.member_id)
        asked, standing = (
            mine.filter(state=State.ASKED).first(),
            mine.filter(state=State.GRANTED, is_emergency=False).first(),
        )
        urgent = mine.filter(is_emergency=True).order_by("-begins").first()
        if step == "run out" and standing:
            AccessGrant.objects.filter(pk=standing.pk).update(until=timezone.now())
            return False
    try:
        return _taken(house, step, asked, standing, urgent, entered)
    except AktsomError:
        return entered


def _taken(
    house: House,
    step: str,
    asked: AccessGrant | None,
    standing: AccessGrant | None,
    urgent: AccessGrant | None,
    entered: bool,
) -> bool:
    if step == "ask":
        ask(house, house.asker)
    if step == "emergency":
        with acting_for(house.asker):
            granting.enter_in_emergency(house.asker, compartment=house.laboratory, reason="Gas")
    with acting_for(house.owner):
        if step == "approve" and asked:
            return granting.approve(house.owner, grant=asked).is_in_force
        if step == "decline" and asked:
            granting.decline(house.owner, grant=asked, reason="No")
        if step == "revoke" and standing:
            return granting.revoke(house.owner, grant=standing, reason="Out").is_in_force
        if step == "review" and urgent:
            granting.review_emergency(house.owner, grant=urgent, review="Yes")
    with acting_for(house.asker):
        if step == "withdraw" and asked:
            granting.withdraw(house.asker, grant=asked)
        if step == "give back" and standing:
            return granting.give_back(house.asker, grant=standing).is_in_force
    return entered
