"""What public sources say of each country, as facts, without a database."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from aktsom.content.countries import assistance_laws, sanctions_regimes, threat_assessments
from aktsom.engine.countries.academic_freedom import AcademicFreedom
from aktsom.engine.countries.sanctions_regimes import CountryRegimes, EmbargoScope
from aktsom.engine.flags.types import Fact

V_DEM = "V-Dem Institute, academic freedom index"
V_DEM_PAGE = "https://v-dem.net/data/the-v-dem-dataset/"


def facts_by_country(
    freedom: Iterable[AcademicFreedom], programmes: Collection[str], *, confirmed: bool
) -> Mapping[str, tuple[Fact, ...]]:
    """The facts of each country (ISO 3166-1 alpha-2).

    `programmes` are those of the EU's lists in force. Namings in threat assessments and laws to assist intelligence count
    only where the institution has `confirmed` them.
    """
    found: dict[str, list[Fact]] = {}
    for country, fact in _all(freedom, programmes, confirmed=confirmed):
        found.setdefault(country, []).append(fact)
    return {country: tuple(facts) for country, facts in found.items()}


def _all(
    freedom: Iterable[AcademicFreedom], programmes: Collection[str], *, confirmed: bool
) -> Iterator[tuple[str, Fact]]:
    for each in freedom:
        yield from ((each.country, fact) for fact in _index(each))
    for country, found in sanctions_regimes().regimes(programmes).items():
        yield from ((country, fact) for fact in _regimes(country, found))
    if confirmed:
        yield from _named()


def _index(index: AcademicFreedom) -> Iterator[Fact]:
    known = {"country.academic_freedom_index": index.value, "country.academic_freedom_change_5y": index.change_5y}
    for name, value in known.items():
        if value is not None:
            yield Fact(name, value, V_DEM, V_DEM_PAGE, date(index.year, 12, 31), detail=index.country)


def _regimes(country: str, found: CountryRegimes) -> Iterator[Fact]:
    comprehensive = [each for each in found.regimes if each.comprehensive]
    embargoes = [each for each in found.regimes if each.arms_embargo is not EmbargoScope.NONE]
    for name, regimes in (("comprehensive_sanctions", comprehensive), ("arms_embargo", embargoes)):
        if regimes:
            first = regimes[0]
            yield Fact(f"country.{name}", True, first.legal_act, first.url, first.as_of, detail=country)


def _named() -> Iterator[tuple[str, Fact]]:
    for naming in threat_assessments():
        day = date(naming.year, 1, 1)
        fact = Fact(
            "country.threat_assessments", (naming.id,), naming.publisher, naming.url, day, detail=naming.country
        )
        yield naming.country, fact
    for law in assistance_laws():
        day = date(law.year, 1, 1)
        yield law.country, Fact("country.intelligence_law", True, law.reference, law.url, day, detail=law.country)
