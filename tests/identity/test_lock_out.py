"""Guessing is slowed down; nobody can lock out somebody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from aktsom.identity.lock_out import Bucket
from aktsom.identity.models import Tries
from aktsom.institutions.models import User

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "a long password", "wrong wrong wrong"


def attempt(browser: Client, email: str, password: str, network: str) -> bool:
    return browser.post("/sign-in/", {"login": email, "password": password}, REMOTE_ADDR=network).status_code == 302


@pytest.fixture
def email(person) -> str:
    return User.objects.get(pk=person().user_id).email


def test_after_five_failures_even_the_right_password_waits(email):
    browser = Client()
    for _each in range(5):
        assert not attempt(browser, email, WRONG, "10.0.0.1")
    assert not attempt(browser, email, RIGHT, "10.0.0.1")
    Tries.objects.update(last_at=timezone.now() - timedelta(minutes=16))
    assert attempt(browser, email, RIGHT, "10.0.0.1")


def test_promise_p41_a_strangers_tries_lock_nobody_out_of_their_account(email):
    own, stranger = Client(), Client()
    assert attempt(own, email, RIGHT, "10.0.0.1")
    own.post("/sign-out/")
    assert not attempt(stranger, email, WRONG, "10.9.9.9")
    Tries.objects.update(failures=500)
    assert not attempt(stranger, email, RIGHT, "10.9.9.9")
    assert attempt(own, email, RIGHT, "10.9.9.9")


def test_an_unknown_account_waits_and_answers_alike(email):
    told = []
    for login in (email, "nobody@example.org"):
        Tries.objects.all().delete()
        pages = [
            Client().post("/sign-in/", {"login": login, "password": WRONG}, REMOTE_ADDR="10.0.0.1").content.decode()
            for _each in range(6)
        ]
        told.append([page[page.index("ds-error-summary") :].split("</ul>")[0] for page in pages])
    assert told[0] == told[1]
    assert told[0][0] != told[0][5]


def test_a_forged_device_is_no_known_device(email):
    browser = Client()
    browser.cookies["aktsom_device"] = "eyJ3aG8iOiJ4In0:forged"
    for _each in range(5):
        attempt(browser, email, WRONG, "10.0.0.1")
    assert not attempt(browser, email, RIGHT, "10.0.0.1")


def test_neither_account_nor_network_can_be_read_from_what_is_kept(email):
    attempt(Client(), email, WRONG, "10.0.0.1")
    assert {len(each.digest) for each in Tries.objects.all()} == {64}


@given(failures=st.integers(0, 10_000), seconds=st.integers(0, 90_000))
def test_a_wait_grows_with_failures_has_an_end_and_passes_with_time(failures, seconds):
    bucket, now = Bucket("x", 5, 900), timezone.now()
    wait = bucket.wait(failures, now - timedelta(seconds=seconds), now)
    assert 0 <= wait <= max(0, 900 - seconds)
    assert bucket.wait(failures, now, now) <= bucket.wait(failures + 1, now, now)
    assert failures >= 5 or wait == 0
