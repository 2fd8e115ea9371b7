"""What claims say, and which of an institution's own rules they meet. Pure reading: nothing is believed beyond the rules."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aktsom.identity.models import ClaimRule

MOST_VALUES = 500


def values_at(claims: Mapping[str, Any], path: str) -> frozenset[str]:
    """The texts that a claim holds. A path such as "feide.groups" leads into objects; a whole name with dots goes first."""
    found = claims.get(path)
    if found is None:
        found = claims
        for step in path.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    return frozenset(_texts(found))


def rules_met(rules: Iterable[ClaimRule], claims: Mapping[str, Any]) -> list[ClaimRule]:
    """The rules whose claim has exactly their value."""
    return [rule for rule in rules if rule.value in values_at(claims, rule.claim)]


def _texts(found: Any) -> Iterator[str]:
    for each in found[:MOST_VALUES] if isinstance(found, list | tuple) else (found,):
        if isinstance(each, str):
            yield each
