"""`make adapt`: the language model adapted to labelled passages by two narrow matrices beside each of its layers'.

Their product is added (LoRA, Hu and others 2021). Nothing else is learnt but a straight line from states to labels, which is
thrown away afterwards. Backward steps are written out in numpy, so that it needs no more than the check itself; on one thread
it takes some three hours. Only the voices of `BY` teach it: bounds and verdicts are then learnt from the others, whom it knows
as little as any drafter.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from aktsom.content import clause_library
from aktsom.engine.clauses.meaning.encoder import HEADS, LAYERS, WIDTH, Encoder, adapted
from aktsom.engine.clauses.meaning.tensors import write
from aktsom.engine.documents import LANGUAGES
from benchmarks.agreements.corpus import Half, agreements
from benchmarks.agreements.lined import lined
from benchmarks.agreements.passages import passages
from benchmarks.agreements.states import ADAPTER, LANGUAGE
from benchmarks.agreements.teaching import labels_of, truth_of, with_all_against
from benchmarks.agreements.tune_lines import tune_lines

Floats = npt.NDArray[Any]
Adapter = Mapping[str, Floats]
"""`7.wide.in` and `7.wide.out` for each matrix of each layer."""
ADAPTED = range(max(LAYERS))
_PASSAGES = (
    "en-bullets en-chinese en-common-law en-dangers en-denied en-gift-chair en-lease en-long en-memo en-mta en-ngo "
    "en-persian en-plain en-qa en-rights en-russian en-terse en-traps en-uk-university en-us-public en-us-sponsored "
    "nb-brev nb-denied nb-fagavtale nb-farer nb-feller nb-formell nb-institutt nb-lang nb-lisens nb-nynorsk "
    "nb-oversatt nb-retter nb-stikkord"
)
BY = (
    *_PASSAGES.split(),
    *(
        f"{language}-{kind}"
        for language in LANGUAGES
        for kind in ("elements", "free-pairs", "opposites", "pairs", "twists")
    ),
    *(f"lined en-{writer}" for writer in (*"abefghijklmnpqrstuvx", "la", "lb", "lc", "ld")),
    *(f"lined nb-{writer}" for writer in (*"acdfhiklmnopqrsu", "la", "lb", "lc", "ld")),
    *(f"agreement {each.id}" for each in agreements(Half.TUNE) if not each.is_fresh),
)
"""The voices that teach it, each with its translation."""
MATRICES = ("ask", "heard", "wide", "back")
RANK, ROUNDS, BATCH = 32, 3, 32
DROPPED = 0.1
"""Such a part of what each half of a layer adds is left out at each step, drawn anew (Srivastava and others 2014)."""
RATE, RATE_OF_LINE, WARMING = 8e-4, 1e-2, 30
SHARPNESS = 8.0
_DRAWN = 1
_BEND, _SLOPE = np.float32(0.044715), np.float32(0.7978845608)


@dataclass(slots=True)
class Begun:
    """Texts before the first layer: the states of each text's pieces."""

    encoder: Encoder
    states: list[Floats]

    @classmethod
    def of(cls, encoder: Encoder, texts: Sequence[str]) -> "Begun":
        """Those of texts."""
        return cls(encoder, encoder.embedded(texts))

    def batch(self, rows: Sequence[int]) -> tuple[Floats, Floats]:
        """Some of them, side by side, and where there are pieces."""
        longest = max(len(self.states[row]) for row in rows)
        states = np.zeros((len(rows), longest, WIDTH), np.float32)
        there = np.zeros((len(rows), longest), np.float32)
        for at, row in enumerate(rows):
            states[at, : len(self.states[row])], there[at, : len(self.states[row])] = self.states[row], 1
        return states, there


def _means(states: Floats, there: Floats) -> Floats:
    found: Floats = (states * there[:, :, None]).sum(1) / there.sum(1)[:, None]
    return found


@dataclass(slots=True)
class Steps:
    """Steps of Kingma and Ba (2015)."""

    values: dict[str, Floats]
    rate: float
    slopes: dict[str, Floats] = field(default_factory=dict)
    squares: dict[str, Floats] = field(default_factory=dict)
    steps: int = 0

    def step(self, given: Mapping[str, Floats], share: float) -> None:
        """Each value a step down its slope."""
        self.steps += 1
        for name, each in given.items():
            slope = self.slopes.setdefault(name, np.zeros_like(each))
            square = self.squares.setdefault(name, np.zeros_like(each))
            slope += np.float32(0.1) * (each - slope)
            square += np.float32(0.001) * (each * each - square)
            size = np.sqrt(square / np.float32(1 - 0.999**self.steps)) + np.float32(1e-8)
            self.values[name] -= np.float32(self.rate * share / (1 - 0.9**self.steps)) * slope / size


def adapter(begun: Begun, plain: Floats, truth: Floats) -> dict[str, Floats]:
    """The matrices that the texts teach. `plain` is what `Encoder.states` says of them without."""
    drawn = np.random.default_rng(_DRAWN)
    layers = {number: begun.encoder.layer(number) for number in ADAPTED}
    matrices = Steps(dict(at_first(layers, drawn)), RATE)
    mean, spread = plain.mean(0), plain.std(0) + np.float32(1e-6)
    often = truth.mean(0).clip(1e-4)
    line = Steps(
        {
            "line": np.zeros((len(mean), truth.shape[1]), np.float32),
            "start": np.log(often / (1 - often)).astype(np.float32),
        },
        RATE_OF_LINE,
    )
    steps = ROUNDS * math.ceil(len(truth) / BATCH)
    for at, batch in enumerate(_batches(begun, drawn)):
        told = truth[batch].astype(np.float32)
        found = slopes(begun, batch, told, (mean, spread), layers, matrices, line, drawn)
        share = min(1.0, (at + 1) / WARMING) * 0.5 * (1 + math.cos(math.pi * at / steps))
        size = math.sqrt(sum(float((each * each).sum()) for each in found.of_matrices.values()))
        matrices.step({name: each * np.float32(1 / max(1.0, size)) for name, each in found.of_matrices.items()}, share)
        line.step(found.of_line, share)
    return {name: each.astype(np.float16) for name, each in matrices.values.items()}


def at_first(layers: Mapping[int, Mapping[str, Floats]], drawn: np.random.Generator) -> Iterator[tuple[str, Floats]]:
    """Matrices whose product is nothing yet."""
    for number, layer in layers.items():
        for name in MATRICES:
            wide, narrow = layer[f"{name}.w"].shape
            yield f"{number}.{name}.in", (drawn.standard_normal((wide, RANK)) / math.sqrt(wide)).astype(np.float32)
            yield f"{number}.{name}.out", np.zeros((RANK, narrow), np.float32)


def _batches(begun: Begun, drawn: np.random.Generator) -> Iterator[list[int]]:
    """All texts in each round, those of like length together."""
    for _ in range(ROUNDS):
        order, found = drawn.permutation(len(begun.states)), list[list[int]]()
        for at in range(0, len(order), BATCH * 6):
            some = sorted(order[at : at + BATCH * 6], key=lambda row: len(begun.states[row]))
            found += [some[start : start + BATCH] for start in range(0, len(some), BATCH)]
        for place in drawn.permutation(len(found)):
            yield found[place]


def slopes(
    begun: Begun,
    rows: list[int],
    truth: Floats,
    usual: tuple[Floats, Floats],
    layers: Mapping[int, Mapping[str, Floats]],
    matrices: Steps,
    line: Steps,
    drawn: np.random.Generator | None = None,
) -> "Slopes":
    """How the log loss of these texts changes with each matrix, and with the line; something is left out if it is `drawn`."""
    states, there = begun.batch(rows)
    found, passed = list[Floats](), list[_Passed]()
    for number in ADAPTED:
        passed.append(_Passed(states, there, adapted(layers[number], matrices.values, number), drawn))
        states = passed[-1].states
        if number + 1 in LAYERS:
            found.append(_means(states, there))
    beside = ((np.concatenate(found, 1) - usual[0]) / usual[1]).reshape(len(rows), len(LAYERS), WIDTH)
    long = np.linalg.norm(beside, axis=2, keepdims=True) * np.float32(math.sqrt(len(LAYERS)))
    own = (beside / long).reshape(len(rows), -1)
    likely = 1 / (1 + np.exp(-(own @ line.values["line"] * np.float32(SHARPNESS) + line.values["start"])))
    off = (likely - truth) / np.float32(len(rows))
    of_line = {"line": own.T @ off * np.float32(SHARPNESS), "start": off.sum(0)}
    back = (off @ line.values["line"].T * np.float32(SHARPNESS)).reshape(beside.shape)
    unit = own.reshape(beside.shape) * np.float32(math.sqrt(len(LAYERS)))
    back = (back - unit * (unit * back).sum(2, keepdims=True)) / long / usual[1].reshape(len(LAYERS), WIDTH)
    share = (there / there.sum(1)[:, None])[:, :, None]
    given, slope = dict[str, Floats](), np.zeros_like(states)
    for number, each in zip(reversed(ADAPTED), reversed(passed), strict=True):
        if number + 1 in LAYERS:
            slope += back[:, LAYERS.index(number + 1)][:, None] * share
        slope = each.back(slope, matrices.values, number, given)
    told = np.where(truth > 0, likely, 1 - likely)
    return Slopes(float(-np.log(told).sum() / len(rows)), given, of_line)


@dataclass(frozen=True, slots=True)
class Slopes:
    """The loss, and how it changes with each value."""

    loss: float
    of_matrices: dict[str, Floats]
    of_line: dict[str, Floats]


class _Passed:
    """Texts on their way through a layer, with all that is needed on the way back."""

    def __init__(
        self, states: Floats, there: Floats, own: Mapping[str, Floats], drawn: np.random.Generator | None
    ) -> None:
        rows, length, _width = states.shape
        self.own, self.shape = own, states.shape
        self.flat = states.reshape(-1, WIDTH)
        asked = (self.flat @ own["ask.w"] + own["ask.b"]).reshape(rows, length, 3, HEADS, -1).transpose(2, 0, 3, 1, 4)
        self.query, self.key, self.value = asked
        self.root = np.float32(1 / math.sqrt(WIDTH / HEADS))
        near = self.query @ self.key.transpose(0, 1, 3, 2) * self.root
        near += ((there - 1) * np.float32(1e9))[:, None, None, :]
        near -= near.max(-1, keepdims=True)
        np.exp(near, out=near)
        near /= near.sum(-1, keepdims=True)
        self.near = near
        self.heard = np.ascontiguousarray((near @ self.value).transpose(0, 2, 1, 3)).reshape(-1, WIDTH)
        self.kept = [_kept(drawn, self.flat.shape) for _ in range(2)]
        heard = (self.heard @ own["heard.w"] + own["heard.b"]) * self.kept[0]
        self.first = _Norm(heard + self.flat, own["norm.w"], own["norm.b"])
        self.wide = self.first.out @ own["wide.w"] + own["wide.b"]
        self.bend = np.tanh(self.wide * (_SLOPE + _SLOPE * _BEND * self.wide * self.wide))
        self.bent = np.float32(0.5) * self.wide * (1 + self.bend)
        back = (self.bent @ own["back.w"] + own["back.b"]) * self.kept[1]
        self.last = _Norm(back + self.first.out, own["last.w"], own["last.b"])
        self.states = self.last.out.reshape(states.shape)

    def back(self, slope: Floats, values: Adapter, number: int, given: dict[str, Floats]) -> Floats:
        """From how the loss changes with what comes out to how it changes with what went in, and with the matrices."""

        def into(name: str, told: Floats, out: Floats) -> Floats:
            one, other = f"{number}.{name}.in", f"{number}.{name}.out"
            given[one] = told.T @ (out @ values[other].T)
            given[other] = (told @ values[one]).T @ out
            found: Floats = out @ self.own[f"{name}.w"].T
            return found

        rows, length, _width = self.shape
        last = self.last.back(slope.reshape(-1, WIDTH))
        bent = into("back", self.bent, last * self.kept[1])
        square = self.wide * self.wide
        bent *= np.float32(0.5) * (1 + self.bend) + np.float32(0.5) * self.wide * (1 - self.bend * self.bend) * (
            _SLOPE * (1 + 3 * _BEND * square)
        )
        first = self.first.back(into("wide", self.first.out, bent) + last)
        heard = into("heard", self.heard, first * self.kept[0]).reshape(rows, length, HEADS, -1).transpose(0, 2, 1, 3)
        near = heard @ self.value.transpose(0, 1, 3, 2)
        near = self.near * (near - (near * self.near).sum(-1, keepdims=True)) * self.root
        asked = np.stack(
            [near @ self.key, near.transpose(0, 1, 3, 2) @ self.query, self.near.transpose(0, 1, 3, 2) @ heard]
        )
        asked = np.ascontiguousarray(asked.transpose(1, 3, 0, 2, 4)).reshape(rows * length, -1)
        found: Floats = (into("ask", self.flat, asked) + first).reshape(self.shape)
        return found


def _kept(drawn: np.random.Generator | None, shape: tuple[int, ...]) -> Floats:
    """What is kept counts so much more that the sum stays what it was."""
    if drawn is None:
        return np.ones((1, 1), np.float32)
    found: Floats = (drawn.random(shape, np.float32) >= DROPPED).astype(np.float32) / np.float32(1 - DROPPED)
    return found


class _Norm:
    """Each row as so many spreads from its mean."""

    def __init__(self, states: Floats, weight: Floats, offset: Floats) -> None:
        states = states - states.mean(-1, keepdims=True)
        self.size = 1 / np.sqrt((states * states).mean(-1, keepdims=True) + np.float32(1e-12))
        self.unit, self.weight = states * self.size, weight
        self.out = self.unit * weight + offset

    def back(self, slope: Floats) -> Floats:
        slope = slope * self.weight
        found: Floats = self.size * (
            slope - slope.mean(-1, keepdims=True) - self.unit * (slope * self.unit).mean(-1, keepdims=True)
        )
        return found


def main() -> None:
    """Write the file that ships."""
    library = replace(clause_library(), meaning=None)
    whole = (one for each in lined() for one in each.lessons)
    given = [each for each in with_all_against(library, [*passages(), *whole, *tune_lines()]) if each.voice in BY]
    encoder, texts = Encoder(LANGUAGE), [each.text for each in given]
    made = adapter(Begun.of(encoder, texts), encoder.states(texts), truth_of(given, labels_of(library)))
    write(ADAPTER, {name: each.astype("<f2") for name, each in made.items()}, voices=BY)
    print(f"{len(given)} passages, {ADAPTER.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
