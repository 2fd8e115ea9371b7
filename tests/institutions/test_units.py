"""The tree of units: added, renamed, moved, merged and closed, with its history kept."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.register.actions import register_cooperation
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.register.queries import units_to_register_for
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import AktsomError, ConflictError, InvalidError, NotAllowedError
from aktsom.core.tenancy import acting_for
from aktsom.institutions.actions import (
    add_unit,
    assign_duty,
    change_member,
    close_unit,
    end_duty,
    merge_units,
    move_unit,
    rename_unit,
    reopen_unit,
    undo_merger,
)
from aktsom.institutions.actions.merging import can_be_undone
from aktsom.institutions.models import DutyAssignment, Member, Unit, UnitMerger, UnitVersion
from aktsom.institutions.queries import history_of, tree, tree_at
from tests.institutions.conftest import House

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]


def names(branches: object) -> list[tuple[int, str]]:
    return [(each.depth, each.name_nb) for each in branches]  # type: ignore[attr-defined]


def test_promise_p20_what_the_tree_of_units_was_on_a_day_can_be_told_later(house: House) -> None:
    UnitVersion.objects.update(at=timezone.now() - timedelta(days=30))
    before = timezone.now() - timedelta(days=10)
    with acting_for(house.rector):
        rename_unit(house.rector, unit=house.science, name_nb="Fakultet for realfag", reason="Styresak 12/26")
        move_unit(house.rector, unit=house.physics, parent=house.engineering, reason="Styresak 13/26")
        assert names(tree(house.rector)) == [
            (0, "Fakultet for ingeniørvitenskap"),
            (1, "Institutt for fysikk"),
            (0, "Fakultet for realfag"),
        ]
        assert names(tree_at(house.rector, before)) == [
            (0, "Fakultet for ingeniørvitenskap"),
            (0, "Fakultet for naturvitenskap"),
            (1, "Institutt for fysikk"),
        ]
        moved = history_of(house.rector, house.physics)[0]
        assert (moved.change, moved.by_name, moved.reason) == ("moved", "Rakel Rektor", "Styresak 13/26")


def test_a_move_takes_everything_under_it_along(house: House) -> None:
    group = add_unit(house.system, name_nb="Gruppe for optikk", parent=house.physics)
    move_unit(house.system, unit=house.science, parent=house.engineering, reason="Sammenslåing")
    paths = {unit.pk: unit.path for unit in Unit.objects.all()}
    assert paths[group.pk].startswith(paths[house.physics.pk])
    assert paths[house.physics.pk].startswith(paths[house.science.pk])
    assert paths[house.science.pk].startswith(paths[house.engineering.pk])


def test_a_duty_covers_what_moves_under_it_and_no_longer_what_moves_away(house: House, person: Person) -> None:
    dean = person(Duty.UNIT_LEADER, unit=house.engineering)
    assert not dean.holds(Duty.UNIT_LEADER, path=house.physics.path)
    moved = move_unit(house.system, unit=house.physics, parent=house.engineering, reason="Flyttes")
    assert house.again(dean).holds(Duty.UNIT_LEADER, path=moved.path)


def test_a_unit_cannot_lie_under_itself(house: House) -> None:
    with pytest.raises(InvalidError) as refused:
        move_unit(house.system, unit=house.science, parent=house.physics, reason="Nei")
    assert "parent" in refused.value.fields
    with pytest.raises(InvalidError):
        merge_units(house.system, unit=house.science, into=house.physics, reason="Nei")
    with pytest.raises(InvalidError):
        merge_units(house.system, unit=house.science, into=house.science, reason="Nei")


def test_moves_mergers_and_closings_need_a_reason(house: House) -> None:
    for change in (
        lambda: move_unit(house.system, unit=house.physics, parent=None, reason=" "),
        lambda: merge_units(house.system, unit=house.physics, into=house.science, reason=""),
        lambda: close_unit(house.system, unit=house.physics, reason=""),
    ):
        with pytest.raises(InvalidError) as refused:
            change()
        assert "reason" in refused.value.fields
    house.physics.refresh_from_db()
    assert house.physics.closed_at is None


def test_after_a_merger_people_cooperation_and_duties_hang_on_the_other_unit(house: House, person: Person) -> None:
    optics = add_unit(house.system, name_nb="Optikk", parent=house.physics)
    researcher = person(unit=house.physics)
    leader = person(Duty.UNIT_LEADER, unit=house.physics)
    officer, other = person(), person()
    assign_duty(house.system, member=house.member(officer), duty=Duty.EXPORT_CONTROL_OFFICER, unit=house.physics)
    assign_duty(house.system, member=house.member(other), duty=Duty.EXPORT_CONTROL_OFFICER, unit=house.engineering)
    cooperation = Cooperation.objects.create(institution=house.institution, title="Laser", unit=house.physics)
    with acting_for(house.rector):
        merge_units(house.rector, unit=house.physics, into=house.engineering, reason="Styresak 14/26")
    cooperation.refresh_from_db()
    optics.refresh_from_db()
    house.physics.refresh_from_db()
    assert cooperation.unit_id == house.engineering.pk
    assert optics.parent_id == house.engineering.pk
    assert optics.path.startswith(house.engineering.path)
    assert house.member(researcher).unit_id == house.engineering.pk
    assert house.physics.closed_at is not None
    assert house.physics.merged_into_id == house.engineering.pk
    assert house.again(leader).holds(Duty.UNIT_LEADER, path=house.engineering.path)
    assert not house.again(officer).holds(Duty.EXPORT_CONTROL_OFFICER)
    assert house.again(other).holds(Duty.EXPORT_CONTROL_OFFICER, path=house.engineering.path)
    assert DutyAssignment.objects.filter(unit=house.physics, ended_at=None).count() == 0


def test_a_merger_is_undone_and_brings_back_what_nobody_moved_since(house: House, person: Person) -> None:
    optics, lasers = (add_unit(house.system, name_nb=name, parent=house.physics) for name in ("Optikk", "Lasere"))
    researcher, mover, leader, officer = (person(unit=house.physics) for _each in range(4))
    for who, duty in ((leader, Duty.UNIT_LEADER), (officer, Duty.EXPORT_CONTROL_OFFICER)):
        assign_duty(house.system, member=house.member(who), duty=duty, unit=house.physics)
    assign_duty(house.system, member=house.member(person()), duty=Duty.EXPORT_CONTROL_OFFICER, unit=house.engineering)
    kept, moved_on = (
        Cooperation.objects.create(institution=house.institution, title=title, unit=house.physics)
        for title in ("Laser", "Ion")
    )
    with acting_for(house.rector):
        merge_units(house.rector, unit=house.physics, into=house.engineering, reason="Styresak 14/26")
        assert can_be_undone(house.rector, Unit.objects.get(pk=house.physics.pk))
        move_unit(house.rector, unit=lasers, parent=house.science, reason="Styresak 15/26")
        change_member(house.rector, member=house.member(mover), unit=house.science, title="")
    Cooperation.objects.filter(pk=moved_on.pk).update(unit=house.science)
    with acting_for(house.rector):
        undo_merger(house.rector, unit=house.physics, reason="Styresak 16/26")
    for row in (house.physics, optics, lasers, kept, moved_on):
        row.refresh_from_db()
    assert (house.physics.closed_at, house.physics.merged_into_id, house.physics.parent_id) == (
        None,
        None,
        house.science.pk,
    )
    assert (optics.parent_id, lasers.parent_id) == (house.physics.pk, house.science.pk)
    assert optics.path.startswith(house.physics.path)
    assert (kept.unit_id, moved_on.unit_id) == (house.physics.pk, house.science.pk)
    assert house.member(researcher).unit_id == house.physics.pk
    assert house.member(mover).unit_id == house.science.pk
    assert house.again(leader).holds(Duty.UNIT_LEADER, path=house.physics.path)
    assert not house.again(leader).holds(Duty.UNIT_LEADER, path=house.engineering.path)
    assert house.again(officer).holds(Duty.EXPORT_CONTROL_OFFICER, path=house.physics.path)
    changes = list(house.physics.versions.order_by("number").values_list("change", flat=True))
    assert changes[-2:] == ["merged", "reopened"]
    with acting_for(house.rector), pytest.raises(ConflictError):
        undo_merger(house.rector, unit=house.physics, reason="Again")


def test_what_was_taken_back_after_a_merger_does_not_come_back_and_the_time_is_limited(
    house: House, person: Person
) -> None:
    leader = person(unit=house.physics)
    assign_duty(house.system, member=house.member(leader), duty=Duty.UNIT_LEADER, unit=house.physics)
    with acting_for(house.rector):
        merge_units(house.rector, unit=house.physics, into=house.engineering, reason="A")
    given = DutyAssignment.objects.get(unit=house.engineering, member=leader.member_id)
    end_duty(house.system, assignment=given)
    late = UnitMerger.objects.filter(unit=house.physics)
    late.update(at=timezone.now() - timedelta(days=91))
    with acting_for(house.rector), pytest.raises(ConflictError):
        undo_merger(house.rector, unit=house.physics, reason="B")
    late.update(at=timezone.now())
    with acting_for(house.rector):
        undo_merger(house.rector, unit=house.physics, reason="B")
    assert not house.again(leader).duties


def test_what_a_merger_took_along_is_for_the_system_alone(house: House) -> None:
    with acting_for(house.rector):
        merge_units(house.rector, unit=house.physics, into=house.engineering, reason="A")
        assert not UnitMerger.objects.exists()
    assert UnitMerger.objects.count() == 1


def test_closing_needs_an_empty_unit_moves_people_up_and_ends_duties(house: House, person: Person) -> None:
    researcher = person(unit=house.physics)
    owner = person(Duty.FACILITY_OWNER, unit=house.physics)
    with pytest.raises(ConflictError):
        close_unit(house.system, unit=house.science, reason="Nedlagt")
    close_unit(house.system, unit=house.physics, reason="Nedlagt")
    assert house.member(researcher).unit_id == house.science.pk
    assert not house.again(owner).holds(Duty.FACILITY_OWNER)
    assert (0, "Institutt for fysikk") not in names(tree(house.system))
    with pytest.raises(ConflictError):
        rename_unit(house.system, unit=house.physics, name_nb="Fysikk")
    with pytest.raises(ConflictError):
        add_unit(house.system, name_nb="Under", parent=house.physics)


def test_nothing_is_registered_for_a_closed_unit(house: House, person: Person) -> None:
    leader = person(Duty.UNIT_LEADER, unit=house.science)
    assert house.physics in units_to_register_for(leader)
    close_unit(house.system, unit=house.physics, reason="Nedlagt")
    assert house.physics not in units_to_register_for(leader)
    partner = add_partner(leader, "University of Examplestad", "CA")
    draft = Draft(title="Laser", kind="research-project", partners=(partner.pk,), unit=house.physics.pk)
    with pytest.raises(InvalidError) as refused:
        register_cooperation(leader, draft=draft)
    assert "unit" in refused.value.fields


def test_a_closed_unit_can_be_opened_again_where_it_was(house: House) -> None:
    close_unit(house.system, unit=house.physics, reason="Nedlagt")
    opened = reopen_unit(house.system, unit=house.physics, reason="Likevel ikke")
    assert (opened.closed_at, opened.parent_id) == (None, house.science.pk)
    close_unit(house.system, unit=house.physics, reason="Nedlagt")
    close_unit(house.system, unit=house.science, reason="Nedlagt")
    assert reopen_unit(house.system, unit=house.physics, reason="Alene").parent_id is None


def test_the_tree_has_a_limit(house: House) -> None:
    unit = house.physics
    while unit.depth < 11:
        unit = add_unit(house.system, name_nb="Under", parent=unit)
    with pytest.raises(InvalidError):
        add_unit(house.system, name_nb="Under", parent=unit)
    with pytest.raises(InvalidError):
        move_unit(house.system, unit=house.science, parent=house.engineering, reason="For dypt")


@pytest.mark.parametrize(
    ("duty", "may"),
    [
        (Duty.LEADERSHIP, True),
        (Duty.PLATFORM_OPERATOR, True),
        (Duty.RESEARCH_SECURITY_LEAD, False),
        (Duty.UNIT_LEADER, False),
        (Duty.HR_RECRUITER, False),
        (Duty.INTERNAL_AUDITOR, False),
        (None, False),
    ],
)
def test_leadership_and_who_runs_the_platform_build_the_tree(
    house: House, person: Person, duty: Duty | None, may: bool
) -> None:
    actor = person(*([duty] if duty else []))
    if may:
        assert add_unit(actor, name_nb="Ny enhet").name_nb == "Ny enhet"
    else:
        with pytest.raises(NotAllowedError):
            add_unit(actor, name_nb="Ny enhet")


def test_another_institutions_unit_is_not_found(house: House, person: Person, other_institution: object) -> None:
    stranger = person(Duty.LEADERSHIP, institution=other_institution)
    with acting_for(stranger), pytest.raises(AktsomError) as refused:
        move_unit(stranger, unit=house.physics, parent=None, reason="Hit")
    assert refused.value.status == 404


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 8), st.sampled_from("mma")), max_size=12))
def test_whatever_is_moved_and_merged_paths_agree_with_parents(house: House, steps: list[tuple[int, int, str]]) -> None:
    here = Unit.objects.count()
    units = [add_unit(house.system, name_nb=f"U{here + number}") for number in range(8)]
    for first, second, kind in steps:
        one, other = units[first], units[second] if second < 8 else None
        try:
            if kind == "a" and other:
                merge_units(house.system, unit=one, into=other, reason="x")
            else:
                move_unit(house.system, unit=one, parent=other, reason="x")
        except AktsomError:
            continue
    everything = list(Unit.objects.select_related("parent"))
    for unit in everything:
        above = unit.parent.path if unit.parent else "/"
        assert unit.path == f"{above}{unit.id.hex[:12]}/"
        assert unit.path.count(unit.id.hex[:12]) == 1
    latest = {row.unit_id: row.parent_id for row in UnitVersion.objects.order_by("at", "number")}
    assert latest == {unit.pk: unit.parent_id for unit in everything}
    assert Member.objects.filter(unit__closed_at__isnull=False).count() == 0
