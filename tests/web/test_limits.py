"""Mass calls are refused by person, key and network, and nobody's limit can be used up by others."""

import multiprocessing
import os
import signal
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.identity.lock_out import remember_device
from aktsom.institutions.keys import make_key
from aktsom.web import limits

pytestmark = pytest.mark.django_db
LIMIT = 10


@pytest.fixture(autouse=True)
def limited(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few calls a minute, of which none costs more than one."""
    settings.AKTSOM_CALLS_PER_MINUTE = LIMIT
    monkeypatch.setattr(limits, "SECONDS_OF_WORK", 1e9)


def until_refused(client: Client, path: str, most: int = 400) -> int:
    """How many calls are answered before one is refused."""
    return next((number for number in range(most) if client.get(path).status_code == 429), most)


def sharing(client: Client) -> Client:
    """Another browser that asks the same server process."""
    other = Client()
    other.handler = client.handler
    return other


def test_a_person_is_refused_beyond_the_limit_and_told_for_how_long(
    person: Callable[..., Actor], client_for: Callable[[Actor], Client]
) -> None:
    browser = client_for(person())
    # The first call counts for the network, as the session is not known to be good before.
    assert LIMIT <= until_refused(browser, "/about/") <= LIMIT + 2
    refused = browser.get("/api/v1/me", headers={"Accept-Language": "en"})
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused["Retry-After"] in refused.json()["remedy"]
    assert refused["Content-Security-Policy"]


def test_a_network_that_asks_too_much_hinders_neither_people_nor_keys_nor_known_browsers(
    person: Callable[..., Actor], client_for: Callable[[Actor], Client]
) -> None:
    signed_in, known = client_for(rector := person(Duty.LEADERSHIP)), Client()
    with acting_for(rector):
        _key, secret = make_key(rector, label="Archive")
    program = {"Authorization": f"Bearer {secret}"}
    stranger = sharing(signed_in)
    known.handler = signed_in.handler
    answer = known.get("/sign-in/")
    remember_device(answer.wsgi_request, answer, rector.name)
    known.cookies.update(answer.cookies)
    for headers in ({}, program):
        assert signed_in.get("/api/v1/me", headers=headers).status_code == 200
    assert until_refused(stranger, "/about/") < LIMIT
    assert stranger.get("/sign-in/").status_code == 429
    assert known.get("/sign-in/").status_code == 200
    assert signed_in.get("/about/").status_code == 200
    assert stranger.get("/api/v1/me", headers=program).status_code == 200
    made_up = {"Authorization": "Bearer aktsom_1_made-up"}
    assert stranger.get("/api/v1/me", headers=made_up).status_code == 429
    stranger.cookies["sessionid"] = "made-up"
    assert stranger.get("/about/").status_code == 429


def test_what_is_costly_uses_the_limit_up_sooner(
    person: Callable[..., Actor], client_for: Callable[[Actor], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_for(person())
    browser.get("/about/")
    monkeypatch.setattr(limits, "SECONDS_OF_WORK", 1e-4)
    assert until_refused(browser, "/api/v1/openapi.json") < 5


def test_all_web_processes_count_together() -> None:
    counts, caller = limits.Counts(), limits.Caller("person 1", LIMIT)
    other = multiprocessing.get_context("fork").Process(target=_ask, args=(counts, caller, LIMIT - 3))
    other.start()
    other.join(10)
    assert [counts.begin(caller) > 0 for _ in range(4)] == [False, False, False, True]
    assert counts.begin(limits.Caller("person 2", LIMIT)) == 0


def test_a_process_that_is_killed_while_it_counts_keeps_nobody_waiting() -> None:
    counts, caller = limits.Counts(), limits.Caller("person 1", LIMIT)
    other = multiprocessing.get_context("fork").Process(target=_die_counting, args=(counts,))
    other.start()
    other.join(10)
    assert other.exitcode == -signal.SIGKILL
    assert counts.begin(caller) == 0


def test_with_more_callers_than_it_knows_those_just_seen_keep_their_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BUCKETS", 1)
    counts, caller = limits.Counts(), limits.Caller("person 1", 2)
    for number in range(50):
        counts.begin(limits.Caller(f"network {number}", 2))
        counts.spend(caller, 0)
    assert [counts.begin(caller) > 0 for _ in range(3)] == [False, False, True]


def _ask(counts: limits.Counts, caller: limits.Caller, times: int) -> None:
    assert [counts.begin(caller) for _ in range(times)] == [0] * times


def _die_counting(counts: limits.Counts) -> None:
    with counts._alone():
        os.kill(os.getpid(), signal.SIGKILL)
