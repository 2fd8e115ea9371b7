"""Whole agreements that were labelled line by line as they were written (`corpus/lined`).

A file begins with `# en project KR title`. `= 7 Publication` is a heading. `pu right limit; os open| text` is a line with all
that it says of any condition: one sentence or a few short ones, which is what the check reads at a time. `! la partly why` is
a verdict that the labels do not come to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aktsom.content import clause_library
from aktsom.engine.clauses.library import Library
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from benchmarks.agreements.corpus import FOLDER, Verdict
from benchmarks.agreements.passages import CODES, Lesson, labels_in
from benchmarks.agreements.voices import verdicts_of

LINED = FOLDER / "lined"


@dataclass(frozen=True, slots=True)
class Lined:
    """An agreement: its lines with their labels, and what a reader says of each condition. `voice` is its writer's."""

    voice: str
    partner: str
    passages: tuple[Passage, ...]
    lessons: tuple[Lesson, ...]
    truth: Mapping[str, Verdict]

    @property
    def paper(self) -> Paper:
        """As it is read from a file without a fault."""
        return Paper(PaperKind.DOCX, self.passages)


@cache
def lined(folder: Path = LINED) -> tuple[Lined, ...]:
    """All of them, in the order of their names."""
    library = clause_library()
    return tuple(_agreement(path, library) for path in sorted(folder.glob("*.txt")))


def _agreement(path: Path, library: Library) -> Lined:
    head, *lines = filter(None, path.read_text().splitlines())
    partner = head.split()[3]
    voice = f"lined {path.stem.rpartition('-')[0]}"
    said = tuple(_lessons(voice, lines))
    truth = verdicts_of(library, said) | dict(_verdicts(lines))
    return Lined(voice, partner, tuple(_passages(lines)), said, truth)


def _lessons(voice: str, lines: list[str]) -> Iterator[Lesson]:
    for line in lines:
        marked, bar, text = line.partition("|")
        if bar and line[0] not in "=!":
            yield Lesson(voice, text.strip(), labels_in(marked))


def _passages(lines: list[str]) -> Iterator[Passage]:
    for line in lines:
        if line.startswith("="):
            yield Passage(line[1:].strip(), 1, "")
        elif not line.startswith("!"):
            yield Passage(line.partition("|")[2].strip(), 0, "")


def _verdicts(lines: list[str]) -> Iterator[tuple[str, Verdict]]:
    for line in lines:
        if line.startswith("!"):
            code, said, *_why = line[1:].split()
            yield CODES[code], Verdict(said)
