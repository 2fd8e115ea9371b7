"""What a rule is, once it is read and checked."""

from dataclasses import dataclass

from aktsom.engine.documents import Texts
from aktsom.engine.flags.expressions import Expression
from aktsom.engine.flags.sources import Source
from aktsom.engine.flags.types import Facet, Weight


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Where it fires, the lighter rules that it `replaces` stay silent, so that nothing is said twice.

    `measures` are what typically helps, by their ids in the catalogue of measures.
    """

    id: str
    facet: Facet
    weight: Weight
    when: Expression
    title: Texts
    reason: Texts
    advice: Texts
    requirements: tuple[str, ...]
    sources: tuple[Source, ...]
    replaces: tuple[str, ...]
    measures: tuple[str, ...] = ()
