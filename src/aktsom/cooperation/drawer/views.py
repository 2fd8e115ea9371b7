"""The pages of the bulk import: bring, choose columns, follow, and what became of each file."""

from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.cooperation.agreements.drafts import LANGUAGES
from aktsom.cooperation.agreements.models import Agreement, Document
from aktsom.cooperation.agreements.permissions import may_register
from aktsom.cooperation.drawer import actions, queries
from aktsom.cooperation.drawer.meant import APART, Sought
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.permissions import may_bring_in
from aktsom.cooperation.drawer.preview import preview_of
from aktsom.cooperation.drawer.rows import TARGETS
from aktsom.cooperation.drawer.tasks import put_into_queue
from aktsom.cooperation.partners.choices import chosen_in
from aktsom.core.audit import record_export
from aktsom.core.downloads import download
from aktsom.core.errors import AktsomError, InvalidError
from aktsom.core.http import ActorRequest, only_if, page_of, signed_in, words_of
from aktsom.core.sheets import chosen_columns
from aktsom.engine.sheets.writing import Value

State = Drawer.State


@require_http_methods(["GET", "POST"])
@signed_in
def drawer_list(request: ActorRequest) -> HttpResponse:
    """Choose files and a sheet, and see the drawers so far."""
    error: AktsomError | None = None
    only_if(may_register(request.actor, {}))
    if request.method == "POST":
        files, sheet = request.FILES.getlist("files"), request.FILES.get("sheet")
        try:
            if not files or sheet is None:
                raise InvalidError(_("Choose the files and the sheet."), kept=_("Nothing was registered."))
            drawer = actions.upload_drawer(request.actor, files=files, sheet=sheet)
        except AktsomError as refused:
            error = refused
        else:
            return redirect("drawer:columns", drawer.pk)
    page = page_of(request, queries.drawers(request.actor))
    context = {"page": page, "rows": page.object_list, "error": error}
    return render(request, "drawer/list.html", context, status=error.status if error else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def columns(request: ActorRequest, drawer_id: UUID) -> HttpResponse:
    """Choose the columns, see what fits together, and say what words for kinds and names mean."""
    drawer = queries.drawer_of(request.actor, drawer_id)
    if drawer.state not in (State.UPLOADED, State.MAPPED):
        return redirect("drawer:detail", drawer.pk)
    error: AktsomError | None = None
    if request.method == "POST":
        try:
            actions.choose_columns(
                request.actor,
                drawer=drawer,
                columns=chosen_columns(request.POST, TARGETS),
                kind=request.POST.get("kind", ""),
                partners=chosen_in(request.POST, (APART,)),
                kinds=dict(zip(request.POST.getlist("word"), request.POST.getlist("means"), strict=False)),
            )
        except InvalidError as refused:
            error = refused
        else:
            return redirect(_columns_of(drawer, request.POST))
    return _columns_page(request, drawer, error)


def _columns_of(drawer: Drawer, post: QueryDict) -> str:
    """The page of the columns again; where somebody looks for a partner, with what fits."""
    address, words = reverse("drawer:columns", args=(drawer.pk,)), words_of(post.get("words", ""))
    return f"{address}?{urlencode({'look': post['look'], 'words': words})}#meant" if "look" in post else address


def _columns_page(request: ActorRequest, drawer: Drawer, error: AktsomError | None) -> HttpResponse:
    progress, key = queries.progress_of(request.actor, drawer), request.GET.get("look", "").replace("\x00", "")
    sought = Sought(key, words_of(request.GET.get("words", ""))) if key else None
    preview, aside = preview_of(request.actor, drawer, sought), progress.numbers.get("aside", 0)
    targets = [(target, drawer.mapping.get("columns", {}).get(target.name)) for target in TARGETS]
    context = {
        "drawer": drawer,
        "error": error,
        "found": [each for each in targets if each[0].required or each[1] is not None],
        "without": [each for each in targets if not each[0].required and each[1] is None],
        "columns": list(enumerate(drawer.columns)),
        "kinds": Agreement.Kind.choices,
        "preview": preview,
        "sought": sought,
        "new": page_of(request, preview.new if preview else ()),
        "registered": progress.done - aside,
        "aside": aside,
        "may_bring_in": may_bring_in(request.actor, {"drawer": drawer}),
    }
    return render(request, "drawer/columns.html", context, status=error.status if error else 200)


@require_POST
@signed_in
def run(request: ActorRequest, drawer_id: UUID) -> HttpResponse:
    """Bring it in, in the background."""
    drawer = actions.start(request.actor, drawer=queries.drawer_of(request.actor, drawer_id))
    put_into_queue(request.actor, drawer)
    return redirect("drawer:detail", drawer.pk)


@require_POST
@signed_in
def undo(request: ActorRequest, drawer_id: UUID) -> HttpResponse:
    """Withdraw what came of it, as long as nobody built upon it."""
    drawer = actions.undo(request.actor, drawer=queries.drawer_of(request.actor, drawer_id))
    messages.success(request, _("The drawer is undone."))
    return redirect("drawer:detail", drawer.pk)


@require_POST
@signed_in
def sheet(request: ActorRequest, drawer_id: UUID) -> HttpResponse:
    """Another sheet for the same files."""
    drawer, given = queries.drawer_of(request.actor, drawer_id), request.FILES.get("sheet")
    if given is None:
        raise InvalidError(_("Choose the sheet."))
    actions.give_sheet(request.actor, drawer=drawer, sheet=given)
    return redirect("drawer:columns", drawer.pk)


@require_POST
@signed_in
def discard(request: ActorRequest, drawer_id: UUID) -> HttpResponse:
    """Delete one that was never brought in."""
    actions.discard(request.actor, drawer=queries.drawer_of(request.actor, drawer_id))
    messages.success(request, _("The drawer and its files are deleted. Nothing was registered from it."))
    return redirect("drawer:list")


@require_GET
@signed_in
def detail(request: ActorRequest, drawer_id: UUID) -> HttpResponse:
    """How far it is, and what became of each file, with why."""
    drawer = queries.drawer_of(request.actor, drawer_id)
    if drawer.state in (State.UPLOADED, State.MAPPED):
        return redirect("drawer:columns", drawer.pk)
    outcome = request.GET.get("outcome", "") if request.GET.get("outcome", "") in DrawerItem.Outcome.values else ""
    page = page_of(request, queries.items_of(request.actor, drawer, outcome))
    progress = queries.progress_of(request.actor, drawer)
    brings_in = may_bring_in(request.actor, {"drawer": drawer})
    may_answer = brings_in and drawer.state in (State.DONE, State.STOPPED)
    context = {
        "drawer": drawer,
        "progress": progress,
        "outcome": outcome,
        "outcomes": [each for each in DrawerItem.Outcome.choices if each[0] in (outcome, *progress.numbers)],
        "page": page,
        "rows": [(item, queries.reasons_of(item)) for item in page.object_list],
        "asked": may_answer and any(queries.waits_for_answer(item) for item in page.object_list),
        "may_bring_in": brings_in,
        "may_set_aside": brings_in and drawer.state in actions.RESTING,
        "known": queries.known_to_set_aside(request.actor, drawer),
        "stands_still": queries.stands_still(request.actor, drawer),
        "fetched_again": "HX-Request" in request.headers,
    }
    return render(request, "drawer/detail.html", context)


@require_GET
@signed_in
def export(request: ActorRequest, drawer_id: UUID, form: str) -> HttpResponseBase:
    """What became of each file, as a sheet."""
    drawer = queries.drawer_of(request.actor, drawer_id)
    rows = queries.items_of(request.actor, drawer)
    record_export(request.actor, "drawer", rows=rows.count(), details={"as": form})
    headers = [_("File"), _("Row in your sheet"), _("Outcome"), _("Why"), _("Agreement")]
    return download(form, _("drawer"), headers, _lines(rows.iterator(500)))


@require_GET
@signed_in
def example(request: ActorRequest) -> HttpResponseBase:
    """A sheet to start from, in the reader's language: a row with all its cells, and a row for each other kind."""
    first = {
        "title": _("Sea ice and ocean heat"), "signed": "1.2.2024", "starts": "1.2.2024",
        "ends": "31.1.2027", "notice": "6", "renewal": "12",
        "state": str(Agreement.State.SIGNED.label), "value": "500 000", "currency": "NOK", "law": "CA",
        "language": str(LANGUAGES["en"]), "paper": str(Document.Kind.AGREEMENT.label),
    }  # fmt: skip
    rows: list[list[Value]] = []
    for number, kind in enumerate(Agreement.Kind, 1):
        named = {"file": f"avtale-{number:03d}.pdf", "kind": str(kind.label)}
        shown = named | {"partner": _("University of Examplestad"), "country": "CA"} | (first if number == 1 else {})
        rows.append([shown.get(target.name, "") for target in TARGETS])
    return download("xlsx", _("example"), [target.label for target in TARGETS], rows)


def _lines(items: Iterator[DrawerItem]) -> Iterator[list[Value]]:
    for item in items:
        why = queries.why_in_words(item)
        title = item.agreement.title if item.agreement else ""
        yield [item.file, item.row, item.get_outcome_display(), why, title]
