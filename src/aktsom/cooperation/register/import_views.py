"""The guided import: upload, choose columns, see what would happen, import, see what happened, undo."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.cooperation.partners.choices import chosen_in
from aktsom.cooperation.register import imports
from aktsom.cooperation.register.models import Cooperation, ImportBatch, ImportedRow
from aktsom.cooperation.register.permissions import may_import, may_register
from aktsom.cooperation.register.preview import preview_of
from aktsom.cooperation.register.sheet_columns import TARGETS
from aktsom.cooperation.register.sheet_files import left_unread, sheet_of
from aktsom.cooperation.register.sheet_rows import Problem
from aktsom.cooperation.register.tasks import check_if_large, import_sheet
from aktsom.core.downloads import download
from aktsom.core.errors import AktsomError, InvalidError, NotAllowedError
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.sheets import chosen_columns
from aktsom.core.visibility import get_visible
from aktsom.engine.sheets.writing import Value

AT_ONCE = 200
State = ImportBatch.State


@require_http_methods(["GET", "POST"])
@signed_in
def start(request: ActorRequest) -> HttpResponse:
    """Upload a sheet, or go on with one."""
    if not may_register(request.actor, {}):
        raise NotAllowedError
    error: AktsomError | None = None
    if request.method == "POST":
        upload = request.FILES.get("sheet")
        try:
            if upload is None:
                raise _no_file()
            batch = imports.upload_sheet(request.actor, upload=upload, filename=upload.name or _("sheet"))
        except AktsomError as refused:
            error = refused
        else:
            check_if_large(request.actor, batch)
            return redirect("register:import-columns", batch.pk)
    page = page_of(request, ImportBatch.objects.visible_to(request.actor).defer("problems"))
    context = {"page": page, "rows": page.object_list, "error": error}
    return render(request, "register/import_start.html", context, status=error.status if error else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def columns(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """Choose the columns, and see what the first rows become."""
    batch = _batch(request, batch_id)
    if batch.state not in (State.UPLOADED, State.MAPPED):
        return redirect("register:import-batch", batch.pk)
    if request.method == "POST":
        batch = imports.choose_columns(
            request.actor,
            batch=batch,
            columns=chosen_columns(request.POST, TARGETS),
            kind=request.POST.get("kind", ""),
            partners=chosen_in(request.POST),
        )
        check_if_large(request.actor, batch)
        return redirect("register:import-columns", batch.pk)
    places = batch.mapping.get("columns", {})
    preview = preview_of(request.actor, batch) if "partner" in places else None
    context = {
        "batch": batch,
        "targets": [(target, places.get(target.name)) for target in TARGETS],
        "columns": list(enumerate(batch.columns)),
        "kinds": Cooperation.Kind.choices,
        "unread": left_unread(sheet_of(batch), places.values()),
        "preview": preview,
        "page": page_of(request, preview.named if preview else ()),
    }
    return render(request, "register/import_columns.html", context)


@require_POST
@signed_in
def run(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """Import: a short sheet at once, a long one in the background."""
    batch = imports.start_import(request.actor, batch=_batch(request, batch_id))
    if batch.rows - batch.done <= AT_ONCE:
        imports.import_rows(request.actor, batch)
    else:
        import_sheet.defer(request.actor, batch_id=str(batch.pk))
        messages.info(request, _("The import runs in the background. You can leave this page."))
    return redirect("register:import-batch", batch.pk)


@require_GET
@signed_in
def batch(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """How far the import is, or exactly what it did."""
    found = _batch(request, batch_id)
    if found.state in (State.UPLOADED, State.MAPPED):
        return redirect("register:import-columns", found.pk)
    rows = found.imported.select_related("cooperation")
    refused = page_of(request, rows.filter(outcome=ImportedRow.Outcome.REFUSED))
    context = {
        "batch": found,
        "page": refused,
        "refused": [(row, [Problem(*each) for each in row.problems]) for row in refused.object_list],
        "kept": rows.filter(outcome=ImportedRow.Outcome.KEPT)[:100],
        "undone": rows.filter(outcome=ImportedRow.Outcome.UNDONE).count(),
        "left": found.rows - found.done,
        "may_import": may_import(request.actor, {"batch": found}),
    }
    return render(request, "register/import_batch.html", context)


@require_POST
@signed_in
def undo(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """Withdraw what the sheet registered."""
    found = imports.undo_import(request.actor, batch=_batch(request, batch_id))
    messages.success(request, _("The import is undone. What was changed since is kept and listed below."))
    return redirect("register:import-batch", found.pk)


@require_GET
@signed_in
def rejected(request: ActorRequest, batch_id: UUID, form: str) -> HttpResponseBase:
    """The rows that were not registered, with the reasons, to correct and upload again."""
    found = _batch(request, batch_id)
    rows = found.imported.filter(outcome=ImportedRow.Outcome.REFUSED)
    headers = [*found.columns, _("Row in your sheet"), _("Why it was not registered")]
    return download(form, _("not-registered"), headers, _rejected_rows(rows.iterator(500), len(found.columns)))


@require_GET
@signed_in
def example(request: ActorRequest) -> HttpResponseBase:
    """A sheet to start from, in the reader's language."""
    headers = [target.label for target in TARGETS]
    shown = {
        "partner": _("University of Examplestad"), "country": "CA", "title": _("Sea ice and ocean heat"),
        "kind": str(Cooperation.Kind.RESEARCH_PROJECT.label), "starts": "1.2.2024", "ends": "2027",
        "state": str(Cooperation.State.ACTIVE.label), "reference": "2024/117",
    }  # fmt: skip
    row: list[Value] = [shown.get(target.name, "") for target in TARGETS]
    return download("xlsx", _("example"), headers, [row])


def _rejected_rows(rows: Iterator[ImportedRow], width: int) -> Iterator[list[Value]]:
    for row in rows:
        problems = [Problem(*each) for each in row.problems]
        why = " ".join(f"{each.column}: {each.advice}" if each.column else str(each.advice) for each in problems)
        cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
        yield [*cells, row.number, why]


def _batch(request: ActorRequest, batch_id: UUID) -> ImportBatch:
    found: ImportBatch = get_visible(ImportBatch, request.actor, pk=batch_id)
    return found


def _no_file() -> AktsomError:
    return InvalidError(_("No file was chosen."), remedy=_("Choose a CSV or XLSX file first."))
