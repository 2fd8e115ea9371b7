"""Where a newer paper of an agreement was not checked, the check of an older one clears nothing."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aktsom.cooperation.agreements import checking, papers, queries, withdrawing
from aktsom.cooperation.agreements.actions import put_under
from aktsom.cooperation.agreements.conditions import library_of
from aktsom.cooperation.agreements.facts import MISSING, SAID, agreement_facts
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Document, DocumentVersion
from aktsom.cooperation.agreements.queries import Filters
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.engine.clauses.drafting import to_read
from aktsom.engine.papers.types import Noticed, Paper, PaperKind, Passage
from aktsom.overview.agreements import gaps
from aktsom.overview.agreements.gaps import Gap

pytestmark = pytest.mark.django_db
Kind = Document.Kind
SCAN = Paper(PaperKind.PDF, (), 3, frozenset({Noticed.SCAN}))


@pytest.fixture
def made(officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation) -> Agreement:
    row = agreement(officer, kind="memorandum")
    with acting_for(officer):
        put_under(officer, agreement=row, cooperation=cooperation)
        Agreement.objects.filter(pk=row.pk).update(state="in-force")
        row.refresh_from_db()
    return row


def good(actor: Actor, kind: str) -> Paper:
    """A paper that lacks nothing: every model clause of what is required."""
    library = library_of(actor)
    needed = library.mandatory(kind, [])
    texts = [to_read(library.conditions[each].wordings["model"]["en"], "en", library) for each in needed]
    return Paper(PaperKind.DOCX, tuple(Passage(line) for text in texts for line in text.splitlines()))


def added(actor: Actor, row: Agreement, kind: str = Kind.AGREEMENT, **more: object) -> DocumentVersion:
    upload = SimpleUploadedFile("new.pdf", b"%PDF-1.4 new")
    with acting_for(actor):
        return papers.add_document(actor, agreement=row, upload=upload, kind=kind, **more)  # type: ignore[arg-type]


def checked(actor: Actor, version: DocumentVersion, paper: Paper) -> ClauseCheck:
    with acting_for(actor):
        waiting = checking.start_check(actor, agreement=version.agreement, version=version)
        checking.read_and_check(actor, waiting, lambda _path: paper)
        check = ClauseCheck.objects.get(pk=waiting.pk)
        for each in check.findings.all():
            if each.required:
                checking.judge_finding(actor, agreement=version.agreement, finding=each, verdict="met")
        return check


def cleared(actor: Actor, row: Agreement, cooperation: Cooperation) -> set[str]:
    """Where the agreement looks in order."""
    with acting_for(actor):
        facts = {each.name: each.value for each in agreement_facts(actor, [cooperation])[cooperation.pk]}
        found = {
            "number": queries.lacking([row]).get(row.pk) == 0,
            "meets": row in queries.agreements(actor, Filters(meets="academic-freedom")),
            "figures": any(each.met for each in gaps.by_condition(actor)),
            "list": row in queries.agreements(actor, Filters(complete="yes")),
            "gaps": not gaps.with_gap(actor, Gap.UNCHECKED).filter(pk=row.pk).exists(),
            "missing": facts.get(MISSING) == (),
            "said": any(facts.get(name) is False for name in SAID),
        }
    return {name for name, is_so in found.items() if is_so}


ALL = {"number", "meets", "figures", "list", "gaps", "missing", "said"}


def test_a_paper_that_is_checked_clears_what_it_clears(
    officer: Actor, made: Agreement, cooperation: Cooperation
) -> None:
    checked(officer, added(officer, made), good(officer, made.kind))
    assert cleared(officer, made, cooperation) == ALL


@pytest.mark.parametrize("first", [Kind.DRAFT, Kind.AGREEMENT])
def test_promise_p140_a_newer_paper_that_was_not_or_cannot_be_checked_clears_nothing(
    officer: Actor, made: Agreement, cooperation: Cooperation, first: str
) -> None:
    old = added(officer, made, first)
    checked(officer, old, good(officer, made.kind))
    newer = added(officer, made)
    assert cleared(officer, made, cooperation) == set()
    checked(officer, newer, SCAN)
    assert cleared(officer, made, cooperation) == set()
    checked(officer, newer, good(officer, made.kind))
    assert cleared(officer, made, cooperation) == ALL


def test_a_draft_that_came_after_does_not_hide_that_the_agreement_was_not_checked(
    officer: Actor, made: Agreement, cooperation: Cooperation
) -> None:
    checked(officer, added(officer, made), SCAN)
    checked(officer, added(officer, made, Kind.RETURNED), good(officer, made.kind))
    assert cleared(officer, made, cooperation) == set()


@pytest.mark.parametrize("kind", [Kind.RETURNED, Kind.LETTER, Kind.AMENDMENT, Kind.ANNEX])
def test_what_is_not_the_agreements_own_paper_overtakes_nothing(
    officer: Actor, made: Agreement, cooperation: Cooperation, kind: str
) -> None:
    checked(officer, added(officer, made), good(officer, made.kind))
    added(officer, made, kind)
    assert cleared(officer, made, cooperation) == ALL


def test_a_newer_paper_that_was_withdrawn_overtakes_nothing(
    officer: Actor, made: Agreement, cooperation: Cooperation
) -> None:
    checked(officer, added(officer, made), good(officer, made.kind))
    newer = added(officer, made)
    with acting_for(officer):
        withdrawing.withdraw_paper(officer, agreement=made, version=newer, reason="It is another one's.")
    assert cleared(officer, made, cooperation) == ALL


def test_the_page_says_so_above_what_an_older_paper_says(
    officer: Actor, made: Agreement, client_for: Callable[[Actor], Client]
) -> None:
    checked(officer, added(officer, made), good(officer, made.kind))
    added(officer, made)
    client = client_for(officer)
    client.cookies["aktsom_language"] = "en"
    shown = client.get(reverse("agreements:detail", args=[made.pk])).content.decode()
    assert "It was not checked." in shown
    assert "What stands below was found in another paper" in shown
    assert "No required condition is missing." not in shown
