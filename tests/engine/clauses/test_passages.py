"""The passages that the clause check is taught with, and the file that ships: what it was taught is what lies here."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from benchmarks.agreements.corpus import FOLDER, Half, agreements
from benchmarks.agreements.passages import passages
from benchmarks.agreements.teaching import digest_of, labels_of, lessons

from aktsom.content import clause_library, content_path
from aktsom.engine.clauses.meaning.tensors import said_in
from tests.engine.clauses.test_corpus import runs

SAID = tuple(passages())


def test_every_passage_has_labels_of_the_library_and_none_is_there_twice() -> None:
    known = set(labels_of(clause_library()))
    assert [each for each in SAID if not each.labels <= known] == []
    assert len({(each.voice, each.text) for each in SAID}) == len(SAID)


def test_every_voice_has_its_language_and_country_in_its_first_line() -> None:
    for path in (FOLDER / "passages").glob("*.txt"):
        language, country = path.read_text().splitlines()[0].removeprefix("# ").split()
        assert (path.name[:2], len(country)) == (language, 2)


@pytest.mark.parametrize("half", list(Half))
def test_no_passage_is_a_sentence_of_the_corpus(half: Half) -> None:
    taught = _all(each.text for each in SAID)
    written = _all(clause.words for each in agreements(half) for clause in each.clauses)
    assert sorted(" ".join(run) for run in taught & written) == []


def test_what_ships_was_taught_by_what_is_here() -> None:
    shipped = said_in(content_path("clauses", "meaning", "taught.model"))
    library = replace(clause_library(), meaning=None)
    assert shipped["digest"] == digest_of(lessons(library)), "run `make teach`"
    assert [tuple(each) for each in shipped["labels"]] == labels_of(library)


def _all(texts: Iterable[str]) -> set[tuple[str, ...]]:
    return {run for text in texts for run in runs(text)}
