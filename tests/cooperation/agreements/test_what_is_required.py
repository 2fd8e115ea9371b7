"""What is required of an agreement follows what it is today: its kind, its red flags, and whether it amends another."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aktsom.cooperation.agreements import actions, checking, papers, queries
from aktsom.cooperation.agreements.actions import put_under
from aktsom.cooperation.agreements.facts import MISSING, NO_EXIT, agreement_facts
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.actions import register_cooperation
from aktsom.cooperation.register.drafts import Draft
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Paper, PaperKind, Passage

pytestmark = pytest.mark.django_db
MakeAgreement = Callable[..., Agreement]
SILENT = Paper(PaperKind.DOCX, (Passage("The parties will meet in Bergen."),))
LOCKED = Paper(PaperKind.DOCX, (Passage("Neither Party may terminate this Agreement before it expires."),))
FLAG = "agreement.exclusivity"
CALLED_FOR = {"valorisation", "ownership", "reciprocity"}
"""What the library requires where an agreement is exclusive."""


def check(officer: Actor, made: Agreement, paper: Paper, kind: str = "agreement") -> ClauseCheck:
    with acting_for(officer):
        upload = SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")
        version = papers.add_document(officer, agreement=made, upload=upload, kind=kind)
        waiting = checking.start_check(officer, agreement=made, version=version)
        return checking.keep_findings(officer, agreement=made, waiting=waiting, paper=paper)


def change(officer: Actor, made: Agreement, **changes: object) -> None:
    with acting_for(officer):
        version = Agreement.objects.get(pk=made.pk).version
        actions.change_agreement(officer, agreement=made, version=version, changes=changes)


def required(officer: Actor, found: ClauseCheck) -> set[str]:
    with acting_for(officer):
        return set(found.findings.filter(required=True).values_list("condition", flat=True))


def test_a_memorandum_corrected_to_a_project_lacks_what_a_project_must_have(
    officer: Actor, agreement: MakeAgreement, partner: Callable[..., Partner], browser: Client
) -> None:
    made = agreement(officer, kind="memorandum")
    found = check(officer, made, SILENT)
    of_memorandum = required(officer, found)
    change(officer, made, kind="project")
    assert len(required(officer, found)) == 16, "all but mobility"
    assert {"law", "security"} <= required(officer, found) - of_memorandum
    with acting_for(officer):
        party = (partner("Testmark Institute of Ice").pk,)
        draft = Draft(title="Ice", kind="research-project", partners=party, state="active")
        cooperation = register_cooperation(officer, draft=draft)
        put_under(officer, agreement=made, cooperation=cooperation)
        told = {each.name: each.value for each in agreement_facts(officer, [cooperation])[cooperation.pk]}
        assert queries.lacking([made]) == {made.pk: 16}
    assert set(told[MISSING]) == required(officer, found)
    page = browser.get(reverse("agreements:detail", args=[made.pk])).content.decode()
    assert "What is asked of it has changed" not in page
    change(officer, made, kind="memorandum")
    assert required(officer, found) == of_memorandum


def test_a_red_flag_is_chosen_on_the_page_and_what_it_calls_for_is_required(
    officer: Actor, agreement: MakeAgreement, browser: Client
) -> None:
    made = agreement(officer, kind="confidentiality")
    found = check(officer, made, SILENT)
    before, edit = required(officer, found), reverse("agreements:edit", args=[made.pk])
    assert not before >= CALLED_FOR
    form = browser.get(edit).context["form"]
    assert FLAG in dict(form.fields["flags"].choices)
    given = {name: value for name, value in form.initial.items() if value not in (None, [])}
    answer = browser.post(edit, given | {"version": 1, "flags": [FLAG]})
    assert answer.status_code == 302, answer.content
    assert required(officer, found) == before | CALLED_FOR
    title = dict(form.fields["flags"].choices)[FLAG]
    assert title in browser.get(reverse("agreements:detail", args=[made.pk])).content.decode()
    browser.post(edit, given | {"version": 2})
    assert required(officer, found) == before


def test_what_amends_another_agreement_from_now_on_is_blamed_no_more_for_its_silence(
    officer: Actor, agreement: MakeAgreement
) -> None:
    above, made = agreement(officer, kind="project"), agreement(officer, kind="project")
    found = check(officer, made, SILENT)
    before = required(officer, found)
    change(officer, made, parent=above.pk, relation="amends")
    with acting_for(officer):
        now = ClauseCheck.objects.get(pk=found.pk)
    assert (required(officer, found), now.facts) == (set(), {})
    change(officer, made, parent=above.pk, relation="under")
    with acting_for(officer):
        now = ClauseCheck.objects.get(pk=found.pk)
    assert required(officer, found) == before
    assert now.facts[NO_EXIT] is True


def test_what_an_amendment_says_against_a_way_out_counts(officer: Actor, agreement: MakeAgreement) -> None:
    above = agreement(officer, kind="project")
    made = agreement(officer, kind="project", parent=above.pk, relation="amends")
    found = check(officer, made, LOCKED)
    assert found.facts[NO_EXIT] is True
    assert required(officer, found) == {"exit-strategy"}


def test_a_check_from_before_says_that_it_is_of_another_kind(
    officer: Actor, agreement: MakeAgreement, browser: Client
) -> None:
    made = agreement(officer, kind="memorandum")
    check(officer, made, SILENT)
    with acting_for(officer):
        ClauseCheck.objects.update(kind="project")
    page = browser.get(reverse("agreements:detail", args=[made.pk])).content.decode()
    assert "What is asked of it has changed since." in page


def counts(officer: Actor, *found: ClauseCheck) -> list[bool]:
    with acting_for(officer):
        return [ClauseCheck.objects.get(pk=each.pk).current for each in found]


def test_an_amendment_counts_for_a_record_only_while_the_record_amends_another(
    officer: Actor, agreement: MakeAgreement
) -> None:
    above = agreement(officer, kind="project")
    made = agreement(officer, kind="project", parent=above.pk, relation="amends")
    found = check(officer, made, SILENT, "amendment")
    assert counts(officer, found) == [True]
    change(officer, made, relation="under")
    assert counts(officer, found) == [False]
    with acting_for(officer):
        assert queries.lacking([made]) == {}, "its own paper was never checked"
        assert list(queries.agreements(officer, queries.Filters(complete="yes"))) == []
        assert set(queries.agreements(officer, queries.Filters(checked="no"))) == {above, made}
    change(officer, made, relation="amends")
    assert counts(officer, found) == [True]


def test_where_a_paper_counts_no_more_the_best_of_the_others_that_were_checked_does(
    officer: Actor, agreement: MakeAgreement
) -> None:
    above = agreement(officer, kind="project")
    made = agreement(officer, kind="project", parent=above.pk, relation="amends")
    ours, theirs = check(officer, made, SILENT, "draft"), check(officer, made, SILENT, "returned")
    amendment = check(officer, made, LOCKED, "amendment")
    assert counts(officer, ours, theirs, amendment) == [False, False, True]
    change(officer, made, relation="under")
    assert counts(officer, ours, theirs, amendment) == [False, True, False]
    assert len(required(officer, theirs)) == 16


def test_what_counts_stays_where_only_the_kind_is_another(officer: Actor, agreement: MakeAgreement) -> None:
    made = agreement(officer, kind="memorandum")
    papers_of_it = check(officer, made, SILENT), check(officer, made, SILENT, "returned"), check(officer, made, SILENT)
    change(officer, made, kind="project")
    assert counts(officer, *papers_of_it) == [False, False, True]
