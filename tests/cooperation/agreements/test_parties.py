"""Two who say at once who is bound by an agreement: the later one learns of it, and nothing that was written is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from aktsom.cooperation.agreements import queries
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def officer(person: Callable[..., Actor]) -> Actor:
    return person(Duty.AGREEMENTS_OFFICER)


@pytest.fixture
def client(officer: Actor, client_for: Callable[[Actor], Client]) -> Client:
    made = client_for(officer)
    made.cookies["aktsom_language"] = "en"
    return made


@pytest.fixture
def row(officer: Actor, agreement: Callable[..., Agreement]) -> Agreement:
    return agreement(officer)


@pytest.fixture
def signing(officer: Actor, row: Agreement) -> Callable[[], dict[str, str]]:
    """Who signs for each side, by the name of the partner, "" for our own."""

    def read() -> dict[str, str]:
        with acting_for(officer):
            return {str(each.partner or ""): each.signatory for each in queries.parties_of(row)}

    return read


def test_the_later_of_two_tabs_learns_what_the_first_one_saved(
    client: Client, row: Agreement, partner: Callable[..., Partner], signing: Callable[[], dict[str, str]]
) -> None:
    at = reverse("agreements:parties", args=[row.pk])
    opened = client.get(at)
    version, ice, sea = opened.context["version"], partner("Testmark Institute of Ice"), partner("College of the Sea")
    assert f'<input type="hidden" name="version" value="{version}">' in opened.content.decode()
    first = {
        "partner": [str(ice.pk), str(sea.pk)],
        f"{ice.pk}-signatory": "B. Berg",
        f"{sea.pk}-authority": "Delegation of 3 March",
    }
    second = {"partner": str(ice.pk), f"{ice.pk}-signatory": "C. Frost", "ours-signatory": "R. Ektor"}
    stepped = client.post(at, {**second, "version": version, "search": "1", "search_for": "Nobody"})
    assert client.post(at, {**first, "version": version}).status_code == 302
    late = client.post(at, {**second, "version": stepped.context["version"]})
    assert late.status_code == 409
    assert signing() == {"": "", "Testmark Institute of Ice": "B. Berg", "College of the Sea": ""}
    assert dict(late.context["theirs"]) == {
        "our side: Who signs": "",
        "Testmark Institute of Ice: Who signs": "B. Berg",
        "College of the Sea": "among those who are bound",
        "College of the Sea: What lets them sign": "Delegation of 3 March",
    }
    shown = late.content.decode()
    assert "Somebody changed this while you were writing." in shown
    assert 'value="C. Frost"' in shown
    assert client.post(at, {**second, "version": late.context["version"]}).status_code == 302
    assert signing() == {"": "R. Ektor", "Testmark Institute of Ice": "C. Frost"}


def test_a_partner_whom_the_other_one_took_out_is_named(
    client: Client, row: Agreement, partner: Callable[..., Partner]
) -> None:
    at, sea = reverse("agreements:parties", args=[row.pk]), partner("College of the Sea")
    client.post(at, {"partner": str(sea.pk), "version": 1})
    late = client.post(at, {"partner": str(partner("Testmark Institute of Ice").pk), "version": 1})
    assert ("Testmark Institute of Ice", "not among those who are bound") in late.context["theirs"]


def test_a_program_names_the_version_whose_parties_it_replaces(
    client: Client, row: Agreement, partner: Callable[..., Partner], signing: Callable[[], dict[str, str]]
) -> None:
    at = f"/api/v1/agreements/{row.pk}"
    version = client.get(at).json()["version"]

    def send(signatory: str, **more: Any) -> tuple[int, dict[str, Any]]:
        ice = {"partner": str(partner("Testmark Institute of Ice").pk), "signatory": signatory}
        answer = client.put(f"{at}/parties", {"parties": [ice], **more}, content_type="application/json")
        return answer.status_code, answer.json()

    status, answer = send("B. Berg", version=version)
    assert (status, answer["version"]) == (200, version + 1)
    assert send("C. Frost", version=version)[0] == 409
    assert send("C. Frost")[0] == 422
    assert signing()["Testmark Institute of Ice"] == "B. Berg"
