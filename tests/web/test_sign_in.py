"""Signing in and out, with our words, and the demo's buttons only in a demo."""

import re

import pytest
from django.test import Client

from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import User

pytestmark = pytest.mark.django_db
INVENTED = "astrid@nordvik.demo.aktsom.example"


@pytest.fixture
def invented(person) -> User:
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER, name="Astrid Lunde")
    User.objects.filter(pk=adviser.user_id).update(email=INVENTED)
    return User.objects.get(pk=adviser.user_id)


def test_a_person_signs_in_with_email_and_password(person):
    user = User.objects.get(pk=person().user_id)
    answer = Client().post("/sign-in/", {"login": user.email, "password": "a long password"})
    assert answer["Location"] == "/"


def test_a_wrong_password_and_an_unknown_person_look_the_same(person):
    user = User.objects.get(pk=person().user_id)
    told = []
    for login in (user.email, "nobody@example.org"):
        page = Client().post("/sign-in/", {"login": login, "password": "wrong wrong wrong"}).content.decode()
        told.append(page[page.index("ds-error-summary") :].split("</ul>")[0])
    assert told[0] == told[1]


def test_the_password_is_hidden_and_its_field_takes_what_a_password_manager_brings():
    page = Client().get("/sign-in/").content.decode()
    (field,) = re.findall(r"<input[^>]*name=\"password\"[^>]*>", page)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert not {"onpaste", "readonly"} & set(re.findall(r"[a-z]+(?==)", field))


def test_no_link_opens_a_session(person):
    user = User.objects.get(pk=person().user_id)
    client = Client()
    client.get("/sign-in/", {"login": user.email, "password": "a long password"})
    assert client.get("/places/").status_code == 302


def test_nobody_can_sign_up():
    for address in ("/sign-up/", "/accounts/signup/", "/signup/"):
        assert Client().get(address).status_code == 404


def test_signing_out_needs_a_button(person, client_for):
    client = client_for(person())
    assert client.get("/sign-out/").status_code == 200
    assert client.get("/places/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/places/").status_code == 302


@pytest.mark.parametrize("login", ["\x00", "a" * 10_000, "'; DROP TABLE--", "‮moc.live@x", "<b>@x.no"])
def test_hostile_sign_ins_are_refused_calmly(login):
    answer = Client().post("/sign-in/", {"login": login, "password": "x" * 5000})
    assert answer.status_code == 200
    assert "<b>@x" not in answer.content.decode()


def test_a_demo_offers_its_people_and_signs_in_as_one(settings, invented):
    settings.IS_DEMO = True
    client = Client()
    assert "Astrid Lunde" in client.get("/sign-in/").content.decode()
    assert client.post("/demo/sign-in/", {"email": INVENTED})["Location"] == "/"
    assert client.get("/places/").wsgi_request.actor.name == "Astrid Lunde"


def test_outside_a_demo_its_people_are_neither_offered_nor_signed_in(settings, invented):
    settings.IS_DEMO = False
    assert "Astrid Lunde" not in Client().get("/sign-in/").content.decode()
    assert Client().post("/demo/sign-in/", {"email": INVENTED}).status_code == 404


@pytest.mark.parametrize("email", ["person1@example.org", "", "\x00@demo.aktsom.example", "x@evildemo.aktsom.example"])
def test_a_demo_signs_in_only_as_invented_people(settings, person, email):
    settings.IS_DEMO = True
    person()
    assert Client().post("/demo/sign-in/", {"email": email}).status_code == 404


def test_the_sign_in_page_takes_few_queries_however_many_people(
    settings, person, invented, django_assert_max_num_queries
):
    settings.IS_DEMO = True
    for number in range(8):
        User.objects.filter(pk=person(Duty.LEADERSHIP).user_id).update(email=f"p{number}@demo.aktsom.example")
    with django_assert_max_num_queries(12):
        Client().get("/sign-in/")


def test_changing_the_password_asks_for_the_old_one(person, client_for):
    actor = person()
    client = client_for(actor)
    new = {"password1": "en ganske lang setning", "password2": "en ganske lang setning"}
    assert client.post("/password/", {"oldpassword": "wrong", **new}).status_code == 200
    assert client.post("/password/", {"oldpassword": "a long password", **new}).status_code == 302
    with acting_for(actor):
        assert User.objects.get(pk=actor.user_id).check_password("en ganske lang setning")
