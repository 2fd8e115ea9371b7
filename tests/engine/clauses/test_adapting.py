"""The matrices that adapt the model of language: who teaches them, and the steps backward that find them."""

import numpy as np
import pytest
from benchmarks.agreements.adapting import ADAPTED, BY, Begun, Steps, at_first, slopes
from benchmarks.agreements.lined import lined
from benchmarks.agreements.passages import passages
from benchmarks.agreements.states import ADAPTER, LANGUAGE
from benchmarks.agreements.teaching import TRANSLATIONS
from benchmarks.agreements.tune_lines import tune_lines

from aktsom.engine.clauses.meaning.encoder import Encoder
from aktsom.engine.clauses.meaning.tensors import said_in

TEXTS = (
    "Either party may publish.",
    "Nobody may publish without consent.",
    "Loven i Norge gjelder.",
    "It ends in 2030.",
)


def test_what_ships_was_adapted_by_voices_that_are_here_and_by_translations_of_each_other_together() -> None:
    assert said_in(ADAPTER)["voices"] == list(BY)
    assert set(BY) <= {each.voice for each in (*passages(), *tune_lines())} | {each.voice for each in lined()}
    assert [pair for pair in TRANSLATIONS if len({*pair} & {*BY}) == 1] == []


@pytest.mark.parametrize("seed", [None, 5], ids=["all kept", "a part left out"])
def test_the_way_back_is_how_the_loss_changes(seed: int | None) -> None:
    drawn, encoder = np.random.default_rng(1), Encoder(LANGUAGE)
    begun, truth = Begun.of(encoder, TEXTS), np.eye(4, 3, dtype=np.float32)
    layers = {number: encoder.layer(number) for number in ADAPTED}
    values = {name: each + drawn.normal(0, 0.02, each.shape).astype("f4") for name, each in at_first(layers, drawn)}
    line = {"line": drawn.normal(0, 0.3, (1152, 3)).astype("f4"), "start": np.full(3, -1, "f4")}
    usual = (np.zeros(1152, "f4"), np.ones(1152, "f4"))

    def loss(own: dict[str, np.ndarray]) -> tuple[float, dict[str, np.ndarray]]:
        left = None if seed is None else np.random.default_rng(seed)
        told = slopes(begun, [0, 1, 2, 3], truth, usual, layers, Steps(own, 0), Steps(line, 0), left)
        return told.loss, told.of_matrices

    found = loss(values)[1]
    for name in ("0.ask.in", "7.heard.out", "8.wide.in", "11.back.out"):
        way = drawn.normal(0, 1, values[name].shape).astype("f4")
        step = np.float32(2e-3 * np.abs(values[name]).mean())
        up, down = (loss({**values, name: values[name] + each * way})[0] for each in (step, -step))
        assert abs((up - down) / (2 * step) - (found[name] * way).sum()) < 0.03 * np.linalg.norm(found[name])
