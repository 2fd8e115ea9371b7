"""What claims say, and which of an institution's own rules they meet. Pure reading: nothing is believed beyond the rules."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aktsom.identity.models import ClaimRule
from aktsom.institutions.models import Unit

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


@dataclass(frozen=True, slots=True)
class Given:
    """What claims would give: where the person works, the duties with their units, and which rules found nothing."""

    unit: Unit | None
    duties: tuple[ClaimRule, ...]
    unmet: tuple[ClaimRule, ...]


def given_by(rules: Iterable[ClaimRule], claims: Mapping[str, Any]) -> Given:
    """What a sign-in with these claims gives by these rules. Rules for units that are closed give nothing."""
    known = list(rules)
    met = [rule for rule in rules_met(known, claims) if rule.unit is None or rule.unit.closed_at is None]
    unit = next((rule.unit for rule in met if not rule.duty and rule.unit), None)
    duties = {(rule.duty, rule.unit_id): rule for rule in met if rule.duty}
    return Given(unit, tuple(duties.values()), tuple(rule for rule in known if rule not in met))


def _texts(found: Any) -> Iterator[str]:
    for each in found[:MOST_VALUES] if isinstance(found, list | tuple) else (found,):
        if isinstance(each, str):
            yield each
