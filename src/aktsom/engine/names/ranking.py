"""In which order hits are shown."""

from collections import Counter
from collections.abc import Iterable

from aktsom.engine.names.types import Hit

_NEARLY_EQUAL = 0.05


def ranked(hits: Iterable[tuple[float, Hit]]) -> list[Hit]:
    """The most alike first. Among hits that are nearly as alike, the best of each list comes before the second of any.

    A list that has one body year after year would otherwise push out what the other lists say.
    """
    waiting = sorted(hits, key=lambda each: (-each[0], each[1].listing.id))
    ranked: list[Hit] = []
    while waiting:
        near = [hit for alike, hit in waiting if alike >= waiting[0][0] - _NEARLY_EQUAL]
        seen: Counter[str] = Counter()
        turns: list[tuple[int, int]] = []
        for place, hit in enumerate(near):
            turns.append((seen[hit.listing.list_id], place))
            seen[hit.listing.list_id] += 1
        ranked += [near[place] for _, place in sorted(turns)]
        waiting = waiting[len(near) :]
    return ranked
