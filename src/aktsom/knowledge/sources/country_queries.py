"""What is known about countries, and what of it has effect in an institution."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from aktsom.core.actor import Actor
from aktsom.core.compiled import Slot, among, prepared
from aktsom.core.errors import NotVisibleError
from aktsom.core.once import once
from aktsom.engine.flags.types import Fact, FactValue
from aktsom.knowledge.sources import countries
from aktsom.knowledge.sources.confirming import edition, naming_ids
from aktsom.knowledge.sources.models import Confirmation, CountryFact


@dataclass(frozen=True, slots=True)
class Naming:
    """A publication or law that names a country, and whether the institution has confirmed it."""

    topic: str
    id: str
    detail: Mapping[str, Any]
    confirmation: Confirmation | None

    @property
    def publisher(self) -> str:
        """The service, by the name that it goes by in the language of the page; nothing for a law."""
        said = self.detail.get("publisher", "")
        return gettext("NIS") if said == "NIS" else said


@dataclass(frozen=True, slots=True)
class CountryView:
    """Everything that is known about one country. A field is None where nothing is known."""

    code: str
    index: CountryFact | None
    change: CountryFact | None
    comprehensive: CountryFact | None
    embargo: CountryFact | None
    namings: tuple[Naming, ...]
    laws: tuple[Naming, ...]

    @property
    def regimes(self) -> list[dict[str, Any]]:
        """The sanctions regimes, each with its title by language."""
        fact = self.comprehensive or self.embargo
        return list(fact.detail.get("regimes", [])) if fact else []

    @property
    def unconfirmed(self) -> int:
        """How many namings and laws wait for the institution's word."""
        return sum(each.confirmation is None for each in (*self.namings, *self.laws))


def country_facts(actor: Actor, code: str) -> CountryView:
    """What is known about a country; raises `NotVisibleError` when nothing is."""
    found = country_views(actor, [code])
    if not found:
        raise NotVisibleError
    return found[0]


def countries_with_facts(actor: Actor, code: str = "") -> list[CountryView]:
    """What is known about every country, or about one, by code."""
    return country_views(actor, [code] if code else known_countries(actor))


def country_views(actor: Actor, codes: Iterable[str]) -> list[CountryView]:
    """What is known about each of these countries, in their order, in two queries. Those without facts are left out."""
    wanted = list(codes)
    grouped: dict[str, dict[str, CountryFact]] = {}
    for row in _rows(actor, frozenset(wanted)):
        grouped.setdefault(row.country, {})[row.name] = row
    confirmed = _confirmations(actor)
    return [_view(country, grouped[country], confirmed) for country in wanted if country in grouped]


def known_countries(actor: Actor) -> QuerySet[CountryFact, str]:
    """The codes of all countries that something is known about."""
    return _current(actor).order_by("country").values_list("country", flat=True).distinct()


def countries_that_wait(actor: Actor) -> list[CountryView]:
    """Countries with namings or laws that the institution has not confirmed, in two queries."""
    grouped: dict[str, dict[str, CountryFact]] = {}
    for row in _current(actor).filter(needs_confirmation=True).order_by("country"):
        grouped.setdefault(row.country, {})[row.name] = row
    confirmed = _confirmations(actor)
    views = [_view(country, facts, confirmed) for country, facts in grouped.items()]
    return [view for view in views if view.unconfirmed]


def country_facts_as_of(actor: Actor, moment: datetime) -> list[CountryFact]:
    """The facts that were known at a moment."""
    still = Q(until=None) | Q(until__gt=moment)
    return list(
        CountryFact.objects.visible_to(actor).filter(still, retrieved_at__lte=moment).order_by("country", "name")
    )


def effective_country_facts(actor: Actor, codes: Iterable[str] = ()) -> dict[str, list[Fact]]:
    """The facts that have effect, by country; in an institution's name those that it confirmed too. Three queries at most.

    Without `codes`, of all countries.
    """
    wanted = set(codes)
    confirmed = _confirmations(actor)
    found: dict[str, list[Fact]] = {}
    one = len(wanted) == 1
    for row in _rows(actor, frozenset(wanted)) if one else _rows_of_many(actor, wanted, named=bool(confirmed)):
        value = _effective(row, confirmed)
        if value is not None:
            found.setdefault(row.country, []).append(_fact(row, value))
    return found


@once
def _rows(actor: Actor, codes: frozenset[str]) -> Sequence[CountryFact]:
    return tuple(_facts.read(actor, codes=list(codes)))


@prepared
def _facts(actor: Actor, *, codes: Slot) -> QuerySet[CountryFact]:
    return _current(actor).filter(among("country", codes)).order_by("country", "name")


def _rows_of_many(actor: Actor, codes: set[str], *, named: bool) -> Iterator[CountryFact]:
    """The years of the index are most of a row: details are read only for what needs confirmation, and that when asked."""
    rows = (_current(actor).filter(country__in=codes) if codes else _current(actor)).order_by("country", "name")
    yield from rows.filter(needs_confirmation=False).defer("detail")
    yield from rows.filter(needs_confirmation=True) if named else ()


def _current(actor: Actor) -> QuerySet[CountryFact]:
    return CountryFact.objects.visible_to(actor).filter(until=None)


def _effective(row: CountryFact, confirmed: Mapping[tuple[str, str], Confirmation]) -> FactValue | None:
    """The value that has effect: of what needs confirmation only the confirmed part, None when nothing is left."""
    if not row.needs_confirmation:
        return tuple(row.value) if isinstance(row.value, list) else row.value
    kept = tuple(each for each in naming_ids(row) if (row.name, edition(row.country, each)) in confirmed)
    if row.name == countries.LAW:
        return True if kept else None
    return kept or None


def _fact(row: CountryFact, value: FactValue) -> Fact:
    return Fact(
        name=row.name,
        value=value,
        source=row.source,
        source_url=row.source_url,
        source_date=row.source_date,
        retrieved=row.retrieved_at.date(),
        detail=row.country,
    )


@once
def _confirmations(actor: Actor) -> dict[tuple[str, str], Confirmation]:
    if actor.institution_id is None:
        return {}
    return {(row.topic, row.edition): row for row in _confirmed.read(actor)}


@prepared
def _confirmed(actor: Actor) -> QuerySet[Confirmation]:
    rows: QuerySet[Confirmation] = Confirmation.objects.visible_to(actor).filter(withdrawn_at=None)
    return rows.select_related("confirmed_by__user")


def _view(
    code: str, facts: Mapping[str, CountryFact], confirmed: Mapping[tuple[str, str], Confirmation]
) -> CountryView:
    return CountryView(
        code=code,
        index=facts.get(countries.INDEX),
        change=facts.get(countries.CHANGE),
        comprehensive=facts.get(countries.COMPREHENSIVE),
        embargo=facts.get(countries.EMBARGO),
        namings=_namings(code, facts.get(countries.THREATS), "namings", confirmed),
        laws=_namings(code, facts.get(countries.LAW), "laws", confirmed),
    )


def _namings(
    code: str, fact: CountryFact | None, key: str, confirmed: Mapping[tuple[str, str], Confirmation]
) -> tuple[Naming, ...]:
    if fact is None:
        return ()
    return tuple(
        Naming(fact.name, each["id"], each, confirmed.get((fact.name, edition(code, each["id"]))))
        for each in fact.detail.get(key, [])
    )
