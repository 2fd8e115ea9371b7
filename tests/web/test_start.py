"""The start page says what waits, what changed and what can be begun, and is never a page of zeros."""

import datetime

import pytest

from aktsom.core import start
from aktsom.core.duties import Duty
from aktsom.core.start import Change, Counted, StartItem, register_changes, register_start_items
from aktsom.core.tenancy import acting_for

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)
PROVIDERS = tuple(start.REGISTRY.waiting.values())


@pytest.fixture(autouse=True)
def registry(monkeypatch) -> None:
    monkeypatch.setattr(start, "REGISTRY", type(start.REGISTRY)())


def text_of(client) -> str:
    client.cookies["aktsom_language"] = "en"
    return client.get("/").content.decode()


def test_what_waits_is_shown_with_its_count_and_link(person, client_for):
    register_start_items("screening", lambda actor: [StartItem("hits to judge", 12, "/hits/", TODAY)])
    page = text_of(client_for(person(Duty.RESEARCH_SECURITY_ADVISER)))
    assert "hits to judge" in page
    assert 'href="/hits/"' in page
    assert ">12<" in page
    assert "Nothing waits for you." not in page


def test_one_is_told_as_one(person, client_for):
    register_start_items("screening", lambda actor: [StartItem("hits to judge", 1, "/hits/", one="hit to judge")])
    page = text_of(client_for(person(Duty.RESEARCH_SECURITY_ADVISER)))
    assert "hit to judge" in page
    assert "hits to judge" not in page


def test_nothing_at_zero_is_shown_and_nothing_waiting_is_said_kindly(person, client_for):
    register_start_items("screening", lambda actor: [StartItem("hits to judge", 0, "/hits/")])
    page = text_of(client_for(person()))
    assert "hits to judge" not in page
    assert "Nothing waits for you." in page
    assert ">0<" not in page


def test_a_room_answers_for_the_person_who_asks(person, client_for):
    def provider(actor):
        return [StartItem("hits to judge", 3, "/hits/")] if actor.holds(Duty.RESEARCH_SECURITY_ADVISER) else []

    register_start_items("screening", provider)
    assert "hits to judge" in text_of(client_for(person(Duty.RESEARCH_SECURITY_ADVISER)))
    assert "hits to judge" not in text_of(client_for(person()))


def test_the_nearest_day_comes_first_then_the_largest_count():
    register_start_items("a", lambda actor: [StartItem("few", 1, "/"), StartItem("many", 9, "/")])
    register_start_items("b", lambda actor: [StartItem("soon", 1, "/", TODAY)])
    assert [item.title for item in start.what_waits(None)] == ["soon", "many", "few"]


def test_changes_come_newest_first_and_not_too_many(person, client_for):
    days = [TODAY - datetime.timedelta(days=ago) for ago in range(20)]
    register_changes("sources", lambda actor: [Change(f"update {day}", day) for day in reversed(days)])
    shown = start.what_changed(None)
    assert [change.when for change in shown] == days[:8]
    assert f"update {TODAY}" in text_of(client_for(person()))


def test_names_are_shown_and_never_run(person, client_for):
    page = text_of(client_for(person(name="<script>alert(1)</script>")))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("duty", [Duty.INTERNAL_AUDITOR, Duty.PLATFORM_OPERATOR])
def test_whoever_only_reads_is_not_led_to_what_changes_something(duty, person, client_for):
    page = text_of(client_for(person(duty)))
    assert "Register a cooperation" not in page
    assert "Import a sheet" not in page
    assert "Import a sheet" in text_of(client_for(person()))


def test_every_room_says_it_of_one_too(person):
    with acting_for(actor := person(*set(Duty) - {Duty.INTERNAL_AUDITOR, Duty.PLATFORM_OPERATOR})):
        said = [each for provider in PROVIDERS for each in provider(actor)]
    items = [each.item if isinstance(each, Counted) else each for each in said]
    assert len(items) > 15
    assert [str(item.title) for item in items if not item.one] == []
