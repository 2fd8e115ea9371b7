"""The tune half labelled by line: every label is for a chunk that is there, and they come to the reader's verdicts."""

from benchmarks.agreements.corpus import Half, agreements
from benchmarks.agreements.passages import Lesson
from benchmarks.agreements.teaching import labels_of
from benchmarks.agreements.tune_lines import TUNE_LINES, chunks, labelled
from benchmarks.agreements.voices import verdicts_of

from aktsom.content import clause_library

TOGETHER = 30
"""So many verdicts hang on how chunks stand together, or on what no label says."""


def test_every_agreement_has_labels_of_the_library_for_chunks_that_it_has() -> None:
    known = set(labels_of(clause_library()))
    tune = agreements(Half.TUNE)
    assert {path.stem for path in TUNE_LINES.glob("*.txt")} == {each.id for each in tune}
    for each in tune:
        told = list(labelled(each.id))
        assert {label for _name, labels in told for label in labels} <= known, each.id
        assert [name for name, labels in told if not labels] == [], each.id
        names = [name for name, _labels in told]
        assert len(set(names)) == len(names), each.id
        assert set(names) <= {name for name, _text in chunks(each)}, each.id


def test_labels_come_to_the_verdicts_of_the_reader() -> None:
    library = clause_library()
    other = [
        (each.id, name)
        for each in agreements(Half.TUNE)
        for name, verdict in verdicts_of(library, [Lesson("", name, one) for name, one in labelled(each.id)]).items()
        if verdict is not each.labels[name].verdict
    ]
    assert len(other) <= TOGETHER, other
