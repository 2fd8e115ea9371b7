"""Which readers of lists these are: another version of them may read other listings from the same file."""

from functools import cache
from pathlib import Path

from aktsom.engine.code import code_digest


@cache
def readers_digest() -> str:
    """Changes whenever the code that reads lists does."""
    return code_digest(Path(__file__).parent)
