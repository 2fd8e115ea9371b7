"""Whether a handbook fits the rest of the content: its kinds of cooperation, duties and authorities are those that exist."""

from aktsom.content import handbook
from aktsom.content.contacts import authorities
from aktsom.content.duties import duties_in_words
from aktsom.engine.handbook.handbook import Handbook
from aktsom.engine.handbook.lint import Finding, Known, lint

KINDS = (
    *("research-project", "commissioned-research", "funding", "joint-education", "student-exchange"),
    *("outgoing-mobility", "visiting-researcher", "appointment", "talent-programme", "on-campus-provider"),
    *("data-sharing", "infrastructure", "licensing", "event", "memorandum"),
)
"""The kinds of cooperation, as the register names them."""


def findings(book: Handbook) -> list[Finding]:
    """Everything that is not sound in a handbook, that which ships or an institution's own."""
    shipped = handbook()
    spared = () if book is shipped else {*shipped.questions, *shipped.measures, *shipped.schema.facts, *shipped.sources}
    return lint(book, Known(KINDS, tuple(duties_in_words()), tuple(authorities()), spared))
