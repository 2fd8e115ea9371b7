"""The tune half, line by line: what a reader says of each of its chunks, under corpus/tune-lines.

`5.2/2| pu veto; co everything` is the second chunk of clause 5.2; a chunk that says nothing of any condition has no line.
"""

from collections import Counter
from collections.abc import Iterator

from aktsom.engine.clauses.contract import read_contract
from aktsom.engine.clauses.meaning.chunks import chunks_of
from aktsom.engine.clauses.meaning.judge import Label
from aktsom.engine.clauses.whose_law import Countries
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from benchmarks.agreements.corpus import FOLDER, Agreement, Half, agreements
from benchmarks.agreements.passages import Lesson, labels_in

TUNE_LINES = FOLDER / "tune-lines"
_NEVER_LABELLED = frozenset(
    {
        ("026-havbyen-tillegg", "5.1"),
        *(("072-limfjord-taushet", clause) for clause in ("2.1", "2.2", "2.3", "2.4")),
    }
)
"""Clauses that the check held to be struck when the chunks were labelled: no reader said what they say."""


def tune_lines() -> Iterator[Lesson]:
    """Each chunk of the tune half with its labels, but those that nobody labelled."""
    for each in agreements(Half.TUNE):
        told = dict(labelled(each.id))
        for name, text in chunks(each):
            if (each.id, name.rpartition("/")[0]) not in _NEVER_LABELLED:
                yield Lesson(f"agreement {each.id}", text, told.get(name, frozenset()))


def labelled(agreement: str) -> Iterator[tuple[str, frozenset[Label]]]:
    """The names of an agreement's labelled chunks, and their labels."""
    for line in (TUNE_LINES / f"{agreement}.txt").read_text().splitlines():
        name, _bar, marked = line.partition("|")
        yield name, labels_in(marked)


def chunks(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """Each chunk's name and text."""
    paper, ids = as_paper(agreement)
    often = Counter[str]()
    for chunk in chunks_of(read_contract(paper.passages, Countries("NO", agreement.partners))):
        clause = ids[chunk.passage]
        often[clause] += 1
        yield f"{clause}/{often[clause]}", paper.passages[chunk.passage].text[chunk.start : chunk.end]


def as_paper(agreement: Agreement) -> tuple[Paper, list[str]]:
    """An agreement as it is read from a file without a fault, and the clause of each passage."""
    rows = [
        (clause.id, passage)
        for clause in agreement.clauses
        for passage in (
            Passage(clause.heading, max(1, clause.level), clause.number) if clause.heading else None,
            Passage(clause.text, 0, clause.number) if clause.text else None,
        )
        if passage
    ]
    return Paper(PaperKind.DOCX, tuple(passage for _id, passage in rows)), [name for name, _passage in rows]
