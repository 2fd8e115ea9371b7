"""Why an agreement stands to a condition as it does, in words."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from aktsom.engine.clauses.types import Condition, Contradiction, Element, Evidence, Standing
from aktsom.engine.documents import LANGUAGES
from aktsom.engine.wording import Phrase, Words, said


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
    taken = _named(condition.exceptions, found, "exception")
    if taken:
        yield said("Something takes part of it back: {things}.", things=_listed(taken))
    doubtful = _named(condition.contradictions, found, "doubt")
    if doubtful:
        yield said("Look at this, for it may say the opposite: {things}.", things=_listed(doubtful))
    there = _named(condition.elements, found, "element")
    if there:
        yield said("It has: {things}.", things=_listed(there))
    if standing is Standing.PARTLY and not (taken or doubtful or missing):
        yield said("It may not say enough: read it.")
    lacking = [each for each in condition.elements if each.id in missing]
    if lacking and standing is Standing.PARTLY:
        yield said("It lacks: {things}.", things=_listed(lacking))


def _named(
    parts: Sequence[Element] | Sequence[Contradiction], found: Iterable[Evidence], supports: str
) -> list[Element | Contradiction]:
    ids = {each.id for each in found if each.supports == supports}
    return [each for each in parts if each.id in ids]


def _listed(parts: Sequence[Element | Contradiction]) -> Phrase:
    return Phrase({language: "; ".join(each.says[language] for each in parts) for language in LANGUAGES})
