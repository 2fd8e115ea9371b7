"""Codes from an app and recovery codes, and the duties that need a second factor."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as app_codes
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from aktsom.core.duties import Duty
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.identity.models import Tries
from aktsom.institutions.models import User

pytestmark = pytest.mark.django_db
PASSWORD, MINUTE = "a long password", 60


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """`clock(minutes)` puts the clock of the codes forward; it stands still meanwhile."""
    cache.clear()
    start = time.time() // 30 * 30 + 1

    def forward(minutes: float = 0) -> None:
        monkeypatch.setattr(app_codes.time, "time", lambda: start + minutes * MINUTE)

    forward()
    return forward


def shown_by_app(secret: str, steps: int = 0) -> str:
    counter = int(app_codes.time.time()) // 30 + steps
    return app_codes.format_hotp_value(app_codes.hotp_value(secret, counter))


def email_of(actor) -> str:
    return User.objects.get(pk=actor.user_id).email


def with_password(actor) -> Client:
    browser = Client()
    answer = browser.post("/sign-in/", {"login": email_of(actor), "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def add_app(browser: Client) -> str:
    """Add an app with codes as a person does; its secret."""
    secret = browser.get("/account/security/app/add/").context["form"].secret
    answer = browser.post("/account/security/app/add/", {"code": shown_by_app(secret)})
    assert answer["Location"] == "/account/security/recovery-codes/"
    return secret


def gives(browser: Client, code: str) -> bool:
    """Whether the second step of a sign-in takes the code."""
    return browser.post("/sign-in/second-step/", {"code": code}).status_code == 302


def is_in(browser: Client) -> bool:
    return browser.get("/places/").status_code == 200


@pytest.fixture
def armed(person, client_for):
    """A person with an app: the actor, the app's secret and the recovery codes."""
    actor = person()
    browser = client_for(actor)
    secret = add_app(browser)
    return actor, secret, browser.get("/account/security/recovery-codes/").context["unused_codes"]


def test_with_an_app_the_password_alone_lets_nobody_in(armed, clock):
    actor, secret, _codes = armed
    clock(2)
    browser = with_password(actor)
    assert not is_in(browser)
    assert not gives(browser, "000000")
    assert not is_in(browser)
    assert gives(browser, shown_by_app(secret))
    assert is_in(browser)
    with acting_for(actor):
        told = [each.details["how"] for each in AuditEvent.objects.filter(verb="sign in")]
    assert told.count("totp") == 1


def test_the_code_that_adds_an_app_is_used_up_by_it(armed):
    actor, secret, _codes = armed
    assert not gives(with_password(actor), shown_by_app(secret))
    assert gives(with_password(actor), shown_by_app(secret, steps=1))


@pytest.mark.parametrize("later", [0, 0.5, 1])
def test_a_used_app_code_is_refused_in_every_server_process(armed, clock, later):
    actor, secret, _codes = armed
    clock(2)
    code = shown_by_app(secret, steps=1)
    assert gives(with_password(actor), code)
    cache.clear()  # another process has a cache of its own
    clock(2 + later)
    assert not gives(with_password(actor), code)


def test_an_app_code_older_than_the_last_one_is_refused(armed, clock):
    actor, secret, _codes = armed
    clock(2)
    assert gives(with_password(actor), shown_by_app(secret))
    assert not gives(with_password(actor), shown_by_app(secret, steps=-1))
    assert gives(with_password(actor), shown_by_app(secret, steps=1))


def test_a_recovery_code_lets_in_once(armed):
    actor, _secret, codes = armed
    assert gives(with_password(actor), codes[0])
    assert not gives(with_password(actor), codes[0])
    assert gives(with_password(actor), codes[1])


def test_recovery_codes_are_shown_once(armed, client_for):
    actor, _secret, codes = armed
    page = client_for(actor).get("/account/security/recovery-codes/").content.decode()
    assert not any(code in page for code in codes)


def test_new_recovery_codes_end_the_old_ones(armed, client_for):
    actor, _secret, codes = armed
    client_for(actor).post("/account/security/recovery-codes/new/")
    assert not gives(with_password(actor), codes[0])


def test_without_the_app_its_recovery_codes_go_too(armed, client_for):
    actor, _secret, _codes = armed
    assert client_for(actor).post("/account/security/app/remove/").status_code == 302
    assert not Authenticator.objects.filter(user_id=actor.user_id).exists()
    assert is_in(with_password(actor))


def test_the_apps_secret_is_sealed_in_the_database(armed):
    actor, secret, _codes = armed
    assert secret not in str(Authenticator.objects.filter(user_id=actor.user_id).values_list("data", flat=True))


def test_guessing_the_second_step_is_slowed_down_and_the_password_does_not_start_it_anew(armed, clock):
    actor, secret, _codes = armed
    clock(2)
    for _each in range(5):
        assert not gives(with_password(actor), "000000")
        cache.clear()
    assert not gives(with_password(actor), shown_by_app(secret))
    cache.clear()
    Tries.objects.update(last_at=timezone.now() - timedelta(minutes=16))
    assert gives(with_password(actor), shown_by_app(secret))


@pytest.mark.parametrize("way", ["code", "password"])
def test_guessing_when_asked_once_more_is_slowed_down(armed, client_for, clock, way):
    actor, secret, _codes = armed
    clock(2)
    browser = client_for(actor)
    right = {"code": shown_by_app(secret), "password": PASSWORD}[way]
    for _each in range(5):
        assert browser.post("/sign-in/again/", {way: "000000"}).status_code == 422
        cache.clear()
    refused = browser.post("/sign-in/again/", {way: right})
    assert refused.status_code == 422
    Tries.objects.update(last_at=timezone.now() - timedelta(minutes=16))
    assert browser.post("/sign-in/again/", {way: right}).status_code == 302


def test_a_code_that_showed_it_once_does_not_show_it_again(armed, client_for, clock):
    actor, secret, _codes = armed
    clock(2)
    code = shown_by_app(secret)
    assert client_for(actor).post("/sign-in/again/", {"code": code}).status_code == 302
    cache.clear()
    assert client_for(actor).post("/sign-in/again/", {"code": code}).status_code == 422


@pytest.mark.parametrize("address", ["/", "/partners/", "/cooperation/", "/places/", "/personal-data/", "/search/?q=a"])
def test_a_duty_that_needs_a_second_factor_leads_to_setting_one_up(person, address):
    browser = with_password(person(Duty.RESEARCH_SECURITY_ADVISER))
    assert browser.get(address)["Location"] == "/account/security/"
    assert browser.post(address, {})["Location"] == "/account/security/"


def test_without_the_needed_factor_the_api_is_closed_too(person):
    assert with_password(person(Duty.RESEARCH_SECURITY_ADVISER)).get("/api/v1/me").status_code != 200


def test_with_a_factor_set_up_the_person_can_go_on(person, monkeypatch):
    monkeypatch.setattr(transaction, "on_commit", lambda run, **_how: run())  # a test commits nothing
    browser = with_password(person(Duty.RESEARCH_SECURITY_ADVISER))
    assert browser.get("/account/security/").context["must"]
    add_app(browser)
    assert browser.get("/").status_code == 200
    assert not browser.get("/account/security/").context["must"]


def test_without_such_a_duty_no_factor_is_asked_for(person, settings):
    assert is_in(with_password(person()))
    settings.AKTSOM_SECOND_FACTOR = Duty.LEADERSHIP.value
    assert is_in(with_password(person(Duty.INTERNAL_AUDITOR)))
    assert not is_in(with_password(person(Duty.LEADERSHIP)))


def test_an_account_without_password_is_told_so(person, client_for):
    actor = person()
    browser = client_for(actor)
    assert browser.get("/password/").status_code == 200
    user = User.objects.get(pk=actor.user_id)
    user.set_unusable_password()
    user.save()
    browser = client_for(actor)
    for answer in (browser.get("/password/", follow=True), browser.post("/password/", {}, follow=True)):
        assert answer.status_code == 200
        assert answer.redirect_chain == [("/account/security/", 302)]
        assert len(list(answer.context["messages"])) == 1
