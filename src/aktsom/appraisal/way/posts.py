"""Who may act on a matter today: the leaders above its unit, its advisers, and nobody who has an interest in it.

When nobody at a level can act, the next level up can, so that a gap in the duties delays a matter and never loses it. At the
top, where nobody is left above, the deputies of leadership stand in for those who may not. Nobody from below does: who is under
a person with an interest decides as little as that person (Public Administration Act, sections 6 and 9).
"""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

Person = Hashable


@dataclass(frozen=True, slots=True)
class Posts:
    """Who can act, level by level. The leaders nearest to the unit come first and leadership last.

    The advisers are those nearest to the unit, those above, the research-security lead and at last leadership.
    `substitutes` are the deputies of leadership, asked only when everybody else is out.
    """

    leaders: tuple[frozenset[Person], ...]
    advisers: tuple[frozenset[Person], ...]
    substitutes: frozenset[Person] = frozenset()


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is: any of these people. `level` is the place of their first level; `is_gap` says that one was passed.

    Empty `people` say that nobody in the institution can act until a duty is filled.
    """

    people: frozenset[Person] = frozenset()
    level: int = 0
    is_gap: bool = False


def turn_at(
    levels: Sequence[frozenset[Person]],
    base: int,
    escalated: int,
    excluded: Collection[Person],
    substitutes: frozenset[Person] = frozenset(),
) -> Turn:
    """The people at the level `base`, or at the nearest above where somebody is left, and as many levels more as escalated.

    Where nobody is left at all, the substitutes without those who are excluded.
    """
    out, top = frozenset(excluded), len(levels) - 1
    start = min(base, top)
    left = [(number, levels[number] - out) for number in range(start, len(levels))]
    able = [(number, people) for number, people in left if people]
    if not able:
        return Turn(substitutes - out, level=top, is_gap=True)
    taken = able[: 1 + escalated]
    return Turn(frozenset().union(*(people for _number, people in taken)), able[0][0], able[0][0] != start)
