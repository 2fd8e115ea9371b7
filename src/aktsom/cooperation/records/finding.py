"""How records are found by the one search field."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from aktsom.core.search import Found

FEW = 3


def as_found(records: Iterable[Any]) -> Iterator[Found]:
    """Records with their `places`, as answers of the search, each with its first partners."""
    for each in records:
        partners = [place.partner.name for place in each.places if place.partner]
        yield Found(each.title, each.log_name, reverse(each.log_page, args=[each.pk]), _shortly(partners))


def _shortly(names: list[str]) -> str:
    """A large project has thirty partners; the first few tell which one it is."""
    more = len(names) - FEW
    if more <= 0:
        return ", ".join(names)
    said = ngettext("%(names)s and %(more)d more", "%(names)s and %(more)d more", more)
    return said % {"names": ", ".join(names[:FEW]), "more": more}
