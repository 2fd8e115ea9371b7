"""A small sector: ours works with a flagged country, with a quiet one and with a listed party; theirs has secrets."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from aktsom.appraisal.actions import raise_flags
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.institutions.models import Institution
from aktsom.overview.actions import rebuild
from tests.appraisal.samples import cooperation, hit, low_freedom, partner, tie


@dataclass
class Sector:
    ours: Cooperation
    theirs: Cooperation
    exposed: Tie
    quiet: Tie
    listed: Partner
    secret: Partner


@pytest.fixture
def sector(institution: Institution, other_institution: Institution) -> Sector:
    low_freedom("CN")
    listed, secret = partner("Granskog Tekniske", "DE"), partner("Hemmelig Partner", "JP")
    hit(listed)
    exposed = tie(institution, partner("=HYPERLINK Institute", "CN"), "quantum")
    quiet = tie(institution, partner("Brightwater College", "DE"), first=2010, last=2012)
    tie(other_institution, listed)
    tie(institution, partner("Hjemlig Institutt", "NO"))
    ours = cooperation(institution, listed, title="Our register")
    theirs = cooperation(other_institution, secret, title="Their secret")
    raise_flags(Actor.system("appraisal"))
    rebuild(Actor.system("overview"))
    return Sector(ours, theirs, exposed, quiet, listed, secret)


Person = Callable[..., Actor]
