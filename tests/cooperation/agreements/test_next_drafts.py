"""A draft tells what does not fit the register, and the next one starts from what was chosen for it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document as Word

from aktsom.cooperation.agreements import comparing, queries
from aktsom.cooperation.agreements.actions import change_agreement, register_agreement
from aktsom.cooperation.agreements.drafting import DraftWanted, make_draft
from aktsom.cooperation.agreements.drafts import AgreementDraft, PartyDraft
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.engine.clauses.comparing import compared
from aktsom.engine.papers.types import Paper, PaperKind, Passage

pytestmark = pytest.mark.django_db
MakeAgreement = Callable[..., Agreement]
CHOSEN = {
    "language": "en",
    "extra": ["mobility"],
    "firm-publication": "firmer",
    "firm-mobility": "softer",
    "answer-delay_days": "45",
}


def draft_page(made: Agreement) -> str:
    return reverse("agreements:draft", args=[made.pk])


def first_lines(officer: Actor, made: Agreement) -> str:
    with acting_for(officer):
        version = queries.versions_of(made)[0]
        return str(Word(str(comparing.path_of(version.file, version.digest))).paragraphs[0].text)


def test_a_draft_tells_that_the_register_says_another_law_and_place_for_disputes(
    officer: Actor, agreement: MakeAgreement, browser: Client
) -> None:
    made = agreement(officer, kind="project", law="SE", forum="Uppsala tingsrätt")
    law = "The register says the law of Sweden, and clause 14 Governing law, language, disputes says otherwise."
    forum = "The register says “Uppsala tingsrätt” for where disputes are settled, and clause 14 "
    before = browser.get(draft_page(made)).content.decode()
    after = browser.post(draft_page(made), {"language": "en"}, follow=True).content.decode()
    for page in (before, after):
        assert law in page
        assert forum in page
        assert "have words for two" not in page
    assert "is marked where the register says another one" in first_lines(officer, made)
    answer = browser.post(
        f"/api/v1/agreements/{made.pk}/draft", {"language": "en"}, content_type="application/json"
    ).json()
    assert [each[:50] for each in answer["unfit"]] == [law[:50], forum[:50]]


def test_a_draft_that_fits_the_register_says_nothing_of_it(
    officer: Actor, agreement: MakeAgreement, browser: Client
) -> None:
    made = agreement(officer, kind="project", law="NO", forum="Stockholm")
    browser.post(draft_page(made), {"language": "en"})
    page = browser.get(draft_page(made))
    assert page.context["misfits"] == []
    assert "register" not in first_lines(officer, made)


def test_a_draft_among_three_tells_which_clauses_have_words_for_two(
    officer: Actor, draft: Callable[..., AgreementDraft], partner: Callable[..., Partner], browser: Client
) -> None:
    parties = (PartyDraft(), PartyDraft(partner=partner("Ice").pk), PartyDraft(partner=partner("Snow").pk))
    with acting_for(officer):
        made = register_agreement(officer, draft=draft(kind="consortium", parties=parties))
    page = browser.post(draft_page(made), {"language": "en"}, follow=True).content.decode()
    assert "3 parties are bound, and these clauses have words for two: 2 Academic freedom, 3 Reciprocity, " in page
    assert "Words that speak of two parties are marked, for there are more." in first_lines(officer, made)


def test_the_next_draft_starts_from_what_was_chosen_for_the_latest_and_says_so(
    officer: Actor, agreement: MakeAgreement, browser: Client
) -> None:
    made = agreement(officer, kind="memorandum", language="nb")
    first = browser.get(draft_page(made))
    assert first.context["wanted"].language == "nb"
    assert "The form starts with" not in first.content.decode()
    browser.post(draft_page(made), CHOSEN)
    again = browser.get(draft_page(made))
    page = again.content.decode()
    assert "The form starts with what was chosen for version 1 of the draft" in page
    assert again.context["wanted"].language == "en"
    assert 'value="mobility" checked' in page
    assert {name: given for name, _title, given, _usual in again.context["blanks"] if given} == {"delay_days": "45"}
    firm = {each["id"]: each["firm"] for each in again.context["choices"] if each["firm"]}
    assert firm == {"publication": "firmer", "mobility": "softer"}
    assert page.count('<option value="firmer" selected>') == page.count('<option value="softer" selected>') == 1
    told = browser.get(f"/api/v1/agreements/{made.pk}/draft").json()["latest"]
    assert told == {
        "language": "en",
        "firmness": firm,
        "extra": ["mobility"],
        "answers": {"delay_days": "45"},
    }


def test_what_the_register_says_since_goes_before_what_was_answered_once(
    officer: Actor, agreement: MakeAgreement, browser: Client
) -> None:
    made = agreement(officer, kind="project", starts=None, ends=None, notice_months=0)
    browser.post(draft_page(made), {"language": "en", "answer-notice_months": "2", "answer-return_days": "10"})
    with acting_for(officer):
        version = Agreement.objects.get(pk=made.pk).version
        change_agreement(officer, agreement=made, version=version, changes={"notice_months": 9})
    answers = browser.get(draft_page(made)).context["wanted"].answers
    assert answers == {"return_days": "10"}


def test_a_form_that_is_refused_keeps_how_firm_each_condition_was_chosen(
    officer: Actor, agreement: MakeAgreement, browser: Client
) -> None:
    made = agreement(officer, kind="memorandum")
    refused = browser.post(draft_page(made), CHOSEN | {"answer-delay_days": "soon"})
    assert refused.status_code == 422
    firm = {each["id"]: each["firm"] for each in refused.context["choices"] if each["firm"]}
    assert firm == {"publication": "firmer", "mobility": "softer"}


def test_a_file_that_was_added_or_made_before_choices_were_kept_is_no_draft_to_start_from(
    officer: Actor, agreement: MakeAgreement, browser: Client
) -> None:
    made = agreement(officer, kind="memorandum")
    with acting_for(officer):
        version = make_draft(officer, agreement=made, wanted=DraftWanted(language="nb"))
        type(version).objects.filter(pk=version.pk).update(choices={})
    page = browser.get(draft_page(made))
    assert (page.status_code, page.context["latest"]) == (200, None)


@pytest.mark.parametrize(
    "note",
    [
        "Draft. Every number and name in it is to be looked at before it is sent.",
        "Draft. Every number and name in it is to be looked at before it is sent. "
        "What is marked in yellow is only what is usual: nobody chose it.",
    ],
)
def test_our_own_note_above_a_draft_is_no_change_when_it_is_gone(
    officer: Actor, agreement: MakeAgreement, note: str
) -> None:
    made, kept = agreement(officer, kind="project"), Passage("Each Party may publish after 30 days.", number="1.1")
    heading, other = Passage("Publication", level=1, number="1"), Passage("Ice is cold after 90 days.", number="1.1")
    with acting_for(officer):
        sent, back = (
            make_draft(officer, agreement=made, wanted=DraftWanted()),
            make_draft(officer, agreement=made, wanted=DraftWanted()),
        )
        waiting = comparing.start_comparison(officer, agreement=made, sent=sent, returned=back)
        ours = Paper(PaperKind.DOCX, (Passage(note), heading, kept))
        comparing.keep_changes(waiting, *compared(ours, Paper(PaperKind.DOCX, (heading, kept))))
        assert (waiting.progress, waiting.changes) == ("done", [])
        again = comparing.start_comparison(officer, agreement=made, sent=sent, returned=back)
        ours = Paper(PaperKind.DOCX, (Passage(note), heading))
        comparing.keep_changes(again, *compared(ours, Paper(PaperKind.DOCX, (heading, other))))
    assert [(each["sort"], each["heading"]) for each in again.changes] == [("added", "Publication")]


def test_the_language_and_the_place_for_disputes_are_shown_also_where_no_law_is_registered(
    officer: Actor, agreement: MakeAgreement, browser: Client
) -> None:
    made = agreement(officer, language="en", forum="Trøndelag tingrett", law="")
    page = browser.get(reverse("agreements:detail", args=[made.pk])).content.decode()
    assert "<dt>Where disputes are settled</dt><dd>Trøndelag tingrett</dd>" in page
    assert "<dt>Language of the text</dt><dd>English</dd>" in page
    assert "Governing law" not in page
    plain = browser.get(reverse("agreements:detail", args=[agreement(officer).pk])).content.decode()
    assert "<dt>Where disputes are settled</dt>" not in plain
    assert "<dt>Language of the text</dt>" not in plain
