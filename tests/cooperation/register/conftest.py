"""A university with two units, partners, and ties that public sources show."""

from collections.abc import Callable

import pytest

from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.cooperation.partners.resolution import keys_of
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Unit


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def unit(institution: Institution) -> Callable[..., Unit]:
    def make(name: str, parent: Unit | None = None) -> Unit:
        with acting_for(Actor.system("tests", institution.pk)):
            return Unit.objects.create(institution=institution, name_nb=name, name_en=f"{name} (en)", parent=parent)

    return make


@pytest.fixture
def partner(db: None) -> Callable[..., Partner]:
    def make(name: str, country: str = "CN") -> Partner:
        with acting_for(Actor.system("tests")):
            made, new = Partner.objects.get_or_create(name=name, country=country)
            if new:
                key = keys_of(name).plain
                PartnerName.objects.create(partner=made, text=name, key=key, country=country, source="tests")
        return made

    return make


@pytest.fixture
def tie(institution: Institution) -> Callable[..., Tie]:
    def make(partner: Partner, home: Institution = institution) -> Tie:
        return Tie.objects.create(home=home, partner=partner, works=7, projects=1, first_year=2019, last_year=2024)

    return make


@pytest.fixture
def draft(partner: Callable[..., Partner]) -> Callable[..., Draft]:
    def make(**given: object) -> Draft:
        if "partners" not in given:
            given["partners"] = (partner("Testmark Institute of Ice").pk,)
        return Draft(**{"title": "Sea ice", "kind": "research-project"} | given)  # type: ignore[arg-type]

    return make
