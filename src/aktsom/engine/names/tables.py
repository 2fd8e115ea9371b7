"""The small tables of `data`: a line has a word, a colon and what it stands for; lines that begin with # are for readers."""

from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> dict[str, str]:
    """What each word of a table stands for."""
    text = files("aktsom.engine.names").joinpath(f"data/{name}.txt").read_text(encoding="utf-8")
    rows = [line.partition(": ") for line in text.splitlines() if line and not line.startswith("#")]
    return {word: meant for word, _, meant in rows}


def pairs(written: str) -> dict[str, str]:
    """`one=other` for each, with spaces between."""
    return dict(each.split("=") for each in written.split())
