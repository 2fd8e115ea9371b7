"""Where the marks of a chart or map go. The templates draw them as SVG; the same numbers are in a table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import orjson
import pycountry

from aktsom.core.countries import country_name
from aktsom.core.pictures import Mark

WORLD = Path(__file__).parent / "static" / "parts" / "world.json"
NOT_IN_ISO = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}
STEPS = 5
COLUMN, GAP, HEIGHT = 28, 6, 220
FEWEST = 13
"""So many columns have room at least: a picture of two years as wide as one of many would be as high as a house."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A mark and the length of its bar in percent of the longest."""

    mark: Mark
    percent: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from the same zero."""

    bars: tuple[Bar, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Column:
    """A mark and its column: left edge, top and height."""

    mark: Mark
    x: float
    y: float
    height: float
    labelled: bool


@dataclass(frozen=True, slots=True)
class Years:
    """One column for each year from the first to the last, the empty ones too."""

    columns: tuple[Column, ...]
    width: int
    height: int
    column_width: int
    highest: int


@dataclass(frozen=True, slots=True)
class Country:
    """A country on the map. `step` is 0 for none and 1 to 5 for some; it has a shape, a point, or both."""

    code: str
    name: str
    step: int
    mark: Mark | None
    path: str
    point: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Step:
    """One colour of the map, and the numbers that it stands for."""

    number: int
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class WorldMap:
    """All countries on an equal-area map, its frame, and what the colours stand for."""

    width: int
    height: int
    outline: str
    countries: tuple[Country, ...]
    steps: tuple[Step, ...]


def bars(rows: Sequence[Mark]) -> Bars:
    """Bars whose lengths are in proportion to their values."""
    longest = max((row.value for row in rows), default=0) or 1
    return Bars(tuple(Bar(row, round(100 * row.value / longest, 2)) for row in rows), sum(row.value for row in rows))


def years(rows: Sequence[Mark]) -> Years:
    """Columns from the first year to the last; `code` of a mark is its year."""
    by_year = {int(row.code or row.label): row for row in rows if (row.code or row.label).isdecimal()}
    if not by_year:
        return Years((), 0, HEIGHT, COLUMN, 0)
    span = range(min(by_year), max(by_year) + 1)
    highest = max(row.value for row in by_year.values()) or 1
    every = 1 + len(span) // 13
    columns = tuple(
        _column(by_year.get(year) or Mark(str(year), 0, code=str(year)), place, highest, labelled=place % every == 0)
        for place, year in enumerate(span)
    )
    return Years(columns, max(len(span), FEWEST) * (COLUMN + GAP), HEIGHT, COLUMN, highest)


def world_map(rows: Sequence[Mark], language: str) -> WorldMap | None:
    """The world with each country's share as one of five steps; None while the shapes have not been fetched."""
    shapes = _world()
    if shapes is None:
        return None
    marks = {row.code: row for row in rows if row.value > 0}
    limits = _limits(sorted(row.value for row in marks.values()))
    countries = tuple(
        Country(code, country_name(code, language), _step(mark.value, limits) if mark else 0, mark, path, point)
        for code, path, point in shapes.places
        for mark in [marks.get(code)]
    )
    return WorldMap(shapes.width, shapes.height, shapes.outline, countries, _legend(limits))


@dataclass(frozen=True, slots=True)
class _Shapes:
    width: int
    height: int
    outline: str
    places: tuple[tuple[str, str, tuple[int, int] | None], ...]


@lru_cache(maxsize=1)
def _world() -> _Shapes | None:
    if not WORLD.is_file():
        return None
    drawn = orjson.loads(WORLD.read_bytes())
    paths: dict[str, str] = {}
    points: dict[str, tuple[int, int]] = {}
    for key, path in drawn["shapes"].items():
        if code := _alpha2(key):
            paths[code] = paths.get(code, "") + path
    for key, (x, y) in drawn["points"].items():
        if (code := _alpha2(key)) and key not in NOT_IN_ISO:
            points[code] = (x, y)
    places = tuple((code, paths.get(code, ""), points.get(code)) for code in sorted({*paths, *points}))
    return _Shapes(drawn["width"], drawn["height"], drawn["outline"], places)


def _alpha2(key: str) -> str:
    if key in NOT_IN_ISO:
        return NOT_IN_ISO[key]
    found = pycountry.countries.get(numeric=key)
    return found.alpha_2 if found else ""


def _column(mark: Mark, place: int, highest: int, *, labelled: bool) -> Column:
    height = round((HEIGHT - 40) * mark.value / highest, 1)
    return Column(mark, place * (COLUMN + GAP) + GAP / 2, HEIGHT - 20 - height, height, labelled)


def _limits(values: Sequence[int]) -> tuple[int, ...]:
    """The highest value of each step; steps grow by a constant factor, since few countries hold most cooperation."""
    if not values:
        return ()
    factor = max(values[-1], 2) ** (1 / STEPS)
    return tuple(sorted({max(1, round(factor**step)) for step in range(1, STEPS)} | {values[-1]}))


def _step(value: int, limits: Sequence[int]) -> int:
    reached = next((place for place, limit in enumerate(limits, start=1) if value <= limit), len(limits))
    return reached + STEPS - len(limits)


def _legend(limits: Sequence[int]) -> tuple[Step, ...]:
    lowest = [1, *(limit + 1 for limit in limits)]
    return tuple(
        Step(place + STEPS - len(limits), lowest[place - 1], limit) for place, limit in enumerate(limits, start=1)
    )
