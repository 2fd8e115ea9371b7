"""Who may give which duty to whom, what deputies do, and when a duty is in force."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError, StepUpNeededError
from aktsom.institutions.actions import assign_duty, change_duty, end_duty, end_place, move_unit, say_away
from aktsom.institutions.models import DutyAssignment
from aktsom.institutions.queries import responsible_for
from tests.institutions.conftest import House

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
DAY = timedelta(days=1)
OFFICER = Duty.EXPORT_CONTROL_OFFICER


def gives(house: House, actor: Actor, duty: Duty, where: str, receiver: Actor) -> bool:
    unit = {"institution": None, "own": house.science, "under": house.physics, "other": house.engineering}[where]
    try:
        assign_duty(actor, member=house.member(receiver), duty=duty, unit=unit)
    except NotAllowedError:
        return False
    return True


# Who gives, which duty, for which unit (their own, one under it, another, the institution): may they?
GIVING: list[tuple[Duty | None, Duty, str, bool]] = [
    (Duty.LEADERSHIP, Duty.LEADERSHIP, "institution", True),
    (Duty.LEADERSHIP, Duty.PLATFORM_OPERATOR, "institution", True),
    (Duty.LEADERSHIP, Duty.INTERNAL_AUDITOR, "institution", True),
    (Duty.LEADERSHIP, Duty.UNIT_LEADER, "other", True),
    (Duty.LEADERSHIP, Duty.EXPORT_CONTROL_OFFICER, "under", True),
    (Duty.RESEARCH_SECURITY_LEAD, Duty.LEADERSHIP, "institution", False),
    (Duty.RESEARCH_SECURITY_LEAD, Duty.RESEARCH_SECURITY_LEAD, "institution", False),
    (Duty.RESEARCH_SECURITY_LEAD, Duty.INTERNAL_AUDITOR, "institution", False),
    (Duty.RESEARCH_SECURITY_LEAD, Duty.PLATFORM_OPERATOR, "institution", False),
    (Duty.RESEARCH_SECURITY_LEAD, Duty.DATA_PROTECTION_OFFICER, "institution", False),
    (Duty.RESEARCH_SECURITY_LEAD, Duty.UNIT_LEADER, "other", False),
    (Duty.RESEARCH_SECURITY_LEAD, Duty.RESEARCH_SECURITY_ADVISER, "institution", True),
    (Duty.RESEARCH_SECURITY_LEAD, Duty.EXPORT_CONTROL_OFFICER, "other", True),
    (Duty.RESEARCH_SECURITY_LEAD, Duty.CONTACT_BREACH, "institution", True),
    (Duty.UNIT_LEADER, Duty.EXPORT_CONTROL_OFFICER, "own", True),
    (Duty.UNIT_LEADER, Duty.EXPORT_CONTROL_OFFICER, "under", True),
    (Duty.UNIT_LEADER, Duty.EXPORT_CONTROL_OFFICER, "other", False),
    (Duty.UNIT_LEADER, Duty.EXPORT_CONTROL_OFFICER, "institution", False),
    (Duty.UNIT_LEADER, Duty.UNIT_LEADER, "under", True),
    (Duty.UNIT_LEADER, Duty.UNIT_LEADER, "own", False),
    (Duty.UNIT_LEADER, Duty.RESEARCH_SECURITY_ADVISER, "own", False),
    (Duty.UNIT_LEADER, Duty.LEADERSHIP, "institution", False),
    (Duty.RESEARCH_SECURITY_ADVISER, Duty.EXPORT_CONTROL_OFFICER, "own", False),
    (Duty.HR_RECRUITER, Duty.HR_RECRUITER, "own", False),
    (Duty.PLATFORM_OPERATOR, Duty.CONTACT_BREACH, "institution", False),
    (Duty.INTERNAL_AUDITOR, Duty.CONTACT_BREACH, "institution", False),
    (None, Duty.CONTACT_BREACH, "institution", False),
]


@pytest.mark.parametrize(("giver", "duty", "where", "may"), GIVING)
def test_who_may_give_which_duty(
    house: House, person: Person, giver: Duty | None, duty: Duty, where: str, may: bool
) -> None:
    unit = house.science if giver == Duty.UNIT_LEADER else None
    actor = person(*([giver] if giver else []), unit=unit)
    assert gives(house, actor, duty, where, person()) is may


def test_promise_p22_nobody_assigns_a_duty_to_themselves(house: House, person: Person) -> None:
    colleague = person()
    for duty in Duty:
        unit = house.science if duty == Duty.UNIT_LEADER else None
        with pytest.raises(NotAllowedError):
            assign_duty(house.rector, member=house.member(house.rector), duty=duty, unit=unit)
    with pytest.raises(NotAllowedError):
        assign_duty(house.rector, member=house.member(colleague), duty=OFFICER, deputy=house.member(house.rector))
    given = assign_duty(house.rector, member=house.member(colleague), duty=OFFICER)
    with pytest.raises(NotAllowedError):
        change_duty(house.rector, assignment=given, deputy=house.member(house.rector), ends=None)
    own = DutyAssignment.objects.get(member_id=house.rector.member_id)
    with pytest.raises(NotAllowedError):
        change_duty(house.rector, assignment=own, deputy=None, ends=timezone.localdate() + DAY)


def test_a_program_assigns_nothing(house: House, person: Person) -> None:
    by_key = replace(house.rector, by_key=True)
    with pytest.raises(NotAllowedError):
        assign_duty(by_key, member=house.member(person()), duty=OFFICER)


def test_an_auditor_with_another_duty_still_assigns_nothing(house: House, person: Person) -> None:
    both = person(Duty.LEADERSHIP, Duty.INTERNAL_AUDITOR)
    assert not gives(house, both, OFFICER, "institution", person())


def test_a_duty_holds_from_its_first_to_its_last_day(house: House, person: Person) -> None:
    today = timezone.localdate()
    early, late, now = person(), person(), person()
    for actor, starts, ends in ((early, today - 9 * DAY, today - DAY), (late, today + DAY, None), (now, today, today)):
        assign_duty(house.system, member=house.member(actor), duty=OFFICER, starts=starts, ends=ends)
    assert [house.again(actor).holds(OFFICER) for actor in (early, late, now)] == [False, False, True]


def test_a_duty_that_is_ended_has_no_effect_from_that_moment(house: House, person: Person) -> None:
    officer = person()
    given = assign_duty(house.rector, member=house.member(officer), duty=OFFICER)
    assert house.again(officer).holds(OFFICER)
    end_duty(house.rector, assignment=given)
    assert not house.again(officer).holds(OFFICER)
    with pytest.raises(ConflictError):
        end_duty(house.rector, assignment=given)


def test_the_holder_may_lay_a_duty_down_and_others_may_not_take_it(house: House, person: Person) -> None:
    officer, colleague = person(OFFICER), person()
    given = DutyAssignment.objects.get(member_id=officer.member_id)
    with pytest.raises(NotAllowedError):
        end_duty(colleague, assignment=given)
    end_duty(officer, assignment=given)
    assert not house.again(officer).holds(OFFICER)


def test_somebody_is_always_left_in_leadership(house: House, person: Person) -> None:
    last = DutyAssignment.objects.get(member_id=house.rector.member_id)
    with pytest.raises(ConflictError):
        end_duty(house.rector, assignment=last)
    with pytest.raises(ConflictError):
        end_place(house.system, member=house.member(house.rector))
    second = person()
    assign_duty(house.rector, member=house.member(second), duty=Duty.LEADERSHIP)
    end_duty(house.rector, assignment=last)
    assert not house.again(house.rector).holds(Duty.LEADERSHIP)


def test_a_deputy_acts_only_while_the_holder_is_away(house: House, person: Person) -> None:
    officer, deputy = person(), person()
    assign_duty(house.rector, member=house.member(officer), duty=OFFICER, deputy=house.member(deputy))
    today = timezone.localdate()
    assert not house.again(deputy).holds(OFFICER)
    say_away(house.again(officer), member=house.member(officer), away_from=today, away_until=today + 7 * DAY)
    assert house.again(deputy).holds(OFFICER)
    [answers] = responsible_for(house.institution.pk, OFFICER)
    assert (answers.member.pk, answers.stands_in_for.pk) == (deputy.member_id, officer.member_id)  # type: ignore[union-attr]
    say_away(house.again(officer), member=house.member(officer), away_from=today + DAY, away_until=None)
    assert not house.again(deputy).holds(OFFICER)


def test_a_deputy_takes_over_when_the_holder_leaves(house: House, person: Person) -> None:
    officer, deputy = person(), person()
    assign_duty(house.rector, member=house.member(officer), duty=OFFICER, deputy=house.member(deputy))
    end_place(house.rector, member=house.member(officer), reason="Sluttet")
    assert house.again(deputy).holds(OFFICER)
    assert [found.member.pk for found in responsible_for(house.institution.pk, OFFICER)] == [deputy.member_id]


def test_only_oneself_and_leadership_say_that_somebody_is_away(house: House, person: Person) -> None:
    officer, colleague = person(OFFICER), person(Duty.RESEARCH_SECURITY_LEAD)
    today = timezone.localdate()
    with pytest.raises(NotAllowedError):
        say_away(colleague, member=house.member(officer), away_from=today, away_until=None)
    assert say_away(house.rector, member=house.member(officer), away_from=today, away_until=None).is_away(today)
    with pytest.raises(InvalidError):
        say_away(officer, member=house.member(officer), away_from=today, away_until=today - DAY)


def test_the_nearest_level_answers_and_the_institution_where_no_unit_does(house: House, person: Person) -> None:
    central, local = person(OFFICER), person(OFFICER, unit=house.science)
    asked = [responsible_for(house.institution.pk, OFFICER, unit) for unit in (house.physics, house.engineering, None)]
    assert [[found.member.pk for found in each] for each in asked] == [
        [local.member_id],
        [central.member_id],
        [central.member_id],
    ]
    moved = move_unit(house.system, unit=house.physics, parent=house.engineering, reason="Flyttes")
    assert [found.member.pk for found in responsible_for(house.institution.pk, OFFICER, moved)] == [central.member_id]


def test_what_cannot_be_assigned_is_refused_by_field(house: House, person: Person) -> None:
    member = house.member(person())
    today = timezone.localdate()
    for given, field in (
        ({"duty": Duty.LEADERSHIP, "unit": house.science}, "unit"),
        ({"duty": Duty.UNIT_LEADER}, "unit"),
        ({"duty": OFFICER, "deputy": member}, "deputy"),
        ({"duty": OFFICER, "starts": today, "ends": today - DAY}, "ends"),
    ):
        with pytest.raises(InvalidError) as refused:
            assign_duty(house.rector, member=member, **given)
        assert list(refused.value.fields) == [field]
    assign_duty(house.rector, member=member, duty=OFFICER)
    with pytest.raises(ConflictError):
        assign_duty(house.rector, member=member, duty=OFFICER)


def test_giving_a_duty_asks_again_who_one_is(house: House, person: Person) -> None:
    colleague = house.member(person())
    with pytest.raises(StepUpNeededError):
        assign_duty(replace(house.rector, proven=False), member=colleague, duty=OFFICER)
    given = assign_duty(house.rector, member=colleague, duty=OFFICER)
    with pytest.raises(StepUpNeededError):
        change_duty(replace(house.rector, proven=False), assignment=given, deputy=None, ends=None)
