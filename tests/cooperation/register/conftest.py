"""Ties that public sources show, and cooperation to register."""

from collections.abc import Callable

import pytest

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.traces.models import Tie
from aktsom.institutions.models import Institution


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
