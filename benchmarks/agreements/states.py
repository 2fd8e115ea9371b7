"""What the language model that ships says of texts, kept among the machine's temporary files."""

import hashlib
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from aktsom.content import content_path
from aktsom.engine.clauses.meaning.encoder import Encoder
from aktsom.engine.clauses.meaning.tensors import read, said_in

Floats = npt.NDArray[Any]
LANGUAGE, ADAPTER = (content_path("clauses", "meaning", f"{name}.model") for name in ("language", "adapter"))
BY = frozenset(said_in(ADAPTER)["voices"])
"""The voices that adapted it (`adapting.py`)."""


def states_of(texts: Sequence[str]) -> tuple[Floats, Floats]:
    """States and first looks of texts, kept among the machine's temporary files."""
    path, kept = _kept()
    new = list(dict.fromkeys(text for text in texts if text not in kept))
    if new:
        encoder = Encoder(LANGUAGE, read(ADAPTER))
        kept |= dict(zip(new, zip(encoder.states(new), encoder.first_look(new), strict=True), strict=True))
        path.parent.mkdir(exist_ok=True)
        np.savez(
            path, texts=np.array(list(kept)), states=[a for a, _ in kept.values()], look=[b for _, b in kept.values()]
        )
    return np.array([kept[each][0] for each in texts], np.float64), np.array(
        [kept[each][1] for each in texts], np.float64
    )


@cache
def _kept() -> tuple[Path, dict[str, tuple[Floats, Floats]]]:
    """Where states are kept, for this model of language, and those that are."""
    name = f"states-{hashlib.sha256(LANGUAGE.read_bytes() + ADAPTER.read_bytes()).hexdigest()[:12]}.npz"
    path = Path(tempfile.gettempdir()) / "aktsom-agreements" / name
    if not path.exists():
        return path, {}
    with np.load(path) as file:
        return path, {str(text): (a, b) for text, a, b in zip(file["texts"], file["states"], file["look"], strict=True)}
