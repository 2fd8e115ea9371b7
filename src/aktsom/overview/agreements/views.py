"""The pages of the overview of agreements, and the gap report as a tagged PDF and as a sheet."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aktsom.cooperation.agreements.conditions import conditions_in_force
from aktsom.cooperation.agreements.forms import filters_of
from aktsom.cooperation.agreements.listing import chips_of
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.queries import with_places
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.records.listing import portions
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.register.queries import with_places as with_partners
from aktsom.core.actor import Actor
from aktsom.core.audit import record_export
from aktsom.core.countries import country_choices
from aktsom.core.downloads import download
from aktsom.core.errors import NotVisibleError
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.printing import pdf_of, pdf_response
from aktsom.engine.sheets.writing import Value
from aktsom.institutions.models import Institution
from aktsom.institutions.queries import units_to_choose
from aktsom.overview.agreements import gaps
from aktsom.overview.agreements.gaps import HEADINGS, SHORT, Gap
from aktsom.overview.agreements.presenting import lacking_of, missing_in, shown

PRINTED = 200


@require_GET
@signed_in
def overview(request: ActorRequest) -> HttpResponse:
    """Gaps first, then conditions, then where and with whom."""
    return render(request, "overview/agreements.html", {"shown": shown(request.actor)})


@require_GET
@signed_in
def gap(request: ActorRequest, name: str) -> HttpResponse:
    """The agreements that have one gap, narrowed as the list of agreements is."""
    wanted, filters = _gap(name), filters_of(request.actor, request.GET)
    holds = conditions_in_force(request.actor) if wanted in (Gap.LACKS, Gap.UNREAD) else None
    page = page_of(request, gaps.listed_with_gap(request.actor, wanted, filters))
    shown_ones = [row.pk for row in page.object_list] if wanted is Gap.LACKS else []
    lacking = lacking_of(request.actor, holds.library, shown_ones) if holds and shown_ones else {}
    context = {
        "gap": wanted,
        "title": HEADINGS[wanted],
        "are_over": wanted is Gap.LAPSED,
        "unfit": holds.unfit if holds else None,
        "page": page,
        "rows": [(row, lacking.get(row.pk, ())) for row in page.object_list],
        "filters": filters,
        "chips": chips_of(request.actor, filters, request.GET),
        "kinds": Agreement.Kind.choices,
        "countries": country_choices(get_language() or "nb"),
        "units": units_to_choose(request.actor),
    }
    return render(request, "overview/agreement_gap.html", context)


@require_GET
@signed_in
def without_agreement(request: ActorRequest) -> HttpResponse:
    """Cooperation that goes on under no agreement in force."""
    page = page_of(request, gaps.cooperation_without_agreement(request.actor))
    return render(request, "overview/without_agreement.html", {"page": page, "rows": page.object_list})


@require_GET
@signed_in
def report(request: ActorRequest) -> HttpResponse:
    """The gap report for leadership, as a tagged PDF; that it was taken out is on record."""
    content = pdf_of(paper_of(request.actor))
    record_export(request.actor, "agreement gaps", rows=0, details={"as": "pdf"})
    return pdf_response(_("agreement-gaps"), content)


@require_GET
@signed_in
def sheet(request: ActorRequest, form: str) -> HttpResponseBase:
    """The gap report as a sheet: a row for each agreement and gap, then the cooperation without agreement.

    Where the institution's own conditions do not fit the library, the first row says so.
    """
    record_export(
        request.actor, "agreement gaps", rows=sum(gaps.numbers(request.actor)[1].values()), details={"as": form}
    )
    headers = [
        _("Gap"),
        _("Title"),
        _("Kind"),
        _("State"),
        _("Partner"),
        _("Country of the partner"),
        _("Unit"),
        _("Answers for it"),
        _("Last day"),
        _("Missing conditions"),
    ]
    return download(form, _("agreement-gaps"), headers, _rows(request.actor, len(headers)))


def paper_of(actor: Actor) -> str:
    """The page that becomes the PDF: the numbers, each agreement with its gaps and cooperation without one, so many of them."""
    found = shown(actor)
    lacking = lacking_of(actor, found.held_to.library)
    rows, more = gaps.gaps_of(actor, PRINTED)
    places = {row.pk: row.places for row in with_places(row for row, _gaps in rows)}
    without = with_partners(gaps.cooperation_without_agreement(actor)[:PRINTED])
    context = {
        "title": _("What is missing in our agreements"),
        "institution": Institution.objects.get(pk=actor.institution_id or 0),
        "language": get_language() or "nb",
        "shown": found,
        "rows": [(row, _partners(places[row.pk]), missing_in(row, each, lacking)) for row, each in rows],
        "more": more,
        "without": [(row, _partners(row.places)) for row in without],
        "more_without": found.without_agreement - len(without),
        "printed_by": actor.name,
        "printed_at": timezone.now(),
    }
    return render_to_string("overview/agreement_paper.html", context)


def _gap(name: str) -> Gap:
    if name not in [*Gap]:
        raise NotVisibleError
    return Gap(name)


def _rows(actor: Actor, columns: int) -> Iterator[list[Value]]:
    holds = conditions_in_force(actor)
    if holds.unfit:
        yield [str(holds.unfit.said), *[""] * (columns - 1)]
    lacking = lacking_of(actor, holds.library)
    for each in Gap:
        for row in chain.from_iterable(portions(gaps.with_gap(actor, each), with_places)):
            owner = row.owner.user.name if row.owner else ""
            conditions = "; ".join(lacking.get(row.pk, ())) if each is Gap.LACKS else ""
            yield [*_described(str(SHORT[each]), row), owner, row.last_day, conditions]
    without = gaps.cooperation_without_agreement(actor)
    for found in chain.from_iterable(portions(without, with_partners)):
        yield [*_described(_("cooperation without agreement"), found), "", found.ends, ""]


def _described(gap: str, row: Agreement | Cooperation) -> list[Value]:
    """What both have in a sheet."""
    partners = _partners(row.places)
    return [
        gap,
        row.title,
        row.get_kind_display(),
        row.get_state_display(),
        "; ".join(partner.name for partner in partners),
        "; ".join(partner.country for partner in partners),
        str(row.unit.name) if row.unit else "",
    ]


def _partners(places: Iterable[Any]) -> list[Partner]:
    """The partners that stand for those in the places now."""
    return [place.partner.standing for place in places if place.partner]
