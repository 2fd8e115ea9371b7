"""The model of language: a text becomes the means of its pieces' states after some of the layers.

It is multilingual-e5-small (Wang and others 2024, MIT licence) with four-bit weights and the pieces that English and Bokmål
need. Layers are unpacked one at a time, so that little memory is needed; nothing is learnt or sent anywhere. An adapter, which
labelled passages taught (`benchmarks/agreements/adapting.py`), is added to the matrices of its layers.
"""

import math
from collections.abc import Mapping, Sequence
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
_BATCH = 32
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

    def first_look(self, texts: Sequence[str]) -> Floats:
        """The means of the pieces before the first layer: cheap, and enough to see what a text is about."""
        numbers = self._numbers(texts)
        return np.array([self._embedded(np.array([each]))[0].mean(0) for each in numbers], np.float32)

    def states(self, texts: Sequence[str]) -> Floats:
        """A row for each text: the means after the layers `LAYERS`, one behind the other."""
        numbers = self._numbers(texts)
        order = sorted(range(len(texts)), key=lambda each: len(numbers[each]))
        batches = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]
        held = [self._batch([numbers[each] for each in batch]) for batch in batches]
        found = np.zeros((len(texts), len(LAYERS), WIDTH), np.float32)
        for layer in range(max(LAYERS)):
            weights = adapted(self.layer(layer), self._adapter, layer)
            held = [(through(states, there, weights), there) for states, there in held]
            if layer + 1 in LAYERS:
                for batch, (states, there) in zip(batches, held, strict=True):
                    found[batch, LAYERS.index(layer + 1)] = (states * there[:, :, None]).sum(1) / there.sum(1)[:, None]
        return found.reshape(len(texts), -1)

    def embedded(self, texts: Sequence[str]) -> list[Floats]:
        """The states of each text's pieces before the first layer."""
        return [self._embedded(np.array([each]))[0].astype(np.float16) for each in self._numbers(texts)]

    def _numbers(self, texts: Sequence[str]) -> list[list[int]]:
        return [[self._begin, *self._pieces.of(_PREFIX + each)[: _LONGEST - 2], self._end] for each in texts]

    def _batch(self, numbers: Sequence[Sequence[int]]) -> tuple[Floats, Floats]:
        """The states before the first layer, and where there are pieces."""
        longest = max(map(len, numbers))
        padded = np.zeros((len(numbers), longest), np.int64)
        there = np.zeros((len(numbers), longest), np.float32)
        for row, each in enumerate(numbers):
            padded[row, : len(each)], there[row, : len(each)] = each, 1
        return self._embedded(padded), there

    def _embedded(self, numbers: npt.NDArray[Any]) -> Floats:
        arrays, (rows, length) = self._arrays, numbers.shape
        words = _unpacked(arrays["words"][numbers.ravel()]).reshape(rows, length, WIDTH)
        states = words + arrays["places"][:length].astype(np.float32)
        return _normed(states, arrays["first.w"], arrays["first.b"])

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


def through(states: Floats, there: Floats, weights: Mapping[str, Floats]) -> Floats:
    """The states after one layer: attention, and then two wide steps."""
    rows, length, _width = states.shape
    flat = states.reshape(-1, WIDTH)
    asked = (flat @ weights["ask.w"] + weights["ask.b"]).reshape(rows, length, 3, HEADS, -1).transpose(2, 0, 3, 1, 4)
    near = asked[0] @ asked[1].transpose(0, 1, 3, 2) / np.float32(math.sqrt(WIDTH / HEADS))
    near += ((there - 1) * np.float32(1e9))[:, None, None, :]
    near -= near.max(-1, keepdims=True)
    np.exp(near, out=near)
    near /= near.sum(-1, keepdims=True)
    heard = (near @ asked[2]).transpose(0, 2, 1, 3).reshape(-1, WIDTH)
    heard = heard @ weights["heard.w"]
    heard += flat
    heard += weights["heard.b"]
    flat = _normed(heard, weights["norm.w"], weights["norm.b"])
    wide = flat @ weights["wide.w"]
    wide += weights["wide.b"]
    back = _bent(wide) @ weights["back.w"]
    back += flat
    back += weights["back.b"]
    return _normed(back, weights["last.w"], weights["last.b"]).reshape(rows, length, WIDTH)


def _bent(wide: Floats) -> Floats:
    """GELU by its usual approximation. All is done in place: new memory for each step takes longer than the step."""
    bend = wide * np.float32(0.044715)
    bend *= wide
    bend *= wide
    bend += wide
    bend *= np.float32(0.7978845608)
    np.tanh(bend, out=bend)
    bend += 1
    bend *= np.float32(0.5)
    bend *= wide
    return bend


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
