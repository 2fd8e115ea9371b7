"""The list of agreements, its sheets, what was withdrawn, and the examples that people's judgements make."""

from dataclasses import asdict

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aktsom.cooperation.agreements import queries
from aktsom.cooperation.agreements.conditions import condition_title, library_of
from aktsom.cooperation.agreements.examples import as_lines, judged
from aktsom.cooperation.agreements.forms import filters_of, sort_of
from aktsom.cooperation.agreements.listing import COLUMNS, chips_of, sentence_of, sheet_rows
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.permissions import may_register, may_set_conditions
from aktsom.cooperation.register.queries import units_to_choose
from aktsom.cooperation.register.sheet_countries import country_choices
from aktsom.core.audit import record_export
from aktsom.core.downloads import download
from aktsom.core.errors import NotAllowedError
from aktsom.core.http import ActorRequest, page_of, signed_in


@require_GET
@signed_in
def agreement_list(request: ActorRequest) -> HttpResponse:
    """All agreements that the person may see, narrowed by the address."""
    actor = request.actor
    filters, sort = filters_of(request.GET), sort_of(request.GET)
    page = page_of(request, queries.listed(actor, filters, sort))
    rows = list(page.object_list)
    lacks = queries.lacking(rows)
    chips = chips_of(actor, filters, request.GET)
    library = library_of(actor)
    context = {
        "page": page,
        "rows": [(row, lacks.get(row.pk)) for row in rows],
        "filters": filters,
        "sort": sort,
        "chips": chips,
        "sentence": sentence_of(page.paginator.count, chips),
        "kinds": Agreement.Kind.choices,
        "states": Agreement.State.choices,
        "countries": country_choices(get_language() or "nb"),
        "units": units_to_choose(actor),
        "conditions": [(each, condition_title(library, each)) for each in library.conditions],
        "may_register": may_register(actor, {}),
        "may_set_conditions": may_set_conditions(actor, {}),
    }
    return render(request, "agreements/list.html", context)


@require_GET
@signed_in
def export(request: ActorRequest, form: str) -> HttpResponseBase:
    """The filtered list as a sheet."""
    filters = filters_of(request.GET)
    found = queries.agreements(request.actor, filters, sort_of(request.GET))
    narrowed = [name for name, value in asdict(filters).items() if value]
    record_export(request.actor, "agreements", rows=found.count(), details={"as": form, "narrowed by": narrowed})
    return download(form, _("agreements"), COLUMNS, sheet_rows(found, request.build_absolute_uri("/").rstrip("/")))


@require_GET
@signed_in
def examples(request: ActorRequest) -> HttpResponse:
    """What people said of findings, one JSON object in a line, to measure and mend the check with."""
    if not may_set_conditions(request.actor, {}):
        raise NotAllowedError
    found = judged(request.actor)
    record_export(request.actor, "judged findings", rows=found.count())
    answer = HttpResponse(b"".join(as_lines(found)), content_type="application/x-ndjson")
    answer["Content-Disposition"] = 'attachment; filename="judged-findings.jsonl"'
    return answer


@require_GET
@signed_in
def withdrawn_list(request: ActorRequest) -> HttpResponse:
    """What was withdrawn and can be restored."""
    page = page_of(request, queries.withdrawn(request.actor))
    return render(request, "agreements/withdrawn.html", {"page": page, "rows": page.object_list})
