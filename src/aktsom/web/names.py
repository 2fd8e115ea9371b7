"""Words that the interface says in both languages: countries, and weights with their shapes."""

from functools import lru_cache

from babel import Locale
from django.utils.translation import gettext, pgettext_lazy

WEIGHT_SHAPES = {"note": "○", "concern": "◐", "serious": "●", "stop": "■"}
WEIGHT_WORDS = {
    "note": pgettext_lazy("weight", "note"),
    "concern": pgettext_lazy("weight", "concern"),
    "serious": pgettext_lazy("weight", "serious"),
    "stop": pgettext_lazy("weight", "stop"),
}


def country_name(code: str, language: str) -> str:
    """The name of a country by ISO 3166-1 alpha-2 code; the code itself when nobody knows it."""
    if not code:
        return gettext("country unknown")
    return _names(language[:2]).get(code.upper(), code)


@lru_cache(maxsize=4)
def _names(language: str) -> dict[str, str]:
    return dict(Locale.parse(language if language in ("nb", "en") else "en").territories)
