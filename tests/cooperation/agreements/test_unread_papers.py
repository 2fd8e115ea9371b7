"""What nobody could read: a paper without text is never a check that counts, and silence in half a paper tells nothing."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from aktsom.cooperation.agreements import checking, papers, queries
from aktsom.cooperation.agreements.actions import put_under
from aktsom.cooperation.agreements.facts import MISSING, SAID, agreement_facts
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Finding
from aktsom.cooperation.agreements.models.checks import Progress, Verdict
from aktsom.cooperation.agreements.queries import Filters
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.errors import InvalidError
from aktsom.core.models import PendingChange
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Noticed, Paper, PaperKind, Passage

pytestmark = pytest.mark.django_db
Check = Callable[[Agreement, Paper], ClauseCheck]
SCAN = Paper(PaperKind.PDF, (), 3, frozenset({Noticed.SCAN}))
PICTURES = Paper(PaperKind.DOCX, (Passage(" "),))
READ = Paper(PaperKind.DOCX, (Passage("The parties will meet in Bergen."),))
VETO = "The Partner may refuse any publication of the results."
LOCKED = "Neither Party may terminate this Agreement before it expires."


@pytest.fixture
def made(officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation) -> Agreement:
    row = agreement(officer, kind="project")
    with acting_for(officer):
        put_under(officer, agreement=row, cooperation=cooperation)
    return row


@pytest.fixture
def check(officer: Actor) -> Check:
    def run(agreement: Agreement, paper: Paper) -> ClauseCheck:
        with acting_for(officer):
            version = papers.add_document(
                officer, agreement=agreement, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")
            )
            waiting = checking.start_check(officer, agreement=agreement, version=version)
            checking.read_and_check(officer, waiting, lambda _path: paper)
            return ClauseCheck.objects.get(pk=waiting.pk)

    return run


def facts(actor: Actor, cooperation: Cooperation) -> dict[str, object]:
    with acting_for(actor):
        return {each.name: each.value for each in agreement_facts(actor, [cooperation])[cooperation.pk]}


def listed(actor: Actor, **filters: str) -> list[Agreement]:
    with acting_for(actor):
        return list(queries.agreements(actor, Filters(**filters)))


def half_read(*words: str) -> Paper:
    return Paper(PaperKind.PDF, tuple(map(Passage, words)), 3, frozenset({Noticed.SCAN}))


@pytest.mark.parametrize("paper", [SCAN, PICTURES], ids=["scan", "a Word file of pictures"])
def test_a_paper_without_text_stops_its_check_which_says_why_and_counts_for_nothing(
    officer: Actor, made: Agreement, cooperation: Cooperation, check: Check, paper: Paper
) -> None:
    found = check(made, paper)
    assert (found.progress, found.is_unread, found.current) == (Progress.FAILED, True, False)
    assert found.message["en"].startswith("No text could be read in this document.")
    assert found.message["nb"] != found.message["en"]
    with acting_for(officer):
        assert not found.findings.exists()
    assert facts(officer, cooperation) == {}
    assert listed(officer, checked="no") == [made]
    assert listed(officer, complete="no") == []


def test_a_scan_does_not_take_the_place_of_a_check_that_counts(officer: Actor, made: Agreement, check: Check) -> None:
    first = check(made, Paper(PaperKind.DOCX, (Passage(VETO),)))
    check(made, SCAN)
    with acting_for(officer):
        assert queries.current_among(queries.checks_of(made)) == first


def test_promise_p113_what_could_not_be_read_is_never_called_missing(
    officer: Actor, made: Agreement, cooperation: Cooperation, check: Check
) -> None:
    found = check(made, half_read("The parties will meet in Bergen."))
    assert (found.progress, found.is_unread, found.current) == (Progress.DONE, False, True)
    with acting_for(officer):
        assert {each.verdict for each in found.findings.all()} == {Verdict.UNSEEN}
    assert facts(officer, cooperation) == {}
    assert listed(officer, complete="yes") == listed(officer, complete="no") == []
    assert listed(officer, lacks="publication") == []
    with acting_for(officer):
        assert queries.lacking([made]) == {made.pk: None}


def test_what_half_a_paper_says_is_told_and_what_it_may_say_elsewhere_is_asked(
    officer: Actor, made: Agreement, cooperation: Cooperation, check: Check
) -> None:
    check(made, half_read(VETO, LOCKED))
    told = facts(officer, cooperation)
    assert told == {
        "agreement.publication_permission": True,
        "agreement.no_exit": True,
        MISSING: ("exit-strategy", "publication"),
    }
    with acting_for(officer):
        assert queries.lacking([made]) == {made.pk: 2}


def test_whoever_has_looked_at_the_pages_says_what_is_missing(
    officer: Actor, made: Agreement, cooperation: Cooperation, check: Check
) -> None:
    found = check(made, half_read("The parties will meet in Bergen."))
    with acting_for(officer):
        for each in found.findings.filter(required=True):
            verdict = "absent" if each.condition == "publication" else "met"
            checking.judge_finding(officer, agreement=made, finding=each, verdict=verdict)
    assert facts(officer, cooperation)[MISSING] == ("publication",)
    assert set(facts(officer, cooperation)) & set(SAID) == set(), "it may still be said on the pages that were not read"
    assert listed(officer, complete="no") == [made]


def test_nobody_says_that_they_have_not_seen(officer: Actor, made: Agreement, check: Check) -> None:
    check(made, half_read("The parties will meet in Bergen."))
    with acting_for(officer):
        finding = Finding.objects.get(agreement=made, condition="publication")
        with pytest.raises(InvalidError):
            checking.judge_finding(officer, agreement=made, finding=finding, verdict="unseen")


KEPT_BEFORE = [
    {"en": "No text could be read in this document.", "nb": "Ingen tekst kunne leses i dette dokumentet."},
    {"en": "Pages of this document are pictures.", "nb": "Sider i dette dokumentet er bilder."},
]


def kept_before(check: ClauseCheck) -> None:
    """As a check of a scan was kept when nothing told it from a paper that was read."""
    silent = {"agreement.missing_conditions": ["publication"], "agreement.no_exit": True}
    ClauseCheck.objects.filter(pk=check.pk).update(noticed=KEPT_BEFORE, unread="", facts=silent)


def upgrade() -> None:
    with connection.cursor() as cursor:
        cursor.execute(import_module("aktsom.cooperation.agreements.migrations.0005_nothing_was_read").READ_ANEW)


def test_an_upgrade_says_of_checks_of_papers_without_text_that_they_stopped(
    officer: Actor, made: Agreement, cooperation: Cooperation, check: Check
) -> None:
    read, scan = check(made, READ), check(made, READ)
    with acting_for(Actor.system("tests", made.institution_id)):
        kept_before(scan)
        PendingChange.objects.all().delete()
        upgrade()
        assert set(PendingChange.objects.values_list("kind", "subject_id")) == {("cooperation", cooperation.pk)}
        read, scan = ClauseCheck.objects.get(pk=read.pk), ClauseCheck.objects.get(pk=scan.pk)
        assert (scan.progress, scan.is_unread, scan.current, scan.facts) == (Progress.FAILED, True, False, {})
        assert scan.message == {
            "en": "No text could be read in this document. Pages of this document are pictures.",
            "nb": "Ingen tekst kunne leses i dette dokumentet. Sider i dette dokumentet er bilder.",
        }
        assert not scan.findings.exists()
        assert (read.progress, read.current, read.unread) == (Progress.DONE, True, "")
        assert {each.verdict for each in read.findings.all()} == {Verdict.ABSENT}
        upgrade()
        assert ClauseCheck.objects.filter(progress=Progress.DONE, current=True).get() == read


def test_an_upgrade_leaves_what_people_said_of_a_scan_that_they_read_themselves(
    officer: Actor, made: Agreement, cooperation: Cooperation, check: Check
) -> None:
    scan = check(made, READ)
    with acting_for(officer):
        finding = scan.findings.get(condition="publication")
        checking.judge_finding(officer, agreement=made, finding=finding, verdict="absent")
    with acting_for(Actor.system("tests", made.institution_id)):
        kept_before(scan)
        upgrade()
        scan = ClauseCheck.objects.get(pk=scan.pk)
        assert (scan.progress, scan.unread, scan.current) == (Progress.DONE, "some", True)
        assert {each.verdict for each in scan.findings.all()} == {Verdict.UNSEEN}
    assert facts(officer, cooperation) == {MISSING: ("publication",)}


def test_a_paper_in_another_language_stops_its_check_which_says_what_to_do(
    officer: Actor, made: Agreement, cooperation: Cooperation, check: Check
) -> None:
    words = "Les résultats ne peuvent être publiés sans l'accord préalable et écrit de l'autre partie à la convention."
    found = check(made, Paper(PaperKind.DOCX, (Passage(words),), noticed=frozenset({Noticed.FOREIGN})))
    assert (found.progress, found.is_unread, found.current) == (Progress.FAILED, False, False)
    assert found.message["en"].startswith(
        "This document is not in English or Norwegian, so it was not checked. Add a tr"
    )
    with acting_for(officer):
        assert not found.findings.exists()
    assert facts(officer, cooperation) == {}


def test_what_an_annex_in_another_language_may_say_is_never_called_missing(
    officer: Actor, made: Agreement, cooperation: Cooperation, check: Check
) -> None:
    found = check(made, Paper(PaperKind.DOCX, READ.passages, noticed=frozenset({Noticed.FOREIGN_PARTS})))
    assert (found.progress, found.unread, found.current) == (Progress.DONE, "some", True)
    with acting_for(officer):
        assert {each.verdict for each in found.findings.all()} == {Verdict.UNSEEN}
    assert facts(officer, cooperation) == {}
