"""A row of a sheet as a cooperation: what each cell says, and what is wrong with it in words that help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from aktsom.cooperation.register.areas import area_titles
from aktsom.cooperation.register.drafts import FIRST_YEAR, LAST_YEAR
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.countries import code_of_country
from aktsom.engine.sheets import Row, read_date

_KIND_WORDS = {
    "prosjekt": "research-project", "project": "research-project", "forskning": "research-project",
    "research": "research-project", "forskningsprosjekt": "research-project", "forskningssamarbeid": "research-project",
    "oppdrag": "commissioned-research", "oppdragsforskning": "commissioned-research", "gave": "funding",
    "donation": "funding", "funding": "funding", "utdanning": "joint-education", "education": "joint-education",
    "fellesgrad": "joint-education", "joint degree": "joint-education", "utveksling": "student-exchange",
    "exchange": "student-exchange", "studentutveksling": "student-exchange", "exchange agreement": "student-exchange",
    "utvekslingsavtale": "student-exchange", "mobilitet": "outgoing-mobility", "mobility": "outgoing-mobility",
    "gjesteforsker": "visiting-researcher", "visit": "visiting-researcher", "ansettelse": "appointment",
    "talentprogram": "talent-programme", "data": "data-sharing", "infrastruktur": "infrastructure",
    "infrastructure": "infrastructure", "lisens": "licensing", "licence": "licensing", "konferanse": "event",
    "conference": "event", "mou": "memorandum", "intensjonsavtale": "memorandum", "avtale": "memorandum",
    "agreement": "memorandum", "rammeavtale": "memorandum", "memorandum of understanding": "memorandum",
}  # fmt: skip
_STATE_WORDS = {
    "planlagt": "planned", "aktiv": "active", "pågår": "active", "ongoing": "active", "løpende": "active",
    "avsluttet": "ended", "utløpt": "ended", "expired": "ended", "finished": "ended", "ferdig": "ended",
}  # fmt: skip
PROBLEMS: dict[str, Promise] = {
    "partner-missing": _("No partner is named. Write its name."),
    "partner-uncertain": _("Several organisations may be meant. Choose which one under “Partners in this sheet”."),
    "partner-elsewhere": _(
        "We know one of this name in another country. Choose which one is meant under “Partners in this sheet”, or correct the "
        "country."
    ),
    "partner-common": _(
        "Many organisations are called so. Write the country or the full name, or choose who is meant under “Partners in this "
        "sheet”."
    ),
    "country-unknown": _(
        "This is no country that we know. Write its name in English or Norwegian, or its two-letter code."
    ),
    "countries-differ": _("There is not one country for each partner. Write them in the same order, with “;” between."),
    "kind-missing": _("The kind of cooperation is not said. Fill it in, or choose a kind for all such rows."),
    "kind-unknown": _("This is no kind of cooperation that we know. Use a word from the example sheet."),
    "state-unknown": _("Write planned, active or ended."),
    "unit-unknown": _("Your institution has no unit of this name. Use its name as it is here."),
    "unit-not-yours": _("You can register for your own unit, not for this one. Ask its leader."),
    "date-unknown": _("This is no date. Write it as 25.2.2022 or 2022-02-25, or only the year."),
    "ends-first": _("The end is before the start. Correct one of the two."),
    "field-unknown": _("This is no critical technology area that we know. Use a word from the example sheet."),
    "contact-unknown": _(
        "Nobody in your institution has this e-mail address, nor has exactly one colleague this name. Write an address, empty"
        " the cell, or do not use the column."
    ),
    "too-long": _("This is too long. Shorten it."),
    "extra-cells": _("There are more cells than columns. Is a separator inside a text without quotation marks?"),
    "refused": _("It could not be registered."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a row: in which column, why (a key of `PROBLEMS`), and what stands there."""

    column: str
    code: str
    value: str = ""

    @property
    def advice(self) -> Promise | str:
        """What is wrong and what to do."""
        return PROBLEMS.get(self.code, self.code)


@dataclass(slots=True)
class ReadRow:
    """A row once its cells are understood; it can be registered when it has no problems.

    With `has_one_country` one country stands there for several partners.
    """

    number: int
    cells: tuple[str, ...]
    title: str = ""
    kind: str = ""
    state: str = Cooperation.State.ACTIVE
    partners: list[tuple[str, str]] = field(default_factory=list)
    has_one_country: bool = False
    unit: str = ""
    contact: str = ""
    starts: date | None = None
    ends: date | None = None
    fields: tuple[str, ...] = ()
    reference: str = ""
    funding: str = ""
    summary: str = ""
    problems: list[Problem] = field(default_factory=list)


class RowReader:
    """Reads rows with the columns that somebody chose; `kind` is for rows that do not say theirs."""

    def __init__(self, columns: list[str], places: Mapping[str, int], kind: str = "") -> None:
        self.columns, self.places, self.kind = columns, places, kind

    def read(self, row: Row) -> ReadRow:
        """What the row says."""
        read = ReadRow(row.number, row.cells + row.extra)
        if row.extra:
            read.problems.append(Problem("", "extra-cells", "; ".join(row.extra)[:200]))
        self._texts(row, read)
        self._partners(row, read)
        self._choices(row, read)
        self._days(row, read)
        read.title = read.title or ", ".join(name for name, _country in read.partners)[:500]
        return read

    def _cell(self, row: Row, name: str) -> str:
        place = self.places.get(name)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def _wrong(self, read: ReadRow, name: str, code: str, value: str = "") -> None:
        place = self.places.get(name)
        column = self.columns[place] if place is not None and place < len(self.columns) else ""
        read.problems.append(Problem(column, code, value[:200]))

    def _texts(self, row: Row, read: ReadRow) -> None:
        for name, longest in (("title", 500), ("reference", 100), ("funding", 300), ("summary", 20_000)):
            text = self._cell(row, name)
            setattr(read, name, text)
            if len(text) > longest:
                self._wrong(read, name, "too-long", text)
        read.unit, read.contact = self._cell(row, "unit"), self._cell(row, "contact")

    def _partners(self, row: Row, read: ReadRow) -> None:
        names, countries = _split(self._cell(row, "partner")), _split(self._cell(row, "country"))
        if not names:
            self._wrong(read, "partner", "partner-missing")
        if len(countries) not in (0, 1, len(names)):
            self._wrong(read, "country", "countries-differ", self._cell(row, "country"))
            return
        codes = [self._country(read, text) for text in countries] or [""]
        read.partners = [(name, codes[place % len(codes)]) for place, name in enumerate(names)]
        read.has_one_country = len(countries) == 1 < len(names)

    def _country(self, read: ReadRow, text: str) -> str:
        code = code_of_country(text)
        if code is None:
            self._wrong(read, "country", "country-unknown", text)
        return code or ""

    def _choices(self, row: Row, read: ReadRow) -> None:
        kind, state = self._cell(row, "kind"), self._cell(row, "state")
        read.kind = _kinds().get(kind.casefold(), "") if kind else self.kind
        if not read.kind:
            self._wrong(read, "kind", "kind-unknown" if kind else "kind-missing", kind)
        if state:
            read.state = _states().get(state.casefold(), "")
            if not read.state:
                self._wrong(read, "state", "state-unknown", state)
        areas = [(text, _areas().get(text.casefold(), "")) for text in _split(self._cell(row, "fields"))]
        for text, area in areas:
            if not area:
                self._wrong(read, "fields", "field-unknown", text)
        read.fields = tuple(dict.fromkeys(area for _text, area in areas if area))

    def _days(self, row: Row, read: ReadRow) -> None:
        read.starts = self._day(row, read, "starts")
        read.ends = self._day(row, read, "ends")
        if read.starts and read.ends and read.ends < read.starts:
            self._wrong(read, "ends", "ends-first", self._cell(row, "ends"))

    def _day(self, row: Row, read: ReadRow, name: str) -> date | None:
        text = self._cell(row, name)
        try:
            day = read_date(text, last=name == "ends")
        except ValueError:
            day = date.min
        if day is None or FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
        self._wrong(read, name, "date-unknown", text)
        return None


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.replace("|", ";").split(";") if part.strip()]


@cache
def _kinds() -> dict[str, str]:
    return {**_KIND_WORDS, **_labels(Cooperation.Kind.choices)}


@cache
def _states() -> dict[str, str]:
    return {**_STATE_WORDS, **_labels(Cooperation.State.choices)}


@cache
def _areas() -> dict[str, str]:
    titled = {title.casefold(): area for area, titles in area_titles().items() for title in titles.values()}
    return titled | {area: area for area in area_titles()}


def _labels(choices: Sequence[tuple[str, object]]) -> dict[str, str]:
    words: dict[str, str] = {}
    for language in ("nb", "en"):
        with override(language):
            words |= {str(label).casefold(): value for value, label in choices}
    return words | {value: value for value, _label in choices}
