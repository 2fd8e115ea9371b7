"""What each chunk of an agreement means for each condition, as labelled passages taught it.

A label is a condition with one of its elements, contradictions or exceptions. A chunk is put beside every passage that was
taught; how near it comes to each, in the states of the language model, is weighed for each label. Weights were found by kernel
ridge regression (`benchmarks/agreements/teaching.py`), and bounds by leaving one voice out at a time. What a chunk says of
other labels then counts for each (`weighing.py`): most of what sounds like a veto is something else, and says so more clearly.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from aktsom.engine.clauses.contract import Contract
from aktsom.engine.clauses.meaning.chunks import Chunk, chunks_of, texts_of
from aktsom.engine.clauses.meaning.encoder import WIDTH, Encoder
from aktsom.engine.clauses.meaning.look import Look
from aktsom.engine.clauses.meaning.tensors import read, said_in
from aktsom.engine.clauses.meaning.weighing import weighed

Floats = npt.NDArray[Any]
MOST_CHUNKS = 80
"""So many chunks are read closely; of a longer agreement, those that a first look finds nearest to any condition."""
_PACKED = ("turn", "known", "weights")
AGAINST = "against"
"""The label of a condition for all that contradicts it."""
Label = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """From where on a label counts: `sure` by itself, `doubt` for a second look."""

    sure: float
    doubt: float


@dataclass(frozen=True)
class Readings:
    """How much each chunk says each label; a chunk that was not read closely says nothing, and denies nothing."""

    chunks: Sequence[Chunk] = ()
    labels: dict[Label, int] = field(default_factory=dict)
    scores: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    bounds: Sequence[Bounds] = ()
    met: Floats = field(default_factory=lambda: np.zeros(0))
    """The weights of all signs that a condition is met; none where it was not learnt."""

    def says(self, label: Label) -> list[Chunk]:
        """The chunks that say a label by themselves, the surest first."""
        return self._over(label, self.bounds[self.labels[label]].sure) if label in self.labels else []

    def doubts(self, label: Label) -> list[Chunk]:
        """The chunks that may say it."""
        return self._over(label, self.bounds[self.labels[label]].doubt) if label in self.labels else []

    def bears_out(self, label: Label, sentence: int, slack: float) -> bool:
        """Whether a sentence reads as a label, or comes so near to it; what was not taught or not read is not denied."""
        if label not in self.labels or sentence not in self._chunk_of:
            return True
        at = self.labels[label]
        return bool(self.scores[self._chunk_of[sentence], at] + slack > self.bounds[at].sure)

    @cached_property
    def _chunk_of(self) -> dict[int, int]:
        return {sentence: at for at, each in enumerate(self.chunks) for sentence in each.sentences}

    def nearest(self, chunk: Chunk, labels: Sequence[Label]) -> str:
        """Which of the labels a chunk comes nearest to, beside what each of them needs; "" when there is none."""
        known = [each for each in labels if each in self.labels]
        place = self.chunks.index(chunk)
        over = [self.scores[place, self.labels[each]] - self.bounds[self.labels[each]].sure for each in known]
        return known[int(np.argmax(over))][1] if known else ""

    def _over(self, label: Label, bound: float) -> list[Chunk]:
        scores = self.scores[:, self.labels[label]]
        return [self.chunks[place] for place in np.argsort(-scores, kind="stable") if scores[place] > bound]


class Meaning:
    """The language model with what it was taught. The files are opened when an agreement is read."""

    def __init__(self, folder: Path) -> None:
        self._language, self._adapter = folder / "language.model", folder / "adapter.model"
        self._taught = folder / "taught.model"
        self.digest = str(said_in(self._taught)["digest"])

    def keep(self) -> None:
        """Keep unpacked what each agreement needs: for a process that reads many, which needs 160 MB more then."""
        self._encoder.keep()
        self._arrays |= {name: self._arrays[name].astype(np.float32) for name in _PACKED}

    def readings(self, contract: Contract) -> Readings:
        """What the chunks of an agreement mean."""
        chunks = chunks_of(contract)
        if not chunks:
            return Readings()
        texts = list(texts_of(contract, chunks))
        if len(texts) > MOST_CHUNKS:
            near = np.sort(self._look.nearest(texts, MOST_CHUNKS))
            chunks, texts = [chunks[each] for each in near], [texts[each] for each in near]
        return Readings(
            chunks, self._labels, self._scores(texts), self._bounds, self._arrays.get("met", Readings().met)
        )

    def _scores(self, texts: Sequence[str]) -> Floats:
        arrays = self._arrays
        own = features(self._encoder.states(texts), arrays["mean"], arrays["spread"])
        turn, known, weights = (arrays[name].astype(np.float32, copy=False) for name in _PACKED)
        alone = likeness(own @ turn, known) @ weights
        return weighed(alone, list(self._labels), arrays["sorts"], arrays["beside"])

    @cached_property
    def _arrays(self) -> dict[str, Floats]:
        return read(self._taught)

    @cached_property
    def _look(self) -> Look:
        return Look(self._arrays)

    @cached_property
    def _encoder(self) -> Encoder:
        return Encoder(self._language, read(self._adapter))

    @cached_property
    def _labels(self) -> dict[Label, int]:
        return {(condition, name): at for at, (condition, name) in enumerate(said_in(self._taught)["labels"])}

    @cached_property
    def _bounds(self) -> list[Bounds]:
        return [Bounds(*map(float, each)) for each in self._arrays["bounds"]]


def features(states: Floats, mean: Floats, spread: Floats) -> Floats:
    """States beside what is usual, each layer's of length one."""
    layers = states.shape[1] // WIDTH
    beside = ((states - mean) / spread).reshape(len(states), layers, -1)
    beside = beside / np.linalg.norm(beside, axis=2, keepdims=True) / np.sqrt(layers)
    found: Floats = beside.reshape(len(states), -1).astype(np.float32)
    return found


def likeness(some: Floats, others: Floats) -> Floats:
    """How alike texts are, from 0 to 1: more than the cosine, for it also counts which features go together, up to four."""
    found: Floats = (1 + some @ others.T) / 2
    found *= found
    found *= found
    return found
