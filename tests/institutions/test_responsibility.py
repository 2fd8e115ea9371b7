"""Where somebody is missing: since when, or until when."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.institutions.actions import add_unit, assign_duty, require_duty, say_away
from aktsom.institutions.models import DutyAssignment
from aktsom.institutions.responsibility import Gap, GapKind, gaps_to_mend, responsibility
from aktsom.institutions.words import gap_in_words
from tests.institutions.conftest import House

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
DAY = timedelta(days=1)
OFFICER = Duty.EXPORT_CONTROL_OFFICER


def gaps_of(actor: Actor, duty: Duty, place: str) -> list[Gap]:
    found = responsibility(actor).gaps
    return [gap for gap in found if gap.duty == duty and (gap.unit.name_en if gap.unit else "") == place]


def test_a_gap_says_since_when_nobody_holds_the_duty(house: House, person: Person) -> None:
    today = timezone.localdate()
    [never] = gaps_of(house.rector, OFFICER, "Faculty of Engineering")
    assert (never.kind, never.since) == (GapKind.EMPTY, None)
    for last in (40, 90):
        assign_duty(
            house.system, member=house.member(person()), duty=OFFICER, unit=house.engineering,
            starts=today - 400 * DAY, ends=today - last * DAY,
        )  # fmt: skip
    [gap] = gaps_of(house.rector, OFFICER, "Faculty of Engineering")
    assert gap.since == today - 39 * DAY
    assign_duty(house.system, member=house.member(person()), duty=OFFICER, unit=house.engineering)
    assert gaps_of(house.rector, OFFICER, "Faculty of Engineering") == []


def test_a_duty_for_the_institution_does_not_fill_the_one_for_a_faculty(house: House, person: Person) -> None:
    person(OFFICER)
    assert gaps_of(house.rector, OFFICER, "") == []
    assert len(gaps_of(house.rector, OFFICER, "Faculty of Engineering")) == 1


def test_a_holder_who_is_away_without_a_deputy_who_is_here_is_a_gap(house: House, person: Person) -> None:
    officer, deputy = person(OFFICER), person()
    today = timezone.localdate()
    say_away(house.rector, member=house.member(officer), away_from=today, away_until=today + 3 * DAY)
    [gap] = gaps_of(house.rector, OFFICER, "")
    assert (gap.kind, gap.until) == (GapKind.AWAY, today + 3 * DAY)
    DutyAssignment.objects.filter(member_id=officer.member_id).update(deputy=deputy.member_id)
    assert gaps_of(house.rector, OFFICER, "") == []
    say_away(house.rector, member=house.member(deputy), away_from=today, away_until=None)
    assert len(gaps_of(house.rector, OFFICER, "")) == 1


def test_a_duty_that_ends_soon_and_is_not_followed_is_told_before(house: House, person: Person) -> None:
    today = timezone.localdate()
    assign_duty(house.system, member=house.member(person()), duty=OFFICER, ends=today + 20 * DAY)
    [gap] = gaps_of(house.rector, OFFICER, "")
    assert (gap.kind, gap.until) == (GapKind.ENDING, today + 20 * DAY)
    assign_duty(house.system, member=house.member(person()), duty=OFFICER, starts=today + 21 * DAY)
    assert gaps_of(house.rector, OFFICER, "") == []


def test_an_institution_says_itself_where_a_duty_must_be_filled(house: House) -> None:
    require_duty(house.rector, duty=OFFICER, level="nowhere")
    require_duty(house.rector, duty=Duty.FACILITY_OWNER, level="top-units")
    assert not [gap for gap in responsibility(house.rector).gaps if gap.duty == OFFICER]
    assert len([gap for gap in responsibility(house.rector).gaps if gap.duty == Duty.FACILITY_OWNER]) == 2


def test_those_who_can_mend_a_gap_are_told_of_it_and_others_are_not(house: House, person: Person) -> None:
    dean = person(Duty.UNIT_LEADER, unit=house.engineering)
    assert {(gap.duty, gap.unit) for gap in gaps_to_mend(dean)} == {(OFFICER, house.engineering)}
    assert gaps_to_mend(person()) == []
    assert len(gaps_to_mend(house.rector)) == len(responsibility(house.rector).gaps)


def test_the_picture_takes_the_same_few_queries_however_large_the_house_is(house: House, person: Person) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            responsibility(house.rector)
        return len(seen)

    before = queries()
    for number in range(5):
        unit = add_unit(house.system, name_nb=f"Fakultet {number}")
        assign_duty(house.system, member=house.member(person()), duty=OFFICER, unit=unit)
    assert queries() == before <= 4


def test_promise_p21_a_gap_in_the_duties_is_named_in_plain_words_with_its_day(house: House, person: Person) -> None:
    assign_duty(
        house.system, member=house.member(person()), duty=OFFICER, unit=house.engineering,
        starts=date(2025, 1, 1), ends=date(2026, 2, 28),
    )  # fmt: skip
    [gap] = gaps_of(house.rector, OFFICER, "Faculty of Engineering")
    with override("en"):
        assert gap_in_words(gap) == "No export-control officer for the Faculty of Engineering since 1 March 2026."
    with override("nb"):
        said = gap_in_words(gap)
    assert said == "Ingen eksportkontrollansvarlig for Fakultet for ingeniørvitenskap siden 1. mars 2026."
