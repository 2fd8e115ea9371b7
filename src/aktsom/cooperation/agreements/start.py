"""How agreements are found by the one search field."""

from collections.abc import Iterable

from aktsom.cooperation.agreements.queries import with_words
from aktsom.cooperation.records.finding import as_found
from aktsom.core.actor import Actor
from aktsom.core.search import Found, register_finder


def find(actor: Actor, query: str, limit: int) -> Iterable[Found]:
    """Agreements by title, reference or partner."""
    return as_found(with_words(actor, query, limit))


register_finder("agreements", find)
