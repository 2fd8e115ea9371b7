"""Partners found while a name is typed: any script, any name they are known under, nobody else's."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.partners.finding import known_bodies, partners_called
from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.cooperation.partners.resolution import keys_of
from aktsom.core.actor import Actor
from aktsom.core.beforehand import read_in
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]


@pytest.fixture
def known() -> dict[str, Partner]:
    """Public partners with how often each was seen."""
    rows = {}
    with acting_for(Actor.system("tests")):
        for name, country, times in (
            ("Tsinghua University", "CN", 900),
            ("Tsinghua Shenzhen Research Park", "CN", 3),
            ("Lomonosov Moscow State University", "RU", 40),
            ("Aalborg University", "DK", 70),
        ):
            rows[name] = Partner.objects.create(name=name, country=country)
            PartnerName.objects.create(
                partner=rows[name],
                text=name,
                key=keys_of(name).plain,
                country=country,
                source="openalex",
                times_seen=times,
            )
    return rows


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("tsing", "Tsinghua University"),
        ("univ tsin", "Tsinghua University"),
        ("清华", "Tsinghua University"),
        ("清华大学", "Tsinghua University"),
        ("Московский гос", "Lomonosov Moscow State University"),
        ("aalborg", "Aalborg University"),
        ("universitetet i aalb", "Aalborg University"),
        ("park", "Tsinghua Shenzhen Research Park"),
    ],
)
def test_a_partner_is_found_by_how_any_of_its_names_begins_in_any_script(
    person: Person, known: dict[str, Partner], typed: str, first: str
) -> None:
    actor = person()
    with acting_for(actor):
        assert partners_called(actor, typed)[0].partner == known[first]


def test_what_fits_says_under_which_name_when_the_shown_one_does_not(person: Person, known: dict[str, Partner]) -> None:
    actor = person()
    with acting_for(actor):
        assert partners_called(actor, "清华")[0].known_as.startswith("清华")
        assert partners_called(actor, "tsing")[0].known_as == ""


@pytest.mark.parametrize("typed", ["", "t", "   ", "%", "_", "%%", "\x00\x00", "zzqx", "()", "the", "'; --", "🦊🦊"])
def test_nothing_and_nonsense_find_nothing(person: Person, known: dict[str, Partner], typed: str) -> None:
    actor = person()
    with acting_for(actor):
        assert partners_called(actor, typed) == []


def test_another_institutions_own_partner_is_never_offered(
    person: Person, client_for: Callable[[Actor], Client], other_institution: Institution
) -> None:
    theirs = person(institution=other_institution)
    with acting_for(theirs):
        add_partner(theirs, "Secret Harbour Works", "NL")
    mine, url = client_for(person()), reverse("partners:find")
    assert "Secret Harbour Works" not in mine.get(url, {"search_for": "secret har"}).content.decode()
    assert "Secret Harbour Works" in client_for(theirs).get(url, {"search_for": "secret har"}).content.decode()


def test_a_name_with_markup_stays_text(person: Person, client_for: Callable[[Actor], Client]) -> None:
    actor = person()
    with acting_for(actor):
        add_partner(actor, "<b>Bold</b> & Sons", "NL")
    answer = client_for(actor).get(reverse("partners:find"), {"search_for": "bold"}).content.decode()
    assert "&lt;b&gt;Bold" in answer
    assert "<b>" not in answer


def test_the_search_field_finds_partners_with_their_country_and_leads_to_the_lists(
    person: Person, client_for: Callable[[Actor], Client], known: dict[str, Partner]
) -> None:
    client = client_for(person())
    client.cookies["aktsom_language"] = "en"
    page = client.get(reverse("search"), {"q": "清华"}).content.decode()
    assert reverse("partners:detail", args=[known["Tsinghua University"].pk]) in page
    assert "China · 清华" in page
    assert f"{reverse('screening:check')}?name=%E6%B8%85%E5%8D%8E" in page


def test_what_finding_keeps_in_memory_is_there_before_the_first_page() -> None:
    known_bodies.cache_clear()
    read_in()
    assert known_bodies.cache_info().currsize == 1
