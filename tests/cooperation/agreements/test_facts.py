"""What agreements tell an appraisal about the cooperation that goes on under them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from aktsom.cooperation.agreements import checking, papers
from aktsom.cooperation.agreements.actions import put_under
from aktsom.cooperation.agreements.facts import EXPIRED, MISSING, SAID, agreement_facts
from aktsom.cooperation.agreements.models import Agreement, Finding
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.actions import register_cooperation
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Paper, PaperKind, Passage

pytestmark = pytest.mark.django_db
VETO = Paper(PaperKind.DOCX, (Passage("The Partner may refuse any publication of the results."),))
SILENT = Paper(PaperKind.DOCX, (Passage("The parties will meet in Bergen."),))


@pytest.fixture
def officer(person: Callable[..., Actor]) -> Actor:
    return person(Duty.AGREEMENTS_OFFICER)


@pytest.fixture
def cooperation(officer: Actor, partner: Callable[..., Partner]) -> Cooperation:
    partners = (partner("Testmark Institute of Ice").pk,)
    with acting_for(officer):
        return register_cooperation(
            officer, draft=Draft(title="Ice", kind="research-project", partners=partners, state="active")
        )


def facts(actor: Actor, cooperation: Cooperation) -> dict[str, object]:
    with acting_for(actor):
        return {each.name: each.value for each in agreement_facts(actor, [cooperation])[cooperation.pk]}


def put_checked(actor: Actor, agreement: Agreement, cooperation: Cooperation, paper: Paper) -> None:
    with acting_for(actor):
        put_under(actor, agreement=agreement, cooperation=cooperation)
        version = papers.add_document(actor, agreement=agreement, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.4 x"))
        waiting = checking.start_check(actor, agreement=agreement, version=version)
        checking.keep_findings(actor, agreement=agreement, waiting=waiting, paper=paper)


def test_a_check_tells_an_appraisal_what_is_so_and_what_is_not(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    assert facts(officer, cooperation) == {}
    put_checked(officer, agreement(officer, kind="project"), cooperation, VETO)
    told = facts(officer, cooperation)
    assert told["agreement.publication_permission"] is True
    assert told["agreement.secrecy"] is False
    assert "publication" in told[MISSING]  # type: ignore[operator]
    assert set(told) == {MISSING, *SAID}


def test_a_person_who_finds_the_condition_met_takes_the_fact_away(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    made = agreement(officer, kind="project")
    put_checked(officer, made, cooperation, VETO)
    with acting_for(officer):
        finding = Finding.objects.get(condition="publication")
        checking.judge_finding(officer, agreement=made, finding=finding, verdict="met")
    told = facts(officer, cooperation)
    assert told["agreement.publication_permission"] is False
    assert "publication" not in told[MISSING]  # type: ignore[operator]


def test_an_amendment_is_not_blamed_for_what_its_agreement_says(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    above = agreement(officer, kind="project")
    amendment = agreement(officer, kind="project", parent=above.pk, relation="amends")
    put_checked(officer, amendment, cooperation, SILENT)
    assert facts(officer, cooperation)[MISSING] == ()


def test_cooperation_that_goes_on_when_its_agreement_has_ended_is_told_of(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    today = timezone.localdate()
    ended = agreement(officer, state="signed", starts=today - timedelta(400), ends=today - timedelta(1))
    with acting_for(officer):
        put_under(officer, agreement=ended, cooperation=cooperation)
    assert facts(officer, cooperation) == {EXPIRED: True}
    running = agreement(officer, state="signed", starts=today)
    with acting_for(officer):
        put_under(officer, agreement=running, cooperation=cooperation)
    assert EXPIRED not in facts(officer, cooperation)
