"""What somebody wants to register or change, checked before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.register.areas import area_ids
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.errors import InvalidError, Sentence

FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A cooperation as somebody describes it. Without `unit` it is registered for the unit of whoever registers it."""

    title: str
    kind: str
    partners: tuple[UUID, ...]
    state: str = Cooperation.State.ACTIVE
    unit: UUID | None = None
    contact: UUID | None = None
    starts: date | None = None
    ends: date | None = None
    summary: str = ""
    reference: str = ""
    funding: str = ""
    fields: tuple[str, ...] = ()
    sensitive_access: bool = False


CHANGEABLE = tuple(each.name for each in fields(Draft) if each.name != "partners")
LONGEST = {"title": 500, "reference": 100, "funding": 300, "summary": 20_000}
"""What people type, and how long it may be."""


def typed(argument: str) -> tuple[str, ...]:
    """The parts of an argument that people type, which the log leaves out."""
    return tuple(f"{argument}.{name}" for name in LONGEST)


def check_values(values: Mapping[str, Any]) -> None:
    """Raise `InvalidError` that names every field whose value cannot be used. Only the fields that are there are checked."""
    wrong = {**_texts(values), **_choices(values), **_days(values)}
    if wrong:
        raise InvalidError(fields=wrong)


def _texts(values: Mapping[str, Any]) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {
        name: _("This is too long: at most %(longest)d characters.") % {"longest": longest}
        for name, longest in LONGEST.items()
        if len(values.get(name, "")) > longest
    }
    if "title" in values and not values["title"].strip():
        wrong["title"] = _("Give it a title that colleagues will recognise.")
    return wrong


def _choices(values: Mapping[str, Any]) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {}
    if "kind" in values and values["kind"] not in Cooperation.Kind.values:
        wrong["kind"] = _("Choose what kind of cooperation it is.")
    if "state" in values and values["state"] not in Cooperation.State.values:
        wrong["state"] = _("Choose whether it is planned, active or ended.")
    if set(values.get("fields", ())) - area_ids():
        wrong["fields"] = _("Choose technology areas from the list.")
    return wrong


def _days(values: Mapping[str, Any]) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {
        name: _("Write a year between 1900 and 2100.")
        for name in ("starts", "ends")
        if (day := values.get(name)) and not FIRST_YEAR <= day.year <= LAST_YEAR
    }
    starts, ends = values.get("starts"), values.get("ends")
    if not wrong and starts and ends and ends < starts:
        wrong["ends"] = _("The end is before the start. Correct one of the two.")
    return wrong
