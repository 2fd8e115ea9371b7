"""Lists whose publisher numbers every entry: the entries one after the other, each problem said, and no party lost."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

from aktsom.engine.lists.identity import Numbered
from aktsom.engine.lists.listing import Listing
from aktsom.engine.lists.problems import (
    Problems,
    RowProblem,
    date_not_understood,
    not_understood,
    number_used_twice,
)
from aktsom.engine.wording import said


@dataclass(frozen=True, slots=True)
class Form:
    """How a publisher writes an entry: what becomes of it, None without a name; and what of it nobody understands.

    `text` is what stands at one of the places, "" when nothing does; `name`, `number` and `listed_on` are such places.
    """

    listing: Callable[[etree._Element, date | None], Listing | None]
    not_understood: Callable[[etree._Element], Iterator[tuple[str, str]]]
    text: Callable[[etree._Element, str], str]
    name: str
    number: str
    listed_on: str


def listings(
    file: str, entries: Iterable[etree._Element], form: Form, published: date | None, problems: Problems
) -> Iterator[Listing]:
    """The parties of the entries, each under an id of its own."""
    numbered = Numbered()
    for place, entry in enumerate(entries, 1):
        listing = form.listing(entry, published)
        if listing is None:
            problems(RowProblem(file, place, said("The entry has no name."), form.name))
            continue
        if numbered.is_used(listing):
            problems(number_used_twice(file, place, form.number, listing.id))
        if listing.starts is None and (printed := form.text(entry, form.listed_on)):
            problems(date_not_understood(file, place, form.listed_on, printed))
        for column, printed in form.not_understood(entry):
            problems(not_understood(file, place, column, printed))
        own = numbered.apart(listing)
        if own:
            yield own
