"""The red flags that call for further conditions in an agreement, in words."""

from collections.abc import Iterable

from django.utils.translation import get_language

from aktsom.content import rule_book
from aktsom.engine.clauses.library import Library


def flag_titles(flags: Iterable[str]) -> list[str]:
    """What flags are called in the reader's language; one that no rule raises any more is named by its id."""
    language = (get_language() or "nb")[:2]
    titles = {rule.id: rule.title[language] for rule in rule_book().rules}
    return [titles.get(each, each) for each in flags]


def flags_asking(library: Library) -> list[str]:
    """The flags that any condition of the library is required by, in the order of the rules."""
    asking = {flag for each in library.conditions.values() for flag in each.flags}
    return [rule.id for rule in rule_book().rules if rule.id in asking]
