"""The calendar: for whoever has its address, as long as the address is in force, and with nothing sensitive in it."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from icalendar import Calendar

from aktsom.core import start
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.start import StartItem
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member

ITEMS = [
    StartItem("hits to judge", 3, "/screening/hits/"),
    StartItem(
        "requests to answer", 1, "/personal-data/requests/", date=date(2026, 12, 1), detail="About Kari Nordmann"
    ),
]


@pytest.fixture(autouse=True)
def _work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start.REGISTRY, "waiting", {"tests": lambda _actor: ITEMS})


def address(client: Client) -> str:
    answer = client.post("/account/reminders/calendar/")
    assert answer.status_code == 201
    found = re.search(r'value="https?://[^/]+(/calendar/[^"]+\.ics)"', answer.content.decode())
    assert found is not None
    return found[1]


def test_a_calendar_shows_the_days_and_never_about_whom(
    person: Callable[..., Actor], client_for: Callable[[Actor], Client], client: Client
) -> None:
    answer = client.get(address(client_for(person(Duty.DATA_PROTECTION_OFFICER))))
    assert answer["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["SUMMARY"] == "Aktsom: requests to answer (1)"
    assert event.decoded("DTSTART") == date(2026, 12, 1)
    assert event["URL"].endswith("/personal-data/requests/")
    assert b"Kari" not in answer.content


def test_the_same_thing_stays_the_same_entry(
    person: Callable[..., Actor], client_for: Callable[[Actor], Client], client: Client
) -> None:
    where = address(client_for(person()))
    one, other = (re.findall(rb"UID:\S+", client.get(where).content) for _again in range(2))
    assert one == other
    assert one


def test_each_day_has_its_own_entry_and_what_is_overdue_stands_on_today(
    person: Callable[..., Actor],
    client_for: Callable[[Actor], Client],
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("aktsom.reminders.calendars.timezone.localdate", lambda *_given: date(2026, 3, 20))
    far = tuple(
        StartItem("ends", number, f"/days/?day={day}", date(2026, 6, day), one="end")
        for day, number in ((5, 1), (17, 2))
    )
    together = StartItem("ends", 3, "/days/", date(2026, 6, 5), days=far)
    missed = StartItem("missed ends", 2, "/days/?late", date(2026, 3, 12))
    monkeypatch.setattr(start.REGISTRY, "waiting", {"tests": lambda _actor: [together, missed]})
    where = address(client_for(person()))
    events = Calendar.from_ical(client.get(where).content).walk("VEVENT")
    assert sorted((each.decoded("DTSTART"), str(each["SUMMARY"])) for each in events) == [
        (date(2026, 3, 20), "Aktsom: missed ends (2)"),
        (date(2026, 6, 5), "Aktsom: end (1)"),
        (date(2026, 6, 17), "Aktsom: ends (2)"),
    ]
    known = {str(each["UID"]) for each in events}
    monkeypatch.setattr("aktsom.reminders.calendars.timezone.localdate", lambda *_given: date(2026, 3, 21))
    later = Calendar.from_ical(client.get(where).content).walk("VEVENT")
    assert {str(each["UID"]) for each in later} == known
    assert min(each.decoded("DTSTART") for each in later) == date(2026, 3, 21)


def test_promise_p56_an_address_of_a_calendar_ends_at_once_when_its_person_ends_it(
    person: Callable[..., Actor], client_for: Callable[[Actor], Client], client: Client
) -> None:
    own = client_for(person())
    first = address(own)
    second = address(own)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    own.post("/account/reminders/calendar/end/")
    assert client.get(second).status_code == 404


def test_promise_p56_an_address_of_a_calendar_ends_with_the_place(
    person: Callable[..., Actor], client_for: Callable[[Actor], Client], client: Client
) -> None:
    actor = person()
    where = address(client_for(actor))
    with acting_for(actor):
        Member.objects.filter(pk=actor.member_id).update(ended_at="2026-11-01T00:00Z")
    assert client.get(where).status_code == 404


@pytest.mark.parametrize("key", ["x", "1_x", f"1_{'A' * 43}", f"99999999999_{'A' * 43}", "%00", f"-1_{'A' * 43}"])
def test_an_address_that_nobody_has_is_not_found(key: str, client: Client, institution: object) -> None:
    assert client.get(f"/calendar/{key}.ics").status_code == 404


def test_an_address_of_one_institution_finds_nobody_in_another(
    person: Callable[..., Actor],
    client_for: Callable[[Actor], Client],
    client: Client,
    other_institution: object,
) -> None:
    where = address(client_for(person()))
    other = re.sub(r"/calendar/\d+_", f"/calendar/{other_institution.pk}_", where)
    assert client.get(other).status_code == 404


def test_the_page_keeps_the_choice_and_refuses_another(
    person: Callable[..., Actor], client_for: Callable[[Actor], Client]
) -> None:
    own = client_for(person())
    assert own.post("/account/reminders/", {"pace": "daily"}).status_code == 302
    assert b'value="daily" selected' in own.get("/account/reminders/").content
    assert own.post("/account/reminders/", {"pace": "hourly"}).status_code == 422
