"""The list of agreements, its sheets, what was withdrawn, and the examples that people's judgements make."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aktsom.cooperation.agreements import queries
from aktsom.cooperation.agreements.conditions import condition_title, conditions_in_force
from aktsom.cooperation.agreements.examples import as_lines, judged
from aktsom.cooperation.agreements.forms import filters_of
from aktsom.cooperation.agreements.listing import (
    CHECKED,
    COLUMNS,
    COMPLETE,
    FLAGGED,
    RUNNING,
    chips_of,
    counted,
    sheet_rows,
)
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.permissions import LOOK_AFTER, may_register, may_set_conditions
from aktsom.cooperation.records import pages
from aktsom.cooperation.records.forms import sort_of
from aktsom.core.audit import record_export
from aktsom.core.duties import Duty
from aktsom.core.http import ActorRequest, only_if, signed_in


@require_GET
@signed_in
def agreement_list(request: ActorRequest) -> HttpResponse:
    """All agreements that the person may see, narrowed by the address."""
    actor = request.actor
    filters, sort = filters_of(actor, request.GET), sort_of(request.GET)
    found, chips = queries.listed(actor, filters, sort), chips_of(actor, filters, request.GET)
    context = pages.list_context(request, Agreement, found, filters, sort, chips, counted)
    rows, holds = list(context["rows"]), conditions_in_force(actor)
    lacks, library = queries.lacking(rows), holds.library
    context |= {
        "rows": [(row, lacks.get(row.pk), row.pk in lacks) for row in rows],
        "unfit": holds.unfit,
        "conditions": [(each, condition_title(library, each)) for each in library.conditions],
        "checked": CHECKED.items(),
        "complete": COMPLETE.items(),
        "flagged": FLAGGED.items(),
        "running": RUNNING.items(),
        "may_register": may_register(actor, {}),
        "may_set_conditions": may_set_conditions(actor, {}),
        "sees_all": actor.holds(*LOOK_AFTER, Duty.LEADERSHIP),
    }
    return render(request, "agreements/list.html", context)


@require_GET
@signed_in
def export(request: ActorRequest, form: str) -> HttpResponseBase:
    """The filtered list as a sheet."""
    filters = filters_of(request.actor, request.GET)
    found = queries.agreements(request.actor, filters, sort_of(request.GET))
    sheet = pages.Sheet("agreements", _("agreements"), COLUMNS, sheet_rows)
    return pages.exported(request, form, found, filters, sheet)


@require_GET
@signed_in
def examples(request: ActorRequest) -> HttpResponse:
    """What people said of findings, one JSON object in a line, to measure and mend the check with."""
    only_if(may_set_conditions(request.actor, {}))
    found = judged(request.actor)
    if not (rows := found.count()):
        messages.info(request, _("Nobody has confirmed or corrected a finding yet, so there is nothing to save."))
        return redirect("agreements:list")
    record_export(request.actor, "judged findings", rows=rows)
    answer = HttpResponse(b"".join(as_lines(found)), content_type="application/x-ndjson")
    answer["Content-Disposition"] = 'attachment; filename="judged-findings.jsonl"'
    return answer


@require_GET
@signed_in
def withdrawn_list(request: ActorRequest) -> HttpResponse:
    """What was withdrawn and can be restored."""
    return pages.withdrawn_page(request, Agreement, "agreements/withdrawn.html")
