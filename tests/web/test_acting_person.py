"""Who a request acts for, and that the connection forgets it afterwards."""

import pytest
from django.db import connection
from django.test import Client

from aktsom.core.duties import Duty
from aktsom.institutions.models import DutyAssignment, Member, Unit, User

pytestmark = pytest.mark.django_db


def institution_of_connection() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('aktsom.institution', true), current_setting('aktsom.user', true)")
        return tuple(value or "" for value in cursor.fetchone())


def test_the_connection_acts_for_nobody_after_a_request(person, client_for):
    client = client_for(person(Duty.LEADERSHIP))
    assert client.get("/places/").status_code == 200
    assert institution_of_connection() == ("", "")


def test_the_connection_acts_for_nobody_after_a_refusal(person, client_for):
    client = client_for(person(Duty.LEADERSHIP))
    assert client.post("/places/", {"institution": "999999"}).status_code == 404
    assert institution_of_connection() == ("", "")


def test_a_person_acts_with_the_duties_and_the_unit_of_the_place(institution, person, acting, client_for):
    somebody = person(Duty.LEADERSHIP)
    with acting(somebody):
        unit = Unit.objects.create(institution=institution, name_nb="Institutt for fysikk")
    leader = person(Duty.UNIT_LEADER, unit=unit)
    actor = client_for(leader).get("/places/").wsgi_request.actor
    assert actor.holds(Duty.UNIT_LEADER, path=unit.path)
    assert actor.unit_path == unit.path


def test_a_duty_that_has_ended_is_not_held(person, acting, client_for):
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    with acting(adviser):
        DutyAssignment.objects.filter(member_id=adviser.member_id).update(starts="2020-01-01", ends="2020-12-31")
    assert client_for(adviser).get("/places/").wsgi_request.actor.duties == ()


def test_somebody_without_a_place_is_told_what_to_do():
    client = Client()
    client.force_login(User.objects.create_user("new@example.org", name="New"))
    client.cookies["aktsom_language"] = "en"
    assert client.get("/")["Location"] == "/no-place/"
    page = client.get("/no-place/").content.decode()
    assert "new@example.org" in page
    assert "Ask the administrator" in page


def test_a_person_with_two_places_chooses_where_to_act(person, other_institution, acting, client_for):
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    guest = person(institution=other_institution)
    with acting(guest):
        Member.objects.create(institution=other_institution, user_id=adviser.user_id)
    client = client_for(adviser)
    assert client.post("/places/", {"institution": other_institution.pk})["Location"] == "/"
    actor = client.get("/places/").wsgi_request.actor
    assert actor.institution_id == other_institution.pk
    assert actor.duties == ()


@pytest.mark.parametrize("wanted", ["", "abc", "1 OR 1=1", "-1", "９", "\x00", "9" * 400])
def test_no_one_chooses_a_place_that_is_not_theirs(person, client_for, wanted):
    client = client_for(person())
    assert client.post("/places/", {"institution": wanted}).status_code == 404


def test_another_institutions_place_cannot_be_chosen(person, other_institution, client_for):
    client = client_for(person())
    assert client.post("/places/", {"institution": other_institution.pk}).status_code == 404


def test_a_place_that_was_taken_away_is_not_acted_in_any_more(person, other_institution, acting, client_for):
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    guest = person(institution=other_institution)
    with acting(guest):
        place = Member.objects.create(institution=other_institution, user_id=adviser.user_id)
    client = client_for(adviser)
    client.post("/places/", {"institution": other_institution.pk})
    with acting(guest):
        place.delete()
    assert client.get("/places/").wsgi_request.actor.institution_id == adviser.institution_id
    assert client.session["institution"] == adviser.institution_id


def test_who_acts_is_known_after_four_queries_and_forgotten_with_one(person, client_for, django_assert_num_queries):
    client = client_for(person(Duty.LEADERSHIP, Duty.INTERNAL_AUDITOR))
    with django_assert_num_queries(5):
        assert client.get("/about/").wsgi_request.actor.holds(Duty.INTERNAL_AUDITOR)
