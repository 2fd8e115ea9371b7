"""What an appraisal can rest on: facts of the agreement, named as they are declared, only those that are so."""

from collections.abc import Collection, Mapping

from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.types import LACKING, Contradiction, Result, Standing

EXIT, TERM = "exit-strategy", "term"
MISSING, NO_EXIT = "agreement.missing_conditions", "agreement.no_exit"


def facts_of(results: Mapping[str, Result], library: Library, signals: Collection[Contradiction]) -> dict[str, object]:
    """The facts that follow from the results and from what else was seen."""
    missing = tuple(name for name, each in results.items() if each.mandatory and each.standing in LACKING)
    facts: dict[str, object] = dict.fromkeys(_from_contradictions(results, library), True)
    facts |= {each.fact: True for each in signals if each.fact}
    if missing:
        facts[MISSING] = missing
    if is_silent({name: each.standing for name, each in results.items()}):
        facts[NO_EXIT] = True
    return facts


def is_silent(standing: Mapping[str, str]) -> bool:
    """Nothing on ending it and no end, by how it stands to each condition: silence binds for ever."""
    return standing.get(EXIT) == Standing.ABSENT and standing.get(TERM) in LACKING


def _from_contradictions(results: Mapping[str, Result], library: Library) -> Collection[str]:
    named = {
        (name, each.id): each.fact for name, c in library.conditions.items() for each in c.contradictions if each.fact
    }
    found = {
        (name, each.id) for name, result in results.items() for each in result.found if each.supports == "contradiction"
    }
    return {fact for place, fact in named.items() if place in found}
