"""Countries and scripts by name in the reader's language, and countries as people write them in Bokmål or English."""

from functools import cache, lru_cache

from babel import Locale
from django.utils.translation import gettext

from aktsom.engine.lists.countries import country_as_written


def country_name(code: str, language: str) -> str:
    """The name of a country by ISO 3166-1 alpha-2 code; the code itself when nobody knows it, words when there is none."""
    if not code:
        return gettext("country unknown")
    return str(_locale(language[:2]).territories.get(code.upper(), code))


def with_country(name: str, code: str, language: str) -> str:
    """A name with its country in brackets, unless it is unknown or the name itself ends so: “X (Russia)”."""
    known = {f"({country_name(code, each)})" for each in (language, "en")} if code else set()
    if not code or name.endswith(tuple(known)):
        return name
    return f"{name} ({country_name(code, language)})"


def script_name(code: str, language: str) -> str:
    """The name of a script by ISO 15924 code, such as Cyrillic; the code itself when nobody knows it."""
    return str(_locale(language[:2]).scripts.get(code, code)).capitalize()


@lru_cache(maxsize=4)
def _locale(language: str) -> Locale:
    return Locale.parse(language if language in ("nb", "en") else "en")


def code_of_country(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code, "" for no text, None when it is no country that we know."""
    return country_as_written(text) if text.strip() else ""


@cache
def country_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Codes with names in a language, in its alphabet's order as far as letters tell."""
    return tuple(sorted(_territories(language).items(), key=lambda pair: pair[1]))


def _territories(language: str) -> dict[str, str]:
    known = _locale("nb" if language.startswith("nb") else "en").territories
    return {
        code: name for code, name in known.items() if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }


_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
