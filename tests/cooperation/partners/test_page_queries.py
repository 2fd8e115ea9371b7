"""Pages take at most twenty queries on everything that a page can show, and as many for much as for little."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aktsom.appraisal.actions import raise_flags
from aktsom.cooperation.partners.models import Merge, Partner, PartnerName
from aktsom.cooperation.traces.models import Authorship, Participation, Trace
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.engine.lists.listing import LegalEffect
from aktsom.institutions.models import Institution
from aktsom.knowledge.screening.actions import judge_hit
from aktsom.knowledge.screening.models import Judgement
from aktsom.knowledge.sources.actions import put_in_force
from aktsom.knowledge.sources.confirming import confirm_country_naming
from aktsom.knowledge.sources.countries import LAW, THREATS
from aktsom.knowledge.sources.models import CountryFact
from tests.appraisal.samples import cooperation, hit, low_freedom, tie
from tests.knowledge.samples import edition, listing

pytestmark = pytest.mark.django_db
MOST = 20
PUBLIC = Actor.system("tests")


@pytest.fixture
def lead(person: Callable[..., Actor]) -> Actor:
    return person(Duty.RESEARCH_SECURITY_LEAD, Duty.RESEARCH_SECURITY_ADVISER)


@pytest.fixture
def country(lead: Actor) -> None:
    """A country with an index, and a law and an assessment that the institution has confirmed."""
    fact = low_freedom("CN")
    ids = {LAW: ("laws", "cn-national-intelligence-law"), THREATS: ("namings", "nis-2026")}
    for topic, (part, naming) in ids.items():
        CountryFact.objects.create(
            country="CN",
            name=topic,
            value=[naming],
            detail={part: [{"id": naming, "publisher": "P", "year": 2026, "title": {"en": "T", "nb": "T"}}]},
            needs_confirmation=True,
            source="s",
            retrieved_at=fact.retrieved_at,
        )
        with acting_for(lead):
            confirm_country_naming(lead, topic=topic, country="CN", naming=naming)


def known_well(home: Institution, lead: Actor, number: int) -> Partner:
    """A partner with everything that a dossier can show."""
    partner = Partner.objects.create(name=f"Granskog {number}", country="CN")
    other = Partner.objects.create(name=f"Granskog Tekniske {number}", country="CN")
    names = [
        PartnerName.objects.create(partner=partner, text=text, key=text.casefold(), country="CN", source="openalex")
        for text in (partner.name, f"格兰斯科格 {number}")
    ]
    Merge.objects.create(kept=partner, gone=other, state=Merge.State.WAITING, score=0.9, reason="looks-alike")
    for list_id in ("us-1286", "us-el"):
        hit(partner, list_id)
    tie(home, partner, "quantum")
    trace = Trace.objects.create(key=f"W{number}", kind="work", title="Tides", first_year=2022, last_year=2022)
    Participation.objects.create(trace=trace, partner=other, home=home, name=names[1])
    Participation.objects.create(trace=trace, partner=partner, name=names[0])
    Authorship.objects.create(trace=trace, partner=partner, author="Somebody")
    cooperation(home, partner, title=f"Tides {number}")
    with acting_for(lead):
        judge_hit(
            lead,
            kind="partner",
            subject_id=partner.pk,
            listing="us-1286:1",
            verdict=Judgement.Verdict.UNSURE,
            reason="Two cities.",
        )
    return partner


RECORDING = ("core_auditevent", "aktsom_end_of_chain")


def asked(client: Client, address: str) -> int:
    """The queries of a page, without those that put the first look of the hour on record."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return sum(not any(of in query["sql"] for of in RECORDING) for query in queries.captured_queries)


@pytest.mark.parametrize("evaluated", [True, False], ids=["ours", "nobody's yet"])
def test_a_dossier_with_everything_takes_at_most_twenty_queries(
    institution: Institution,
    lead: Actor,
    client_for: Callable[[Actor], Client],
    country: None,
    evaluated: bool,
) -> None:
    partner, client = known_well(institution, lead, 1), client_for(lead)
    if evaluated:
        raise_flags(PUBLIC)
    asked(client, f"/partners/{partner.pk}/")  # what is drawn for everyone alike is kept from here on
    first = asked(client, f"/partners/{partner.pk}/")
    known_well(institution, lead, 2)
    for list_id in ("un-sc", "eu-acts"):
        hit(partner, list_id)
    cooperation(institution, partner, title="More tides")
    assert asked(client, f"/partners/{partner.pk}/") == first <= MOST


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/partners/",
        "/partners/?hits=on&seen=mine&country=CN&q=gran",
        "/partners/merges/",
        "/search/?q=gran",
        "/search/?q=tides",
        "/screening/hits/",
        "/screening/hits/?scope=all&meaning=research-concern&strength=exact",
        "/screening/",
        "/sources/",
        "/sources/eu-acts/",
        "/sources/eu-acts/?changes=changed",
        "/sources/countries/",
        "/sources/countries/?show=waiting",
        "/sources/countries/CN/",
    ],
)
def test_a_page_takes_at_most_twenty_queries_for_much_as_for_little(
    institution: Institution, lead: Actor, client_for: Callable[[Actor], Client], country: None, address: str
) -> None:
    client = client_for(lead)
    put_in_force(PUBLIC, edition=edition(listing(1, "One Body", list_id="eu-acts", effect=LegalEffect.ASSET_FREEZE)))
    for number in range(2):
        known_well(institution, lead, number)
    first = asked(client, address)
    for number in range(2, 6):
        known_well(institution, lead, number)
    assert asked(client, address) == first <= MOST
