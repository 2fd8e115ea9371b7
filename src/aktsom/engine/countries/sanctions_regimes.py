"""Sanctions regimes by country, derived from the programmes that the lists in force carry."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import pycountry

from aktsom.engine.documents import Entry, Texts, read_document
from aktsom.engine.wording import said


class EmbargoScope(StrEnum):
    """Whom an arms embargo reaches."""

    NONE = "none"
    COUNTRY = "country"
    GROUPS = "groups"


@dataclass(frozen=True, slots=True)
class Regime:
    """One regime. `programme` is empty for an embargo that no list carries; `countries` for a thematic regime."""

    programme: str
    title: Texts
    countries: tuple[str, ...]
    comprehensive: bool
    arms_embargo: EmbargoScope
    legal_act: str
    url: str
    as_of: date
    note: str


@dataclass(frozen=True, slots=True)
class CountryRegimes:
    """What regimes mean for one country (ISO 3166-1 alpha-2)."""

    country: str
    regimes: tuple[Regime, ...]

    @property
    def comprehensive(self) -> bool:
        """Whether sanctions reach whole sectors."""
        return any(regime.comprehensive for regime in self.regimes)

    @property
    def arms_embargo(self) -> EmbargoScope:
        """The widest embargo."""
        scopes = {regime.arms_embargo for regime in self.regimes}
        widest = (EmbargoScope.COUNTRY, EmbargoScope.GROUPS, EmbargoScope.NONE)
        return next(scope for scope in widest if scope in scopes)


@dataclass(frozen=True, slots=True)
class RegimeCatalogue:
    """All regimes that the product knows, and how Norway implements them."""

    all: tuple[Regime, ...]
    norway: Texts
    norway_url: str

    def regimes(self, programmes: Collection[str]) -> Mapping[str, CountryRegimes]:
        """Regimes by country for the programmes present in the lists; embargoes that no list carries always count."""
        found: dict[str, list[Regime]] = {}
        for regime in self.all:
            if not regime.programme or regime.programme in programmes:
                for country in regime.countries:
                    found.setdefault(country, []).append(regime)
        return {country: CountryRegimes(country, tuple(regimes)) for country, regimes in sorted(found.items())}

    def unmapped(self, programmes: Iterable[str]) -> tuple[str, ...]:
        """Programmes that no regime explains, to be said on the sources page instead of being passed over."""
        known = {regime.programme for regime in self.all}
        return tuple(sorted(set(programmes) - known))


def load_regimes(path: Path) -> RegimeCatalogue:
    """The catalogue in a YAML file. Raises DocumentError that names the entry."""
    document = read_document(path)
    document.only(("norway", "regimes"))
    norway = document.inner("norway")
    return RegimeCatalogue(
        tuple(_regime(entry) for entry in document.entries("regimes")), norway.texts("says"), norway.text("url")
    )


def countries_of(entry: Entry) -> tuple[str, ...]:
    """The ISO 3166-1 alpha-2 codes under “countries”. Raises the entry's error for anything else."""
    codes = entry.strings("countries")
    for code in codes:
        if not pycountry.countries.get(alpha_2=code) or not code.isupper():
            raise entry.refuse(
                said("“{code}” is no country code.", code=code), said("Write ISO 3166-1 alpha-2, upper case.")
            )
    return codes


def day(entry: Entry, key: str) -> date:
    """The date under a key."""
    value = entry.data.get(key)
    if not isinstance(value, date):
        raise entry.refuse(said("“{key}” is missing or no date.", key=key), said("Write it as 2026-01-31."))
    return value


def _regime(entry: Entry) -> Regime:
    entry.only(
        ("programme", "title", "countries", "comprehensive", "arms_embargo", "legal_act", "url", "as_of", "note")
    )
    scope = entry.optional("arms_embargo") or EmbargoScope.NONE.value
    if scope not in list(EmbargoScope):
        raise entry.refuse(
            said("“{scope}” is no reach of an embargo.", scope=scope),
            said("Use one of: {known}.", known=", ".join(EmbargoScope)),
        )
    return Regime(
        programme=entry.optional("programme"),
        title=entry.texts("title"),
        countries=countries_of(entry),
        comprehensive=entry.truth("comprehensive"),
        arms_embargo=EmbargoScope(scope),
        legal_act=entry.text("legal_act"),
        url=entry.text("url"),
        as_of=day(entry, "as_of"),
        note=entry.optional("note"),
    )
