"""Who reaches what as a drawing: one thing in the middle, and a line to everything that it reaches or is reached by."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from aktsom.protection.access.models import AccessGrant

ROW, WIDTH, MOST, HEAD = 34, 400, 40, 30
LONGEST_LABEL, LONGEST_CENTRE = 38, 46


@dataclass(frozen=True, slots=True)
class Leaf:
    """The other end of a line; lengths are in the drawing's own units."""

    label: str
    url: str
    y: int
    is_emergency: bool


@dataclass(frozen=True, slots=True)
class Star:
    """The drawing, with its name above it. `hidden` is how many ends there was no room for; the list below has them all."""

    centre: str
    middle: int
    height: int
    leaves: list[Leaf]
    hidden: int
    width: int = WIDTH


def of_compartment(name: str, grants: Iterable[AccessGrant]) -> Star:
    """The people who can enter one compartment."""
    return star(
        name,
        [
            (each.member.user.name, reverse("access:person", args=[each.member_id]), each.is_emergency)
            for each in grants
        ],
    )


def of_person(name: str, grants: Iterable[AccessGrant]) -> Star:
    """The compartments that one person can enter."""
    return star(
        name,
        [
            (each.compartment.name, reverse("access:detail", args=[each.compartment_id]), each.is_emergency)
            for each in grants
        ],
    )


def star(centre: str, ends: list[tuple[str, str, bool]]) -> Star:
    """A drawing of any ends: label, address, and whether it is urgent."""
    shown = ends[:MOST]
    height = max(1, len(shown)) * ROW
    leaves = [
        Leaf(_short(label, LONGEST_LABEL), url, HEAD + number * ROW + ROW // 2, urgent)
        for number, (label, url, urgent) in enumerate(shown)
    ]
    return Star(_short(centre, LONGEST_CENTRE), HEAD + height // 2, HEAD + height, leaves, len(ends) - len(shown))


def _short(label: str, longest: int) -> str:
    return label if len(label) <= longest else f"{label[: longest - 1]}…"
