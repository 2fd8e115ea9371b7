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


def states_of(texts: Sequence[str]) -> Floats:
    """States of texts, kept among the machine's temporary files."""
    path, kept = _kept()
    new = list(dict.fromkeys(text for text in texts if text not in kept))
    if new:
        kept |= dict(zip(new, Encoder(LANGUAGE, read(ADAPTER)).states(new), strict=True))
        path.parent.mkdir(exist_ok=True)
        np.savez(path, texts=np.array(list(kept)), states=list(kept.values()))
    return np.array([kept[each] for each in texts], np.float64)


@cache
def _kept() -> tuple[Path, dict[str, Floats]]:
    """Where states are kept, for this model of language, and those that are."""
    name = f"states-{hashlib.sha256(LANGUAGE.read_bytes() + ADAPTER.read_bytes()).hexdigest()[:12]}.npz"
    path = Path(tempfile.gettempdir()) / "aktsom-agreements" / name
    if not path.exists():
        return path, {}
    with np.load(path) as file:
        return path, dict(zip(map(str, file["texts"]), file["states"], strict=True))
