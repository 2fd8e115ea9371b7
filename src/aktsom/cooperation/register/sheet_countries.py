"""Countries as people write them in sheets, in Bokmål or English."""

from functools import cache

from babel import Locale

from aktsom.engine.lists.countries import country_code


def code_of_country(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code, "" for no text, None when it is no country that we know."""
    wanted = text.strip()
    if not wanted:
        return ""
    return country_code(wanted) or _norwegian().get(wanted.casefold())


@cache
def country_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Codes with names in a language, in its alphabet's order as far as letters tell."""
    return tuple(sorted(_territories(language).items(), key=lambda pair: pair[1]))


@cache
def _norwegian() -> dict[str, str]:
    return {name.casefold(): code for code, name in _territories("nb").items()} | {"usa": "US", "storbritannia": "GB"}


def _territories(language: str) -> dict[str, str]:
    known = Locale.parse("nb" if language.startswith("nb") else "en").territories
    return {
        code: name for code, name in known.items() if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }


_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
