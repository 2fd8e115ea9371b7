"""What this room tells an appraisal: the facts of a subject's country.

The room knows no subject of its own. A room whose subjects have a country registers `country_facts_of` for them.
"""

from collections.abc import Iterable, Mapping

from aktsom.core.actor import Actor
from aktsom.engine.flags.types import Fact
from aktsom.knowledge.sources import countries
from aktsom.knowledge.sources.country_queries import effective_country_facts

NAMES = (
    countries.INDEX,
    countries.CHANGE,
    countries.COMPREHENSIVE,
    countries.EMBARGO,
    countries.THREATS,
    countries.LAW,
)


def country_facts_of(actor: Actor, country_by_subject: Mapping[object, str]) -> Mapping[object, Iterable[Fact]]:
    """The facts of each subject's country, by the subject's key, in two queries."""
    facts = effective_country_facts(actor, {code for code in country_by_subject.values() if code})
    return {key: facts.get(code, []) for key, code in country_by_subject.items()}
