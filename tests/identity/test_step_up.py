"""A sensitive action asks again who one is, and loses nothing on the way."""

from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.urls import path

from aktsom.config import urls as all_urls
from aktsom.core.actions import ACTIONS, action, any_contributor
from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError, StepUpNeededError
from aktsom.core.http import signed_in
from aktsom.core.models import AuditEvent
from aktsom.identity import step_up
from aktsom.institutions.keys import make_key
from aktsom.institutions.models import User

pytestmark = pytest.mark.django_db


@action("decide something in a test", may=any_contributor, step_up=True)
def decide(actor, *, reason: str) -> None:
    """A sensitive action that is only here."""


ACTIONS.pop("decide something in a test")


@signed_in
def deciding(request):
    decide(request.actor, reason=request.POST.get("reason", ""))
    return HttpResponse("decided: " + request.POST.get("reason", ""))


urlpatterns = [*all_urls.urlpatterns, path("tests/decide/", deciding)]
handler403, handler404, handler500 = all_urls.handler403, all_urls.handler404, all_urls.handler500


@pytest.fixture
def tired(person, client_for, settings):
    """A browser whose person showed long ago who they are."""
    settings.ROOT_URLCONF = __name__
    return client_for(replace(person(), proven=False))


def events(actor, acting, verb):
    with acting(actor):
        return list(AuditEvent.objects.filter(verb=verb))


def test_a_sensitive_action_needs_the_person_to_have_shown_who_they_are(person, acting):
    actor = person()
    with acting(actor):
        decide(actor, reason="good")
        with pytest.raises(StepUpNeededError):
            decide(replace(actor, proven=False), reason="good")


def test_who_may_not_is_refused_and_not_asked(person, acting):
    auditor = replace(person(Duty.INTERNAL_AUDITOR), proven=False)
    with acting(auditor), pytest.raises(NotAllowedError):
        decide(auditor, reason="good")


def test_promise_p42_before_something_sensitive_people_show_again_who_they_are_and_lose_nothing(tired):
    asked = tired.post("/tests/decide/", {"reason": "Two good reasons", "password": "never kept"})
    assert asked["Location"] == "/sign-in/again/?next=%2Fsign-in%2Fagain%2Fcontinue%2F"
    assert tired.get(asked["Location"]).status_code == 200
    shown = tired.post("/sign-in/again/", {"password": "a long password", "next": "/sign-in/again/continue/"})
    page = tired.get(shown["Location"]).content.decode()
    assert 'action="/tests/decide/"' in page
    assert 'name="reason" value="Two good reasons"' in page
    assert "never kept" not in page
    assert tired.post("/tests/decide/", {"reason": "Two good reasons"}).content == b"decided: Two good reasons"


def test_a_page_that_asks_is_come_back_to(tired):
    asked = tired.get("/tests/decide/?year=2026")
    assert asked["Location"] == "/sign-in/again/?next=%2Ftests%2Fdecide%2F%3Fyear%3D2026"


def test_a_wrong_password_shows_nothing(tired):
    assert tired.post("/sign-in/again/", {"password": "wrong"}).status_code == 422
    assert tired.post("/tests/decide/", {}).status_code == 302


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "\x00"]
)
def test_nobody_is_led_elsewhere(tired, where):
    assert tired.post("/sign-in/again/", {"password": "a long password", "next": where})["Location"] == "/"


def test_it_lasts_fifteen_minutes(person, client_for, monkeypatch):
    browser = client_for(person())
    assert browser.get("/places/").wsgi_request.actor.proven
    later = step_up.time.time() + step_up.LASTS_SECONDS
    monkeypatch.setattr(step_up.time, "time", lambda: later)
    assert not browser.get("/places/").wsgi_request.actor.proven


def test_a_form_is_not_shown_to_whoever_signs_in_next(person, client_for, tired):
    tired.post("/tests/decide/", {"reason": "Two good reasons"})
    tired.force_login(User.objects.get(pk=person().user_id))
    assert tired.get("/sign-in/again/continue/")["Location"] == "/"


def test_showing_it_again_leaves_an_event(person, client_for, acting):
    actor = person()
    client_for(actor).post("/sign-in/again/", {"password": "a long password"})
    (event,) = events(actor, acting, "show again who one is")
    assert event.details == {"how": "password"}


def test_a_key_is_for_sensitive_things_only_when_made_right_after_a_proof(person, acting, client):
    actor = person()
    with acting(actor), pytest.raises(StepUpNeededError):
        make_key(replace(actor, proven=False), label="Archive", sensitive=True)
    with acting(actor):
        _key, ordinary = make_key(replace(actor, proven=False), label="Archive")
        _key, sensitive = make_key(actor, label="Archive", sensitive=True)
    from_keys = [client.get("/api/v1/me", headers={"Authorization": f"Bearer {key}"}) for key in (ordinary, sensitive)]
    assert [answer.wsgi_request.actor.proven for answer in from_keys] == [False, True]


def test_the_demo_button_is_only_in_a_demo(person, client_for, settings):
    actor = person()
    User.objects.filter(pk=actor.user_id).update(email="x@demo.aktsom.example")
    browser = client_for(replace(actor, proven=False))
    settings.IS_DEMO = False
    assert browser.post("/sign-in/again/", {"demo": "yes"}).status_code == 422
    settings.IS_DEMO = True
    assert browser.post("/sign-in/again/", {"demo": "yes"}).status_code == 302
