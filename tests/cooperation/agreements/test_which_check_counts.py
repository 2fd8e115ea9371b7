"""Which check counts for an agreement, and that what people said goes on counting."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aktsom.cooperation.agreements import checking, papers, presenting, queries
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Finding
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Noticed, Paper, PaperKind, Passage

pytestmark = pytest.mark.django_db
MakeAgreement = Callable[..., Agreement]
Check = Callable[..., ClauseCheck]


def saying(*texts: str) -> Paper:
    return Paper(PaperKind.DOCX, tuple(Passage(each) for each in texts))


VETO = saying("The Partner may refuse any publication of the results.")
STRICTER = saying("The Partner may forbid publication of the results for ever.")
SILENT = saying("The parties will meet in Bergen.")


@pytest.fixture
def made(officer: Actor, agreement: MakeAgreement) -> Agreement:
    return agreement(officer, kind="project")


def counting(officer: Actor, agreement: Agreement) -> ClauseCheck | None:
    with acting_for(officer):
        return queries.current_among(queries.checks_of(agreement))


def judge(officer: Actor, of: ClauseCheck, verdict: str, note: str = "") -> None:
    with acting_for(officer):
        finding = of.findings.get(condition="publication")
        checking.judge_finding(officer, agreement=of.agreement, finding=finding, verdict=verdict, note=note)


def publication(officer: Actor, of: ClauseCheck) -> Finding:
    with acting_for(officer):
        return of.findings.get(condition="publication")


def shown(client: Client, of: ClauseCheck) -> str:
    client.cookies["aktsom_language"] = "en"
    return client.get(reverse("agreements:check", args=[of.agreement_id, of.pk])).content.decode()


@pytest.mark.parametrize("kind", ["amendment", "annex", "letter", "other", "draft", "returned"])
def test_the_check_of_another_paper_leaves_that_of_the_agreement_and_what_people_said_in_force(
    officer: Actor, made: Agreement, check: Check, kind: str
) -> None:
    own = check(made, VETO)
    judge(officer, own, "met")
    with acting_for(officer):
        lacking = queries.lacking([made])
    check(made, SILENT, kind)
    assert counting(officer, made) == own
    with acting_for(officer):
        assert queries.lacking([made]) == lacking


@pytest.mark.parametrize("kind", ["amendment", "annex", "letter", "other"])
def test_promise_p108_what_lies_beside_the_agreement_never_stands_for_it_and_is_not_blamed_for_silence(
    officer: Actor, made: Agreement, check: Check, kind: str
) -> None:
    beside = check(made, SILENT, kind)
    assert counting(officer, made) is None
    with acting_for(officer):
        assert not beside.findings.filter(required=True).exists()
        assert presenting.page_context(officer, made)["next"].url != "#add-paper"


def test_the_newest_draft_stands_in_until_the_agreement_is_there(officer: Actor, made: Agreement, check: Check) -> None:
    ours = check(made, VETO, "draft")
    assert counting(officer, made) == ours
    theirs = check(made, VETO, "returned")
    assert counting(officer, made) == theirs
    check(made, VETO, again=ours.document_version)
    assert counting(officer, made) == theirs
    signed = check(made, VETO)
    check(made, VETO, "returned")
    assert counting(officer, made) == signed


def test_an_older_version_does_not_take_the_place_of_a_newer_one(officer: Actor, made: Agreement, check: Check) -> None:
    first = check(made, VETO)
    with acting_for(officer):
        newer = papers.add_document(
            officer,
            agreement=made,
            upload=SimpleUploadedFile("b.pdf", b"%PDF-1.4 b"),
            document=first.document_version.document_id,
        )
    second = check(made, VETO, again=newer)
    check(made, SILENT, again=first.document_version)
    assert counting(officer, made) == second
    another = check(made, SILENT)
    assert counting(officer, made) == another
    third = check(made, VETO, again=newer)
    assert counting(officer, made) == third


def test_the_paper_of_a_record_that_amends_is_the_amendment(
    officer: Actor, made: Agreement, agreement: MakeAgreement, check: Check
) -> None:
    amending = agreement(officer, kind="project", parent=made.pk, relation="amends")
    found = check(amending, SILENT, "amendment")
    assert counting(officer, amending) == found


def test_promise_p107_what_a_person_said_counts_on_when_the_same_paper_is_checked_again(
    officer: Actor, made: Agreement, check: Check
) -> None:
    first = check(made, VETO)
    judge(officer, first, "met", "Side letter of 3 May")
    again = check(made, VETO, again=first.document_version)
    kept, before = publication(officer, again), publication(officer, first)
    assert counting(officer, made) == again
    assert (kept.judged, kept.note) == ("met", "Side letter of 3 May")
    assert (kept.judged_by_id, kept.judged_at) == (officer.member_id, before.judged_at)
    judge(officer, again, "")
    assert publication(officer, check(made, VETO, again=first.document_version)).judged == ""


def test_it_counts_on_in_another_paper_that_says_the_same_and_is_asked_again_where_it_says_something_else(
    officer: Actor, made: Agreement, check: Check, client_for: Callable[[Actor], Client]
) -> None:
    judge(officer, check(made, VETO, "draft"), "met", "Side letter of 3 May")
    signed = check(made, VETO)
    assert publication(officer, signed).judged == "met"
    other = check(made, STRICTER)
    assert publication(officer, other).judged == ""
    page, client = shown(client_for(officer), other), client_for(officer)
    assert "said: met" in page
    assert "Side letter of 3 May" in page
    assert reverse("agreements:check", args=[made.pk, signed.pk]) in page
    judge(officer, other, "contradicted")
    assert "said: met" not in shown(client, other)


def test_of_the_same_file_another_place_that_says_the_opposite_asks_anew(
    officer: Actor, made: Agreement, check: Check
) -> None:
    first = check(made, VETO)
    judge(officer, first, "met", "Side letter of 3 May")
    both = replace(VETO, passages=(*VETO.passages, *STRICTER.passages))
    again = check(made, both, again=first.document_version)
    found = publication(officer, again)
    assert (found.verdict, found.judged) == ("contradicted", "")
    judge(officer, again, "met")
    assert publication(officer, check(made, VETO, again=first.document_version)).judged == "met"


def test_a_check_that_does_not_count_says_so_and_leads_to_the_one_that_does(
    officer: Actor, made: Agreement, check: Check, client_for: Callable[[Actor], Client]
) -> None:
    client = client_for(officer)
    first = check(made, VETO)
    assert "no longer counts" not in shown(client, first)
    second, annex = check(made, VETO, again=first.document_version), check(made, SILENT, "annex")
    address = reverse("agreements:check", args=[made.pk, second.pk])
    assert f'This check no longer counts for the agreement. Another check does. <a href="{address}">' in shown(
        client, first
    )
    beside = shown(client, annex)
    assert "This paper stands beside the agreement" in beside
    assert address in beside
    assert "counts for the agreement" not in shown(client, second)


@pytest.mark.parametrize("before", [True, False], ids=["half read before", "half read now"])
def test_what_a_person_said_counts_on_when_another_part_of_the_same_file_could_be_read(
    officer: Actor, made: Agreement, check: Check, before: bool
) -> None:
    half = replace(SILENT, noticed=frozenset({Noticed.SCAN}))
    first = check(made, half if before else SILENT)
    judge(officer, first, "met", "It is on page 3")
    again = check(made, SILENT if before else half, again=first.document_version)
    kept = publication(officer, again)
    assert (kept.verdict, kept.judged, kept.note) == ("absent" if before else "unseen", "met", "It is on page 3")
    assert publication(officer, check(made, VETO, again=first.document_version)).judged == ""
