"""Whoever adds a partner by hand is asked where we know its name in another country."""

from collections.abc import Callable

import pytest
from django.test import Client

from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for

pytestmark = pytest.mark.django_db
Person, ClientFor = Callable[..., Actor], Callable[[Actor], Client]


def test_a_name_that_we_know_in_another_country_is_added_only_when_it_is_another_one(
    person: Person, client_for: ClientFor
) -> None:
    researcher, typed = person(), {"name": "Ice Centre", "country": "GB", "domain": ""}
    with acting_for(researcher):
        known = add_partner(researcher, "Ice Centre", "DE")
    client = client_for(researcher)
    client.cookies["aktsom_language"] = "en"
    asked = client.post("/partners/new/", typed)
    assert asked.status_code == 422
    assert list(asked.context["elsewhere"]) == [known]
    assert "We know an organisation of this name in another country." in asked.content.decode()
    with acting_for(researcher):
        assert Partner.objects.count() == 1
    assert client.post("/partners/new/", typed | {"another": "1"}).status_code == 302
    with acting_for(researcher):
        assert set(Partner.objects.values_list("country", flat=True)) == {"DE", "GB"}


@pytest.mark.parametrize("country", ["DE", "Tyskland", ""])
def test_a_name_that_we_know_there_or_that_comes_without_a_country_leads_to_the_known_one(
    person: Person, client_for: ClientFor, country: str
) -> None:
    researcher = person()
    with acting_for(researcher):
        known = add_partner(researcher, "Ice Centre", "DE")
    answer = client_for(researcher).post("/partners/new/", {"name": "Ice Centre", "country": country, "domain": ""})
    assert (answer.status_code, answer["Location"]) == (302, f"/partners/{known.pk}/")
