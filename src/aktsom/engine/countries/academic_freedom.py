"""The academic freedom index by country, from the V-Dem Institute's CSV (variable v2xca_academ, 0 to 1)."""

import csv
import io
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pycountry

from aktsom.engine.errors import EngineError
from aktsom.engine.wording import Sentence, Words, place_in_file, said

VARIABLE = "v2xca_academ"
TREND_YEARS = 5

_COLUMNS = ("country_text_id", "year", VARIABLE)
_EARLIEST, _LATEST = 1789, 2200

_OTHER_CODES = {"XKX": "XK", "PSE": "PS", "PSG": None, "SML": None, "ZZB": None, "DDR": None, "YMD": None, "VDR": None}
"""V-Dem's own codes. Those without ISO country (Gaza apart from the West Bank, Somaliland, Zanzibar, states that are
no more) belong to no country of ours and are reported."""


class IndexFileError(EngineError):
    """The index file cannot be used at all."""


@dataclass(frozen=True, slots=True)
class IndexProblem:
    """A row that was left out, with its place in the file (`row` counts lines from 1) and the reason."""

    file: str
    row: int
    column: str
    reason: Words

    def __str__(self) -> str:
        """One line of English for a person."""
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """One line for a person."""
        place = place_in_file(self.file, self.row, self.column)
        return said("{place}: {reason} The row is left out.", place=place, reason=self.reason)


@dataclass(frozen=True, slots=True)
class AcademicFreedom:
    """The index of one country (ISO 3166-1 alpha-2). `series` holds (year, value), oldest first.

    `change_5y` is the latest value less the value five years before, rounded to three decimals as published; None when
    that year is missing.
    """

    country: str
    value: float
    year: int
    change_5y: float | None
    series: tuple[tuple[int, float], ...]


Row = tuple[str, int, float]


def read_academic_freedom(path: Path, problems: Callable[[IndexProblem], None]) -> Mapping[str, AcademicFreedom]:
    """The index by country. Rows that cannot be used go to `problems`; raises IndexFileError for an unusable file."""
    series: dict[str, dict[int, float]] = {}
    for row, (country, year, value) in _rows(path, problems):
        years = series.setdefault(country, {})
        if year in years:
            problems(
                IndexProblem(path.name, row, "year", said("{country} has {year} twice.", country=country, year=year))
            )
        else:
            years[year] = value
    if not series:
        raise IndexFileError(said("No row can be used."), place=path.name, remedy=said("Fetch the file again."))
    return MappingProxyType({country: _summary(country, years) for country, years in sorted(series.items())})


def _summary(country: str, years: Mapping[int, float]) -> AcademicFreedom:
    latest = max(years)
    before = years.get(latest - TREND_YEARS)
    return AcademicFreedom(
        country=country,
        value=years[latest],
        year=latest,
        change_5y=None if before is None else round(years[latest] - before, 3),
        series=tuple(sorted(years.items())),
    )


def _rows(path: Path, problems: Callable[[IndexProblem], None]) -> Iterator[tuple[int, Row]]:
    reader = csv.DictReader(io.StringIO(_text(path), newline=""))
    try:
        missing = [name for name in _COLUMNS if name not in (reader.fieldnames or [])]
        if missing:
            raise IndexFileError(
                said("The columns {missing} are missing.", missing=", ".join(missing)),
                place=place_in_file(path.name, 1),
                remedy=said("Fetch it again."),
            )
        for fields in reader:
            read = _row(fields)
            if isinstance(read, tuple) and len(read) == 3:
                yield reader.line_num, read
            elif isinstance(read, _Trouble):
                problems(IndexProblem(path.name, reader.line_num, read.column, read.reason))
    except csv.Error as cause:
        place = place_in_file(path.name, reader.line_num)
        raise IndexFileError(
            said("The row is no CSV ({reason}).", reason=str(cause)), place=place, remedy=said("Fetch it again.")
        ) from cause


@dataclass(frozen=True, slots=True)
class _Trouble:
    column: str
    reason: Words


def _row(fields: Mapping[str | None, object]) -> Row | _Trouble:
    if None in fields or any(fields.get(name) is None for name in _COLUMNS):
        return _Trouble("country_text_id", said("The row has not as many fields as the heading."))
    code, year, value = (str(fields[name]).strip() for name in _COLUMNS)
    country = _alpha_2(code)
    if country is None:
        return _Trouble("country_text_id", said("“{code}” is no country of ISO 3166.", code=code[:20]))
    if not (year.isascii() and year.isdecimal() and len(year) == 4 and _EARLIEST <= int(year) <= _LATEST):
        return _Trouble("year", said("“{text}” is no year.", text=year[:20]))
    number = _number(value)
    if number is None:
        return _Trouble(VARIABLE, said("“{value}” is no number from 0 to 1.", value=value[:20]))
    return country, int(year), number


def _alpha_2(code: str) -> str | None:
    if code in _OTHER_CODES:
        return _OTHER_CODES[code]
    country = pycountry.countries.get(alpha_3=code) if len(code) == 3 else None
    return str(country.alpha_2) if country else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and 0 <= number <= 1 else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as cause:
        raise IndexFileError(
            said("It cannot be read ({reason}).", reason=cause.strerror),
            place=path.name,
            remedy=said("Fetch it again."),
        ) from cause
    except UnicodeDecodeError as cause:
        raise IndexFileError(said("It is not UTF-8 text."), place=path.name, remedy=said("Fetch it again.")) from cause
