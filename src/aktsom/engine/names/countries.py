"""Countries as sources write them: codes, EU codes, English names."""

import re
from functools import cache, lru_cache

import pycountry

_VARIANTS = {"EL": "GR", "UK": "GB", "XK": "XK"}
_NAMES = {
    "russia": "RU",
    "iran": "IR",
    "syria": "SY",
    "south korea": "KR",
    "korea": "KR",
    "north korea": "KP",
    "taiwan": "TW",
    "vietnam": "VN",
    "united states": "US",
    "usa": "US",
    "uk": "GB",
    "prc": "CN",
    "pr china": "CN",
    "p r china": "CN",
    "peoples r china": "CN",
    "people's republic of china": "CN",
    "czech republic": "CZ",
    "turkey": "TR",
    "hong kong": "HK",
    "macau": "MO",
    "venezuela": "VE",
    "bolivia": "BO",
    "tanzania": "TZ",
    "moldova": "MD",
    "laos": "LA",
    "brunei": "BN",
}
_LONGEST_CODE = 3
_CODE = re.compile(r"[A-Z]{2}")


@lru_cache(maxsize=8192)
def country_code(text: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country written as a code or an English name; empty when it is neither.

    A code that is nobody's is none: it would tell a listed party apart from itself.
    """
    text = text.strip()
    code = text.upper()
    if _CODE.fullmatch(code):
        return _VARIANTS.get(code) or (code if code in _codes() else "")
    return _by_name().get(text.casefold(), "")


def is_country(word: str) -> bool:
    """Whether a word in lower case is an English name of a country, not a code."""
    return len(word) > _LONGEST_CODE and word in _by_name()


@cache
def _codes() -> frozenset[str]:
    return frozenset(country.alpha_2 for country in pycountry.countries)


@cache
def _by_name() -> dict[str, str]:
    table: dict[str, str] = {}
    for country in pycountry.countries:
        for attribute in ("name", "common_name", "official_name", "alpha_3"):
            value = getattr(country, attribute, "")
            if value:
                table[value.casefold()] = country.alpha_2
    return table | _NAMES
