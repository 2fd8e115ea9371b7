"""What we advise people to write is read without doubt by our own check, all together in one agreement.

Each wording by itself is read by `aktsom agreement lint`, which is a part of `make check`; here, that it finds what is wrong.
"""

from dataclasses import replace

import pytest

from aktsom.content import clause_library
from aktsom.engine.clauses.checking import check
from aktsom.engine.clauses.drafting import DraftRequest, draft
from aktsom.engine.clauses.lint import lint_library
from aktsom.engine.clauses.types import Firmness, Standing
from aktsom.engine.documents import LANGUAGES
from aktsom.engine.papers.types import Paper, PaperKind, Passage


@pytest.mark.parametrize("firmness", Firmness)
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_wordings_together_raise_no_contradiction_and_no_doubt(language: str, firmness: Firmness) -> None:
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


def test_the_lint_finds_a_wording_that_says_the_opposite_and_an_id_that_is_not_there() -> None:
    library = clause_library()
    sound = library.conditions["publication"]
    veto = {
        "en": "No Party may publish anything without the prior written consent of the other.",
        "nb": "Ingen av partene kan publisere noe uten skriftlig samtykke fra den andre på forhånd.",
    }
    wrong = replace(
        sound,
        wordings=dict.fromkeys(Firmness, veto),
        contradictions=(replace(sound.contradictions[0], when=("nowhere",)), *sound.contradictions[1:]),
    )
    found = [str(each) for each in lint_library(replace(library, conditions={"publication": wrong}), ())]
    assert any("nowhere" in each for each in found)
    assert sum("calls its own wording “contradicted”" in each for each in found) == len(Firmness) * len(veto)
