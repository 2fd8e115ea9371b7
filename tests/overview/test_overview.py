"""The overview shows what is there, filtered by its address, and nothing of what belongs to others."""

import io
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from aktsom.appraisal.actions import raise_flags
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Unit
from aktsom.overview.actions import rebuild
from aktsom.overview.filters import Chosen, read_chosen
from aktsom.overview.models import Row
from aktsom.overview.queries import rows_of, totals_of
from tests.appraisal.samples import cooperation, hit, partner, tie
from tests.overview.conftest import Sector

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
SignIn = Callable[[Actor], Client]


def titles(actor: Actor, **chosen: object) -> list[str]:
    with acting_for(actor):
        return [row.title for row in rows_of(actor, Chosen(**chosen))]


def test_ties_and_register_stand_together_heaviest_flag_first(sector: Sector, person: Person) -> None:
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    assert titles(adviser) == ["Our register", "=HYPERLINK Institute", "Brightwater College"]


def test_partners_at_home_are_no_international_cooperation(sector: Sector, person: Person) -> None:
    assert "Hjemlig Institutt" not in titles(person(Duty.LEADERSHIP)) + titles(person(), scope="sector")


def test_the_sector_is_open_sources_and_the_own_register(sector: Sector, person: Person) -> None:
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    assert sorted(titles(adviser, scope="sector")) == [
        "=HYPERLINK Institute", "Brightwater College", "Granskog Tekniske", "Our register",
    ]  # fmt: skip


FILTERS = [
    ({"country": "CN"}, ["=HYPERLINK Institute"]),
    ({"weight": "concern"}, ["Our register", "=HYPERLINK Institute"]),
    ({"weight": "none"}, ["Brightwater College"]),
    ({"field": "quantum"}, ["=HYPERLINK Institute"]),
    ({"rule": "country.academic-freedom-low-exposed"}, ["=HYPERLINK Institute"]),
    ({"state": "registered"}, ["Our register"]),
    ({"state": "seen"}, ["=HYPERLINK Institute", "Brightwater College"]),
    ({"since": 2013}, ["Our register", "=HYPERLINK Institute"]),
    ({"until": 2012}, ["Brightwater College"]),
    ({"kind": "research-project"}, ["Our register"]),
    ({"words": "bright"}, ["Brightwater College"]),
    ({"words": "granskog"}, ["Our register"]),
    ({"country": "DE", "weight": "none"}, ["Brightwater College"]),
    ({"since": 2021, "until": 2021}, ["Our register", "=HYPERLINK Institute"]),
    ({"since": 2012, "until": 2020}, ["=HYPERLINK Institute", "Brightwater College"]),
    ({"since": 2013, "until": 2019}, []),
]


@pytest.mark.parametrize(("chosen", "listed"), FILTERS)
def test_filters_narrow_the_list(chosen: dict, listed: list[str], sector: Sector, person: Person) -> None:
    assert titles(person(Duty.RESEARCH_SECURITY_ADVISER), **chosen) == listed


def test_totals_agree_with_the_list_in_every_direction(sector: Sector, person: Person) -> None:
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    with acting_for(adviser):
        totals = totals_of(adviser, Chosen())
        assert (totals.rows, totals.registered, totals.second_look) == (3, 1, 2)
        for each in totals.countries:
            assert rows_of(adviser, Chosen(country=each.key)).count() == each.rows
        for each in totals.rules:
            assert rows_of(adviser, Chosen(rule=each.key)).count() == each.rows
        for each in totals.partners:
            assert rows_of(adviser, Chosen(partner=each.key)).count() == each.rows


def test_a_range_of_years_needs_a_year_inside_it_not_only_one_before_and_one_after(
    institution: Institution, person: Person
) -> None:
    interrupted = tie(institution, partner("Brightwater College", "DE"), first=2010, last=2020)
    interrupted.years = {"2010": 1, "2020": 1}
    interrupted.save()
    rebuild(Actor.system("overview"))
    member = person()
    assert titles(member, since=2012, until=2018) == []
    assert titles(member, since=2012, until=2020) == ["Brightwater College"]


def test_news_are_what_got_a_concern_since_a_moment_for_those_who_may_see_it(
    sector: Sector, institution: Institution, person: Person
) -> None:
    adviser, member = person(Duty.RESEARCH_SECURITY_ADVISER), person()
    before = timezone.now().isoformat()
    assert titles(adviser, news=before) == []
    tie(institution, partner("Xandria Tech", "CN"), "quantum")
    tie(institution, partner("Xandria Arts", "CN"))
    hit(sector.listed, "us-el")
    raise_flags(Actor.system("appraisal"))
    rebuild(Actor.system("overview"))
    # A note is no news, and neither is what was a concern before on the same rule.
    assert titles(adviser, news=before) == ["Our register", "Xandria Tech"]
    assert titles(member, news=before) == ["Xandria Tech"]
    assert titles(adviser, news=timezone.now().isoformat()) == []


def test_many_partners_are_cut_and_the_rest_is_counted(
    institution: Institution, person: Person, client_for: SignIn
) -> None:
    parties = [partner(f"Partner {number}", country) for number, country in enumerate(("DE", "FR", "IT", "ES", "JP"))]
    cooperation(institution, *parties, title="Five of them")
    rebuild(Actor.system("overview"))
    browser = client_for(person(Duty.RESEARCH_SECURITY_ADVISER))
    browser.cookies["aktsom_language"] = "en"
    page = browser.get("/overview/").content.decode()
    row = page[page.index("Five of them") :].split("</tr>")[0]
    assert row.count("/partners/") == row.count("/overview/country/") == row.count("and 2 more") + 1 == 3
    assert "Partner 2" in row
    assert "Partner 3" not in row


def test_every_filter_comes_back_from_its_address() -> None:
    chosen = Chosen(scope="sector", country="CN", words="mine", since=2013)
    assert read_chosen(QueryDict(chosen.query()[1:])) == chosen
    assert Chosen(country="CN").query(country=None) == "?"


# Written by hand: who finds the registered cooperation of a colleague in the overview.
SEES = [
    ((Duty.RESEARCH_SECURITY_LEAD,), True),
    ((Duty.LEADERSHIP,), True),
    ((Duty.EXPORT_CONTROL_OFFICER,), True),
    ((Duty.INTERNAL_AUDITOR,), True),
    ((Duty.HR_RECRUITER,), False),
    ((Duty.TRAINING_COORDINATOR,), False),
    ((), False),
]


@pytest.mark.parametrize(("duties", "sees"), SEES)
@pytest.mark.parametrize("scope", ["mine", "sector"])
def test_registered_cooperation_is_for_those_who_need_to_know(
    duties: tuple[Duty, ...], sees: bool, scope: str, sector: Sector, person: Person, client_for: SignIn
) -> None:
    browser = client_for(person(*duties))
    assert ("Our register" in browser.get("/overview/", {"scope": scope}).content.decode()) is sees
    assert ("Our register" in browser.get("/overview/export.csv", {"scope": scope}).content.decode()) is sees


@pytest.mark.parametrize("scope", ["mine", "sector"])
@pytest.mark.parametrize("page", ["/overview/", "/overview/country/JP/", "/overview/export.csv", "/overview/rules/"])
def test_what_another_institution_registered_is_nowhere(
    page: str, scope: str, sector: Sector, person: Person, client_for: SignIn
) -> None:
    browser = client_for(person(Duty.LEADERSHIP))
    answer = browser.get(page, {"scope": scope}).content.decode()
    assert "Their secret" not in answer
    assert "Hemmelig Partner" not in answer
    assert "country=JP" not in answer or "country/JP" in page


def test_the_border_holds_below_the_code(sector: Sector, institution: Institution) -> None:
    with acting_for(Actor.system("t", institution.pk)):
        assert not Row.objects.filter(title="Their secret").exists()


def test_a_unit_leader_sees_the_units_below(institution: Institution, person: Person) -> None:
    with acting_for(Actor.system("t", institution.pk)):
        faculty = Unit.objects.create(institution=institution, name_nb="Fakultet")
        group = Unit.objects.create(institution=institution, name_nb="Gruppe", parent=faculty)
    cooperation(institution, partner("Fjord", "DE"), title="In the group", unit=group)
    cooperation(institution, partner("Fjell", "DE"), title="Elsewhere")
    rebuild(Actor.system("overview"))
    leader = person(Duty.UNIT_LEADER, unit=faculty)
    assert titles(leader) == ["In the group"]
    assert titles(person(Duty.LEADERSHIP), unit=faculty.pk) == ["In the group"]


HOSTILE = [
    "country=%00", "country=ZZZZ", "country[]=CN", "partner=%00", "partner=1;drop", "unit=00000000-0000-0000-0000-000000000000",
    "institution=99999999999999999999", "institution=-1", "since=1e9", "until=%D9%A3", "since=99999999999999999999999999999999",
    "weight=heavy", "rule=%00%FF", "scope=all", "page=99999999999999", "page=%00", "words=" + quote("%_\\'\"\0)") + "&page=2",
    "words=" + "a" * 5000, "field=a&field=b", "kind=" + quote("‮"),
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize("page", ["/overview/", "/overview/export.csv"])
def test_hostile_filters_are_left_out_and_never_break_the_page(
    query: str, page: str, person: Person, client_for: SignIn
) -> None:
    assert client_for(person(Duty.LEADERSHIP)).get(f"{page}?{query}").status_code == 200


@pytest.mark.parametrize("code", ["ZZ", "%00%00", "C", "CHN", "ÆØ"])
def test_a_country_that_is_none_is_not_found_or_empty(code: str, person: Person, client_for: SignIn) -> None:
    assert client_for(person()).get(f"/overview/country/{code}/").status_code in (200, 404)


def test_an_export_is_what_the_page_shows_cannot_run_and_leaves_an_event(
    sector: Sector, person: Person, client_for: SignIn
) -> None:
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER, Duty.INTERNAL_AUDITOR)
    browser = client_for(adviser)
    text = browser.get("/overview/export.csv?weight=concern").content.decode()
    assert "Brightwater" not in text
    assert "'=HYPERLINK Institute" in text
    sheet = browser.get("/overview/export.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert [row[2] for row in rows[1:]] == ["Our register", "=HYPERLINK Institute", "Brightwater College"]
    assert any("An index of our own making (2026-01-01)" in str(cell) for cell in rows[2])
    with acting_for(adviser):
        events = AuditEvent.objects.visible_to(adviser).filter(verb="export the overview")
        assert [event.details["chosen"]["weight"] for event in events.order_by("sequence")] == ["concern", ""]


@pytest.mark.parametrize(
    "page",
    ["/overview/", "/overview/?scope=sector", "/overview/country/CN/", "/overview/rules/", "/overview/requirements/"],
)
def test_pages_take_at_most_twenty_queries_however_many_rows(
    page: str, institution: Institution, sector: Sector, person: Person, client_for: SignIn
) -> None:
    browser = client_for(person(Duty.RESEARCH_SECURITY_ADVISER))
    browser.get(page)
    counts = []
    for number in (1, 40):
        for each in range(number):
            tie(institution, partner(f"Xandria {number}-{each}", "CN"), "quantum")
        raise_flags(Actor.system("appraisal"))
        rebuild(Actor.system("overview"))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_page_reads_in_both_languages(language: str, sector: Sector, person: Person, client_for: SignIn) -> None:
    browser = client_for(person(Duty.RESEARCH_SECURITY_ADVISER))
    browser.cookies["aktsom_language"] = language
    for page in ("/overview/", "/overview/country/CN/", "/overview/rules/", "/overview/requirements/"):
        assert browser.get(page).status_code == 200
    said = browser.get("/overview/country/CN/").content.decode()
    assert ("Kina" in said) is (language == "nb")


def test_it_says_what_is_new_since_the_last_visit(sector: Sector, person: Person, client_for: SignIn) -> None:
    from_before = person(Duty.RESEARCH_SECURITY_ADVISER)
    browser = client_for(from_before)
    browser.cookies["aktsom_language"] = "en"
    assert "Since you last looked" not in browser.get("/overview/").content.decode()


def test_requirements_say_what_is_shown_and_what_is_not(sector: Sector, person: Person, client_for: SignIn) -> None:
    browser = client_for(person(Duty.LEADERSHIP))
    browser.cookies["aktsom_language"] = "en"
    page = browser.get("/overview/requirements/").content.decode()
    assert all(f'id="EU-14{letter}"' in page for letter in "abcdefghi")
    assert all(f'id="NO-{number}"' in page for number in range(1, 11))
    assert "Not yet in this version." in page
    assert "3 cooperations with 2 countries, 1 of them registered" in page
    assert "a route and a decision are not yet" not in page
    assert page.count("Agreements that nobody has brought in do not show.") == 2


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    assert client.get("/overview/").status_code == 302
