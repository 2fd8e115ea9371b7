"""The pages of the overview."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from aktsom.appraisal.queries import rules_in_force
from aktsom.core.compiled import Rows
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.knowledge.sources.queries import freshness_now
from aktsom.overview import wording
from aktsom.overview.actions import export_overview, last_visit
from aktsom.overview.countries import what_is_known
from aktsom.overview.exporting import Format
from aktsom.overview.filters import MINE, SECTOR, Chosen, read_chosen
from aktsom.overview.pictures import pictures_of
from aktsom.overview.presenting import chips_of, choices_of, lines_of, scope_url
from aktsom.overview.queries import Listed, news_since, page_of_rows, totals_of, with_flags
from aktsom.overview.requirements import coverage_of

FIRST_LOOK = 4
PAGE_SIZE = 10
TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@signed_in
def index(request: ActorRequest) -> HttpResponseBase:
    """All cooperation across borders at a glance, and the list behind it."""
    chosen = read_chosen(request.GET)
    before = last_visit(request.actor)
    news = news_since(request.actor, before) if before else None
    return render(request, "overview/index.html", {**_picture(request, chosen), "news": news})


@require_safe
@signed_in
def country(request: ActorRequest, code: str) -> HttpResponseBase:
    """What is known about one country, and the cooperation there."""
    chosen = read_chosen(request.GET)
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        raise Http404
    chosen = Chosen(scope=chosen.scope, country=code.upper())
    view, known = what_is_known(request.actor, chosen.country)
    context = _picture(request, chosen) | {"code": chosen.country, "view": view, "known": known}
    return render(request, "overview/country.html", context)


@require_safe
@signed_in
def export(request: ActorRequest, as_format: str) -> HttpResponseBase:
    """The filtered rows as a file."""
    chosen = read_chosen(request.GET)
    wanted = Format(as_format)
    language = wording.language()
    content = export_overview(request.actor, chosen=chosen, language=get_language() or language, as_format=wanted)
    name = "overview" if language == "en" else "oversikt"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{wanted.value}"'}
    return HttpResponse(content, content_type=TYPES[wanted], headers=headers)


@require_safe
@signed_in
def rules(request: ActorRequest) -> HttpResponseBase:
    """The rules in force, in plain words."""
    return render(request, "overview/rules.html", {"rules": rules_in_force(request.actor)})


@require_safe
@signed_in
def coverage(request: ActorRequest) -> HttpResponseBase:
    """The requirements one by one, with what the product shows for each."""
    return render(request, "overview/requirements.html", {"coverage": coverage_of(request.actor)})


def _picture(request: ActorRequest, chosen: Chosen) -> dict[str, Any]:
    totals = totals_of(request.actor, chosen)
    pictures = pictures_of(request.actor, chosen, totals)
    chips = chips_of(request.actor, chosen, pictures)
    page = page_of(request, Rows(lambda: totals.rows, partial(page_of_rows, request.actor, chosen)), PAGE_SIZE)
    listed = list(page.object_list)
    # The list begins with the heaviest, so the first page holds them. The list itself needs no more than their weight.
    heaviest = [row for row in listed if row.rank > 0][:FIRST_LOOK] if page.number == 1 else []
    return {
        "chosen": chosen,
        "totals": totals,
        "pictures": pictures,
        "chips": chips,
        "choices": choices_of(chosen, pictures),
        "page": page,
        "lines": lines_of(chosen, (Listed(row, []) for row in listed)),
        "heaviest": lines_of(chosen, with_flags(request.actor, chosen, heaviest)),
        "sentence": wording.sentence(chosen, totals, [chip.label for chip in chips]),
        "scope_urls": {MINE: scope_url(chosen, MINE), SECTOR: scope_url(chosen, SECTOR)},
        "clear": Chosen(scope=chosen.scope).query(),
        "freshness": freshness_now(request.actor),
        "heavier_url": chosen.query(weight="concern"),
    }
