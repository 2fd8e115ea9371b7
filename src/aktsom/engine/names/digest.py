"""Which engine this is. On its own, so that who only wants to know need not load the engine."""

from functools import cache
from pathlib import Path

from aktsom.engine.code import code_digest


@cache
def engine_digest() -> str:
    """Changes whenever the code or the data that an index or a hit depends on do."""
    return code_digest(Path(__file__).parent)
