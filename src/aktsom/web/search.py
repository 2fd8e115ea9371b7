"""What the search field finds: pages and things to begin by their words, then what the rooms find."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from aktsom.core.actor import Actor
from aktsom.core.search import Found, clean_query, find
from aktsom.web.navigation import Entry, beginnings_for, entries_for


def everything(actor: Actor, query: str) -> list[Found]:
    """Pages first, then records, all of them visible to the actor; nothing for an empty query."""
    wanted = clean_query(query)
    return [*_pages(actor, wanted), *find(actor, wanted)] if wanted else []


def _pages(actor: Actor, query: str) -> Iterator[Found]:
    told: set[str] = set()
    for kind, entry in _places(actor):
        if entry.url not in told and _speaks_of(entry, query):
            told.add(entry.url)
            yield Found(entry.title, kind, entry.url)


def _places(actor: Actor) -> Iterator[tuple[str, Entry]]:
    for entry in beginnings_for(actor):
        yield _("Begin"), entry
    for entry in entries_for(actor):
        yield from ((_("Page"), each) for each in (*entry.parts, entry))


def _speaks_of(entry: Entry, query: str) -> bool:
    said = f"{entry.title} {entry.words}".casefold()
    return len(query) >= 2 and all(word in said for word in query.casefold().split())
