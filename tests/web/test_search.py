"""One field finds pages by their words and records through the rooms."""

import pytest

from aktsom.core import search
from aktsom.core.duties import Duty
from aktsom.core.search import Found, clean_query, register_finder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def finders(monkeypatch) -> None:
    monkeypatch.setattr(search, "FINDERS", {})


def page_for(client, query, **headers) -> str:
    client.cookies["aktsom_language"] = "en"
    return client.get("/search/", {"q": query}, headers=headers).content.decode()


def test_what_a_room_finds_is_listed_with_its_kind_and_link(person, client_for):
    register_finder(
        "partners", lambda actor, query, limit: [Found(f"University of {query}", "partner", "/p/", "Latvia")]
    )
    page = page_for(client_for(person()), "Riga")
    assert "University of Riga" in page
    assert 'href="/p/"' in page
    assert "1 result for" in page


def test_a_room_is_asked_as_the_person_and_never_for_too_many(person, client_for):
    asked = []

    def finder(actor, query, limit):
        asked.append(actor)
        return [Found(f"result {number}", "partner", "/") for number in range(limit + 50)]

    register_finder("partners", finder)
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    page = page_for(client_for(adviser), "result")
    assert asked[0].member_id == adviser.member_id
    assert "result 9" in page
    assert "result 10" not in page


def test_pages_are_found_by_what_they_are_for(person, client_for):
    assert ">Start</a>" in page_for(client_for(person()), "home page")


def test_finding_nothing_is_said_with_what_it_means(person, client_for):
    assert "is not proof that there is nothing" in page_for(client_for(person()), "zzzz")


def test_as_you_type_only_the_results_come(person, client_for):
    page = page_for(client_for(person()), "home", **{"HX-Request": "true"})
    assert "<html" not in page
    assert "Start" in page


HOSTILE = ["\x00", "\u202egnihton", "a" * 100_000, "%", "_", "'", "<script>alert(1)</script>", "\ud7ff\U0001f600"]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries_are_answered_calmly(person, client_for, query):
    asked = []
    register_finder("partners", lambda actor, wanted, limit: asked.append(wanted) or [])
    page = page_for(client_for(person()), query)
    assert "<script>alert" not in page
    assert all(len(wanted) <= 200 and "\x00" not in wanted for wanted in asked)


def test_a_query_is_one_clean_line():
    assert clean_query("  Harbin\n\tInstitute \x00 of  ") == "Harbin Institute of"


def test_the_signed_out_are_sent_to_sign_in(client):
    assert client.get("/search/?q=x")["Location"].startswith("/sign-in/")
