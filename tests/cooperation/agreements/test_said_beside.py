"""What an amendment or an annex says the opposite of is told wherever the agreement is: no silent all-clear."""

from collections.abc import Callable
from datetime import date
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from aktsom.appraisal.wording import fact_in_words
from aktsom.cooperation.agreements import checking, papers, presenting, queries
from aktsom.cooperation.agreements.actions import change_agreement, put_under
from aktsom.cooperation.agreements.facts import MISSING, agreement_facts
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck
from aktsom.cooperation.agreements.queries import Filters
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.models import PendingChange
from aktsom.core.tenancy import acting_for
from aktsom.engine.flags.types import Fact
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from aktsom.overview.agreements.gaps import Gap, by_condition, required_and_lacking, with_gap

pytestmark = pytest.mark.django_db
Check = Callable[..., ClauseCheck]


def saying(*texts: str) -> Paper:
    return Paper(PaperKind.DOCX, tuple(Passage(each) for each in texts))


VETO = saying("The Partner may refuse any publication of the results.")
SILENT = saying("The parties will meet in Bergen.")
PERMISSION = "agreement.publication_permission"


@pytest.fixture
def made(officer: Actor, agreement: Callable[..., Agreement]) -> Agreement:
    return agreement(officer, kind="project", state="signed", starts=date(2020, 1, 1))


@pytest.fixture
def clear(officer: Actor, made: Agreement, check: Check) -> ClauseCheck:
    """The check of the agreement's own paper, in which people found everything met."""
    own = check(made, SILENT)
    with acting_for(officer):
        for each in own.findings.filter(required=True):
            checking.judge_finding(officer, agreement=made, finding=each, verdict="met")
    return own


def judge(officer: Actor, of: ClauseCheck, verdict: str, condition: str = "publication") -> None:
    with acting_for(officer):
        finding = of.findings.get(condition=condition)
        checking.judge_finding(officer, agreement=of.agreement, finding=finding, verdict=verdict)


def lacks(officer: Actor, made: Agreement) -> int | None:
    with acting_for(officer):
        return queries.lacking([made]).get(made.pk)


def listed(officer: Actor, **filters: str) -> list[Agreement]:
    with acting_for(officer):
        return list(queries.agreements(officer, Filters(**filters)))


def page(client: Client, made: Agreement) -> str:
    return client.get(reverse("agreements:detail", args=[made.pk])).content.decode()


def told(officer: Actor, cooperation: Cooperation) -> dict[str, Fact]:
    with acting_for(officer):
        return {each.name: each for each in agreement_facts(officer, [cooperation])[cooperation.pk]}


@pytest.mark.parametrize(("kind", "words"), [("amendment", "An amendment"), ("annex", "An annex")])
def test_the_page_names_what_an_amendment_or_an_annex_contradicts_and_leads_there_until_a_person_has_looked(
    officer: Actor, browser: Client, made: Agreement, clear: ClauseCheck, check: Check, kind: str, words: str
) -> None:
    assert clear.current
    assert "No required condition is missing" in page(browser, made)
    beside = check(made, VETO, kind)
    address = reverse("agreements:check", args=[made.pk, beside.pk]) + "?open=publication#publication"
    shown = page(browser, made)
    assert "No required condition is missing" not in shown
    assert f'<a href="{address}">{words} says the opposite: Right to publish, {kind}.pdf</a>' in shown
    with acting_for(officer):
        assert presenting.page_context(officer, made)["next"].url == address
    judge(officer, beside, "contradicted")
    assert f"{words} says the opposite" in page(browser, made)
    with acting_for(officer):
        assert getattr(presenting.page_context(officer, made)["next"], "url", "") != address
    judge(officer, beside, "met")
    assert f"{words} says the opposite" not in page(browser, made)
    assert "No required condition is missing" in page(browser, made)


def test_the_page_names_what_an_agreement_that_amends_this_one_contradicts(
    officer: Actor,
    browser: Client,
    made: Agreement,
    clear: ClauseCheck,
    check: Check,
    agreement: Callable[..., Agreement],
) -> None:
    amending = agreement(officer, kind="project", parent=made.pk, relation="amends")
    found = check(amending, VETO, "amendment")
    address = reverse("agreements:check", args=[amending.pk, found.pk]) + "?open=publication#publication"
    shown = page(browser, made)
    assert f'<a href="{address}">An amendment says the opposite: Right to publish, amendment.pdf</a>' in shown
    assert "No required condition is missing" not in shown
    with acting_for(officer):
        Agreement.objects.filter(pk=amending.pk).update(state="ended")
    assert "says the opposite" not in page(browser, made)


def test_what_was_carried_into_the_check_that_counts_is_asked_no_more(
    officer: Actor, made: Agreement, clear: ClauseCheck, check: Check
) -> None:
    check(made, VETO, "amendment")
    judge(officer, clear, "contradicted")
    with acting_for(officer):
        assert [each.is_open for each in presenting.page_context(officer, made)["opposites"]] == [False]
    assert lacks(officer, made) == 1


def test_promise_p134_what_an_amendment_or_an_annex_says_the_opposite_of_is_no_all_clear_for_its_agreement(
    officer: Actor, made: Agreement, clear: ClauseCheck, check: Check
) -> None:
    assert lacks(officer, made) == 0
    assert listed(officer, complete="yes") == [made]
    beside = check(made, VETO, "amendment")
    assert lacks(officer, made) == 1
    assert listed(officer, complete="yes") == listed(officer, meets="publication") == []
    assert listed(officer, complete="no") == listed(officer, lacks="publication") == [made]
    with acting_for(officer):
        assert list(with_gap(officer, Gap.LACKS)) == [made]
        assert required_and_lacking(officer) == {made.pk: ["publication"]}
        (standing,) = (each for each in by_condition(officer) if each.condition == "publication")
    assert (standing.met, standing.contradicted) == (0, 1)
    judge(officer, beside, "met")
    assert lacks(officer, made) == 0
    assert listed(officer, complete="yes") == listed(officer, meets="publication") == [made]
    judge(officer, beside, "absent")
    assert lacks(officer, made) == 0


def test_a_person_who_finds_that_a_silent_amendment_contradicts_is_counted_with(
    officer: Actor, made: Agreement, clear: ClauseCheck, check: Check
) -> None:
    beside = check(made, SILENT, "amendment")
    assert lacks(officer, made) == 0
    judge(officer, beside, "contradicted")
    assert lacks(officer, made) == 1


@pytest.mark.parametrize("kind", ["draft", "returned", "letter", "other"])
def test_drafts_and_letters_say_nothing_beside_the_agreement(
    officer: Actor, made: Agreement, clear: ClauseCheck, check: Check, kind: str
) -> None:
    assert not check(made, VETO, kind).beside
    assert lacks(officer, made) == 0


def test_the_latest_check_of_the_newest_file_of_each_amendment_counts(
    officer: Actor, made: Agreement, clear: ClauseCheck, check: Check
) -> None:
    first = check(made, VETO, "amendment")
    with acting_for(officer):
        newer = papers.add_document(
            officer,
            agreement=made,
            upload=SimpleUploadedFile("b.pdf", b"%PDF-1.4 b"),
            kind="amendment",
            document=first.document_version.document_id,
        )
    assert lacks(officer, made) == 1
    check(made, SILENT, again=newer)
    assert lacks(officer, made) == 0
    check(made, VETO, again=first.document_version)
    assert lacks(officer, made) == 0
    check(made, VETO, "amendment")
    assert lacks(officer, made) == 1


def test_an_agreement_of_which_only_the_amendment_is_checked_is_not_shown_as_having_nothing_missing(
    officer: Actor, browser: Client, made: Agreement, check: Check
) -> None:
    check(made, VETO, "amendment")
    assert lacks(officer, made) == 1
    assert "An amendment says the opposite" in page(browser, made)


def test_what_amends_and_is_then_said_to_be_made_under_counts_beside(
    officer: Actor, made: Agreement, agreement: Callable[..., Agreement], check: Check
) -> None:
    amending = agreement(officer, kind="project", parent=made.pk, relation="amends")
    found = check(amending, VETO, "amendment")
    assert (found.current, found.beside) == (True, False)
    with acting_for(officer):
        change_agreement(officer, agreement=amending, version=amending.version, changes={"relation": "under"})
        found.refresh_from_db()
    assert (found.current, found.beside) == (False, True)


def test_an_appraisal_is_told_what_an_amendment_says_and_that_it_stands_there(
    officer: Actor, made: Agreement, clear: ClauseCheck, check: Check, cooperation: Cooperation
) -> None:
    with acting_for(officer):
        put_under(officer, agreement=made, cooperation=cooperation)
    assert told(officer, cooperation)[PERMISSION].value is False
    silent = check(made, SILENT, "annex")
    assert told(officer, cooperation)[PERMISSION].value is False
    assert told(officer, cooperation)[MISSING].value == ()
    beside = check(made, VETO, "amendment")
    facts = told(officer, cooperation)
    assert (facts[PERMISSION].value, facts[PERMISSION].detail) == (True, "amendment")
    assert (facts[MISSING].value, facts[MISSING].detail) == (("publication",), "amendment")
    assert (facts["agreement.secrecy"].value, facts["agreement.secrecy"].detail) == (False, "")
    judge(officer, beside, "met")
    assert told(officer, cooperation)[PERMISSION].value is False
    assert told(officer, cooperation)[MISSING].value == ()
    assert silent.beside


def test_a_fact_that_stands_in_an_amendment_says_so_in_words() -> None:
    kept = {"name": PERMISSION, "value": True, "source": "agreements", "detail": "amendment"}
    assert fact_in_words(kept).endswith("(står i en endringsavtale)")


def test_the_check_of_an_amendment_says_how_it_counts(
    officer: Actor, browser: Client, made: Agreement, clear: ClauseCheck, check: Check
) -> None:
    beside = check(made, VETO, "amendment")
    shown = browser.get(reverse("agreements:check", args=[made.pk, beside.pk])).content.decode()
    assert "What it says the opposite of counts as contradicted until somebody corrects it here" in shown
    assert "does not count for the agreement" not in shown


def test_an_upgrade_lets_the_latest_checks_of_amendments_and_annexes_count_for_what_they_contradict(
    officer: Actor, made: Agreement, clear: ClauseCheck, check: Check, cooperation: Cooperation
) -> None:
    first, annex = check(made, SILENT, "amendment"), check(made, VETO, "annex")
    again, letter = check(made, VETO, again=first.document_version), check(made, VETO, "letter")
    with acting_for(officer):
        put_under(officer, agreement=made, cooperation=cooperation)
    with acting_for(Actor.system("tests", made.institution_id)):
        ClauseCheck.objects.update(beside=False)
        PendingChange.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(import_module("aktsom.cooperation.agreements.migrations.0008_papers").COUNTS_BESIDE)
        assert set(PendingChange.objects.values_list("kind", "subject_id")) == {("cooperation", cooperation.pk)}
        assert set(ClauseCheck.objects.filter(beside=True)) == {annex, again}
        assert letter.current is clear.beside is False
