"""What can be asked of the overview: the rows behind the filters, and what they add up to in every direction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Q, QuerySet

from aktsom.appraisal.models import COOPERATION, PARTNER, TIE
from aktsom.appraisal.queries import FlagView, current_flags, flags_of
from aktsom.core.actor import Actor
from aktsom.core.compiled import Slot, among, compiled, prepared
from aktsom.institutions.models import Institution, Unit
from aktsom.knowledge.screening.models import ScreeningHit
from aktsom.knowledge.sources.models import SourceVersion
from aktsom.overview.filters import Chosen, condition
from aktsom.overview.models import Row, seen_and_open

MOST = 15


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows have one value: a code or id, what it is called if the rows know it, and how many of them are heavier."""

    key: str
    rows: int
    second_look: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """What the filtered rows add up to, each direction most first (years in order)."""

    rows: int
    registered: int
    second_look: int
    countries: list[Count]
    partners: list[Count]
    units: list[Count]
    fields: list[Count]
    rules: list[Count]
    years: list[Count]
    institutions: list[Count]


@dataclass(frozen=True, slots=True)
class Listed:
    """A row with its flags."""

    row: Row
    flags: list[FlagView]


@dataclass(frozen=True, slots=True)
class News:
    """What changed since a moment, as far as it concerns the institution's own cooperation.

    `flagged` is how much cooperation got a flag of concern or heavier; `chosen` is the list of it.
    """

    since: datetime
    flagged: int
    hits: int
    lists: int
    chosen: Chosen

    def __bool__(self) -> bool:
        return bool(self.flagged or self.hits or self.lists)


def rows_of(actor: Actor, chosen: Chosen) -> QuerySet[Row]:
    """The rows that the actor may see in the chosen scope, filtered, heaviest flag first.

    The sector is ties from open sources alone; the actor's own register is added, and nobody else's ever is.
    """
    return _rows(actor, chosen, _path(actor, chosen))


def page_of_rows(actor: Actor, chosen: Chosen, start: int, stop: int) -> list[Row]:
    """Some of these rows, with whose they are and of which unit."""
    return _some_rows.read(actor, chosen, _path(actor, chosen), start, stop)


@compiled
def _some_rows(actor: Actor, chosen: Chosen, path: str | None, start: int, stop: int) -> QuerySet[Row]:
    # Which ones is asked first: joined to every row before the order is known, names would cost more than all the rest.
    page = ArraySubquery(_rows(actor, chosen, path).values("pk")[start:stop])
    return Row.objects.filter(among("pk", page)).select_related("home", "unit")


def _path(actor: Actor, chosen: Chosen) -> str | None:
    """The path of the chosen unit, "" when there is no such unit, None when none is chosen."""
    if chosen.unit is None:
        return None
    return Unit.objects.visible_to(actor).filter(pk=chosen.unit).values_list("path", flat=True).first() or ""


def _rows(actor: Actor, chosen: Chosen, path: str | None) -> QuerySet[Row]:
    rows = _sector(actor) if chosen.is_sector else _mine(actor)
    if path is not None:
        rows = rows.filter(unit__path__startswith=path) if path else rows.none()
    if chosen.news:
        rows = rows.filter(_flagged_since(actor, datetime.fromisoformat(chosen.news)))
    return rows.filter(condition(chosen))


def _sector(actor: Actor) -> QuerySet[Row]:
    own = Q(institution_id=actor.institution_id, cooperation__isnull=False)
    rows: QuerySet[Row] = Row.objects.visible_to(actor).filter(Q(institution=None) | own)
    return rows


def _mine(actor: Actor) -> QuerySet[Row]:
    rows: QuerySet[Row] = Row.objects.visible_to(actor).filter(institution_id=actor.institution_id)
    return rows.filter(seen_and_open(actor))


def totals_of(actor: Actor, chosen: Chosen) -> Totals:
    """What these rows add up to, all directions at once, in one query."""
    found = _added_up(_counted(actor, chosen))
    (everything,) = found.get("all", [Count("", 0, 0)])
    registered = next((each.rows for each in found.get("state", ()) if each.key == "registered"), 0)
    return Totals(
        rows=everything.rows,
        registered=registered,
        second_look=everything.second_look,
        countries=found.get("country", []),
        partners=found.get("partner", []),
        units=found.get("unit", []),
        fields=found.get("field", []),
        rules=found.get("rule", []),
        years=sorted(found.get("year", []), key=lambda each: int(each.key)),
        institutions=found.get("institution", []),
    )


def _added_up(groups: Iterable["_Group"]) -> dict[str, list[Count]]:
    """Groups of equal lists of values as counts of single values, most first."""
    sums: dict[tuple[str, str], list[int]] = {}
    labels: dict[str, str] = {}
    for direction, keys, label, number, heavier in groups:
        for key in [""] if direction == "all" else [each for each in keys if each is not None]:
            labels[key] = label or ""
            added = sums.setdefault((direction, key), [0, 0])
            added[0] += number
            added[1] += heavier
    found: dict[str, list[Count]] = {}
    for (direction, key), (number, heavier) in sums.items():
        found.setdefault(direction, []).append(Count(key, number, heavier, labels[key]))
    return {name: sorted(counts, key=lambda each: (-each.rows, each.label, each.key)) for name, counts in found.items()}


def with_flags(actor: Actor, chosen: Chosen, rows: Iterable[Row]) -> list[Listed]:
    """The rows with their flags, in two queries. In the sector's scope ties show what public facts alone say."""
    listed = list(rows)
    asking = Actor.system("overview") if chosen.is_sector else actor
    ties = flags_of(asking, TIE, [row.tie_id for row in listed if row.tie_id])
    cooperations = flags_of(actor, COOPERATION, [row.cooperation_id for row in listed if row.cooperation_id])
    found = ties | cooperations
    return [Listed(row, found.get(row.tie_id or row.cooperation_id or row.id, [])) for row in listed]


def units_by_id(actor: Actor) -> dict[str, str]:
    """The names of the institution's units, in the order of the tree."""
    return {str(unit.pk): unit.name for unit in _units.read(actor)}


@prepared
def _units(actor: Actor) -> QuerySet[Unit]:
    return Unit.objects.visible_to(actor)


def institutions_by_id(actor: Actor) -> dict[str, tuple[str, str]]:
    """The Bokmål and English names of all institutions."""
    rows = Institution.objects.visible_to(actor).values_list("pk", "name_nb", "name_en")
    return {str(pk): (nb, en) for pk, nb, en in rows}


def news_since(actor: Actor, moment: datetime) -> News:
    """Concerns on what the institution has to do with, new hits on its partners, lists that were updated."""
    flagged, chosen = flagged_since(actor, moment)
    hits, lists = _hits.count(actor, moment=moment), _lists.count(actor, moment=moment)
    return News(since=moment, flagged=flagged, hits=hits, lists=lists, chosen=chosen)


def flagged_since(actor: Actor, moment: datetime) -> tuple[int, Chosen]:
    """Of these the concerns alone, and the choice that shows them."""
    chosen = Chosen(news=moment.isoformat(timespec="seconds"))
    return _flagged.count(actor, moment=datetime.fromisoformat(chosen.news)), chosen


@prepared
def _flagged(actor: Actor, *, moment: Slot) -> QuerySet[Row]:
    return _mine(actor).filter(_flagged_since(actor, moment))


@prepared
def _hits(actor: Actor, *, moment: Slot) -> QuerySet[ScreeningHit]:
    own = Row.objects.visible_to(actor).filter(institution_id=actor.institution_id, tie__isnull=False)
    hits = ScreeningHit.objects.visible_to(actor).filter(subject_kind=PARTNER, until=None, found_at__gt=moment)
    return hits.filter(subject_id__in=own.values("tie__partner"))


@prepared
def _lists(actor: Actor, *, moment: Slot) -> QuerySet[SourceVersion]:
    return SourceVersion.objects.visible_to(actor).filter(in_force_from__gt=moment)


def _flagged_since(actor: Actor, moment: datetime | Slot) -> Q:
    heavy = {"rank__gt": 0, "raised_at__gt": moment}
    ties = current_flags(actor, TIE).filter(**heavy).order_by().values("subject_id")
    cooperations = current_flags(actor, COOPERATION).filter(**heavy).order_by().values("subject_id")
    return Q(rank__gt=0) & (Q(tie__in=ties) | Q(cooperation__in=cooperations))


# The rows are read once and grouped by every direction at once; lists of values are few, so they are taken apart in Python.
# Of partners there are thousands: they are ranked where they are, and the first ones alone come out.
_DIRECTIONS = """
SELECT CASE grouping(cooperation_id IS NULL, countries, fields, rules, years, unit_id, home_id)
    WHEN 127 THEN 'all' WHEN 63 THEN 'state' WHEN 95 THEN 'country' WHEN 111 THEN 'field' WHEN 119 THEN 'rule'
    WHEN 123 THEN 'year' WHEN 125 THEN 'unit' ELSE 'institution' END,
  coalesce(countries::text[], fields::text[], rules::text[], years::text[],
    ARRAY[coalesce(CASE cooperation_id IS NULL WHEN true THEN 'seen' WHEN false THEN 'registered' END,
      unit_id::text, home_id::text)]),
  NULL, count(*), count(*) FILTER (WHERE rank > 0)
FROM r GROUP BY GROUPING SETS ((), (cooperation_id IS NULL), (countries), (fields), (rules), (years), (unit_id), (home_id))
UNION ALL (
  SELECT 'partner', ARRAY[key::text], min(label), sum(n)::bigint, sum(heavier)::bigint FROM (
    SELECT partners[1] AS key, partner_names[1] AS label, n, heavier FROM p WHERE cardinality(partners) = 1
    UNION ALL SELECT each.key, each.label, n, heavier FROM p, unnest(partners, partner_names) AS each(key, label)
    WHERE cardinality(partners) > 1) AS parties
  GROUP BY key ORDER BY 4 DESC, 3, 2 LIMIT %s)
"""
_PARTIES = """
SELECT partners, partner_names, count(*) AS n, count(*) FILTER (WHERE rank > 0) AS heavier FROM r GROUP BY 1, 2
"""
_NEEDED = (
    "rank", "cooperation_id", "countries", "fields", "rules", "years", "unit_id", "home_id", "partners", "partner_names"
)  # fmt: skip
_Group = tuple[str, list[str | None], str | None, int, int]


@compiled
def _to_count(actor: Actor, chosen: Chosen, path: str | None) -> QuerySet[Row]:
    return _rows(actor, chosen, path).order_by().values_list(*_NEEDED)


def _counted(actor: Actor, chosen: Chosen) -> list[_Group]:
    statement, parameters = _to_count.sql(actor, chosen, _path(actor, chosen))
    if not statement:
        return []
    with connection.cursor() as cursor:
        # Only fixed text and what Django compiled stand in the statement; every value travels as a parameter.
        cursor.execute(f"WITH r AS MATERIALIZED ({statement}), p AS ({_PARTIES}) {_DIRECTIONS}", [*parameters, MOST])
        return list(cursor.fetchall())
