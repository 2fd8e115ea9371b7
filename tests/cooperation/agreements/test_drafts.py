"""Drafts made here, and what changed in those that came back."""

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document as Word

from aktsom.cooperation.agreements import comparing, papers, queries
from aktsom.cooperation.agreements.actions import register_agreement
from aktsom.cooperation.agreements.drafting import DraftWanted, make_draft
from aktsom.cooperation.agreements.drafts import AgreementDraft, PartyDraft
from aktsom.cooperation.agreements.models import Agreement, Comparison, DocumentVersion
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import InvalidError
from aktsom.core.files import path_of
from aktsom.core.tenancy import acting_for
from aktsom.engine.clauses.comparing import compared
from aktsom.engine.papers.types import Noticed, Paper, PaperKind, Passage

pytestmark = pytest.mark.django_db
MakeAgreement = Callable[..., Agreement]


@pytest.fixture
def officer(person: Callable[..., Actor]) -> Actor:
    return person(Duty.AGREEMENTS_OFFICER)


def text_of(version: DocumentVersion) -> str:
    document = Word(str(path_of(version.file, version.digest)))
    return "\n".join(each.text for each in document.paragraphs)


def returned(version: DocumentVersion, *changes: tuple[str, str]) -> SimpleUploadedFile:
    """The same document with some words replaced."""
    changed = BytesIO()
    with zipfile.ZipFile(path_of(version.file, version.digest)) as before, zipfile.ZipFile(changed, "w") as after:
        for part in before.infolist():
            content = before.read(part.filename)
            if part.filename == "word/document.xml":
                for was, now in changes:
                    assert was.encode() in content
                    content = content.replace(was.encode(), now.encode())
            after.writestr(part.filename, content)
    return SimpleUploadedFile("returned.docx", changed.getvalue())


def test_promise_p87_a_draft_holds_the_clauses_that_its_kind_and_flags_call_for(
    officer: Actor, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    made = agreement(officer, kind="project", flags=("partner.research-concern",))
    answer = client_for(officer).post(reverse("agreements:draft", args=[made.pk]), {"language": "en"})
    assert answer.status_code == 302
    with acting_for(officer):
        version = queries.versions_of(made)[0]
        text = text_of(version)
    assert version.document.kind == "draft"
    assert version.filename.endswith(".docx")
    for words in ("Testmark Institute of Ice", "R. Ektor", "A. Ice", "Academic freedom", "Exit"):
        assert words in text
    assert "{" not in text


def test_a_second_draft_is_a_new_version_and_an_unknown_language_is_refused(
    officer: Actor, agreement: MakeAgreement
) -> None:
    made = agreement(officer, kind="memorandum")
    with acting_for(officer):
        make_draft(officer, agreement=made, wanted=DraftWanted(language="nb"))
        second = make_draft(officer, agreement=made, wanted=DraftWanted(language="nb", firmness={"term": "firmer"}))
        assert second.number == 2
        with pytest.raises(InvalidError):
            make_draft(officer, agreement=made, wanted=DraftWanted(language="tlh"))


def test_a_long_title_and_a_long_name_with_control_characters_are_drafted(
    officer: Actor, draft: Callable[..., AgreementDraft], partner: Callable[..., Partner]
) -> None:
    parties = (PartyDraft(name="Havbyen\x0b" + "n" * 290), PartyDraft(partner=partner("Ice").pk))
    with acting_for(officer):
        made = register_agreement(officer, draft=draft(title="Sea\x0b" + "t" * 490, parties=parties))
        text = text_of(
            make_draft(officer, agreement=made, wanted=DraftWanted(answers={"arbitration_seat": "Os\x0clo"}))
        )
    assert "Sea " + "t" * 490 in text
    assert "Havbyen " + "n" * 290 in text


MARCH = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("registered", "language", "told"),
    [
        (
            {"starts": MARCH, "ends": date(2032, 2, 29), "notice_months": 9},
            "en",
            ("runs for 5 years from", "with 9 months' notice"),
        ),
        (
            {"starts": MARCH, "ends": date(2028, 2, 29), "notice_months": 1},
            "en",
            ("runs for one year from", "with one month's notice"),
        ),
        (
            {"starts": MARCH, "ends": date(2028, 8, 31), "notice_days": 90},
            "en",
            ("runs for 18 months from", "with 90 days' notice"),
        ),
        (
            {"starts": MARCH, "ends": date(2027, 4, 10), "notice_months": 1, "notice_days": 15},
            "en",
            ("runs for one month and 10 days from", "with one month and 15 days' notice"),
        ),
        ({"ends": date(2028, 8, 31)}, "en", ("runs for […] years from", "with three months' notice")),
        ({"starts": MARCH}, "en", ("runs for four years from", "with three months' notice")),
        (
            {"starts": MARCH, "ends": date(2028, 2, 29), "notice_days": 30},
            "nb",
            ("gjelder i ett år fra", "med 30 dagers varsel"),
        ),
        (
            {"starts": MARCH, "ends": date(2028, 8, 31), "notice_months": 1},
            "nb",
            ("gjelder i 18 måneder fra", "med én måneds varsel"),
        ),
    ],
)
def test_promise_p115_a_draft_says_no_other_term_or_notice_than_the_register(
    officer: Actor, agreement: MakeAgreement, registered: dict[str, object], language: str, told: tuple[str, ...]
) -> None:
    made = agreement(officer, **registered)
    with acting_for(officer):
        text = text_of(make_draft(officer, agreement=made, wanted=DraftWanted(language=language)))
    for words in told:
        assert words in text


@pytest.mark.parametrize(
    ("language", "answers", "told"),
    [
        ("en", {"term_years": "18 months"}, "runs for 18 months from"),
        ("en", {"term_years": "3 år"}, "runs for 3 years from"),
        ("en", {"term_years": " Three  years"}, "runs for 3 years from"),
        ("en", {"term_years": "4"}, "runs for 4 years from"),
        ("en", {"notice_months": "90 dager"}, "with 90 days' notice"),
        ("en", {"notice_months": "1 month and 15 days"}, "with one month and 15 days' notice"),
        ("nb", {"term_years": "3 years"}, "gjelder i 3 år fra"),
        ("nb", {"term_years": "tre"}, "gjelder i 3 år fra"),
        ("nb", {"notice_months": "én måned"}, "med én måneds varsel"),
        ("en", {"term_years": "[…]"}, "runs for […] years from"),
    ],
)
def test_an_answer_with_a_unit_stands_with_that_unit_once(
    officer: Actor, agreement: MakeAgreement, language: str, answers: dict[str, str], told: str
) -> None:
    made = agreement(officer, kind="project")
    with acting_for(officer):
        text = text_of(make_draft(officer, agreement=made, wanted=DraftWanted(language=language, answers=answers)))
    assert told in text


def test_an_answer_that_is_no_number_is_refused_with_what_to_write(
    officer: Actor, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    made, browser = agreement(officer, kind="project"), client_for(officer)
    browser.cookies["aktsom_language"] = "en"
    address = reverse("agreements:draft", args=[made.pk])
    answer = browser.post(address, {"language": "en", "answer-term_years": "until further notice"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“Years that the agreement runs” needs a number, or a number with its unit" in page
    assert 'value="until further notice"' in page
    with acting_for(officer):
        assert not queries.versions_of(made)


def test_who_makes_a_draft_is_told_what_nobody_chose(
    officer: Actor, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    made, browser = agreement(officer, kind="project", notice_days=30), client_for(officer)
    browser.cookies["aktsom_language"] = "en"
    address = reverse("agreements:draft", args=[made.pk])
    assert "Without an answer: 30 days" in browser.get(address).content.decode()
    page = browser.post(address, {"language": "en", "answer-delay_days": "45"}, follow=True).content.decode()
    told = page.partition("Nobody chose these; what is usual stands there: ")[2].partition("</")[0]
    assert "Years that the agreement runs: four." in told
    assert "Months of notice" not in told
    assert "put off" not in told


def test_promise_p88_changes_of_what_is_promised_come_before_changes_of_wording(
    officer: Actor, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    made = agreement(officer, kind="project")
    with acting_for(officer):
        sent = make_draft(officer, agreement=made, wanted=DraftWanted(language="en", answers={"delay_days": "60"}))
        upload = returned(sent, ("60", "365"))
        back = papers.add_document(officer, agreement=made, upload=upload, kind="returned")
        waiting = comparing.start_comparison(officer, agreement=made, sent=sent, returned=back)
        comparing.read_and_compare(waiting)
        found = Comparison.objects.get(pk=waiting.pk)
        assert found.progress == "done"
        assert found.changes[0]["weight"] == "substance"
        assert "365" in str(found.changes[0]["what"]["en"])
    page = client_for(officer).get(reverse("agreements:comparison", args=[made.pk, waiting.pk]))
    assert "<ins>365" in page.content.decode()


def test_what_comes_back_is_compared_with_our_latest_draft_at_once(
    officer: Actor, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    made, browser = agreement(officer, kind="project"), client_for(officer)
    address = reverse("agreements:add-paper", args=[made.pk])
    with acting_for(officer):
        sent = make_draft(officer, agreement=made, wanted=DraftWanted(language="en"))
        upload = returned(sent, ("60", "365"))
    answer = browser.post(address, {"file": upload, "kind": "returned"})
    with acting_for(officer):
        comparison = Comparison.objects.get()
        assert comparison.sent == sent
        assert sent.agreement.checks.count() == 1
    assert answer["Location"] == reverse("agreements:comparison", args=[made.pk, comparison.pk])


def test_the_answer_to_our_draft_is_a_paper_of_its_own_and_the_likeliest_to_come(
    officer: Actor, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    made, browser = agreement(officer, kind="project"), client_for(officer)
    browser.cookies["aktsom_language"] = "en"
    address = reverse("agreements:add-paper", args=[made.pk])
    with acting_for(officer):
        sent = make_draft(officer, agreement=made, wanted=DraftWanted(language="en"))
        once, twice = (returned(sent, ("60", days)) for days in ("365", "90"))
    page = browser.get(reverse("agreements:detail", args=[made.pk]))
    assert page.context["paper"]["kind"].value() == "returned"
    assert f"newer version of our draft: {sent.filename}" in page.content.decode()
    assert "also when it is our draft with their changes" in page.content.decode()
    browser.post(address, {"file": once, "kind": "returned"})
    with acting_for(officer):
        back = queries.versions_of(made)[0]
    browser.post(address, {"file": twice, "kind": str(back.document_id)})
    with acting_for(officer):
        again = queries.versions_of(made)[0]
        assert (back.document.kind, back.number) == ("returned", 1)
        assert (again.document_id, again.document.kind, again.number) == (back.document_id, "returned", 2)
        assert {(each.sent_id, each.returned_id) for each in Comparison.objects.all()} == {
            (sent.pk, back.pk),
            (sent.pk, again.pk),
        }


def test_once_it_is_signed_the_paper_to_come_is_the_agreement_itself(
    officer: Actor, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    made = agreement(officer, state="signed", signed_on=date(2026, 3, 1))
    with acting_for(officer):
        make_draft(officer, agreement=made, wanted=DraftWanted(language="en"))
    page = client_for(officer).get(reverse("agreements:detail", args=[made.pk]))
    assert page.context["paper"]["kind"].value() == "agreement"


@pytest.mark.parametrize("kind", ["agreement", "returned"])
def test_a_newer_version_is_never_of_another_kind_than_its_paper(
    officer: Actor, agreement: MakeAgreement, kind: str
) -> None:
    made, upload = agreement(officer), SimpleUploadedFile("signed.pdf", b"%PDF-1.4 signed")
    with acting_for(officer):
        ours = make_draft(officer, agreement=made, wanted=DraftWanted(language="en"))
        with pytest.raises(InvalidError) as refused:
            papers.add_document(officer, agreement=made, upload=upload, kind=kind, document=ours.document_id)
        assert queries.versions_of(made) == [ours]
    assert list(refused.value.fields) == ["kind"]


@pytest.mark.parametrize(
    ("read", "told", "untold"),
    [
        (Paper(PaperKind.PDF, (), 3, frozenset({Noticed.SCAN})), "and their text was not read", "Nothing changed"),
        (
            Paper(PaperKind.DOCX, (Passage("Each Party may publish."),), 0, frozenset({Noticed.HIDDEN_TEXT})),
            "text that nobody sees",
            "Nothing changed.",
        ),
    ],
)
def test_what_was_noticed_of_a_returned_draft_stands_above_its_changes(
    officer: Actor, agreement: MakeAgreement, client_for: Callable[[Actor], Client], read: Paper, told: str, untold: str
) -> None:
    made, browser = agreement(officer), client_for(officer)
    browser.cookies["aktsom_language"] = "en"
    with acting_for(officer):
        sent, back = (
            papers.add_document(officer, agreement=made, upload=SimpleUploadedFile(f"{name}.docx", b"PK\x03\x04"))
            for name in ("sent", "back")
        )
        waiting = comparing.start_comparison(officer, agreement=made, sent=sent, returned=back)
        ours = Paper(PaperKind.DOCX, (Passage("Each Party may publish."),))
        comparing.keep_changes(waiting, *compared(ours, read))
    page = browser.get(reverse("agreements:comparison", args=[made.pk, waiting.pk])).content.decode()
    assert f"{back.filename}: " in page
    assert told in page
    assert untold not in page
    answer = browser.get(f"/api/v1/agreements/{made.pk}/comparisons/{waiting.pk}")
    if not read.passages:
        assert "no text could be read in one of them" in page
        assert "Changes what is promised" not in page
        assert (answer.json()["progress"], answer.json()["changes"]) == ("failed", [])
    remarks = answer.json()["remarks"]
    assert remarks["sent"] == []
    assert any(told in each for each in remarks["returned"])


def test_what_was_not_read_is_not_called_removed_and_each_change_names_its_clause(
    officer: Actor, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    made, browser = agreement(officer), client_for(officer)
    browser.cookies["aktsom_language"] = "en"
    heading, ice = Passage("Publication", level=1, number="4"), Passage("Ice is kept cold at all times.")
    before = Paper(PaperKind.DOCX, (heading, Passage("Each Party may publish after 30 days."), ice))
    after = (heading, Passage("Each Party may publish after 90 days."))
    with acting_for(officer):
        sent, back = (
            papers.add_document(officer, agreement=made, upload=SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.4"))
            for name in ("sent", "back")
        )
        waiting = comparing.start_comparison(officer, agreement=made, sent=sent, returned=back)
        half_read = Paper(PaperKind.PDF, after, 2, frozenset({Noticed.SCAN}))
        comparing.keep_changes(waiting, *compared(before, half_read))
    page = browser.get(reverse("agreements:comparison", args=[made.pk, waiting.pk]))
    assert [(title, len(changes)) for title, changes in page.context["groups"]] == [
        ("Changes what is promised", 1),
        ("Not found in what was read: look in the file itself", 1),
        ("Other words, perhaps with the same meaning: read them", 0),
    ]
    assert "Publication · changed" in page.content.decode()
    assert "Publication · not found in what was read" in page.content.decode()
    changes = browser.get(f"/api/v1/agreements/{made.pk}/comparisons/{waiting.pk}").json()["changes"]
    assert [(each["heading"], each["sort"]) for each in changes] == [
        ("Publication", "changed"),
        ("Publication", "not-found"),
    ]


def test_promise_p85_a_file_that_cannot_be_read_is_kept_and_says_why(officer: Actor, agreement: MakeAgreement) -> None:
    made = agreement(officer)
    with acting_for(officer):
        one, other = (
            papers.add_document(
                officer, agreement=made, upload=SimpleUploadedFile(f"{name}.docx", b"PK\x03\x04 broken")
            )
            for name in "ab"
        )
        waiting = comparing.start_comparison(officer, agreement=made, sent=one, returned=other)
        comparing.read_and_compare(waiting)
        found = Comparison.objects.get(pk=waiting.pk)
        assert found.progress == "failed"
        assert set(found.message) == {"en", "nb"}
        assert path_of(one.file, one.digest).is_file()
        with pytest.raises(InvalidError):
            comparing.start_comparison(officer, agreement=made, sent=one, returned=one)
