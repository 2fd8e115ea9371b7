"""Why an agreement stands to a condition as it does, in words."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from aktsom.engine.clauses.types import Condition, Contradiction, Element, Evidence, Standing
from aktsom.engine.documents import LANGUAGES
from aktsom.engine.wording import Phrase, Words, said

Part = TypeVar("Part", Element, Contradiction)


def why(
    condition: Condition, standing: Standing, found: Collection[Evidence], missing: Collection[str]
) -> tuple[Words, ...]:
    """What was found against it, what takes some of it back, what speaks for it, and what is missing."""
    return tuple(_reasons(condition, standing, found, missing))


def _reasons(
    condition: Condition, standing: Standing, found: Collection[Evidence], missing: Collection[str]
) -> Iterator[Words]:
    if standing is Standing.ABSENT:
        yield said("Nothing in the text was found that says so.")
        return
    against = _named(condition.contradictions, found, "contradiction")
    if against:
        yield said("The text says the opposite: {things}.", things=_listed(against))
    spoken = {each for one in against for each in one.when}
    taken = [each for each in _named(condition.exceptions, found, "exception") if not spoken & set(each.when)]
    if taken:
        yield said("Something takes part of it back: {things}.", things=_listed(taken))
    doubtful = _named(condition.contradictions, found, "doubt")
    if doubtful:
        yield said("Look at this, for it may say the opposite: {things}.", things=_listed(doubtful))
    spoken |= {each for one in taken for each in one.when}
    opposite = {(each.passage, each.start) for each in found if each.supports == "contradiction"}
    kept = [each for each in found if (each.passage, each.start) not in opposite]
    sure, unsure = ([each for each in kept if each.sure is wanted] for wanted in (True, False))
    there = [each for each in _named(condition.elements, sure, "element") if each.id not in spoken]
    if there:
        yield said("It has: {things}.", things=_listed(there))
    likely = _named(condition.elements, unsure, "element")
    if likely:
        yield said("It may have, so read it: {things}.", things=_listed(likely))
    if standing is Standing.PARTLY and not (taken or doubtful or missing):
        yield said("It may not say enough: read it.")
    lacking = [each for each in condition.elements if each.id in missing]
    if lacking and standing is Standing.PARTLY:
        yield said("It lacks: {things}.", things=_listed(lacking))


def _named(parts: Sequence[Part], found: Iterable[Evidence], supports: str) -> list[Part]:
    ids = {each.id for each in found if each.supports == supports}
    return [each for each in parts if each.id in ids]


def _listed(parts: Sequence[Element | Contradiction]) -> Phrase:
    return Phrase({language: "; ".join(each.says[language] for each in parts) for language in LANGUAGES})
