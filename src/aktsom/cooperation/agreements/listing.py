"""The list of agreements as a page and as a sheet: its sentence, its chips, its columns."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from aktsom.cooperation.agreements.conditions import condition_title, library_of
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.queries import Filters, lacking, with_places
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.listing import Chip, named, without
from aktsom.cooperation.register.sheet_countries import country_choices
from aktsom.core.actor import Actor
from aktsom.engine.sheets.writing import Value
from aktsom.institutions.models import Unit

PORTION = 500
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
    gettext_lazy("Required conditions that are missing"),
    gettext_lazy("Reference"),
    gettext_lazy("Address"),
)


def chips_of(actor: Actor, filters: Filters, query: QueryDict) -> list[Chip]:
    """One chip for each filter in use."""
    checked = {"yes": _("checked"), "no": _("not checked")}
    used = {
        "q": f"“{filters.text}”" if filters.text else "",
        "country": dict(country_choices(get_language() or "nb")).get(filters.country, filters.country),
        "unit": named(Unit.objects.visible_to(actor), filters.unit),
        "kind": str(Agreement.Kind(filters.kind).label) if filters.kind else "",
        "state": str(Agreement.State(filters.state).label) if filters.state else "",
        "partner": named(Partner.objects.visible_to(actor), filters.partner),
        "lacks": _lacks(actor, filters.lacks) if filters.lacks else "",
        "checked": checked.get(filters.checked, ""),
    }
    return [Chip(label, without(query, name)) for name, label in used.items() if label]


def sentence_of(count: int, chips: list[Chip]) -> str:
    """What is listed, in a sentence."""
    said = ngettext("%(count)d agreement that you may see", "%(count)d agreements that you may see", count)
    said = said % {"count": count}
    narrowed = ", ".join(chip.label for chip in chips)
    return _("%(said)s, narrowed to: %(narrowed)s.") % {"said": said, "narrowed": narrowed} if chips else f"{said}."


def sheet_rows(found: QuerySet[Agreement], root: str) -> Iterator[tuple[Value, ...]]:
    """The rows of the exported sheet, read in portions."""
    rows = found.iterator(chunk_size=PORTION)
    while portion := with_places(islice(rows, PORTION)):
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
                each.ends_on or each.ends,
                each.notice_months,
                each.notice_days,
                each.renewal_months,
                lacks.get(each.pk),
                each.reference,
                root + reverse("agreements:detail", args=[each.pk]),
            )


def _lacks(actor: Actor, condition: str) -> str:
    return _("lacks: %(condition)s") % {"condition": condition_title(library_of(actor), condition)}
