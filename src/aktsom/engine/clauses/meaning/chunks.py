"""An agreement in chunks of a sentence or a few, which is what the model of language reads at a time."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aktsom.engine.clauses.contract import Contract

MOST_WORDS = 40
_CLOSING = re.compile(r"[.!?)\]\"”»’]+")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Characters `start` to `end` of passage number `passage`, and the sentences there."""

    passage: int
    start: int
    end: int
    sentences: tuple[int, ...]


def chunks_of(contract: Contract) -> list[Chunk]:
    """The chunks of all that binds, without headings."""
    found = list[Chunk]()
    for number, each in enumerate(contract.sentences):
        if each.is_heading or each.start == each.end:
            continue
        last = found[-1] if found else None
        text = contract.passages[each.passage].text
        closing = _CLOSING.match(text, each.end)
        end = closing.end() if closing else each.end
        if last and last.passage == each.passage and len(text[last.start : end].split()) <= MOST_WORDS:
            found[-1] = Chunk(each.passage, last.start, end, (*last.sentences, number))
        else:
            found.append(Chunk(each.passage, each.start, end, (number,)))
    return found


def texts_of(contract: Contract, chunks: Iterable[Chunk]) -> Iterator[str]:
    """What they say."""
    for each in chunks:
        yield contract.passages[each.passage].text[each.start : each.end]
