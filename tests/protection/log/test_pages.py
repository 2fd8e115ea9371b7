"""The log as people read it: what was done, and who has looked at what."""

from collections.abc import Callable

import orjson
import pytest
from django.db.models import Q
from django.test import Client

from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.audit import append_event, record_in_vain, record_read
from aktsom.core.duties import Duty
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.core.visibility import Nothing
from aktsom.institutions.models import Institution

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
Browse = Callable[[Actor], Client]


@pytest.fixture
def auditor(person: Person) -> Actor:
    return person(Duty.INTERNAL_AUDITOR, name="Vidar Myhre")


@pytest.fixture
def researcher(person: Person) -> Actor:
    return person(name="Åse Lien")


def test_the_auditor_reads_who_did_what_with_which_record(
    auditor: Actor, researcher: Actor, client_for: Browse
) -> None:
    row = _cooperation(researcher, "Roses")
    with acting_for(researcher):
        append_event(researcher, verb="change a cooperation", subject=_subject(row), details={})
        append_event(researcher, verb="add a unit (refused)", subject="", details={"name_nb": "A secret name"})
    browser = client_for(auditor)
    browser.cookies["aktsom_language"] = "en"
    page = browser.get("/log/").content.decode()
    assert "Change a cooperation" in page
    assert "Add a unit: refused" in page
    assert f'href="/cooperation/{row.pk}/">Roses' in page
    assert "A secret name" not in page
    norwegian = client_for(auditor).get("/log/").content.decode()
    assert "Endre et samarbeid" in norwegian
    assert "avvist" in norwegian


def test_filters_narrow_by_person_action_record_and_day(auditor: Actor, researcher: Actor, client_for: Browse) -> None:
    row = _cooperation(researcher, "Roses")
    with acting_for(researcher):
        record_read(researcher, row)
        append_event(researcher, verb="change a cooperation", subject=_subject(row), details={})
        append_event(auditor, verb="judge a hit", subject="", details={})
    browser = client_for(auditor)
    for query, times in (
        ("", 3),
        ("person=lien", 2),
        ("verb=judge+a+hit", 1),
        (f"record={_subject(row)}", 2),
        ("first=2000-01-01", 3),
        ("last=2000-01-01", 0),
        ("first=nonsense&page=99", 3),
        ("person=nobody", 0),
    ):
        assert len(_told(browser, f"/log/?{query}")) == times, query


def test_without_the_duty_people_read_what_they_did_themselves(
    auditor: Actor, researcher: Actor, client_for: Browse
) -> None:
    with acting_for(researcher):
        append_event(researcher, verb="judge a hit", subject="", details={})
        append_event(auditor, verb="export the overview", subject="", details={})
    assert _told(client_for(researcher), "/log/") == ["Ta stilling til et treff"]
    assert client_for(researcher).get("/log/export/").status_code == 403


def test_promise_p33_people_see_who_has_looked_at_what_is_about_them(
    auditor: Actor, researcher: Actor, person: Person, client_for: Browse
) -> None:
    row, other = _cooperation(researcher, "Roses"), _cooperation(auditor, "Tulips")
    with acting_for(researcher):
        for each in (row, other):
            record_read(auditor, each)
        record_read(researcher, row)
    page = client_for(researcher).get("/log/about-me/")
    assert [(line.who, line.record.title) for line in page.context["lines"]] == [("Vidar Myhre", "Roses")]
    one = client_for(researcher).get(f"/log/record/{_subject(row)}/")
    assert [line.who for line in one.context["lines"]] == ["Vidar Myhre"]
    assert "/log/record/" in client_for(researcher).get(f"/cooperation/{row.pk}/").content.decode()
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    assert "/log/record/" not in client_for(adviser).get(f"/cooperation/{row.pk}/").content.decode()
    assert client_for(adviser).get(f"/log/record/{_subject(row)}/").status_code == 404


@pytest.mark.parametrize(
    "subject",
    [
        "register.cooperation:",
        "nothing:1",
        "core.auditevent:1",
        "x",
        "register.cooperation:6ded4de3-965b-487d-a5e1-ef2ed99cbe36",
    ],
)
def test_a_record_that_is_not_there_is_not_found(auditor: Actor, client_for: Browse, subject: str) -> None:
    assert client_for(auditor).get(f"/log/record/{subject}/").status_code == 404


def test_who_saved_a_list_is_among_those_who_may_have_looked(
    auditor: Actor, researcher: Actor, client_for: Browse
) -> None:
    row = _cooperation(researcher, "Roses")
    client_for(auditor).get("/cooperation/export/csv/")
    lines = client_for(researcher).get(f"/log/record/{_subject(row)}/").context["lines"]
    assert [(line.who, line.what) for line in lines] == [("Vidar Myhre", "Eksportere samarbeid")]


def test_promise_p36_what_is_hidden_from_a_reader_is_hidden_in_the_log_as_well(
    auditor: Actor, researcher: Actor, client_for: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden, shown = _cooperation(researcher, "Hidden roses"), _cooperation(researcher, "Shown roses")
    seen_by = Cooperation.seen_by.__func__  # type: ignore[attr-defined]

    def without_hidden(cls: type[Cooperation], actor: Actor) -> Q:
        return Nothing if actor.institution_id is None else seen_by(cls, actor) & ~Q(pk=hidden.pk)

    with acting_for(researcher):
        for row in (hidden, shown):
            append_event(researcher, verb="change a cooperation", subject=_subject(row), details={})
            append_event(researcher, verb="judge a hit", subject="", details={"about": [_subject(row)]})
    monkeypatch.setattr(Cooperation, "seen_by", classmethod(without_hidden))
    browser = client_for(auditor)
    for address in ("/log/", "/log/export/", "/api/v1/log"):
        answer = browser.get(address)
        body = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()  # type: ignore[attr-defined]
        assert answer.status_code == 200
        assert "Hidden roses" not in body
        assert f"{hidden.pk}" not in body
    assert browser.get(f"/log/?record={_subject(hidden)}").context["lines"] == []
    # Two events on no record, one on the one that is shown, and the export.
    assert len(_told(browser, "/log/")) == 4
    assert browser.get(f"/log/record/{_subject(hidden)}/").status_code == 404


def test_the_export_is_lines_of_json_and_an_event(auditor: Actor, researcher: Actor, client_for: Browse) -> None:
    with acting_for(researcher):
        for number in range(5):
            append_event(researcher, verb="judge a hit", subject="", details={"number": number})
    answer = client_for(auditor).get("/log/export/?verb=judge+a+hit")
    lines = [orjson.loads(line) for line in b"".join(answer.streaming_content).splitlines()]  # type: ignore[attr-defined]
    assert [line["details"]["number"] for line in lines] == [4, 3, 2, 1, 0]
    assert answer["Content-Type"].startswith("application/jsonl")
    with acting_for(auditor):
        assert AuditEvent.objects.latest("sequence").verb == "export the log"


def test_pages_take_the_same_few_queries_for_many_events(
    auditor: Actor, researcher: Actor, client_for: Browse, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(60):
        row = _cooperation(researcher, f"Roses {number}")
        with acting_for(auditor):
            record_read(auditor, row)
            record_in_vain(auditor, f"/cooperation/{number}/")
    for person, address in ((auditor, "/log/"), (auditor, "/log/?page=2"), (researcher, "/log/about-me/")):
        browser = client_for(person)
        with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
            assert browser.get(address).status_code == 200


def test_another_institutions_log_is_out_of_reach(
    researcher: Actor, other_institution: Institution, person: Person, client_for: Browse
) -> None:
    row = _cooperation(researcher, "Roses")
    with acting_for(researcher):
        record_read(researcher, row)
    stranger = person(Duty.INTERNAL_AUDITOR, institution=other_institution)
    browser = client_for(stranger)
    assert _told(browser, "/log/") == []
    assert browser.get(f"/log/record/{_subject(row)}/").status_code == 404


def test_programs_read_the_log_too(auditor: Actor, researcher: Actor, client_for: Browse) -> None:
    row = _cooperation(researcher, "Roses")
    with acting_for(researcher):
        record_read(auditor, row)
    items = client_for(auditor).get("/api/v1/log?person=myhre").json()["items"]
    looks = [(each["verb"], each["subject"]) for each in items if each["verb"] != "sign in"]
    assert looks == [("look at a record", _subject(row))]
    assert client_for(researcher).get("/api/v1/log/about-me").json()["items"][0]["actor"] == "Vidar Myhre"
    own = client_for(researcher).get("/api/v1/log").json()["items"]
    assert {each["verb"] for each in own} == {"sign in"}


def _told(browser: Client, address: str) -> list[str]:
    """What the log tells but for the signing in of the tests' own browsers."""
    return [line.what for line in browser.get(address).context["lines"] if line.what != "Logge inn"]


def _subject(row: Cooperation) -> str:
    return f"register.cooperation:{row.pk}"


def _cooperation(actor: Actor, title: str) -> Cooperation:
    with acting_for(actor):
        return Cooperation.objects.create(
            institution_id=actor.institution_id, title=title, kind="event", registered_by_id=actor.member_id
        )
