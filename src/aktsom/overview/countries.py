"""One country: what is known about it, and the institution's cooperation there."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from aktsom.content import fact_schema
from aktsom.core.actor import Actor
from aktsom.core.errors import NotVisibleError
from aktsom.engine.documents import Texts
from aktsom.knowledge.sources.country_queries import CountryView, country_facts
from aktsom.knowledge.sources.models import CountryFact


@dataclass(frozen=True, slots=True)
class Known:
    """A fact about the country with its name and source; `regimes` are the sanctions regimes behind it."""

    title: Texts
    fact: CountryFact
    regimes: list[str]


def what_is_known(actor: Actor, code: str) -> tuple[CountryView | None, list[Known]]:
    """The country's facts; nothing for a country that no source speaks of."""
    try:
        view = country_facts(actor, code)
    except NotVisibleError:
        return None, []
    return view, list(_known(view))


def _known(view: CountryView) -> Iterator[Known]:
    for fact in (view.index, view.change, view.comprehensive, view.embargo):
        if fact is not None and fact.value not in (False, [], None):
            yield Known(fact_schema()[fact.name].title, fact, list(_regimes(fact)))


def _regimes(fact: CountryFact) -> Iterator[str]:
    language = (get_language() or "nb")[:2]
    for regime in fact.detail.get("regimes", []):
        title = regime.get("title", {})
        yield title.get(language) or title.get("en") or str(regime.get("id", ""))
