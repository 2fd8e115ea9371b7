"""A plan is told in the language of whoever reads it, whichever language whoever wrote it read."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.utils.translation import override

from aktsom.cooperation.exits.actions import write_strategy
from aktsom.cooperation.exits.breaching import assign_task, record_breach
from aktsom.cooperation.exits.drafts import StepDraft
from aktsom.cooperation.exits.models import Breach, HangingAccess, PlanTask
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member
from tests.cooperation.exits.conftest import DRAFT, Harbour

pytestmark = pytest.mark.django_db
Clients = Callable[[Actor], Client]

ENGLISH, NORWEGIAN = (
    "Tell the people who work under it what happens now, and whom to ask",
    "Si fra til dem som arbeider under avtalen om hva som skjer nå, og hvem de kan spørre",
)
OWN = "Feed the seals"
STEPS = (
    StepDraft("close", "Stop access", "facility-owner", stops_access=True),
    StepDraft("tell", ENGLISH, "owner", 2),
    StepDraft("seals", OWN, "owner", 3),
)
AT_ONCE = {"en": "Done at once when the breach was recorded.", "nb": "Utført straks da bruddet ble registrert."}


@pytest.fixture
def breach(harbour: Harbour) -> Breach:
    """Written, recorded and handed on by an officer who reads English."""
    with acting_for(harbour.officer), override("en"):
        write_strategy(harbour.officer, agreement=harbour.agreement, draft=replace(DRAFT, steps=STEPS), version=1)
        breach = record_breach(harbour.officer, agreement=harbour.agreement, told=harbour.told())
        owner = Member.objects.get(pk=harbour.officer.member_id)
        assign_task(harbour.officer, task=PlanTask.objects.get(key="tell"), owner=owner)
    return breach


def reading(client: Client, language: str) -> Client:
    client.cookies["aktsom_language"] = language
    return client


@pytest.mark.parametrize(("language", "words", "others"), [("nb", NORWEGIAN, ENGLISH), ("en", ENGLISH, NORWEGIAN)])
def test_a_task_that_was_suggested_is_told_in_the_readers_language_and_an_own_one_as_written(
    harbour: Harbour, client_for: Clients, breach: Breach, language: str, words: str, others: str
) -> None:
    client, base = reading(client_for(harbour.officer), language), f"/agreements/{harbour.agreement.pk}/exit/"
    with acting_for(harbour.officer):
        task = PlanTask.objects.get(key="tell")
    pages = (f"/agreements/exits/breaches/{breach.pk}/", "/agreements/exits/tasks/", base, f"{base}strategy/")
    for address in (*pages, f"/agreements/exits/tasks/{task.pk}/give/"):
        page = client.get(address).content.decode()
        assert words in page, address
        assert others not in page, address
    for address in pages:
        assert OWN in client.get(address).content.decode()


@pytest.mark.parametrize(("language", "words"), [("nb", NORWEGIAN), ("en", ENGLISH)])
def test_the_api_tells_tasks_in_the_language_of_whoever_asks(
    harbour: Harbour, client_for: Clients, breach: Breach, language: str, words: str
) -> None:
    client = reading(client_for(harbour.officer), language)
    tasks = client.get(f"/api/v1/agreement-breaches/{breach.pk}").json()["tasks"]
    assert [each["title"] for each in tasks] == ["Stop access", words, OWN]
    assert tasks[0]["shown_by"] == AT_ONCE[language]
    steps = client.get(f"/api/v1/agreements/{harbour.agreement.pk}/exit-strategy").json()["steps"]
    assert [each["title"] for each in steps] == ["Stop access", words, OWN]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_what_the_log_says_of_the_products_own_accord_is_told_in_the_readers_language(
    harbour: Harbour, client_for: Clients, language: str
) -> None:
    with acting_for(harbour.officer):
        HangingAccess.objects.update(agreed_by=None)
    with override("en"):
        breach = harbour.broken()
    page = reading(client_for(harbour.officer), language).get(f"/agreements/exits/breaches/{breach.pk}/")
    told = {
        "en": "Nobody who looks after it has agreed. Ask the owner now.",
        "nb": "Ingen som har ansvar for det, har sagt ja.",
    }[language]
    assert f"{harbour.house.laboratory.name}: {told}" in page.content.decode()
