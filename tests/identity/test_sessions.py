"""Sessions end by themselves and on request, and what was typed is kept."""

import pytest
from django.test import Client

from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.identity import sessions
from aktsom.identity.models import PersonSession
from aktsom.institutions.models import User

pytestmark = pytest.mark.django_db


def signed_in(actor) -> Client:
    browser = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"})
    email = User.objects.get(pk=actor.user_id).email
    assert browser.post("/sign-in/", {"login": email, "password": "a long password"}).status_code == 302
    return browser


@pytest.fixture
def clock(monkeypatch):
    """`clock(minutes)` puts the clock forward."""
    real = sessions.time.time
    return lambda minutes: monkeypatch.setattr(sessions.time, "time", lambda: real() + minutes * 60)


def test_signing_in_leaves_an_event_and_a_session(person):
    actor = person()
    browser = signed_in(actor)
    with acting_for(actor):
        assert AuditEvent.objects.get(verb="sign in").details == {"how": "password"}
    page = browser.get("/account/security/").content.decode()
    assert "Firefox, Linux" in page
    assert browser.get("/places/").wsgi_request.actor.proven


def test_a_failed_sign_in_leaves_an_event_where_the_person_has_a_place(person):
    actor = person()
    email = User.objects.get(pk=actor.user_id).email
    Client().post("/sign-in/", {"login": email, "password": "wrong wrong wrong"})
    with acting_for(actor):
        event = AuditEvent.objects.get(verb="sign-in failed")
    assert "wrong" not in str(event.details)


def test_promise_p40_a_session_that_a_person_ends_is_over_at_its_next_request(person):
    actor = person()
    here, there = signed_in(actor), signed_in(actor)
    row = PersonSession.objects.get(key=there.session.session_key)
    assert here.post(f"/account/security/sessions/{row.pk}/end/").status_code == 302
    assert there.get("/")["Location"].startswith("/sign-in/")
    assert here.get("/places/").status_code == 200


def test_all_others_end_at_once(person):
    actor = person()
    here, *others = [signed_in(actor) for _each in range(3)]
    here.post("/account/security/sessions/others/end/")
    assert [each.get("/places/").status_code for each in (here, *others)] == [200, 302, 302]


def test_nobody_ends_anothers_session(person):
    theirs = signed_in(person())
    row = PersonSession.objects.get(key=theirs.session.session_key)
    assert signed_in(person()).post(f"/account/security/sessions/{row.pk}/end/").status_code == 404
    assert theirs.get("/places/").status_code == 200


@pytest.mark.parametrize("pauses", [[61], [50] * 10], ids=["idle", "in use for too long"])
def test_a_session_ends_after_an_hour_idle_and_after_eight_hours_in_any_case(person, clock, pauses):
    browser = signed_in(person())
    minutes, codes = 0, []
    for pause in pauses:
        minutes += pause
        clock(minutes)
        codes.append(browser.get("/places/").status_code)
    assert codes[-1] == 302
    assert codes[:-1] == [200 if sum(pauses[: n + 1]) < 480 else 302 for n in range(len(codes) - 1)]


def test_what_was_typed_is_kept_over_the_end_of_a_session(person, clock):
    actor = person()
    browser = signed_in(actor)
    clock(61)
    over = browser.post("/account/keys/", {"label": "My long archive name"})
    assert "ended=yes" in over["Location"]
    assert "continue" in over["Location"]
    email = User.objects.get(pk=actor.user_id).email
    back = browser.post(
        "/sign-in/", {"login": email, "password": "a long password", "next": "/sign-in/again/continue/"}
    )
    assert back["Location"] == "/sign-in/again/continue/"
    page = browser.get(back["Location"]).content.decode()
    assert 'value="My long archive name"' in page


def test_it_is_kept_for_the_same_person_only(person, clock):
    browser = signed_in(person())
    clock(61)
    browser.post("/account/keys/", {"label": "My long archive name"})
    email = User.objects.get(pk=person().user_id).email
    browser.post("/sign-in/", {"login": email, "password": "a long password"})
    assert browser.get("/sign-in/again/continue/")["Location"] == "/"


def test_over_the_api_an_ended_session_is_nobodys(person, clock):
    browser = signed_in(person())
    clock(61)
    assert browser.get("/api/v1/me").status_code == 401


def test_the_page_takes_few_queries(person, django_assert_max_num_queries):
    actor = person()
    browser = signed_in(actor)
    for _each in range(4):
        signed_in(actor)
    with django_assert_max_num_queries(20):
        assert browser.get("/account/security/").status_code == 200
