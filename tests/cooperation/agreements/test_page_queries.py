"""The list of agreements and the page of one ask the database as often for twenty agreements as for two."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aktsom.cooperation.agreements import checking, papers
from aktsom.cooperation.agreements.drafts import PartyDraft
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from tests.cooperation.partners.test_page_queries import MOST, asked

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 20
REFUSES = "The Partner may refuse any publication of the results."
PAPER = Paper(PaperKind.PDF, (Passage("Publication", level=1, number="4"), Passage(REFUSES, number="4.1")), pages=1)


@pytest.fixture
def officer(person: Callable[..., Actor]) -> Actor:
    return person(Duty.AGREEMENTS_OFFICER)


@pytest.fixture
def read(officer: Actor, upload: Callable[..., SimpleUploadedFile]) -> Callable[[Agreement], None]:
    """Adds a paper to an agreement and checks it."""

    def add(row: Agreement) -> None:
        with acting_for(officer):
            version = papers.add_document(officer, agreement=row, upload=upload())
            waiting = checking.start_check(officer, agreement=row, version=version)
            checking.keep_findings(officer, agreement=row, waiting=waiting, paper=PAPER)

    return add


@pytest.fixture
def add(
    officer: Actor, agreement: Callable[..., Agreement], partner: Callable[..., Partner]
) -> Callable[..., Agreement]:
    """Registers an agreement with a partner of its own, perhaps under another one."""

    def make(number: int, under: Agreement | None = None) -> Agreement:
        other = PartyDraft(partner=partner(f"Institute {number} of Ice").pk)
        above = {"parent": under.pk, "relation": "under"} if under else {}
        return agreement(officer, title=f"Ice {number}", parties=(other,), ends=date(2040, 1, 1), **above)

    return make


def test_lists_and_the_page_of_an_agreement_ask_no_more_for_twenty_than_for_two(
    officer: Actor,
    client_for: Callable[[Actor], Client],
    add: Callable[..., Agreement],
    read: Callable[[Agreement], None],
) -> None:
    client, framework = client_for(officer), add(0)
    here = reverse("agreements:list")
    detail = reverse("agreements:detail", args=[framework.pk])
    pages = (here, f"{here}?lacks=publication&checked=yes", f"{here}?q=Ice&sort=ends", detail)
    read(framework)
    read(add(1, framework))
    for page in pages:
        asked(client, page)  # what is drawn for everyone alike is kept from here on
    first = [asked(client, page) for page in pages]
    last = [add(number, framework) for number in range(FEW, MANY)][-1]
    for row in (framework, last):
        read(row)
    assert "Ice 19" in client.get(detail).content.decode()
    assert [asked(client, page) for page in pages] == first
    assert max(first) <= MOST
