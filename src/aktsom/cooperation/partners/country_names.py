"""Countries by name in the reader's language, for choices and chips."""

from functools import lru_cache

from babel import Locale


def country_name(code: str, language: str) -> str:
    """The name of a country by its alpha-2 code; the code itself when nobody knows it."""
    return _names("nb" if language.startswith("nb") else "en").get(code, code)


@lru_cache(maxsize=2)
def _names(language: str) -> dict[str, str]:
    return dict(Locale.parse(language).territories)
