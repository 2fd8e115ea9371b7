"""Of a long agreement, what matters is read closely."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.agreements.looking import folds, sides_of
from benchmarks.agreements.passages import Lesson
from benchmarks.agreements.states import ADAPTER, LANGUAGE

from aktsom.content import clause_library, content_path
from aktsom.engine.clauses.checking import check
from aktsom.engine.clauses.meaning import encoder as encoder_module
from aktsom.engine.clauses.meaning.encoder import Encoder
from aktsom.engine.clauses.meaning.judge import MOST_CHUNKS
from aktsom.engine.clauses.meaning.look import Look, grams
from aktsom.engine.clauses.meaning.tensors import read
from aktsom.engine.clauses.types import Standing
from aktsom.engine.papers.types import Paper, PaperKind, Passage

HARMLESS = "Meeting number {} of the working group is held in room {} and its minutes are sent round within a week."
VETO = (
    "No result may be published unless the Sponsor has given its written consent, which it may refuse for any reason."
)
VETO_NB = (
    "Ingen resultater kan publiseres uten at oppdragsgiver har samtykket skriftlig, og samtykke kan nektes uten grunn."
)


def test_words_pairs_and_beginnings_are_counted() -> None:
    assert grams("Publication of RESULTS.") == {
        *("publication", "of", "results"),
        *("publication of", "of results"),
        *("public*", "of*", "result*"),
    }


def look(*weights: tuple[str, float, float, float]) -> Look:
    """A look at two sides and at whether anything is said: of each gram, what it weighs for these."""
    return Look(
        {
            "look.grams": np.frombuffer("\n".join(gram for gram, *_rest in weights).encode(), "u1"),
            "look.rarity": np.ones(len(weights), "<f2"),
            "look.weights": np.array([each[1:] for each in weights], "<f2"),
            "look.from": np.zeros(2, "<f4"),
        }
    )


def test_the_nearest_to_each_side_come_first_and_then_the_second_nearest() -> None:
    by = look(("veto", 3, 0, 0), ("delay", 2, 0, 0), ("plan", 1, 0, 0), ("open", 0, 1, 0), ("some", 0, 0, 0.5))
    texts = ["plan", "nothing", "delay", "veto", "open", "open some"]
    assert list(by.nearest(texts, 6)) == [3, 5, 2, 4, 0, 1]
    assert list(by.nearest(texts, 2)) == [3, 5]


def test_a_text_of_unknown_words_is_the_last_to_be_read() -> None:
    assert list(look(("veto", 1, 0, 0)).nearest(["quidquid", "veto"], 2)) == [1, 0]


@pytest.mark.parametrize("said", [VETO, VETO_NB])
@pytest.mark.parametrize("at", [0, 517, 999])
def test_a_veto_among_a_thousand_harmless_lines_is_read_closely(said: str, at: int) -> None:
    lines = [HARMLESS.format(number, number % 37) for number in range(1000)]
    lines[at] = said
    own = Look(read(content_path("clauses", "meaning", "taught.model")))
    assert at in own.nearest(lines, 3)


def test_promise_p122_what_matters_is_found_anywhere_in_a_long_agreement() -> None:
    said = "Articles go to the printer only after the Company has said yes, and it need not say why it does not."
    lines = [HARMLESS.format(number, number % 37) for number in range(2 * MOST_CHUNKS)]
    lines[MOST_CHUNKS] = said
    paper = Paper(PaperKind.DOCX, tuple(Passage(text, 0, str(at)) for at, text in enumerate(lines, 1)))
    library = clause_library()
    assert check(paper, replace(library, meaning=None)).results["publication"].standing is Standing.ABSENT
    found = check(paper, library)
    assert found.results["publication"].standing is Standing.CONTRADICTED
    assert found.results["publication"].found[0].passage == MOST_CHUNKS


@pytest.mark.parametrize("at_a_time", [1, 2, 3])
def test_what_a_text_means_does_not_hang_on_what_is_read_beside_it(
    at_a_time: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder_module, "_TEXTS", at_a_time)
    encoder = Encoder(LANGUAGE, read(ADAPTER))
    together = encoder.states([VETO, "Yes.", VETO_NB])
    alone = np.concatenate([encoder.states([each]) for each in (VETO, "Yes.", VETO_NB)])
    assert together.shape == (3, 1152)
    assert np.abs(together - alone).max() < 1e-4


SAID = [
    ("Results may be published freely.", {("publication", "right")}),
    ("Nothing may be published without consent.", {("publication", "veto")}),
    ("The meeting is held in May.", set()),
]
LESSONS = [Lesson(f"voice {voice}", text, frozenset(labels)) for voice in range(8) for text, labels in SAID]


def test_lessons_have_two_sides_of_each_condition() -> None:
    sides, names = sides_of(LESSONS[:3], clause_library()), list(clause_library().conditions)
    own = names.index("publication")
    assert [list(np.flatnonzero(each)) for each in sides] == [[own], [own + len(names)], []]


def test_no_voice_is_on_both_sides_of_a_fold() -> None:
    out = np.array(list(folds(LESSONS)))
    assert (out.sum(0) == 1).all()
    assert all(len({each.voice for each, own in zip(LESSONS, one, strict=True) if own}) == 2 for one in out)
