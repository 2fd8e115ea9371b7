"""A day is heard by somebody, whoever has left, is away or may not enter the agreement's compartment."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.protecting import put_into_compartment
from aktsom.cooperation.deadlines.queries import waiting_for
from aktsom.core.actor import Actor
from aktsom.core.changes import tell_what_waits
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.actions import end_place
from aktsom.institutions.models import DutyAssignment, Member, Unit
from tests.cooperation.deadlines.test_days_as_work import kinds, renewing
from tests.protection.access.conftest import House, house

__all__ = ["house"]
pytestmark = pytest.mark.django_db
Person, MakeUnit, MakeAgreement = Callable[..., Actor], Callable[..., Unit], Callable[..., Agreement]


@pytest.fixture
def faculty(unit: MakeUnit) -> Unit:
    return unit("Fakultet")


@pytest.fixture
def department(unit: MakeUnit, faculty: Unit) -> Unit:
    return unit("Institutt", faculty)


def leaves(actor: Actor, rector: Actor) -> None:
    with acting_for(rector):
        end_place(rector, member=Member.objects.get(pk=actor.member_id))


def is_away(actor: Actor, begins: date, until: date | None) -> None:
    with acting_for(actor):
        Member.objects.filter(pk=actor.member_id).update(away_from=begins, away_until=until)


def test_what_an_owner_who_left_had_to_decide_waits_for_the_nearest_leader_from_the_start(
    person: Person, faculty: Unit, department: Unit, agreement: MakeAgreement
) -> None:
    owner, leader = person(unit=department), person(Duty.UNIT_LEADER, unit=department)
    dean, rector = person(Duty.UNIT_LEADER, unit=faculty), person(Duty.LEADERSHIP)
    today = timezone.localdate()
    agreement(owner, **renewing(today, today + timedelta(60)), unit=department.pk)
    assert (kinds(owner), kinds(leader), kinds(dean), kinds(rector)) == (["notice"], [], [], [])
    leaves(owner, rector)
    assert (kinds(leader), kinds(dean), kinds(rector)) == (["notice"], [], [])
    with acting_for(leader):
        DutyAssignment.objects.filter(member=leader.member_id).update(ended_at=timezone.now())
    assert (kinds(dean), kinds(rector)) == (["notice"], [])
    with acting_for(dean):
        DutyAssignment.objects.filter(member=dean.member_id).update(ended_at=timezone.now())
    assert kinds(rector) == ["notice"]


def test_an_officer_who_is_here_has_what_the_owner_left_and_no_leader_is_told(
    person: Person, faculty: Unit, department: Unit, agreement: MakeAgreement
) -> None:
    owner, leader, rector = (
        person(unit=department),
        person(Duty.UNIT_LEADER, unit=department),
        person(Duty.LEADERSHIP),
    )
    officer, today = person(Duty.AGREEMENTS_OFFICER, unit=faculty), timezone.localdate()
    agreement(owner, **renewing(today, today + timedelta(60)), unit=department.pk)
    leaves(owner, rector)
    assert (kinds(officer), kinds(leader), kinds(rector)) == (["notice"], [], [])
    is_away(officer, today, None)
    assert (kinds(leader), kinds(rector)) == (["notice"], [])


@pytest.mark.parametrize(
    ("begins", "until", "told"), [(0, 30, True), (-5, None, True), (0, 29, False), (1, None, False), (-9, -1, False)]
)
def test_what_an_owner_misses_by_being_away_waits_for_the_leader(
    person: Person, department: Unit, agreement: MakeAgreement, begins: int, until: int | None, *, told: bool
) -> None:
    owner, leader, today = person(unit=department), person(Duty.UNIT_LEADER, unit=department), timezone.localdate()
    agreement(owner, **renewing(today, today + timedelta(60)), unit=department.pk)
    is_away(owner, today + timedelta(begins), None if until is None else today + timedelta(until))
    assert kinds(leader) == (["notice"] if told else [])


def test_a_review_that_is_overdue_rises_to_the_leader_who_can_do_it(
    person: Person, department: Unit, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    owner, rector, today = person(unit=department), person(Duty.LEADERSHIP), timezone.localdate()
    due = agreement(owner, state="signed", starts=today - timedelta(355), review_months=12, unit=department.pk)
    assert (kinds(owner), kinds(rector)) == (["review"], [])
    late = agreement(owner, state="signed", starts=today - timedelta(400), review_months=12, unit=department.pk)
    assert kinds(rector) == ["review"]
    client = client_for(rector)
    assert f"/agreements/{late.pk}/steps/review/" in client.get(f"/agreements/{late.pk}/").content.decode()
    assert client.post(f"/agreements/{late.pk}/steps/review/", {"reason": "All is well."}).status_code == 302
    tell_what_waits(due.institution_id)
    assert kinds(rector) == []


def test_a_day_missed_in_a_compartment_is_heard_by_the_nearest_leader_who_may_enter(
    house: House, person: Person, agreement: MakeAgreement
) -> None:
    owner, rector, today = person(unit=house.unit), person(Duty.LEADERSHIP), timezone.localdate()
    row = agreement(owner, **renewing(today, today + timedelta(10)), unit=house.unit.pk)
    assert (hears(house, house.leader, row), hears(house, rector, row)) == (["notice"], [])
    house.let_in(owner, house.records)
    house.let_in(rector, house.records)
    inside = house.now(owner)
    with acting_for(inside):
        put_into_compartment(inside, agreement=row, compartment=house.records)
    tell_what_waits(row.institution_id)
    assert (hears(house, house.leader, row), hears(house, rector, row)) == ([], ["notice"])
    house.let_in(house.leader, house.records)
    assert (hears(house, house.leader, row), hears(house, rector, row)) == (["notice"], [])


def test_an_officer_who_may_not_enter_does_not_keep_a_leader_from_what_the_owner_left(
    house: House, person: Person, agreement: MakeAgreement
) -> None:
    owner, rector, today = person(unit=house.unit), person(Duty.LEADERSHIP), timezone.localdate()
    officer = person(Duty.AGREEMENTS_OFFICER)
    row = agreement(owner, **renewing(today, today + timedelta(60)), unit=house.unit.pk)
    for each in (owner, rector):
        house.let_in(each, house.records)
    inside = house.now(owner)
    with acting_for(inside):
        put_into_compartment(inside, agreement=row, compartment=house.records)
    tell_what_waits(row.institution_id)
    leaves(owner, rector)
    assert [hears(house, each, row) for each in (officer, house.leader, rector)] == [[], [], ["notice"]]
    house.let_in(officer, house.records)
    assert [hears(house, each, row) for each in (officer, house.leader, rector)] == [["notice"], [], []]


def test_who_hears_is_asked_in_as_many_queries_for_many_leaders_as_for_one(
    person: Person,
    unit: MakeUnit,
    faculty: Unit,
    agreement: MakeAgreement,
    django_assert_num_queries: Callable[..., object],
) -> None:
    rector, today = person(Duty.LEADERSHIP), timezone.localdate()
    for number in range(3):
        place = unit(f"Institutt {number}", faculty)
        person(Duty.UNIT_LEADER, unit=place)
        agreement(person(unit=place), **renewing(today, today + timedelta(10)), unit=place.pk)
        with acting_for(rector), django_assert_num_queries(3):  # type: ignore[attr-defined]
            assert not list(waiting_for(rector))


def hears(house: House, actor: Actor, agreement: Agreement) -> list[str]:
    """The days of the agreement that wait for somebody as they are now."""
    actor = house.now(actor)
    with acting_for(actor):
        return [row.kind for row in waiting_for(actor) if row.agreement_id == agreement.pk]
