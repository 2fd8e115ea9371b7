"""The critical technology areas that a cooperation can touch, as the content files name them."""

from functools import cache

from django.utils.translation import get_language

from aktsom.content import critical_areas
from aktsom.engine.documents import Texts


@cache
def area_titles() -> dict[str, Texts]:
    """The titles by id, in the order of the recommendation that names them."""
    return {area.id: area.title for area in critical_areas().areas}


def area_ids() -> frozenset[str]:
    """All ids."""
    return frozenset(area_titles())


def area_title(area: str) -> str:
    """The title in the reader's language; the id itself when nobody knows it."""
    titles = area_titles().get(area)
    return titles["en" if (get_language() or "nb").startswith("en") else "nb"] if titles else area


def area_choices() -> list[tuple[str, str]]:
    """Ids with titles in the reader's language, for a form."""
    return [(area, area_title(area)) for area in area_titles()]
