"""Which engine this is. On its own, so that who only wants to know need not load the engine."""

from functools import cache
from hashlib import sha256
from pathlib import Path


@cache
def engine_digest() -> str:
    """Changes whenever the code or the data that an index or a hit depends on do."""
    whole = sha256()
    for path in sorted(each for each in Path(__file__).parent.rglob("*") if each.suffix in (".py", ".txt", ".csv")):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()[:12]
