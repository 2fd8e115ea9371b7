"""Two people who judge the same finding at once notice each other (P53)."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aktsom.cooperation.agreements import checking, papers
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Finding
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Paper, PaperKind, Passage

pytestmark = pytest.mark.django_db
VETO = Paper(PaperKind.DOCX, (Passage("The Partner may refuse any publication of the results."),))


@pytest.fixture
def finding(officer: Actor, agreement: Callable[..., Agreement]) -> Finding:
    made = agreement(officer, kind="project")
    with acting_for(officer):
        upload = SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")
        version = papers.add_document(officer, agreement=made, upload=upload)
        waiting: ClauseCheck = checking.start_check(officer, agreement=made, version=version)
        found = checking.keep_findings(officer, agreement=made, waiting=waiting, paper=VETO)
        return found.findings.get(condition="publication")


def standing(officer: Actor, finding: Finding) -> tuple[str, str]:
    with acting_for(officer):
        kept = Finding.objects.get(pk=finding.pk)
        return kept.judged, kept.note


def test_who_judges_after_a_colleague_sees_what_they_said_and_loses_nothing(
    officer: Actor,
    person: Callable[..., Actor],
    browser: Client,
    client_for: Callable[[Actor], Client],
    finding: Finding,
) -> None:
    colleague = client_for(person(Duty.AGREEMENTS_OFFICER))
    judge = reverse("agreements:judge", args=[finding.agreement_id, finding.pk])
    check = reverse("agreements:check", args=[finding.agreement_id, finding.clause_check_id])
    assert '<input type="hidden" name="seen" value="">' in browser.get(check).content.decode()
    colleague.post(judge, {"verdict": "met", "note": "Side letter of 3 May", "seen": ""})
    mine = {"verdict": "contradicted", "note": "The side letter has ended", "place": "Clause 9", "seen": ""}
    answer = browser.post(judge, mine)
    said = answer.content.decode()
    assert answer.status_code == 409
    assert standing(officer, finding) == ("met", "Side letter of 3 May")
    assert "Somebody judged this finding or took that back while you were looking at it." in said
    for each in ("Side letter of 3 May", 'value="The side letter has ended"', ">Clause 9</textarea>"):
        assert each in said
    with acting_for(officer):
        now = Finding.objects.get(pk=finding.pk).judgement
    assert f'name="seen" value="{now}"' in said
    assert browser.post(judge, mine | {"seen": now}).status_code == 302
    assert standing(officer, finding) == ("contradicted", "The side letter has ended")


@pytest.mark.parametrize("sent", [{"confirm": "1"}, {"verdict": ""}])
def test_neither_confirming_nor_taking_back_overwrites_a_colleague(
    officer: Actor, browser: Client, client_for: Callable[[Actor], Client], finding: Finding, sent: dict[str, str]
) -> None:
    judge = reverse("agreements:judge", args=[finding.agreement_id, finding.pk])
    browser.post(judge, {"verdict": "met", "note": "Mine", "seen": ""})
    assert browser.post(judge, sent | {"seen": ""}).status_code == 409
    assert standing(officer, finding) == ("met", "Mine")


def test_sending_the_same_twice_is_no_conflict(officer: Actor, browser: Client, finding: Finding) -> None:
    judge = reverse("agreements:judge", args=[finding.agreement_id, finding.pk])
    for _time in range(2):
        assert browser.post(judge, {"confirm": "1", "seen": ""}).status_code == 302


def test_the_api_takes_what_the_caller_looked_at_and_needs_it_not(browser: Client, finding: Finding) -> None:
    address, json = f"/api/v1/agreements/{finding.agreement_id}/findings/{finding.pk}", "application/json"
    first = browser.put(address, {"verdict": "met", "seen": ""}, json)
    assert first.status_code == 200
    assert browser.put(address, {"verdict": "absent", "seen": ""}, json).status_code == 409
    assert browser.put(address, {"verdict": "absent", "seen": first.json()["judgement"]}, json).status_code == 200
    assert browser.put(address, {"verdict": "partly"}, json).status_code == 200
