"""Passages labelled by reading, under corpus/passages, each file by a drafter with a voice of his own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from aktsom.content import clause_library
from aktsom.engine.clauses.meaning.judge import Label
from benchmarks.agreements.corpus import FOLDER

CODES = dict(
    zip(
        ["fv", "af", "rc", "ow", "pu", "va", "da", "os", "co", "ex", "et", "se", "mo", "fu", "la", "te", "xt"],
        clause_library().conditions,
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text with what it says of each condition; it counts so `often`. `voice` is left out as a whole."""

    voice: str
    text: str
    labels: frozenset[Label] = frozenset()
    often: int = 1


def passages(folder: Path = FOLDER / "passages") -> Iterator[Lesson]:
    """The labelled passages: a line each, `pu right limit; os open| text`; a bar alone before what is of no condition."""
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text().splitlines()[1:]:
            marked, _bar, text = line.partition("|")
            yield Lesson(path.stem, text.strip(), labels_in(marked))


def labels_in(marked: str) -> frozenset[Label]:
    """The labels that stand before a bar."""
    parts = [part.split() for part in marked.replace("-", " -").split(";") if part.strip(" -")]
    return frozenset((CODES[code], name) for code, *names in (_joined(part) for part in parts) for name in names)


def _joined(words: Sequence[str]) -> list[str]:
    joined = list[str]()
    for word in words:
        if word.startswith("-") and joined:
            joined[-1] += word
        else:
            joined.append(word)
    return joined
