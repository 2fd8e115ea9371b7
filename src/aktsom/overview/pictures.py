"""The pictures of the overview: each mark leads to the list behind it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from aktsom.core.actor import Actor
from aktsom.core.pictures import Mark
from aktsom.overview import wording
from aktsom.overview.filters import Chosen
from aktsom.overview.queries import Count, Totals, institutions_by_id, units_by_id

YEARS = 15


@dataclass(frozen=True, slots=True)
class Pictures:
    """Everything that the page draws."""

    countries: tuple[Mark, ...]
    partners: tuple[Mark, ...]
    units: tuple[Mark, ...]
    fields: tuple[Mark, ...]
    rules: tuple[Mark, ...]
    years: tuple[Mark, ...]
    institutions: tuple[Mark, ...]


def pictures_of(actor: Actor, chosen: Chosen, totals: Totals) -> Pictures:
    """The totals as marks, each with the address of its list."""
    units = units_by_id(actor) if totals.units else {}
    homes = institutions_by_id(actor) if chosen.is_sector else {}
    place = 1 if wording.language() == "en" else 0
    return Pictures(
        countries=_marks(totals.countries, lambda key: wording.country(key), lambda key: chosen.query(country=key)),
        partners=tuple(_mark(each, each.label, chosen.query(partner=each.key)) for each in totals.partners),
        units=_marks(totals.units, lambda key: units.get(key, key), lambda key: chosen.query(unit=key)),
        fields=_marks(totals.fields, wording.area, lambda key: chosen.query(field=key)),
        rules=_marks(totals.rules, wording.rule, lambda key: chosen.query(rule=key)),
        years=_marks(_latest(totals.years), str, lambda key: chosen.query(since=key, until=key)),
        institutions=tuple(
            _mark(each, homes[each.key][place], chosen.query(institution=each.key))
            for each in totals.institutions
            if each.key in homes
        ),
    )


def _latest(years: list[Count]) -> list[Count]:
    """The latest years alone, so that a chart fits; older ones are found with the filter, and what is planned has not run."""
    now = timezone.localdate().year
    ran = [each for each in years if int(each.key) <= now]
    newest = int(ran[-1].key) if ran else 0
    return [each for each in ran if int(each.key) > newest - YEARS]


def _marks(counts: Iterable[Count], name: Callable[[str], str], url: Callable[[str], Any]) -> tuple[Mark, ...]:
    return tuple(_mark(each, name(each.key), url(each.key)) for each in counts)


def _mark(count: Count, label: str, url: str) -> Mark:
    detail = _("%(number)d to look at") % {"number": count.second_look} if count.second_look else ""
    return Mark(label=label, value=count.rows, url=url, code=count.key, detail=detail)
