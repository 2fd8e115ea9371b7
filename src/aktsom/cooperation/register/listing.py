"""The list of cooperation as a page and as a sheet: its sentence, its chips, its columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.areas import area_title
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.register.queries import Filters, with_places
from aktsom.cooperation.register.sheet_countries import country_choices
from aktsom.core.actor import Actor
from aktsom.engine.sheets.writing import Value
from aktsom.institutions.models import Unit

PORTION = 500
COLUMNS: tuple[Promise, ...] = (
    gettext_lazy("Title"),
    gettext_lazy("Kind of cooperation"),
    gettext_lazy("State"),
    gettext_lazy("Partner"),
    gettext_lazy("Country of the partner"),
    gettext_lazy("Unit"),
    gettext_lazy("Start"),
    gettext_lazy("End"),
    gettext_lazy("Critical technology areas"),
    gettext_lazy("Funding"),
    gettext_lazy("Reference"),
    gettext_lazy("Registered"),
    gettext_lazy("Address"),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is in use, and the address without it."""

    label: str
    url: str


def chips_of(actor: Actor, filters: Filters, query: QueryDict) -> list[Chip]:
    """One chip for each filter in use."""
    used = {
        "q": f"“{filters.text}”" if filters.text else "",
        "country": dict(country_choices(get_language() or "nb")).get(filters.country, filters.country),
        "unit": named(Unit.objects.visible_to(actor), filters.unit),
        "kind": str(Cooperation.Kind(filters.kind).label) if filters.kind else "",
        "state": str(Cooperation.State(filters.state).label) if filters.state else "",
        "field": area_title(filters.field) if filters.field else "",
        "partner": named(Partner.objects.visible_to(actor), filters.partner),
        "year": str(filters.year or ""),
    }
    return [Chip(label, without(query, name)) for name, label in used.items() if label]


def sentence_of(count: int, chips: list[Chip]) -> str:
    """What is listed, in a sentence."""
    said = ngettext("%(count)d cooperation that you may see", "%(count)d cooperations that you may see", count)
    said = said % {"count": count}
    narrowed = ", ".join(chip.label for chip in chips)
    return _("%(said)s, narrowed to: %(narrowed)s.") % {"said": said, "narrowed": narrowed} if chips else f"{said}."


def sheet_rows(found: QuerySet[Cooperation], root: str) -> Iterator[tuple[Value, ...]]:
    """The rows of the exported sheet, read in portions."""
    for each in _portions(found):
        parties = [party.partner.standing for party in each.places]
        yield (
            each.title,
            each.get_kind_display(),
            each.get_state_display(),
            "; ".join(partner.name for partner in parties),
            "; ".join(partner.country for partner in parties),
            each.unit.name if each.unit else "",
            each.starts,
            each.ends,
            "; ".join(area_title(area) for area in each.fields),
            each.funding,
            each.reference,
            each.registered_at.date(),
            root + reverse("register:detail", args=[each.pk]),
        )


def _portions(found: QuerySet[Cooperation]) -> Iterator[Cooperation]:
    rows = found.iterator(chunk_size=PORTION)
    while portion := list(islice(rows, PORTION)):
        yield from with_places(portion)


def named(rows: QuerySet[Unit] | QuerySet[Partner], key: UUID | None) -> str:
    """What the row with this key is called, "" when there is none."""
    found = rows.filter(pk=key).first() if key else None
    return str(found or "")


def without(query: QueryDict, name: str) -> str:
    """The address without one of its filters, on its first page."""
    left = query.copy()
    left.pop(name, None)
    left.pop("page", None)
    return f"?{left.urlencode()}"
