"""What we advise people to write is read without doubt by our own check: alone, and all together in one agreement."""

import pytest

from aktsom.content import clause_library, fact_schema
from aktsom.engine.clauses.checking import check
from aktsom.engine.clauses.drafting import DraftRequest, draft
from aktsom.engine.clauses.lint import lint_library
from aktsom.engine.clauses.types import Firmness, Standing
from aktsom.engine.documents import LANGUAGES
from aktsom.engine.papers.types import Paper, PaperKind, Passage


def test_no_wording_of_the_library_by_itself_raises_a_contradiction_or_a_doubt() -> None:
    library = clause_library()
    assert [str(each) for each in lint_library(library, fact_schema().facts)] == []


@pytest.mark.parametrize("firmness", Firmness)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_do_all_wordings_together(language: str, firmness: Firmness) -> None:
    library = clause_library()
    every = tuple(library.conditions)
    made = draft(DraftRequest("", language, extra=every, firmness=dict.fromkeys(every, firmness)), library)
    passages = [
        passage
        for clause in made.clauses
        for passage in (
            Passage(clause.heading, 1, clause.number),
            *(Passage(each.text, 0, each.number) for each in clause.paragraphs),
        )
    ]
    results = check(Paper(PaperKind.DOCX, tuple(passages)), library).results
    assert {
        f"{name}:{each.id}" for name, one in results.items() for each in one.found if each.supports != "element"
    } == set()
    assert {each.standing for each in results.values()} <= {Standing.MET, Standing.PARTLY}
    assert firmness is Firmness.SOFTER or {each.standing for each in results.values()} == {Standing.MET}
