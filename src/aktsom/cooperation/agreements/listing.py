"""The list of agreements as a page and as a sheet: how many, its own filters, its columns."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aktsom.cooperation.agreements.conditions import condition_title, library_of
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.queries import Filters, lacking, with_places
from aktsom.cooperation.records import listing as records
from aktsom.cooperation.records.listing import Chip, portions
from aktsom.core.actor import Actor
from aktsom.engine.sheets.writing import Value

CHECKED = {"yes": gettext_lazy("checked"), "no": gettext_lazy("not checked")}
COMPLETE = {
    "yes": gettext_lazy("no required condition is missing"),
    "no": gettext_lazy("a required condition is missing or contradicted"),
}
FLAGGED = {"yes": gettext_lazy("a partner with a concern"), "no": gettext_lazy("no partner with a concern")}
RUNNING = {"yes": gettext_lazy("runs today"), "no": gettext_lazy("does not run today")}
COLUMNS: tuple[Promise, ...] = (
    gettext_lazy("Title"),
    gettext_lazy("Kind of agreement"),
    gettext_lazy("State"),
    gettext_lazy("Partner"),
    gettext_lazy("Country of the partner"),
    gettext_lazy("Unit"),
    gettext_lazy("First day"),
    gettext_lazy("Last day"),
    gettext_lazy("Notice, in months"),
    gettext_lazy("Notice, in days"),
    gettext_lazy("Renews itself for so many months"),
    gettext_lazy("Required conditions that are missing or contradicted"),
    gettext_lazy("Reference"),
    gettext_lazy("Address"),
)


def chips_of(actor: Actor, filters: Filters, query: QueryDict) -> list[Chip]:
    """One chip for each filter in use."""
    own = {
        "lacks": _conditioned(actor, _("lacks or contradicts: %(condition)s"), filters.lacks),
        "meets": _conditioned(actor, _("meets: %(condition)s"), filters.meets),
        "complete": str(COMPLETE.get(filters.complete, "")),
        "checked": str(CHECKED.get(filters.checked, "")),
        "flagged": str(FLAGGED.get(filters.flagged, "")),
        "running": str(RUNNING.get(filters.running, "")),
    }
    return records.chips_of(actor, Agreement, filters, query, own)


def counted(count: int) -> str:
    """How many there are, in words."""
    said = ngettext("%(count)d agreement that you may see", "%(count)d agreements that you may see", count)
    return said % {"count": count}


def sheet_rows(found: QuerySet[Agreement], root: str) -> Iterator[tuple[Value, ...]]:
    """The rows of the exported sheet, read in portions."""
    for portion in portions(found, with_places):
        lacks = lacking(portion)
        for each in portion:
            partners = [party.partner.standing for party in each.places if party.partner]
            yield (
                each.title,
                each.get_kind_display(),
                each.get_state_display(),
                "; ".join(partner.name for partner in partners),
                "; ".join(partner.country for partner in partners),
                each.unit.name if each.unit else "",
                each.starts,
                each.last_day,
                each.notice_months,
                each.notice_days,
                each.renewal_months,
                lacks.get(each.pk),
                each.reference,
                root + reverse("agreements:detail", args=[each.pk]),
            )


def _conditioned(actor: Actor, said: str, condition: str) -> str:
    return said % {"condition": condition_title(library_of(actor), condition)} if condition else ""
