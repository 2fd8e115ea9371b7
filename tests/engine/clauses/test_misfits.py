"""What in a draft does not fit the register is marked where it stands, and told above the title."""

from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX

from aktsom.content import clause_library
from aktsom.engine.clauses.drafting import Draft, DraftParty, DraftRequest, draft
from aktsom.engine.clauses.misfits import Known, Misfit, misfits
from aktsom.engine.clauses.notes import NOTES, without_notes
from aktsom.engine.clauses.types import Firmness
from aktsom.engine.clauses.word import word_document
from aktsom.engine.papers.types import Paper, PaperKind, Passage

US, THEM, THIRD = DraftParty("Havbyen", ours=True), DraftParty("Institut"), DraftParty("Universitet")
OF_TWO = {
    ("en", "softer"): {
        "reciprocity": ["both Parties"],
        "publication": ["The other Party"],
        "security": ["the other Party"],
        "exit-strategy": ["Either Party", "the other"],
    },
    ("en", "model"): {
        "academic-freedom": ["both Parties", "Neither Party", "either Party"],
        "reciprocity": ["the other"],
        "publication": ["The other Party"],
        "research-ethics": ["either Party", "the other"],
        "security": ["the other Party", "Either Party"],
        "mobility": ["Neither Party"],
        "funding-transparency": ["the other Party"],
        "term": ["both"],
        "exit-strategy": ["Either Party", "the other"],
    },
    ("en", "firmer"): {
        "academic-freedom": ["both Parties", "either Party", "Neither Party"],
        "reciprocity": ["the other"],
        "ownership": ["neither", "the other's"],
        "publication": ["The other Party"],
        "data-management": ["the other Party"],
        "export-control": ["the other"],
        "research-ethics": ["either Party", "both"],
        "security": ["the other Party", "the other Party", "Either Party"],
        "mobility": ["Neither Party"],
        "funding-transparency": ["the other Party", "The other Party"],
        "law": ["Either Party"],
        "term": ["both"],
        "exit-strategy": ["The other Party", "either Party"],
    },
    ("nb", "softer"): {
        "reciprocity": ["begge parter"],
        "publication": ["Den andre parten"],
        "security": ["den andre parten"],
        "exit-strategy": ["den andre"],
    },
    ("nb", "model"): {
        "academic-freedom": ["begge parter", "begge parter"],
        "reciprocity": ["den ene parten", "den andre"],
        "publication": ["Den andre parten"],
        "research-ethics": ["begge parter", "den andre"],
        "security": ["den andre parten"],
        "funding-transparency": ["den andre parten"],
        "term": ["begge"],
        "exit-strategy": ["den andre"],
    },
    ("nb", "firmer"): {
        "academic-freedom": ["begge parter"],
        "reciprocity": ["den andre"],
        "ownership": ["den andres"],
        "publication": ["Den andre parten"],
        "data-management": ["den andre parten"],
        "research-ethics": ["begge parter", "begge"],
        "security": ["den andre parten", "den andre parten"],
        "funding-transparency": ["den andre parten", "Den andre parten"],
        "term": ["begge"],
        "exit-strategy": ["Den andre parten"],
    },
}
"""The words for two parties in each of the library's wordings, read by hand."""


def made(language: str = "en", firmness: str = "model", *parties: DraftParty, **register: str) -> Draft:
    library = clause_library()
    firm = dict.fromkeys(library.conditions, Firmness(firmness))
    request = DraftRequest(
        "project", language, "Title", parties, firmness=firm, extra=tuple(library.conditions), **register
    )
    return draft(request, library)


def marked(written: Draft) -> dict[str, list[str]]:
    found = {
        clause.condition: [each.text[start:stop] for each in clause.paragraphs for start, stop in each.unfit]
        for clause in written.clauses
    }
    return {condition: words for condition, words in found.items() if words}


def in_yellow(document: object) -> set[str]:
    return {
        run.text
        for paragraph in document.paragraphs  # type: ignore[attr-defined]
        for run in paragraph.runs
        if run.font.highlight_color is WD_COLOR_INDEX.YELLOW
    }


@pytest.mark.parametrize(("language", "firmness"), list(OF_TWO))
def test_among_three_parties_the_words_for_two_are_marked_in_every_wording(language: str, firmness: str) -> None:
    written = made(language, firmness, US, THEM, THIRD)
    assert marked(written) == OF_TWO[language, firmness]
    assert {each.condition for each in written.clauses if each.unfit} == set(OF_TWO[language, firmness])
    assert marked(made(language, firmness, US, THEM)) == {}


@pytest.mark.parametrize(
    ("language", "firmness", "words"),
    [
        ("en", "softer", "Failing that, the law and the courts of the Party against whom a claim is made apply."),
        ("en", "model", "This Agreement is governed by Norwegian law."),
        ("en", "firmer", "This Agreement is governed by Norwegian law."),
        ("nb", "softer", "Fører det ikke frem, gjelder retten og domstolene til den parten kravet rettes mot."),
        ("nb", "model", "Avtalen er underlagt norsk rett."),
        ("nb", "firmer", "Avtalen er underlagt norsk rett."),
    ],
)
def test_where_the_register_says_another_law_than_the_clause_it_is_marked(
    language: str, firmness: str, words: str
) -> None:
    written = made(language, firmness, US, THEM, law="SE")
    assert marked(written) == {"law": [words]}
    assert [each.unfit for each in written.clauses if each.unfit] == [(Misfit.LAW,)]


def test_the_law_that_the_register_says_is_not_marked() -> None:
    assert marked(made("en", "model", US, THEM, law="NO")) == marked(made("nb", "firmer", US, THEM, law="NO")) == {}
    swedish = misfits("law", ["The law of Sweden applies; it prevails.", "Swedish law."], Known("en", "SE"))
    assert swedish == {}
    assert set(misfits("law", ["Loven i Stockholm gjelder etter norsk rett."], Known("nb", "SE"))) == {Misfit.LAW}


def test_another_place_for_disputes_is_marked_and_the_registered_one_is_not() -> None:
    written = made("en", "model", US, THEM, law="NO", forum="Uppsala tingsrätt")
    said = "What is not settled within three months is decided by arbitration with its seat in Stockholm, in English."
    assert marked(written) == {"law": [said]}
    assert marked(made("en", "model", US, THEM, forum="Stockholm")) == {}
    firm = "Det som ikke er løst innen én måned, avgjøres av norske domstoler ved den norske partens verneting."
    assert marked(made("nb", "firmer", US, THEM, forum="Trøndelag tingrett")) == {"law": [firm]}


def test_what_does_not_fit_is_yellow_in_the_file_and_told_above_the_title() -> None:
    document = Document(BytesIO(word_document(made("en", "model", US, THEM, THIRD, law="SE", forum="Uppsala"))))
    yellow = in_yellow(document)
    assert {"This Agreement is governed by Norwegian law.", "The other Party", "both"} <= yellow
    assert any("its seat in Stockholm, in English." in each for each in yellow), "also where a blank stands in it"
    told = document.paragraphs[0].text
    for name in ("draft", "assumed_beside", "register", "parties"):
        assert NOTES["en"][name] in told
    plain = Document(BytesIO(word_document(made("en", "model", US, THEM, law="NO"))))
    assert plain.paragraphs[0].text == f"{NOTES['en']['draft']} {NOTES['en']['assumed']}"


OLD = "Draft. Every number and name in it is to be looked at before it is sent."
OLDER = "Utkast. Hvert tall og navn i det skal ses på før det sendes."


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        (OLD, True),
        (f"{OLD} What is marked in yellow is only what is usual: nobody chose it.", True),
        (f"{OLDER}  Det som er merket med gult, er bare det vanlige:\ningen har valgt det.", True),
        (f"{OLD} {NOTES['en']['assumed_beside']} {NOTES['en']['register']} {NOTES['en']['parties']}", True),
        (f"{OLD} The Institute pays for everything.", False),
        ("What is marked in yellow is only what is usual: nobody chose it.", False),
        ("Draft.", False),
        ("", False),
    ],
)
def test_only_our_own_words_about_a_draft_are_left_out_of_it(text: str, is_ours: bool) -> None:
    kept = Passage("Each Party may publish.")
    found = without_notes(Paper(PaperKind.DOCX, (Passage(text), kept)))
    assert found.passages == ((kept,) if is_ours else (Passage(text), kept))


@pytest.mark.parametrize("language", ["en", "nb"])
def test_every_note_that_a_draft_can_carry_is_known_as_ours(language: str) -> None:
    for register in ({}, {"law": "SE"}, {"forum": "Uppsala"}):
        for parties in ((US, THEM), (US, THEM, THIRD)):
            top = Document(BytesIO(word_document(made(language, "model", *parties, **register)))).paragraphs[0].text
            assert without_notes(Paper(PaperKind.DOCX, (Passage(top),))).passages == ()
