"""The list of cooperation as a page and as a sheet: how many, its own filters, its columns."""

from collections.abc import Iterator
from itertools import chain

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from aktsom.cooperation.records import listing as records
from aktsom.cooperation.records.listing import Chip, portions
from aktsom.cooperation.register.areas import area_title
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.register.queries import Filters, with_places
from aktsom.core.actor import Actor
from aktsom.engine.sheets.writing import Value

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


def chips_of(actor: Actor, filters: Filters, query: QueryDict) -> list[Chip]:
    """One chip for each filter in use."""
    own = {"field": area_title(filters.field) if filters.field else "", "year": str(filters.year or "")}
    return records.chips_of(actor, Cooperation, filters, query, own)


def counted(count: int) -> str:
    """How many there are, in words."""
    said = ngettext("%(count)d cooperation that you may see", "%(count)d cooperations that you may see", count)
    return said % {"count": count}


def sheet_rows(found: QuerySet[Cooperation], root: str) -> Iterator[tuple[Value, ...]]:
    """The rows of the exported sheet, read in portions."""
    for each in chain.from_iterable(portions(found, with_places)):
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
