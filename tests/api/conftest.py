"""Programs that call the API, and what they find there."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.cooperation.register.actions import register_cooperation
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.keys import make_key
from aktsom.institutions.models import Institution
from aktsom.knowledge.screening.models import ScreeningHit

V1 = "/api/v1"
Program = Callable[[Actor], Client]


@pytest.fixture
def program() -> Program:
    """A program with a key of this person."""

    def make(actor: Actor) -> Client:
        with acting_for(actor):
            _key, secret = make_key(actor, label="tests")
        return Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": "en"})

    return make


@pytest.fixture
def adviser(person: Callable[..., Actor]) -> Actor:
    """A research-security adviser for the whole institution."""
    return person(Duty.RESEARCH_SECURITY_ADVISER, name="Astrid")


@pytest.fixture
def partner(db: None) -> Partner:
    """A partner that public sources know under two names."""
    return new_partner()


@pytest.fixture
def tie(institution: Institution, partner: Partner) -> Tie:
    """What public sources show between the institution and the partner."""
    return new_tie(institution, partner)


@pytest.fixture
def hit(partner: Partner) -> ScreeningHit:
    """A listing that the partner may be."""
    return new_hit(partner)


@pytest.fixture
def registered(adviser: Actor, partner: Partner) -> Cooperation:
    """A cooperation that the adviser registered."""
    return register(adviser, partner)


def register(actor: Actor, partner: Partner, title: str = "Sea ice and light") -> Cooperation:
    """A cooperation registered by the actor."""
    with acting_for(actor):
        return register_cooperation(actor, draft=Draft(title=title, kind="research-project", partners=(partner.pk,)))


def new_partner() -> Partner:
    """A partner that public sources know under two names."""
    partner = Partner.objects.create(name="Harbour Institute of Optics", country="CN")
    for text in ("Harbour Institute of Optics", "港湾光学研究所"):
        PartnerName.objects.create(partner=partner, text=text, key=text.lower(), country="CN", source="openalex")
    return partner


def new_tie(institution: Institution, partner: Partner) -> Tie:
    """What public sources show between the institution and the partner."""
    return Tie.objects.create(
        home=institution, partner=partner, works=3, first_year=2020, last_year=2023, years={"2020": 1, "2023": 2}
    )


def new_hit(partner: Partner) -> ScreeningHit:
    """A listing that the partner may be."""
    return ScreeningHit.objects.create(
        subject_kind="partner",
        subject_id=partner.pk,
        listing="us-el:17",
        list_id="us-el",
        listing_name="Harbour Institute of Optics",
        query_name=partner.name,
        matched_name="Harbour Institute of Optics",
        score=0.97,
        strength="exact",
        explanation={
            "en": "The names are the same.",
            "nb": "Navnene er like.",
            "parts": [["optics", "optics", "exact", 0.6]],
        },
        listing_digest="a" * 64,
        names_digest="b" * 64,
        found_at=timezone.now(),
    )
