"""The model of language: a text becomes the means of its pieces' states after some of the layers.

It is multilingual-e5-small (Wang and others 2024, MIT licence) with four-bit weights and the pieces that English and Bokmål
need. Layers are unpacked one at a time, so that little memory is needed; nothing is learnt or sent anywhere. An adapter, which
labelled passages taught (`benchmarks/agreements/adapting.py`), is added to the matrices of its layers.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from aktsom.engine.clauses.meaning.pieces import Pieces
from aktsom.engine.clauses.meaning.tensors import read, said_in

Floats = npt.NDArray[Any]
LAYERS = (6, 8, 12)
"""After which layers states are looked at: the middle ones know more of grammar, the last of what is meant."""
WIDTH = 384
HEADS = 12
_EPSILON = 1e-12
_LONGEST = 200
"""Pieces of a text that are read; a chunk has far fewer."""
_TEXTS = 2048
"""So many texts are read at a time: while they are, far more is held of each than is kept."""
_ROWS = 256
"""So many pieces take their wide step at a time: what it needs then stays near the processor."""
_BLOCK = 32
_PREFIX = "query: "
"""What the model was taught to find before a text."""


class Encoder:
    """The model in a file that `tools/language_model.py` wrote, with an adapter.

    That is two matrices for some of its own, say `7.wide.in` and `7.wide.out`, whose product is added.
    """

    def __init__(self, path: Path, adapter: Mapping[str, Floats] | None = None) -> None:
        self._arrays, self._adapter = read(path), adapter or {}
        told = said_in(path)
        pieces = self._arrays["pieces"].tobytes().decode().split("\n")
        self._pieces = Pieces(pieces, [float(each) for each in self._arrays["scores"]], told["unknown"])
        self._begin, self._end = told["begin"], told["end"]
        self._kept: list[dict[str, Floats]] = []

    def states(self, texts: Sequence[str]) -> Floats:
        """A row for each text: the means after the layers `LAYERS`, one behind the other."""
        parts = [texts[at : at + _TEXTS] for at in range(0, len(texts), _TEXTS)]
        return np.concatenate([self._states(part) for part in parts])

    def _states(self, texts: Sequence[str]) -> Floats:
        own = self._embedded_all(texts)
        ends = np.cumsum([0, *map(len, own)])
        spans = list(pairwise(map(int, ends)))
        flat, found = np.concatenate(own), list[Floats]()
        for layer in range(max(LAYERS)):
            flat = through(flat, spans, self._kept[layer] if self._kept else self._adapted(layer))
            if layer + 1 in LAYERS:
                found.append(np.add.reduceat(flat, ends[:-1]) / np.diff(ends)[:, None])
        return np.concatenate(found, axis=1, dtype=np.float32)

    def keep(self) -> None:
        """Keep all layers unpacked, in 85 MB, from now on."""
        self._kept = self._kept or [self._adapted(layer) for layer in range(max(LAYERS))]

    def embedded(self, texts: Sequence[str]) -> list[Floats]:
        """The states of each text's pieces before the first layer."""
        return [each.astype(np.float16) for each in self._embedded_all(texts)]

    def _embedded_all(self, texts: Sequence[str]) -> list[Floats]:
        read = ([self._begin, *self._pieces.of(_PREFIX + each)[: _LONGEST - 2], self._end] for each in texts)
        return [self._embedded(np.array(each)) for each in read]

    def _embedded(self, numbers: npt.NDArray[Any]) -> Floats:
        states = _unpacked(self._arrays["words"][numbers]) + self._arrays["places"][: len(numbers)].astype(np.float32)
        return _normed(states, self._arrays["first.w"], self._arrays["first.b"])

    def _adapted(self, number: int) -> dict[str, Floats]:
        return adapted(self.layer(number), self._adapter, number)

    def layer(self, number: int) -> dict[str, Floats]:
        """A layer's matrices and vectors."""
        start = f"{number}."
        found = {}
        for name, each in self._arrays.items():
            if name.startswith(start):
                found[name.removeprefix(start)] = _unpacked(each).T if each.dtype == np.uint8 else np.array(each)
        return found


def adapted(layer: Mapping[str, Floats], adapter: Mapping[str, Floats], number: int) -> dict[str, Floats]:
    """A layer with its adapter's products added."""
    found = dict(layer)
    for name in layer:
        of = f"{number}.{name.removesuffix('.w')}"
        if f"{of}.in" in adapter:
            found[name] = layer[name] + adapter[f"{of}.in"].astype(np.float32) @ adapter[f"{of}.out"].astype(np.float32)
    return found


def through(flat: Floats, spans: Sequence[tuple[int, int]], weights: Mapping[str, Floats]) -> Floats:
    """The states of pieces after one layer: attention within each text, which has a span of them, and then two wide steps."""
    asked = flat @ weights["ask.w"]
    asked += weights["ask.b"]
    heard = np.empty_like(flat)
    for start, end in spans:
        heard[start:end] = _heard(asked[start:end])
    heard = heard @ weights["heard.w"]
    heard += flat
    heard += weights["heard.b"]
    flat = _normed(heard, weights["norm.w"], weights["norm.b"])
    for start in range(0, len(flat), _ROWS):
        some = flat[start : start + _ROWS]
        wide = some @ weights["wide.w"]
        wide += weights["wide.b"]
        some += _bent(wide) @ weights["back.w"]
        some += weights["back.b"]
    return _normed(flat, weights["last.w"], weights["last.b"])


def _heard(asked: Floats) -> Floats:
    """What each piece of a text hears from the others."""
    asking, asked_of, said = asked.reshape(len(asked), 3, HEADS, -1).transpose(1, 2, 0, 3)
    near = asking @ asked_of.transpose(0, 2, 1)
    near /= np.float32(math.sqrt(WIDTH / HEADS))
    near -= near.max(-1, keepdims=True)
    np.exp(near, out=near)
    near /= near.sum(-1, keepdims=True)
    heard: Floats = (near @ said).transpose(1, 0, 2).reshape(len(asked), WIDTH)
    return heard


def _bent(wide: Floats) -> Floats:
    """GELU by its usual approximation. All is done in place: new memory for each step takes longer than the step."""
    bend = wide * wide
    bend *= np.float32(-2 * 0.7978845608 * 0.044715)
    bend -= np.float32(2 * 0.7978845608)
    bend *= wide
    with np.errstate(over="ignore"):
        np.exp(bend, out=bend)
    bend += 1
    bent: Floats = np.divide(wide, bend, out=bend)
    return bent


def _normed(states: Floats, weight: Floats, offset: Floats) -> Floats:
    """The states as so many spreads from their mean; what was given is gone afterwards."""
    states -= states.mean(-1, keepdims=True)
    states /= np.sqrt((states * states).mean(-1, keepdims=True) + np.float32(_EPSILON))
    states *= weight
    states += offset
    return states


def _unpacked(packed: npt.NDArray[np.uint8]) -> Floats:
    """Weights out of blocks of 32: two bytes for their scale, and half a byte for each."""
    blocks = packed.reshape(len(packed), -1, 2 + _BLOCK // 2)
    scale = np.ascontiguousarray(blocks[:, :, :2]).view("<f2").astype(np.float32)
    halves = np.concatenate((blocks[:, :, 2:] & 15, blocks[:, :, 2:] >> 4), axis=2).astype(np.float32) - 8
    found: Floats = (halves * scale).reshape(len(packed), -1)
    return found
