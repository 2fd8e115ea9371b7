"""Country facts change with their sources, and namings have effect only where an institution confirmed them."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

import pytest
from django.test import Client

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError, NotVisibleError
from aktsom.engine.countries.academic_freedom import AcademicFreedom
from aktsom.institutions.models import Institution
from aktsom.knowledge.sources.actions import put_in_force
from aktsom.knowledge.sources.confirming import confirm_country_naming, withdraw_country_naming
from aktsom.knowledge.sources.countries import LAW, THREATS, update_country_facts
from aktsom.knowledge.sources.country_queries import country_facts, country_facts_as_of, effective_country_facts
from aktsom.knowledge.sources.models import CountryFact
from tests.knowledge.samples import edition, listing

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
Acting = Callable[[Actor], AbstractContextManager[None]]
FREEDOM = {"RU": AcademicFreedom("RU", 0.2, 2025, -0.15, ((2020, 0.35), (2025, 0.2)))}


@pytest.fixture(autouse=True)
def facts() -> None:
    belarus = replace(listing(1, list_id="eu"), programme="EU-BLR")
    put_in_force(SYSTEM, edition=edition(belarus, source="eu-acts"))
    update_country_facts(SYSTEM, freedom=FREEDOM)


def names(actor: Actor, country: str) -> set[str]:
    return {fact.name for fact in effective_country_facts(actor, [country]).get(country, [])}


def test_a_regime_counts_while_its_programme_is_in_the_lists() -> None:
    assert "country.comprehensive_sanctions" in names(SYSTEM, "BY")

    put_in_force(SYSTEM, edition=edition(listing(2, list_id="eu"), source="eu-acts"), accepted_because="a test")
    update_country_facts(SYSTEM, freedom=FREEDOM)

    assert "country.comprehensive_sanctions" not in names(SYSTEM, "BY")


def test_an_unchanged_fact_is_left_alone_and_a_changed_one_ends() -> None:
    assert update_country_facts(SYSTEM, freedom=FREEDOM) == 0
    before = CountryFact.objects.get(country="RU", name="country.academic_freedom_index")

    update_country_facts(SYSTEM, freedom={"RU": replace(FREEDOM["RU"], value=0.1)})

    before.refresh_from_db()
    assert before.until is not None
    assert country_facts(SYSTEM, "RU").index.value == 0.1  # type: ignore[union-attr]
    then = [fact.value for fact in country_facts_as_of(SYSTEM, before.retrieved_at) if fact.name == before.name]
    assert then == [0.2]


def test_an_update_without_an_index_leaves_the_index() -> None:
    update_country_facts(SYSTEM, freedom={})
    assert country_facts(SYSTEM, "RU").index is not None


def test_a_naming_has_effect_only_where_it_was_confirmed(
    person: Callable[..., Actor], acting: Acting, other_institution: Institution
) -> None:
    lead, elsewhere = person(Duty.RESEARCH_SECURITY_LEAD), person(Duty.LEADERSHIP, institution=other_institution)
    with acting(lead):
        naming = country_facts(lead, "RU").namings[0].id
        assert THREATS not in names(lead, "RU")

        confirm_country_naming(lead, topic=THREATS, country="RU", naming=naming)
        confirm_country_naming(lead, topic=THREATS, country="RU", naming=naming)

        (fact,) = [each for each in effective_country_facts(lead)["RU"] if each.name == THREATS]
        assert fact.value == (naming,)
        assert LAW not in names(lead, "RU")
    with acting(elsewhere):
        assert THREATS not in names(elsewhere, "RU")
    assert THREATS not in names(SYSTEM, "RU")
    with acting(lead):
        assert withdraw_country_naming(lead, topic=THREATS, country="RU", naming=naming) == 1
        assert THREATS not in names(lead, "RU")


@pytest.mark.parametrize(
    ("duty", "may"),
    [
        (Duty.RESEARCH_SECURITY_LEAD, True),
        (Duty.LEADERSHIP, True),
        (Duty.RESEARCH_SECURITY_ADVISER, False),
        (Duty.PLATFORM_OPERATOR, False),
        (Duty.INTERNAL_AUDITOR, False),
    ],
)
def test_who_may_confirm(person: Callable[..., Actor], acting: Acting, duty: Duty, may: bool) -> None:
    actor = person(duty)
    with acting(actor), nullcontext() if may else pytest.raises(NotAllowedError):
        confirm_country_naming(actor, topic=LAW, country="CN", naming="cn-national-intelligence-law")


def test_nobody_can_confirm_what_no_publication_says(person: Callable[..., Actor], acting: Acting) -> None:
    lead = person(Duty.RESEARCH_SECURITY_LEAD)
    with acting(lead), pytest.raises(NotVisibleError):
        confirm_country_naming(lead, topic=THREATS, country="NO", naming="nis-2026")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_pages_show_sources_and_countries_in_a_fixed_number_of_queries(
    person: Callable[..., Actor],
    client_for: Callable[[Actor], Client],
    language: str,
    django_assert_max_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    client = client_for(person(Duty.RESEARCH_SECURITY_LEAD))
    client.cookies["aktsom_language"] = language
    for path, shown in {
        "/sources/": "eu-acts",
        "/sources/eu-acts/": "Invented Institute of Moonlight 1",
        "/sources/un-sc/": "aktsom sources update un-sc",
        "/sources/countries/": {"nb": "E-tjenesten 2026", "en": "NIS 2026"}[language],
        "/sources/countries/ru/": "Fokus 2026",
    }.items():
        with django_assert_max_num_queries(20):
            response = client.get(path)
        assert response.status_code == 200, path
        assert shown in response.content.decode(), path
    assert client.get("/sources/nothing/").status_code == 404
    assert client.get("/sources/eu-acts/?version=999999").status_code == 404
    assert client.get("/sources/countries/zz/").status_code == 404


def test_the_lead_confirms_on_the_page_and_others_see_no_button(
    person: Callable[..., Actor], client_for: Callable[[Actor], Client]
) -> None:
    lead, adviser = client_for(person(Duty.RESEARCH_SECURITY_LEAD)), client_for(person(Duty.RESEARCH_SECURITY_ADVISER))
    given = {"topic": LAW, "naming": "cn-national-intelligence-law", "act": "confirm"}

    assert adviser.post("/sources/countries/CN/naming/", given).status_code == 403
    assert lead.post("/sources/countries/CN/naming/", given).status_code == 302

    page = adviser.get("/sources/countries/CN/").content.decode()
    assert "Person 1" in page
    assert 'name="act"' not in page


def test_a_country_that_waits_for_a_word_shows_its_index_and_its_regimes_too(
    person: Callable[..., Actor], client_for: Callable[[Actor], Client]
) -> None:
    page = client_for(person(Duty.RESEARCH_SECURITY_LEAD)).get("/sources/countries/?show=waiting").content.decode()
    for country, fact in {"Belarus": "omfattende", "Russland": "0,20"}.items():
        row = page.split(f">{country}</a>")[1].split("</tr>")[0]
        assert fact in row
