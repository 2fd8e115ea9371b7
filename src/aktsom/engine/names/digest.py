"""Which engine this is, and where its index is kept. On its own, so that who only wants to know need not load the engine."""

from functools import cache
from pathlib import Path

from aktsom.engine.code import code_digest

INDEX_SUFFIX = ".index"


@cache
def engine_digest() -> str:
    """Changes whenever the code or the data that an index or a hit depends on do."""
    return code_digest(Path(__file__).parent)


def saved_path(folder: Path, digest: str) -> Path:
    """Where the screener over the lists with this digest is kept, made by this version of the engine."""
    return folder / f"{digest}-{engine_digest()}{INDEX_SUFFIX}"
