"""The critical technology areas that a cooperation can touch, as the content files name them."""

from functools import cache

import yaml
from django.utils.translation import get_language

from aktsom.content import content_path


@cache
def area_titles() -> dict[str, dict[str, str]]:
    """The titles by id and language, in the order of the recommendation that names them."""
    read = yaml.safe_load(content_path("fields.yaml").read_text(encoding="utf-8"))
    return {area["id"]: area["title"] for area in read["areas"]}


def area_ids() -> frozenset[str]:
    """All ids."""
    return frozenset(area_titles())


def area_title(area: str) -> str:
    """The title in the reader's language; the id itself when nobody knows it."""
    titles = area_titles().get(area, {})
    return titles.get((get_language() or "nb")[:2]) or titles.get("en") or area


def area_choices() -> list[tuple[str, str]]:
    """Ids with titles in the reader's language, for a form."""
    return [(area, area_title(area)) for area in area_titles()]
