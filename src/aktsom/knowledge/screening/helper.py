"""A process that holds the index while somebody checks names, and ends by itself when nobody has for a while.

It reads one JSON object a line (the first says which lists, the others are queries) and answers each with one line.
"""

import os
import select
import sys
from pathlib import Path
from typing import Any

import orjson

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.types import Query
from aktsom.knowledge.screening.workers import Lists, found_hits, open_screener

IDLE_SECONDS = 120
CHUNK = 65_536


class Lines:
    """Lines of a pipe; None when it closed or nothing came for too long."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._read = b""

    def next(self, seconds: float) -> bytes | None:
        """The next line without its end."""
        while b"\n" not in self._read:
            ready, _, _ = select.select([self._descriptor], [], [], seconds)
            came = os.read(self._descriptor, CHUNK) if ready else b""
            if not came:
                return None
            self._read += came
        line, _, self._read = self._read.partition(b"\n")
        return line


def main() -> None:
    """Load the index, say so, and answer until nobody asks."""
    lines = Lines(sys.stdin.fileno())
    first = lines.next(IDLE_SECONDS)
    if first is None:
        return
    asked = orjson.loads(first)
    screener = open_screener(
        Lists(tuple(Path(each) for each in asked["files"]), Path(asked["folder"]), asked["digest"])
    )
    _say({"ready": True})
    while (line := lines.next(IDLE_SECONDS)) is not None:
        query = orjson.loads(line)
        wanted = Query(name=query["name"], country=query["country"], kind=PartyKind(query["kind"]))
        _say(found_hits(screener, [wanted]))


def _say(answer: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
