"""What changed between the flags that a decision rests on and those that are raised now."""

from collections.abc import Iterable, Mapping
from typing import Any

from aktsom.engine.flags.route import STEPS
from aktsom.engine.flags.route import Step as Level
from aktsom.engine.flags.types import Weight

Flag = Mapping[str, Any]
BEGAN, ENDED, MOVED = "began", "ended", "moved"


def differences(before: Iterable[Flag], now: Iterable[Flag]) -> list[dict[str, Any]]:
    """Flags that began, ended, or rest on other facts: rule, weight, and the facts on either side that the other lacks."""
    old, new = {each["rule"]: each for each in before}, {each["rule"]: each for each in now}
    found = [_difference(BEGAN, each, [], each["facts"]) for rule, each in new.items() if rule not in old]
    found += [_difference(ENDED, each, each["facts"], []) for rule, each in old.items() if rule not in new]
    for rule in old.keys() & new.keys():
        gone, come = _told_apart(old[rule]["facts"], new[rule]["facts"])
        if gone or come or old[rule]["weight"] != new[rule]["weight"]:
            found.append(_difference(MOVED, new[rule], gone, come))
    return sorted(found, key=lambda each: (-Weight(each["weight"]).rank, each["rule"]))


def heaviest_of(flags: Iterable[Flag]) -> Weight | None:
    """The heaviest weight among kept flags."""
    return max((Weight(each["weight"]) for each in flags), key=lambda weight: weight.rank, default=None)


def is_heavier(now: Weight | None, before: Weight | None) -> bool:
    """Whether somebody must look again: heavier than before, and more than a note."""
    return now is not None and now.rank >= Weight.CONCERN.rank and (before is None or now.rank > before.rank)


def level_of(weight: Weight | None) -> Level:
    """Who decides at this weight."""
    return STEPS[weight]


def _told_apart(before: list[Any], now: list[Any]) -> tuple[list[Any], list[Any]]:
    """The facts on each side that the other does not have; when a source was only fetched anew, nothing changed."""
    old, new = [_core(each) for each in before], [_core(each) for each in now]
    return (
        [fact for fact, core in zip(before, old, strict=True) if core not in new],
        [fact for fact, core in zip(now, new, strict=True) if core not in old],
    )


def _core(fact: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return fact["name"], str(fact["value"]), fact["source"], str(fact.get("through"))


def _difference(what: str, flag: Flag, before: list[Any], now: list[Any]) -> dict[str, Any]:
    return {"what": what, "rule": flag["rule"], "weight": flag["weight"], "before": before, "now": now}
