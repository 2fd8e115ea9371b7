"""Which passage of a returned draft is which passage of the one that was sent, also when it was moved or has a new number."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from aktsom.engine.papers.types import Passage

LEAST_ALIKE = 55
"""Of 100: below it, two passages are not one that was changed."""

MOST_COMPARED = 2_000
"""Changed passages that are looked at on each side; what is beyond counts as gone and new."""

Pairs = list[tuple[int | None, int | None]]


def aligned(sent: Sequence[Passage], returned: Sequence[Passage]) -> Pairs:
    """Pairs of places, each place once: (sent, returned), (sent, None) for what is gone, (None, returned) for what is new."""
    pairs = dict(_same(sent, returned))
    taken = set(pairs.values())
    for one, other in _alike(sent, returned, pairs, taken):
        pairs[one] = other
    taken = set(pairs.values())
    gone = [(place, None) for place in range(len(sent)) if place not in pairs]
    new = [(None, place) for place in range(len(returned)) if place not in taken]
    return [*pairs.items(), *gone, *new]


def in_place(pairs: Pairs) -> set[tuple[int | None, int | None]]:
    """The pairs that kept their order: the longest row of them in which both places grow."""
    both = sorted((one, other) for one, other in pairs if one is not None and other is not None)
    ends, rows, before = list[int](), list[int](), list[int | None]()
    for number, (_one, other) in enumerate(both):
        length = bisect_left(ends, other)
        ends[length:], tail = [other, *ends[length + 1 :]], rows[length + 1 :]
        before.append(rows[length - 1] if length else None)
        rows[length:] = [number, *tail]
    kept, at = set[tuple[int | None, int | None]](), rows[-1] if rows else None
    while at is not None:
        kept.add(both[at])
        at = before[at]
    return kept


NEAR = 3
"""So many numbers before and after one say whether it counts on."""


def out_of_row(passages: Sequence[Passage]) -> set[int]:
    """Places where the number does not count on from those around it: it may be part of what is said ("10 days")."""
    numbers = [(place, number) for place, each in enumerate(passages) if (number := _parts(each.number))]
    return {
        place
        for at, (place, number) in enumerate(numbers)
        if not any(_follows(before, number) for _place, before in numbers[max(0, at - NEAR) : at])
        and not any(_follows(number, after) for _place, after in numbers[at + 1 : at + 1 + NEAR])
    }


def _parts(number: str) -> tuple[int, ...]:
    parts = number.split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()


def _follows(number: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether another number comes next after one: after 4.2 those are 4.2.1, 4.3, 4.3.1, 5 and 5.1."""
    padded = (*number, *(0,) * (len(other) - len(number)))
    return any(
        other[: at + 1] == (*padded[:at], padded[at] + 1) and set(other[at + 1 :]) <= {1} for at in range(len(other))
    )


def _same(sent: Sequence[Passage], returned: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Passages with the same words, in the same order where there are several."""
    places = defaultdict[str, list[int]](list)
    for place, passage in enumerate(returned):
        places[_plain(passage)].append(place)
    for place, passage in enumerate(sent):
        same = places[_plain(passage)]
        if same:
            yield place, same.pop(0)


def _alike(
    sent: Sequence[Passage], returned: Sequence[Passage], pairs: dict[int, int], taken: set[int]
) -> Iterator[tuple[int, int]]:
    """The most alike first; the same number makes two passages more alike."""
    left = [place for place in range(len(sent)) if place not in pairs][:MOST_COMPARED]
    right = [place for place in range(len(returned)) if place not in taken][:MOST_COMPARED]
    if not left or not right:
        return
    scores = cdist([sent[n].text for n in left], [returned[n].text for n in right], scorer=fuzz.token_sort_ratio)
    ranked = [
        (
            float(scores[i, j]) + (10 if sent[one].number and sent[one].number == returned[other].number else 0),
            one,
            other,
        )
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if bool(sent[one].level) == bool(returned[other].level)
    ]
    used_left, used_right = set[int](), set[int]()
    for score, one, other in sorted(ranked, reverse=True):
        if score >= LEAST_ALIKE and one not in used_left and other not in used_right:
            used_left.add(one)
            used_right.add(other)
            yield one, other


def _plain(passage: Passage) -> str:
    return " ".join(passage.text.casefold().split())
