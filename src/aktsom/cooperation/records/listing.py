"""The list of a register as a page and as a sheet: its chips, its sentence, its rows read in portions."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.records.models import Record
from aktsom.cooperation.records.queries import Filters
from aktsom.core.actor import Actor
from aktsom.core.countries import country_choices
from aktsom.institutions.models import Unit

RecordT = TypeVar("RecordT", bound=Record)
PORTION = 500
SORT_NAMES = (
    ("newest", gettext_lazy("Newest first")),
    ("title", gettext_lazy("By title")),
    ("kind", gettext_lazy("By kind")),
    ("unit", gettext_lazy("By unit")),
    ("starts", gettext_lazy("Latest start first")),
    ("ends", gettext_lazy("Earliest end first")),
)
"""How the orders of a list are called."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is in use, and the address without it."""

    label: str
    url: str


def chips_of(actor: Actor, model: Any, filters: Filters, query: QueryDict, own: Mapping[str, str] = {}) -> list[Chip]:
    """One chip for each filter in use; `own` are the labels of those that only this register has."""
    used = {
        "q": _("“%(text)s”") % {"text": filters.text} if filters.text else "",
        "country": dict(country_choices(get_language() or "nb")).get(filters.country, filters.country),
        "unit": _named(Unit.objects.visible_to(actor), filters.unit),
        "kind": str(model.Kind(filters.kind).label) if filters.kind else "",
        "state": str(model.State(filters.state).label) if filters.state else "",
        "partner": _named(Partner.objects.visible_to(actor), filters.partner),
        **own,
    }
    return [Chip(label, _without(query, name)) for name, label in used.items() if label]


def sentence_of(said: str, chips: list[Chip]) -> str:
    """What is listed, in a sentence: `said`, and to what it is narrowed."""
    narrowed = ", ".join(chip.label for chip in chips)
    return _("%(said)s, narrowed to: %(narrowed)s.") % {"said": said, "narrowed": narrowed} if chips else f"{said}."


def portions(
    found: QuerySet[RecordT], with_places: Callable[[Iterable[RecordT]], list[RecordT]]
) -> Iterator[list[RecordT]]:
    """All rows, for a sheet, so many at a time."""
    rows = found.iterator(chunk_size=PORTION)
    while portion := with_places(islice(rows, PORTION)):
        yield portion


def _named(rows: QuerySet[Unit] | QuerySet[Partner], key: UUID | None) -> str:
    """What the row with this key is called, "" when there is none."""
    found = rows.filter(pk=key).first() if key else None
    return str(found or "")


def _without(query: QueryDict, name: str) -> str:
    """The address without one of its filters, on its first page."""
    left = query.copy()
    left.pop(name, None)
    left.pop("page", None)
    return f"?{left.urlencode()}"
