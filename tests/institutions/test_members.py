"""People's places: given, changed, ended."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.institutions.actions import add_member, change_member, correct_name, end_place, invite_member
from aktsom.institutions.keys import actor_with_key, make_key
from aktsom.institutions.models import DutyAssignment, Institution, Member, User
from aktsom.institutions.queries import members, place_of, places_of
from tests.institutions.conftest import House

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]


def test_a_person_is_invited_with_an_address_and_a_name(house: House) -> None:
    member = invite_member(house.rector, email=" Ny.Kollega@Example.ORG ", name="Ny Kollega", unit=house.physics)
    assert (member.user.email, member.user.name, member.unit_id) == (
        "ny.kollega@example.org",
        "Ny Kollega",
        house.physics.pk,
    )
    assert not member.user.has_usable_password()
    assert "kollega" not in str(AuditEvent.objects.latest("sequence").details).lower()
    with pytest.raises(ConflictError):
        invite_member(house.rector, email="ny.kollega@example.org", name="En gang til")
    with pytest.raises(InvalidError):
        invite_member(house.rector, email="ingen adresse", name="Noen")


def test_an_account_that_is_there_keeps_its_name_and_only_its_own_house_corrects_it(
    house: House, person: Person, other_institution: Institution
) -> None:
    stranger = person(institution=other_institution, name="Kari Nordmann")
    email = User.objects.get(pk=stranger.user_id).email
    member = invite_member(house.rector, email=email, name="Noe annet")
    assert member.user.name == "Kari Nordmann"
    with pytest.raises(NotAllowedError):
        correct_name(house.rector, member=member, name="Noe annet")
    ours = invite_member(house.rector, email="ola@example.org", name="Ola Nordman")
    assert correct_name(house.rector, member=ours, name="Ola Nordmann").user.name == "Ola Nordmann"


def test_promise_p23_when_a_place_ends_sign_in_duties_and_keys_end_with_it(
    house: House, person: Person, client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.EXPORT_CONTROL_OFFICER)
    _key, secret = make_key(officer, label="Arkiv")
    browser = client_for(officer)
    assert browser.get("/").status_code == 200
    assert actor_with_key(secret) == replace(officer, by_key=True, proven=False)
    with acting_for(house.rector):
        end_place(house.rector, member=house.member(officer), reason="Sluttet")
    assert actor_with_key(secret) is None
    assert browser.get("/").status_code == 302
    assert browser.get("/", follow=True).redirect_chain[-1][0].endswith("/no-place/")
    with acting_for(house.system):
        member = Member.objects.get(pk=officer.member_id)
        assert member.ended_at is not None
        assert member.end_reason == "Sluttet"
        assert not DutyAssignment.objects.filter(member=member, ended_at=None).exists()
        assert place_of(member.user_id, member.institution_id) is None
        assert places_of(member.user) == []


def test_a_place_that_ended_can_be_given_back_without_its_duties(house: House, person: Person) -> None:
    officer = person(Duty.EXPORT_CONTROL_OFFICER)
    member = house.member(officer)
    end_place(house.rector, member=member)
    with pytest.raises(ConflictError):
        end_place(house.rector, member=member)
    back = add_member(house.rector, user=member.user, title="Rådgiver")
    assert back.pk == member.pk
    assert house.again(officer).duties == ()


def test_nobody_ends_their_own_place(house: House, person: Person) -> None:
    second = person(Duty.LEADERSHIP)
    with pytest.raises(NotAllowedError):
        end_place(second, member=house.member(second))


@pytest.mark.parametrize("duty", [Duty.UNIT_LEADER, Duty.RESEARCH_SECURITY_LEAD, Duty.INTERNAL_AUDITOR, None])
def test_others_place_nobody(house: House, person: Person, duty: Duty | None) -> None:
    actor, colleague = person(*([duty] if duty else [])), person()
    for change in (
        lambda: invite_member(actor, email="a@example.org", name="A"),
        lambda: change_member(actor, member=house.member(colleague), unit=house.physics, title=""),
        lambda: end_place(actor, member=house.member(colleague)),
    ):
        with pytest.raises(NotAllowedError):
            change()


def test_people_are_found_by_words_and_by_unit(house: House, person: Person) -> None:
    person(unit=house.physics, name="Berit Bølge")
    person(unit=house.engineering, name="Bjørn Bro")
    assert [each.user.name for each in members(house.rector, "ber bøl")] == ["Berit Bølge"]
    assert [each.user.name for each in members(house.rector, unit=house.science)] == ["Berit Bølge"]


def test_two_people_cannot_have_one_code_and_nothing_is_too_long_for_the_database(house: House) -> None:
    one = invite_member(house.rector, email="a@example.org", name="A", external_id="7")
    two = invite_member(house.rector, email="b@example.org", name="B" * 500, external_id="8")
    with pytest.raises(ConflictError):
        invite_member(house.rector, email="c@example.org", name="C", external_id="7")
    with pytest.raises(ConflictError):
        change_member(house.rector, member=two, unit=None, title="T" * 500, external_id="7")
    assert change_member(house.rector, member=one, unit=None, title="T" * 500, external_id="7").external_id == "7"
    for given in (
        {"email": "d@example.org", "external_id": "x" * 201},
        {"email": f"{'d' * 60}@{'e' * 60}.{'f.' * 90}no"},
    ):
        with pytest.raises(InvalidError):
            invite_member(house.rector, name="D", **given)
