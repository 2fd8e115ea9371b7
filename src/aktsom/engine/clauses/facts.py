"""What an appraisal can rest on: facts of the agreement, named as they are declared, only those that are so."""

from collections.abc import Collection, Mapping

from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.types import Contradiction, Result, Standing

EXIT, TERM = "exit-strategy", "term"
MISSING, NO_EXIT = "agreement.missing_conditions", "agreement.no_exit"


def facts_of(results: Mapping[str, Result], library: Library, signals: Collection[Contradiction]) -> dict[str, object]:
    """The facts that follow from the results and from what else was seen."""
    gone = (Standing.ABSENT, Standing.CONTRADICTED)
    missing = tuple(name for name, each in results.items() if each.mandatory and each.standing in gone)
    facts: dict[str, object] = dict.fromkeys(_from_contradictions(results, library), True)
    facts |= {each.fact: True for each in signals if each.fact}
    if missing:
        facts[MISSING] = missing
    if _has_no_way_out(results):
        facts[NO_EXIT] = True
    return facts


def _from_contradictions(results: Mapping[str, Result], library: Library) -> Collection[str]:
    named = {
        (name, each.id): each.fact for name, c in library.conditions.items() for each in c.contradictions if each.fact
    }
    found = {
        (name, each.id) for name, result in results.items() for each in result.found if each.supports == "contradiction"
    }
    return {fact for place, fact in named.items() if place in found}


def _has_no_way_out(results: Mapping[str, Result]) -> bool:
    """Nothing on ending it and no end: silence binds for ever."""
    exit_, term = results.get(EXIT), results.get(TERM)
    silent = exit_ is not None and exit_.standing is Standing.ABSENT
    return silent and term is not None and term.standing in (Standing.ABSENT, Standing.CONTRADICTED)
