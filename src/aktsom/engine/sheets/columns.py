"""Which column of a sheet holds what: found by the words in its header, for a person to correct."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NOT_WORD = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Target:
    """Something that a column can hold. `words` are whole headers, in small letters, best first after the `label`."""

    name: str
    label: object
    words: tuple[str, ...]
    required: bool = False


def find(columns: Sequence[str], targets: Sequence[Target]) -> dict[str, int]:
    """For each target the place of the column that holds it, counted from 0; targets without a column are left out."""
    headers = [_key(column) for column in columns]
    found: dict[str, int] = {}
    for whole in (True, False):
        for target in targets:
            if target.name not in found:
                place = _place(target, headers, set(found.values()), whole)
                if place is not None:
                    found[target.name] = place
    return found


def _place(target: Target, headers: list[str], taken: set[int], whole: bool) -> int | None:
    for word in (_key(each) for each in (str(target.label), *target.words)):
        for place, header in enumerate(headers):
            fits = header == word if whole else len(word) > 3 and f" {word} " in f" {header} "
            if fits and place not in taken:
                return place
    return None


def _key(header: str) -> str:
    return " ".join(_NOT_WORD.sub(" ", header.casefold()).split())
