"""A process that holds the index while somebody checks names, and ends by itself when nobody has for a while.

It reads one JSON object a line (the first says which lists, the others are queries) and answers each with one line.
"""

import sys
from pathlib import Path
from typing import Any

import orjson

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.types import Query
from aktsom.knowledge.screening.lines import Lines
from aktsom.knowledge.screening.processes import Lists
from aktsom.knowledge.screening.workers import compared, found_hits, open_screener

IDLE_SECONDS = 120


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
        _say(compared(screener, wanted, query["other"]) if query["other"] else found_hits(screener, [wanted]))


def _say(answer: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
