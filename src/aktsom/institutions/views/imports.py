"""The pages on which a sheet with units or people is brought in."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.core.downloads import download
from aktsom.core.errors import AktsomError, InvalidError, NotAllowedError
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.sheets import chosen_columns, left_unread, sheet_in
from aktsom.core.visibility import get_visible
from aktsom.engine.sheets.writing import Value
from aktsom.institutions import imports
from aktsom.institutions.models import SheetImport, SheetOutcome
from aktsom.institutions.permissions import may_build
from aktsom.institutions.sheet_rows import Result, told

Outcome = SheetOutcome.Outcome


@require_http_methods(["GET", "POST"])
@signed_in
def start(request: ActorRequest) -> HttpResponse:
    """Upload a sheet, or go on with one."""
    if not may_build(request.actor):
        raise NotAllowedError
    error: AktsomError | None = None
    if request.method == "POST":
        upload = request.FILES.get("sheet")
        try:
            if upload is None:
                raise InvalidError(_("No file was chosen."), remedy=_("Choose a CSV or XLSX file first."))
            batch = imports.upload_structure(
                request.actor, kind=request.POST.get("kind", ""), upload=upload, filename=upload.name or _("sheet")
            )
        except AktsomError as refused:
            error = refused
        else:
            return redirect("institutions:import-batch", batch.pk)
    page = page_of(request, SheetImport.objects.visible_to(request.actor))
    context = {"page": page, "error": error, "kinds": SheetImport.Kind.choices}
    return render(request, "institutions/import_start.html", context, status=error.status if error else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def batch(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """What the sheet would do, with other columns if wanted; or exactly what it did."""
    found = _batch(request, batch_id)
    if request.method == "POST":
        columns = chosen_columns(request.POST, imports.targets_of(found.kind))
        imports.choose_structure_columns(request.actor, batch=found, columns=columns)
        return redirect("institutions:import-batch", found.pk)
    if found.state == SheetImport.State.UPLOADED:
        return _preview(request, found)
    refused = page_of(request, found.outcomes.filter(outcome=Outcome.REFUSED))
    context = {
        "batch": found,
        "counts": _in_words(found.counts),
        "page": refused,
        "refused": [(row.number, list(told(row.problems))) for row in refused.object_list],
        "kept": found.outcomes.filter(outcome=Outcome.KEPT).select_related("unit", "member__user")[:100],
    }
    return render(request, "institutions/import_batch.html", context)


@require_POST
@signed_in
def step(request: ActorRequest, batch_id: UUID, step: str) -> HttpResponse:
    """Import the sheet, or undo it."""
    found = _batch(request, batch_id)
    if step == "run":
        imports.import_structure(request.actor, batch=found)
        messages.success(request, _("The sheet is imported. This is what it did."))
    elif step == "undo":
        imports.undo_structure(request.actor, batch=found)
        messages.success(request, _("The import is undone. What was changed or used since is kept and listed below."))
    else:
        raise Http404
    return redirect("institutions:import-batch", found.pk)


@require_GET
@signed_in
def rejected(request: ActorRequest, batch_id: UUID, form: str) -> HttpResponseBase:
    """The rows that were left out, with the reasons, to correct and upload again."""
    found = _batch(request, batch_id)
    headers = [*found.columns, _("Row in your sheet"), _("Why it was left out")]
    return download(form, _("left-out"), headers, _rejected_rows(found))


@require_GET
@signed_in
def example(request: ActorRequest, kind: str) -> HttpResponseBase:
    """A sheet to start from, in the reader's language."""
    shown = {
        "units": ["100", _("Faculty of Examples"), "Faculty of Examples", ""],
        "members": ["kari.nordmann@example.org", "Kari Nordmann", "100", _("Adviser"), "4711"],
    }.get(kind)
    if shown is None:
        raise Http404
    headers = [target.label for target in imports.targets_of(kind)]
    return download("xlsx", _("example"), headers, [[*shown]])


def _preview(request: ActorRequest, found: SheetImport) -> HttpResponse:
    results: list[Result] = []
    error: AktsomError | None = None
    try:
        results = imports.preview_structure(request.actor, found)
    except InvalidError as refused:
        error = refused
    wrong = [result for result in results if result.outcome == Outcome.REFUSED]
    context = {
        "batch": found,
        "error": error,
        "targets": [(target, found.mapping.get(target.name)) for target in imports.targets_of(found.kind)],
        "columns": list(enumerate(found.columns)),
        "unread": [] if error else left_unread(sheet_in(found.file, found.filename), found.mapping.values()),
        "counts": _in_words(Counter(str(result.outcome) for result in results)),
        "ready": len(results) > len(wrong),
        "wrong": [(result.row.number, list(told(result.problems))) for result in wrong[:100]],
        "first": [(result, Outcome(result.outcome).label) for result in results[:20]],
    }
    return render(request, "institutions/import_preview.html", context)


def _in_words(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(str(outcome.label), counts[outcome.value]) for outcome in Outcome if counts.get(outcome.value)]


def _rejected_rows(found: SheetImport) -> Iterator[list[Value]]:
    width = len(found.columns)
    for row in found.outcomes.filter(outcome=Outcome.REFUSED).iterator(500):
        why = " ".join(f"{said} {value}".strip() for said, value in told(row.problems))
        yield [*row.cells[:width], *[""] * (width - len(row.cells)), row.number, why]


def _batch(request: ActorRequest, batch_id: UUID) -> SheetImport:
    found: SheetImport = get_visible(SheetImport, request.actor, pk=batch_id)
    return found
