"""Every check is found again beside its file, two programs at one check lose nothing, and a correction says where."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aktsom.content.yardstick import Held, Yardstick, held_against
from aktsom.cooperation.agreements import checking, papers
from aktsom.cooperation.agreements.examples import as_lines, judged
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Finding
from aktsom.cooperation.agreements.models.checks import Progress
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import InvalidError
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Noticed, Paper, PaperError, PaperKind, Passage

pytestmark = pytest.mark.django_db
VETO = Paper(PaperKind.DOCX, (Passage("The Partner may refuse any publication of the results."),))
SILENT = Paper(PaperKind.DOCX, (Passage("The parties will meet in Bergen."),))
NEAREST = {
    "passage": 0,
    "supports": "nearest",
    "number": "9",
    "text": "We list what we publish.",
    "page": 0,
    "box": None,
}
HALF = Paper(PaperKind.PDF, SILENT.passages, 2, frozenset({Noticed.SCAN}))


@pytest.fixture
def reader(person: Callable[..., Actor]) -> Actor:
    return person(Duty.INTERNAL_AUDITOR)


@pytest.fixture
def made(officer: Actor, agreement: Callable[..., Agreement]) -> Agreement:
    return agreement(officer, kind="project")


def locked_with_a_password(_path: Path) -> Paper:
    raise PaperError("It is locked with a password.", file="a.pdf", remedy="Save it without.")


def waiting_for(officer: Actor, made: Agreement, kind: str = "agreement") -> ClauseCheck:
    with acting_for(officer):
        upload = SimpleUploadedFile(f"{kind}.pdf", b"%PDF-1.4 x")
        version = papers.add_document(officer, agreement=made, upload=upload, kind=kind)
        return checking.start_check(officer, agreement=made, version=version)


def run(officer: Actor, waiting: ClauseCheck, read: Callable[[Path], Paper]) -> ClauseCheck:
    with acting_for(officer):
        checking.read_and_check(officer, waiting, read)
        return ClauseCheck.objects.get(pk=waiting.pk)


def page_of(client: Client, made: Agreement) -> str:
    client.cookies["aktsom_language"] = "en"
    return client.get(reverse("agreements:detail", args=[made.pk])).content.decode()


def linked(check: ClauseCheck) -> str:
    return f'<a href="{reverse("agreements:check", args=[check.agreement_id, check.pk])}">'


def test_each_paper_says_what_its_check_found_and_leads_to_it(
    officer: Actor, made: Agreement, client_for: Callable[[Actor], Client]
) -> None:
    own = run(officer, waiting_for(officer, made), lambda _path: SILENT)
    beside = run(officer, waiting_for(officer, made, "amendment"), lambda _path: VETO)
    shown = page_of(client_for(officer), made)
    assert f"{linked(beside)}Checked: 1 condition is contradicted<" in shown
    assert f"{linked(own)}Checked: 16 required conditions are missing<" in shown


def test_who_may_only_read_sees_why_a_paper_could_not_be_checked(
    officer: Actor, reader: Actor, made: Agreement, client_for: Callable[[Actor], Client]
) -> None:
    failed = run(officer, waiting_for(officer, made), locked_with_a_password)
    shown = page_of(client_for(reader), made)
    assert f"{linked(failed)}Could not be checked: " in shown
    assert "It is locked with a password." in shown
    assert "It is not checked yet" not in shown


def test_after_a_check_that_failed_the_next_thing_is_a_paper_that_can_be_read(
    officer: Actor, made: Agreement, client_for: Callable[[Actor], Client]
) -> None:
    waiting = waiting_for(officer, made)
    client = client_for(officer)
    assert "See how far the check is" in page_of(client, made)
    run(officer, waiting, locked_with_a_password)
    shown = page_of(client, made)
    assert "Add a paper that can be read" in shown
    assert "Have it checked" not in shown


def test_the_page_of_an_agreement_says_that_not_all_of_its_paper_could_be_read(
    officer: Actor, made: Agreement, client_for: Callable[[Actor], Client]
) -> None:
    check = run(officer, waiting_for(officer, made), lambda _path: HALF)
    shown = page_of(client_for(officer), made)
    assert "16 required conditions were not seen in what could be read of the paper." in shown
    assert "Pages of this document are pictures, and their text was not read." in shown
    assert "No required condition is missing" not in shown
    client = client_for(officer)
    client.cookies["aktsom_language"] = "en"
    page = client.get(reverse("agreements:check", args=[made.pk, check.pk])).content.decode()
    assert "Required, and not seen in what could be read (16)" in page
    assert "That is right" not in page
    listed = client.get(reverse("agreements:list")).content.decode()
    assert "not all could be read" in listed


def test_a_program_finds_the_check_of_each_paper(
    officer: Actor, made: Agreement, client_for: Callable[[Actor], Client]
) -> None:
    check = run(officer, waiting_for(officer, made, "annex"), lambda _path: VETO)
    told = client_for(officer).get(f"/api/v1/agreements/{made.pk}").json()
    assert told["check"] is None
    assert [each["check"] for each in told["papers"]] == [str(check.pk)]


def test_two_programs_at_one_check_lose_neither_findings_nor_what_people_said_of_them(
    officer: Actor, made: Agreement
) -> None:
    waiting = waiting_for(officer, made)

    def while_the_other_one_reads(_path: Path) -> Paper:
        run(officer, ClauseCheck.objects.get(pk=waiting.pk), lambda _path: VETO)
        finding = Finding.objects.get(clause_check=waiting.pk, condition="publication")
        checking.judge_finding(officer, agreement=made, finding=finding, verdict="met", note="Side letter")
        return SILENT

    done = run(officer, waiting, while_the_other_one_reads)
    with acting_for(officer):
        kept = done.findings.get(condition="publication")
    assert (kept.verdict, kept.judged, kept.note) == ("contradicted", "met", "Side letter")


@pytest.mark.parametrize("read", [lambda _path: SILENT, locked_with_a_password], ids=["read", "refused"])
def test_a_program_that_comes_late_to_a_check_that_is_done_leaves_it_as_it_is(
    officer: Actor, made: Agreement, read: Callable[[Path], Paper]
) -> None:
    early = waiting_for(officer, made)
    with acting_for(officer):
        late = ClauseCheck.objects.get(pk=early.pk)
    run(officer, early, lambda _path: VETO)
    done = run(officer, late, read)
    assert (done.progress, done.current, done.message) == (Progress.DONE, True, {})


def test_a_correction_says_where_the_paper_says_so_and_is_kept_as_an_example_with_it(
    officer: Actor, made: Agreement, client_for: Callable[[Actor], Client]
) -> None:
    check = run(officer, waiting_for(officer, made), lambda _path: SILENT)
    place = "4.2 Each Party may publish."
    with acting_for(officer):
        finding = check.findings.get(condition="publication")
        Finding.objects.filter(pk=finding.pk).update(passages=[NEAREST])
    client, at = client_for(officer), reverse("agreements:judge", args=[made.pk, finding.pk])
    client.cookies["aktsom_language"] = "en"
    client.post(at, {"verdict": "met", "note": "Read it", "place": place})
    page = client.get(reverse("agreements:check", args=[made.pk, check.pk])).content.decode()
    assert f"<blockquote>{place}</blockquote>" in page
    told = client.get(f"/api/v1/agreements/{made.pk}/checks/{check.pk}").json()["findings"]
    assert [each["place"] for each in told if each["condition"] == "publication"] == [place]
    with acting_for(officer):
        (example,) = map(json.loads, as_lines(judged(officer)))
        assert (example["place"], example["passages"]) == (place, [])
        assert [each["text"] for each in example["nearest"]] == ["We list what we publish."]
        with pytest.raises(InvalidError):
            checking.judge_finding(officer, agreement=made, finding=finding, verdict="met", place="x" * 2001)
        again = checking.start_check(officer, agreement=made, version=check.document_version)
        checking.keep_findings(officer, agreement=made, waiting=again, paper=SILENT)
        assert again.findings.get(condition="publication").place == place


def test_what_was_held_against_something_else_than_counts_by_now_is_checked_again(
    officer: Actor, made: Agreement
) -> None:
    def late(paper: Paper, against: Yardstick) -> Held:
        """By the partners that the agreement had before somebody named others."""
        return held_against(SILENT, replace(against, partners=("US",)))

    waiting = waiting_for(officer, made)
    with acting_for(officer):
        checking.read_and_check(officer, waiting, lambda _path: VETO, late)
        check = ClauseCheck.objects.get(pk=waiting.pk)
        assert check.findings.get(condition="publication").verdict == "contradicted"


def test_what_was_held_before_the_agreement_became_one_of_another_kind_is_weighed_anew_and_not_checked_again(
    officer: Actor, made: Agreement
) -> None:
    def meanwhile(paper: Paper, against: Yardstick) -> Held:
        """Somebody says that it is a gift; what is found in another paper shows whether this one is checked once more."""
        Agreement.objects.filter(pk=made.pk).update(kind="gift")
        return held_against(VETO, against)

    waiting = waiting_for(officer, made)
    with acting_for(officer):
        checking.read_and_check(officer, waiting, lambda _path: SILENT, meanwhile)
        check = ClauseCheck.objects.get(pk=waiting.pk)
        assert check.kind == "gift"
        assert check.findings.get(condition="publication").verdict == "contradicted"


def test_a_newer_paper_that_cannot_be_read_is_told_above_what_an_older_one_says(
    officer: Actor, reader: Actor, made: Agreement, client_for: Callable[[Actor], Client]
) -> None:
    old = run(officer, waiting_for(officer, made, "draft"), lambda _path: SILENT)
    signed = run(officer, waiting_for(officer, made), locked_with_a_password)
    shown = page_of(client_for(reader), made)
    told, beside = shown.split("required conditions are missing:", 1)
    assert f"agreement.pdf: {linked(signed)}Could not be checked: " in told
    assert "It is locked with a password." in told
    assert "What stands below was found in another paper, draft.pdf." in told
    assert linked(old) in beside
    assert "Add a paper that can be read" in page_of(client_for(officer), made)


def test_a_draft_that_cannot_be_read_says_nothing_about_the_agreement_that_was_read(
    officer: Actor, made: Agreement, client_for: Callable[[Actor], Client]
) -> None:
    run(officer, waiting_for(officer, made), lambda _path: SILENT)
    run(officer, waiting_for(officer, made, "returned"), locked_with_a_password)
    shown = page_of(client_for(officer), made)
    assert "What stands below was found in another paper" not in shown
    assert "Look at what is missing" in shown
