"""A paper that does not belong to an agreement is withdrawn with a reason, put back, or said to be something else."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aktsom.cooperation.agreements import checking, comparing, papers, presenting, queries, withdrawing
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Comparison, DocumentVersion, Finding
from aktsom.cooperation.agreements.moving import StepDraft, take_step
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.engine.agreements.lifecycle import Step
from aktsom.engine.papers.types import Paper, PaperKind, Passage

pytestmark = pytest.mark.django_db
Check = Callable[..., ClauseCheck]
VETO = Paper(PaperKind.DOCX, (Passage("The Partner may refuse any publication of the results."),))
SILENT = Paper(PaperKind.DOCX, (Passage("The parties will meet in Bergen."),))
WHY = "It is the contract with Snow Centre"


@pytest.fixture
def made(officer: Actor, agreement: Callable[..., Agreement]) -> Agreement:
    return agreement(officer, kind="project", state="signed", starts=date(2020, 1, 1))


@pytest.fixture
def reader(person: Callable[..., Actor]) -> Actor:
    return person(Duty.INTERNAL_AUDITOR)


def address(name: str, version: DocumentVersion) -> str:
    return reverse(f"agreements:{name}", args=[version.agreement_id, version.pk])


def withdraw(officer: Actor, version: DocumentVersion, reason: str = WHY) -> None:
    with acting_for(officer):
        withdrawing.withdraw_paper(officer, agreement=version.agreement, version=version, reason=reason)


def english(client: Client) -> Client:
    client.cookies["aktsom_language"] = "en"
    return client


def counting(officer: Actor, made: Agreement) -> ClauseCheck | None:
    with acting_for(officer):
        return queries.current_among(queries.checks_of(made))


def test_promise_p135_a_withdrawn_paper_is_handed_out_only_to_those_who_may_change_the_agreement(
    officer: Actor, reader: Actor, made: Agreement, check: Check, client_for: Callable[[Actor], Client]
) -> None:
    wrong = check(made, VETO, name="snow.pdf")
    browser, reads = english(client_for(officer)), english(client_for(reader))
    file, found = address("paper", wrong.document_version), reverse("agreements:check", args=[made.pk, wrong.pk])
    with acting_for(officer):
        finding = wrong.findings.get(condition="publication")
    judge = reverse("agreements:judge", args=[made.pk, finding.pk])
    api = f"/api/v1/agreements/{made.pk}"
    assert reads.get(file).status_code == reads.get(found).status_code == 200
    assert address("change-paper", wrong.document_version) in browser.get(f"/agreements/{made.pk}/").content.decode()
    answer = browser.post(address("withdraw-paper", wrong.document_version), {"reason": WHY})
    assert answer["Location"] == f"/agreements/{made.pk}/"
    assert reads.get(file).status_code == reads.get(found).status_code == 404
    assert reads.get(f"{api}/papers/{wrong.document_version_id}").status_code == 404
    assert reads.get(f"{api}/checks/{wrong.pk}").status_code == 404
    assert browser.get(file).status_code == 200
    assert browser.get(found).status_code == browser.post(judge, {"verdict": "met"}).status_code == 404
    seen, changed = (each.get(f"/agreements/{made.pk}/").content.decode() for each in (reads, browser))
    assert "withdrew a paper." in seen
    assert WHY in seen
    assert "snow.pdf" not in seen
    assert "snow.pdf" in changed
    assert reads.get(api).json()["papers"] == []
    with acting_for(officer):
        event = AuditEvent.objects.get(verb="withdraw a paper of an agreement")
        assert WHY not in str(event.details)
        kept = DocumentVersion.objects.get(pk=wrong.document_version_id)
        assert (kept.withdrawn_because, kept.withdrawn_by_id) == (WHY, officer.member_id)


def test_its_check_counts_no_more_and_another_one_counts_until_it_is_put_back(
    officer: Actor, made: Agreement, check: Check, client_for: Callable[[Actor], Client]
) -> None:
    own = check(made, SILENT)
    wrong, beside = check(made, VETO), check(made, VETO, "amendment")
    assert counting(officer, made) == wrong
    withdraw(officer, wrong.document_version)
    withdraw(officer, beside.document_version)
    assert counting(officer, made) == own
    with acting_for(officer):
        assert presenting.page_context(officer, made)["opposites"] == []
        assert set(ClauseCheck.objects.visible_to(officer)) == {own}
        assert {each.clause_check_id for each in Finding.objects.visible_to(officer)} == {own.pk}
    client = english(client_for(officer))
    client.post(address("restore-paper", wrong.document_version))
    client.post(address("restore-paper", beside.document_version))
    assert counting(officer, made) == wrong
    with acting_for(officer):
        assert [each.is_open for each in presenting.page_context(officer, made)["opposites"]] == [False]
        assert withdrawing.withdrawn_files(made) == []


def test_a_check_that_ends_after_its_paper_was_withdrawn_or_relabelled_counts_by_what_it_is_then(
    officer: Actor, made: Agreement
) -> None:
    with acting_for(officer):
        waiting = {}
        for name in ("wrong", "annex"):
            upload = SimpleUploadedFile(f"{name}.pdf", f"%PDF-1.4 {name}".encode())
            version = papers.add_document(officer, agreement=made, upload=upload)
            waiting[name] = checking.start_check(officer, agreement=made, version=version)
            assert waiting[name].document_version.document.kind == "agreement"
    with acting_for(officer):
        gone = DocumentVersion.objects.get(pk=waiting["wrong"].document_version_id)
        withdrawing.withdraw_paper(officer, agreement=made, version=gone, reason=WHY)
        other = DocumentVersion.objects.get(pk=waiting["annex"].document_version_id)
        withdrawing.relabel_paper(officer, agreement=made, version=other, kind="annex")
        wrong, annex = (
            checking.keep_findings(officer, agreement=made, waiting=each, paper=VETO) for each in waiting.values()
        )
        assert (wrong.current, wrong.beside) == (False, False)
        assert (annex.current, annex.beside) == (False, True)


def test_a_comparison_with_a_withdrawn_paper_is_gone_with_it(officer: Actor, made: Agreement, check: Check) -> None:
    sent, back = check(made, SILENT, "draft").document_version, check(made, SILENT, "returned").document_version
    with acting_for(officer):
        comparing.start_comparison(officer, agreement=made, sent=sent, returned=back)
    withdraw(officer, sent)
    with acting_for(officer):
        assert not Comparison.objects.visible_to(officer).exists()
        assert [each.compared for each in queries.versions_of(made)] == [None]


def test_what_people_said_of_a_withdrawn_paper_is_not_carried_to_another(
    officer: Actor, made: Agreement, check: Check
) -> None:
    wrong = check(made, VETO)
    with acting_for(officer):
        finding = wrong.findings.get(condition="publication")
        checking.judge_finding(officer, agreement=made, finding=finding, verdict="met", note="Clause 7 of Snow")
    withdraw(officer, wrong.document_version)
    again = check(made, VETO)
    with acting_for(officer):
        assert again.findings.get(condition="publication").judged == ""


def test_a_reason_is_needed_and_nothing_is_withdrawn_twice(
    officer: Actor, made: Agreement, check: Check, client_for: Callable[[Actor], Client]
) -> None:
    version = check(made, VETO).document_version
    for reason in ("", "  ", "x" * 501):
        with pytest.raises(InvalidError):
            withdraw(officer, version, reason)
    answer = english(client_for(officer)).post(address("withdraw-paper", version), {"reason": " "})
    assert answer.status_code == 422
    with pytest.raises(ConflictError), acting_for(officer):
        withdrawing.restore_paper(officer, agreement=made, version=version)
    withdraw(officer, version)
    with pytest.raises(ConflictError):
        withdraw(officer, version)


def test_a_paper_that_a_step_rests_on_stays_and_the_page_says_why(
    officer: Actor, made: Agreement, client_for: Callable[[Actor], Client]
) -> None:
    with acting_for(officer):
        letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.4 letter")
        given = StepDraft(reason="They left", on=date.today(), last_day=date(2030, 1, 1), upload=letter)  # noqa: DTZ011
        take_step(officer, agreement=made, step=Step.GIVE_NOTICE, given=given)
        version = DocumentVersion.objects.get(filename="letter.pdf")
    with pytest.raises(ConflictError, match="Et steg som er tatt, bygger på den"):
        withdraw(officer, version)
    page = english(client_for(officer)).get(address("change-paper", version)).content.decode()
    assert "A step that was taken rests on it. So it cannot be withdrawn." in page


def test_a_paper_that_is_said_to_be_an_amendment_counts_beside_the_agreement(
    officer: Actor, made: Agreement, check: Check, client_for: Callable[[Actor], Client]
) -> None:
    own, wrong = check(made, SILENT), check(made, VETO)
    client, relabel = english(client_for(officer)), address("relabel-paper", wrong.document_version)
    assert client.post(relabel, {"kind": "nothing"}).status_code == 422
    client.post(relabel, {"kind": "amendment"})
    assert counting(officer, made) == own
    with acting_for(officer):
        wrong.refresh_from_db()
        assert wrong.beside
        assert not wrong.findings.filter(required=True, verdict="absent").exists()
    client.post(relabel, {"kind": "agreement"})
    assert counting(officer, made) == wrong


def test_the_api_withdraws_puts_back_and_relabels(
    officer: Actor, reader: Actor, made: Agreement, check: Check, client_for: Callable[[Actor], Client]
) -> None:
    version, client = check(made, VETO).document_version, client_for(officer)
    papers_at = f"/api/v1/agreements/{made.pk}/papers"
    one, json = f"{papers_at}/{version.pk}", "application/json"
    assert client.put(f"{one}/kind", {"kind": "annex"}, json).json()["kind"] == "annex"
    assert client.post(f"{one}/withdraw", {"reason": ""}, json).status_code == 422
    assert client.post(f"{one}/withdraw", {"reason": WHY}, json).status_code == 200
    (gone,) = client.get(f"{papers_at}/withdrawn").json()
    assert (gone["id"], gone["filename"], gone["reason"]) == (str(version.pk), "agreement.pdf", WHY)
    assert client_for(reader).get(f"{papers_at}/withdrawn").status_code == 403
    assert client.get(one).status_code == 200
    assert client.post(f"{one}/check", {}, json).status_code == 404
    assert client.post(f"{one}/restore", {}, json).status_code == 200
    assert client.get(f"{papers_at}/withdrawn").json() == []
