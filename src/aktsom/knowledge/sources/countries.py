"""Country facts from public sources, as temporal rows: a changed fact ends the old row and begins another."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from aktsom.content.countries import assistance_laws, sanctions_regimes, threat_assessments
from aktsom.content.countries.facts import V_DEM, V_DEM_PAGE
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.engine.countries.academic_freedom import AcademicFreedom
from aktsom.engine.countries.sanctions_regimes import CountryRegimes, EmbargoScope, RegimeCatalogue
from aktsom.knowledge.sources.actions import may_update
from aktsom.knowledge.sources.models import CountryFact
from aktsom.knowledge.sources.queries import current_listings

INDEX = "country.academic_freedom_index"
CHANGE = "country.academic_freedom_change_5y"
COMPREHENSIVE = "country.comprehensive_sanctions"
EMBARGO = "country.arms_embargo"
THREATS = "country.threat_assessments"
LAW = "country.intelligence_law"
NEED_CONFIRMATION = (THREATS, LAW)
EU_LISTS = ("eu", "eu-fsf")


@dataclass(frozen=True, slots=True)
class Known:
    """One fact about one country, before it is compared with what is stored."""

    country: str
    name: str
    value: Any
    source: str
    source_url: str
    source_date: date | None
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> tuple[Any, ...]:
        """What makes it another fact when it changes."""
        return (self.value, self.detail, self.source, self.source_url, self.source_date)


@action("update the country facts", may=may_update, private=("freedom",))
def update_country_facts(actor: Actor, *, freedom: Mapping[str, AcademicFreedom]) -> int:
    """Bring country facts in step with the index, the lists in force and what ships; give how many changed.

    An empty `freedom` leaves the index as it is.
    """
    wanted = [*_regimes(actor), *_threats(), *_laws(), *_freedom(freedom.values())]
    rows = CountryFact.objects.visible_to(actor).filter(until=None)
    rows = rows if freedom else rows.exclude(name__in=(INDEX, CHANGE))
    current = {(row.country, row.name): row for row in rows}
    coming = {(each.country, each.name): each for each in wanted}
    same = {key for key, row in current.items() if key in coming and _said(row) == coming[key].said}
    now = timezone.now()
    ended = [row.pk for key, row in current.items() if key not in same]
    CountryFact.objects.filter(pk__in=ended).update(until=now)
    begun = [_row(each, now) for key, each in coming.items() if key not in same]
    CountryFact.objects.bulk_create(begun)
    return len({key for key in current if key not in same} | {key for key in coming if key not in same})


def unexplained_programmes(actor: Actor) -> tuple[str, ...]:
    """EU programmes in the lists in force that no regime explains; the sources page says so."""
    return sanctions_regimes().unmapped(_programmes(actor))


def _freedom(index: Iterable[AcademicFreedom]) -> Iterator[Known]:
    for each in index:
        day = date(each.year, 12, 31)
        series = [list(point) for point in each.series]
        detail = {"year": each.year, "series": series}
        yield Known(each.country, INDEX, each.value, V_DEM, V_DEM_PAGE, day, detail)
        if each.change_5y is not None:
            yield Known(each.country, CHANGE, each.change_5y, V_DEM, V_DEM_PAGE, day, {"year": each.year})


def _programmes(actor: Actor) -> set[str]:
    rows = current_listings(actor).filter(list_id__in=EU_LISTS).exclude(programme="")
    return set(rows.order_by().values_list("programme", flat=True).distinct())


def _regimes(actor: Actor) -> Iterator[Known]:
    catalogue: RegimeCatalogue = sanctions_regimes()
    for country, found in catalogue.regimes(_programmes(actor)).items():
        detail = {"regimes": [_regime(each) for each in found.regimes]}
        if found.comprehensive:
            chosen = [each for each in found.regimes if each.comprehensive]
            yield _about(country, COMPREHENSIVE, found, chosen[0].legal_act, chosen[0].url, detail)
        if found.arms_embargo is not EmbargoScope.NONE:
            chosen = [each for each in found.regimes if each.arms_embargo is not EmbargoScope.NONE]
            scoped = {**detail, "scope": found.arms_embargo.value}
            yield _about(country, EMBARGO, found, chosen[0].legal_act, chosen[0].url, scoped)


def _about(country: str, name: str, found: CountryRegimes, act: str, url: str, detail: dict[str, Any]) -> Known:
    return Known(country, name, True, act, url, max(each.as_of for each in found.regimes), detail)


def _regime(regime: Any) -> dict[str, Any]:
    return {
        "title": dict(regime.title),
        "act": regime.legal_act,
        "url": regime.url,
        "comprehensive": regime.comprehensive,
        "arms_embargo": regime.arms_embargo.value,
        "note": regime.note,
    }


def _threats() -> Iterator[Known]:
    by_country: dict[str, list[dict[str, Any]]] = {}
    years: dict[str, int] = {}
    for each in threat_assessments():
        years[each.country] = max(years.get(each.country, 0), each.year)
        by_country.setdefault(each.country, []).append(
            {
                "id": each.id,
                "publisher": each.publisher,
                "title": each.title,
                "year": each.year,
                "naming": each.naming,
                "url": each.url,
                "note": each.note,
            }
        )
    for country, namings in by_country.items():
        ids = [naming["id"] for naming in namings]
        source = ", ".join(dict.fromkeys(f"{naming['publisher']} {naming['year']}" for naming in namings))
        newest = max(namings, key=lambda naming: int(naming["year"]))
        yield Known(country, THREATS, ids, source, newest["url"], date(years[country], 1, 1), {"namings": namings})


def _laws() -> Iterator[Known]:
    by_country: dict[str, list[dict[str, Any]]] = {}
    for each in assistance_laws():
        law = {"id": each.id, "title": dict(each.title), "reference": each.reference, "year": each.year}
        by_country.setdefault(each.country, []).append({**law, "url": each.url, "note": each.note})
    for country, laws in by_country.items():
        newest = max(laws, key=lambda law: int(law["year"]))
        day = date(int(newest["year"]), 1, 1)
        yield Known(country, LAW, True, newest["reference"], newest["url"], day, {"laws": laws})


def _said(row: CountryFact) -> tuple[Any, ...]:
    return (row.value, row.detail, row.source, row.source_url, row.source_date)


def _row(known: Known, now: Any) -> CountryFact:
    return CountryFact(
        country=known.country,
        name=known.name,
        value=known.value,
        detail=known.detail,
        source=known.source,
        source_url=known.source_url,
        source_date=known.source_date,
        retrieved_at=now,
        needs_confirmation=known.name in NEED_CONFIRMATION,
    )
