"""The rows as a sheet: CSV or XLSX, with where each thing was seen and what each flag rests on."""

import io
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from aktsom.appraisal.models import COOPERATION, TIE
from aktsom.appraisal.queries import FlagView, flags_of
from aktsom.core.actor import Actor
from aktsom.engine.sheets import csv_lines, write_xlsx
from aktsom.overview import wording
from aktsom.overview.models import Row

Value = str | int | date | None


class Format(StrEnum):
    """The kinds of sheet."""

    CSV = "csv"
    XLSX = "xlsx"


def write_export(actor: Actor, rows: "QuerySet[Row]", language: str, as_format: Format) -> bytes:
    """The rows as a whole file. Formulas in names cannot run, which the writer sees to."""
    with translation.override(language):
        lines = list(_lines(actor, rows))
        if as_format == Format.CSV:
            return "".join(csv_lines(_columns(), lines)).encode()
        file = io.BytesIO()
        write_xlsx(file, _columns(), lines, title=_("Overview"))
        return file.getvalue()


def _columns() -> list[str]:
    return [
        _("Institution"), _("Registered or seen"), _("Title"), _("Kind"), _("Partners"), _("Country codes"), _("Countries"),
        _("Unit"), _("Critical technology areas"), _("First year"), _("Last year"), _("Publications"), _("Projects"),
        _("Heaviest flag"), _("Flags"), _("Reasons"), _("What the flags rest on"), _("Newest source date"), _("Seen in"),
        _("Date of the record"),
    ]  # fmt: skip


def _lines(actor: Actor, rows: "QuerySet[Row]") -> Iterator[Sequence[Value]]:
    found = list(rows.select_related("home", "unit"))
    public = [row for row in found if row.institution_id is None]
    own = [row for row in found if row.institution_id is not None]
    flags = flags_of(Actor.system("overview"), TIE, [row.tie_id for row in public if row.tie_id])
    flags |= flags_of(actor, TIE, [row.tie_id for row in own if row.tie_id])
    flags |= flags_of(actor, COOPERATION, [row.cooperation_id for row in own if row.cooperation_id])
    for row in found:
        subject = row.tie_id or row.cooperation_id
        yield _line(row, flags[subject] if subject else [])


def _line(row: Row, flags: list[FlagView]) -> Sequence[Value]:
    return [
        row.home.name_en if wording.language() == "en" else row.home.name_nb,
        wording.state("registered" if row.is_registered else "seen"),
        row.title,
        wording.kind(row.kind),
        "; ".join(row.partner_names),
        ", ".join(row.countries),
        ", ".join(map(wording.country, row.countries)),
        row.unit.name if row.unit else "",
        ", ".join(map(wording.area, row.fields)),
        row.first_year,
        row.last_year,
        row.works or None,
        row.projects or None,
        wording.weight(flags[0].weight) if flags else "",
        "; ".join(wording.said(flag.title) for flag in flags),
        " ".join(wording.said(flag.reason) for flag in flags),
        "; ".join(_sources(flags)),
        max(
            (date.fromisoformat(fact.source_date) for flag in flags for fact in flag.facts if fact.source_date),
            default=None,
        ),
        _seen_in(row),
        row.source_date,
    ]


def _sources(flags: list[FlagView]) -> list[str]:
    said = [f"{fact.source} ({fact.source_date or '–'})" for flag in flags for fact in flag.facts]
    return list(dict.fromkeys(said))


def _seen_in(row: Row) -> str:
    if row.is_registered:
        return _("the institution's register")
    places = [_("publications"), _("EU projects")]
    return ", ".join(place for place, number in zip(places, (row.works, row.projects), strict=True) if number)
