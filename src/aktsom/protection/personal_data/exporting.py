"""Everything that is kept about a person, as a page to read and as JSON for a program, in one ZIP file (GDPR art. 15, 20)."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.db.models import Count, Model, QuerySet, Value
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aktsom.core.personal import Declaration, Held
from aktsom.institutions.models import Member
from aktsom.protection.personal_data.persons import Person, everything_about
from aktsom.protection.personal_data.wording import how_long, which_ground
from aktsom.protection.personal_data.words import word_of

SHOWN_ON_PAGE = 20
LANGUAGES = ("nb", "en")


@dataclass(frozen=True, slots=True)
class Section:
    """One thing held about a person: its place among all, its declaration, how many rows, and their names and values."""

    place: int
    declaration: Declaration
    held: Held
    number: int
    rows: list[dict[str, Any]]

    @property
    def readable(self) -> list[dict[str, Any]]:
        """The rows with the names of fields as people call them, without what is empty and without the person themselves."""
        themselves = self.held.whose.path
        return [
            {
                word_of(name): self._said(name, value)
                for name, value in row.items()
                if name != themselves and value not in (None, "", [], {})
            }
            for row in self.rows
        ]

    def _said(self, name: str, value: Any) -> Any:
        """A value as people read it."""
        choices = getattr(self.declaration.model._meta.get_field(name), "flatchoices", ())
        if choices:
            return dict(choices).get(value, value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "DATETIME_FORMAT")
        return date_format(value, "DATE_FORMAT") if isinstance(value, date) else value

    @property
    def kept(self) -> str:
        """For how long, in words."""
        return how_long(self.held.kept)

    @property
    def ground(self) -> str:
        """The legal ground, in words with its article."""
        return which_ground(self.held)


def sections_about(person: Person, only: int | None = None) -> Iterator[Section]:
    """What is held about the person, thing by thing; things without rows are left out.

    With `only`, just the thing of that number, as `numbers_about` counts them, and its first rows.
    """
    for place, (declaration, held, rows) in enumerate(everything_about(person)):
        if only is None or only == place:
            found = list(_with_names(rows, held).order_by("pk")[: None if only is None else SHOWN_ON_PAGE])
            if found:
                yield Section(place, declaration, held, len(found), [_values(row, held) for row in found])


def numbers_about(person: Person) -> list[Section]:
    """How much is held about the person, thing by thing, without the rows themselves: one query for all."""
    everything = list(everything_about(person))
    counts = [
        rows.order_by()
        .annotate(numbered=Value(place))
        .values("numbered")
        .annotate(counted=Count("pk"))
        .values_list("numbered", "counted")
        for place, (_declaration, _held, rows) in enumerate(everything)
        if not rows.query.is_empty()
    ]
    numbers = dict(counts[0].union(*counts[1:], all=True)) if counts else {}
    return [Section(place, *everything[place][:2], number, []) for place, number in sorted(numbers.items()) if number]


def export_of(person: Person, institution: str) -> bytes:
    """A ZIP with `data.json` and, in each language, a page to read without a network."""
    sections = list(sections_about(person))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", orjson.dumps(_as_json(sections, institution), option=orjson.OPT_INDENT_2))
        for language in LANGUAGES:
            with translation.override(language):
                context = {"sections": sections, "person": person, "institution": institution, "now": timezone.now()}
                archive.writestr(f"data-{language}.html", render_to_string("personal_data/export.html", context))
    return file.getvalue()


def _as_json(sections: list[Section], institution: str) -> dict[str, Any]:
    with translation.override("en"):
        return {
            "institution": institution,
            "exported_at": timezone.now().isoformat(),
            "sections": [
                {
                    "model": section.declaration.label,
                    "what": str(section.held.what),
                    "purpose": section.held.purpose.value,
                    "ground": section.held.ground.value,
                    "kept": section.kept,
                    "recipients": [each.value for each in section.held.recipients],
                    "rows": [{name: _plain(value) for name, value in row.items()} for row in section.rows],
                }
                for section in sections
            ],
        }


def _with_names(rows: "QuerySet[Model]", held: Held) -> "QuerySet[Model]":
    """With the rows that these point at, by whose words they are shown."""
    fields = [rows.model._meta.get_field(name) for name in held.fields]
    linked = [field for field in fields if field.is_relation and field.concrete]
    people = [f"{field.name}__user" for field in linked if field.related_model is Member]
    return rows.select_related(*people, *(field.name for field in linked))


def _values(row: Model, held: Held) -> dict[str, Any]:
    return {name: getattr(row, name) for name in held.fields}


def _plain(value: Any) -> Any:
    """A value that JSON can hold; another row by its own words."""
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
