"""The corpus that the clause check is measured with is whole, and its halves share no sentence."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.agreements.answering import by_a_second_reader
from benchmarks.agreements.corpus import CONDITIONS, Half, Verdict, agreements
from benchmarks.agreements.rendering import TEXT_FORMS, Form, rendered, text_form

from aktsom.engine.papers.reading import read_here
from aktsom.engine.papers.types import Noticed

KINDS = {
    "memorandum",
    "framework",
    "project",
    "consortium",
    "joint-degree",
    "exchange",
    "transfer",
    "confidentiality",
    "commissioned-research",
    "licence",
    "gift",
    "provider-host",
}
QUALITIES = {"exemplary", "good", "ordinary", "weak", "dangerous"}
LEAK = 8
"""So many words in a row in both halves would be the same sentence twice."""
NAMES = ("european code of conduct for research integrity", "australian code for the responsible conduct of research")
"""Names of laws and norms that are as long, or nearly."""
halves = pytest.mark.parametrize("half", list(Half))


@halves
def test_every_agreement_is_described_and_every_condition_labelled(half: Half) -> None:
    for each in agreements(half):
        assert each.kind in KINDS, each.id
        assert each.quality in QUALITIES, each.id
        assert each.wording in ("usual", "free"), each.id
        assert each.language in ("en", "nb"), each.id
        assert all(re.fullmatch("[A-Z]{2}", country) for country in each.partners), each.id
        assert tuple(each.labels) == CONDITIONS, each.id
        assert all(label.why.endswith(".") for label in each.labels.values()), each.id


@halves
def test_a_label_rests_on_passages_that_exist_and_absence_on_none(half: Half) -> None:
    for each in agreements(half):
        ids = [clause.id for clause in each.clauses]
        assert len(ids) == len(set(ids)), each.id
        for condition, label in each.labels.items():
            assert set(label.passages) <= set(ids), (each.id, condition)
            assert bool(label.passages) == (label.verdict is not Verdict.ABSENT), (each.id, condition)


def test_no_sentence_stands_in_both_halves() -> None:
    tune, report = (
        {run for each in agreements(half) for clause in each.clauses for run in runs(clause.words)} for half in Half
    )
    assert sorted(" ".join(run) for run in tune & report) == []


@halves
def test_each_half_has_every_kind_both_languages_and_every_verdict_often_enough(half: Half) -> None:
    written = agreements(half)
    assert len(written) >= 42
    assert {each.kind for each in written} == KINDS
    assert {each.quality for each in written} == QUALITIES
    languages = Counter(each.language for each in written)
    assert abs(languages["en"] - languages["nb"]) <= 5
    for condition in CONDITIONS:
        verdicts = Counter(each.labels[condition].verdict for each in written)
        assert verdicts[Verdict.MET] >= 12, condition
        assert verdicts[Verdict.PARTLY] + verdicts[Verdict.CONTRADICTED] >= 5, condition


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every `LEAK` words in a row."""
    words = re.findall(r"\w+", re.sub("|".join(NAMES), "that", text.lower()))
    yield from (tuple(words[at : at + LEAK]) for at in range(len(words) - LEAK + 1))


@pytest.mark.parametrize("form", TEXT_FORMS)
def test_documents_of_every_form_are_read_again_word_by_word(form: Form, tmp_path: Path) -> None:
    for each in [agreement for agreement in agreements(Half.TUNE) if text_form(agreement) is form][:3]:
        paper = read_here(rendered(each, form, tmp_path))
        assert paper.noticed == frozenset(), each.id
        read = _letters(paper.text)
        assert all(_letters(clause.text) in read for clause in each.clauses), each.id


def test_a_scan_has_no_text_where_no_program_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    paper = read_here(rendered(agreements(Half.TUNE)[1], Form.SCAN, tmp_path))
    assert Noticed.SCAN in paper.noticed
    assert paper.passages == ()


@pytest.mark.parametrize("form", list(Form))
def test_the_same_agreement_becomes_the_same_file(form: Form, tmp_path: Path) -> None:
    first, second = (rendered(agreements(Half.TUNE)[1], form, tmp_path / name) for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text))


def test_a_second_reader_has_read_every_agreement_of_the_report_half() -> None:
    assert set(by_a_second_reader()) == {each.id for each in agreements(Half.REPORT)}
