"""The files of an agreement: added, and handed out to be saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aktsom.cooperation.agreements import queries
from aktsom.cooperation.agreements.checking import CHECKED_AT_ONCE
from aktsom.cooperation.agreements.forms import PaperForm
from aktsom.cooperation.agreements.models import Agreement, Document, DocumentVersion, Finding
from aktsom.cooperation.agreements.papers import add_document
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.presenting import READABLE, page_context, page_shown
from aktsom.cooperation.agreements.tasks import have_checked, have_compared
from aktsom.cooperation.agreements.withdrawing import file_to_hand_out
from aktsom.core.actor import Actor
from aktsom.core.audit import record_read
from aktsom.core.errors import AktsomError, BusyError, InvalidError, spoken
from aktsom.core.files import path_of, served
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, only_if, signed_in, uuid_of
from aktsom.engine.papers.images import page_image
from aktsom.engine.papers.types import PaperError

LAST_PAGE = 100_000
PATIENCE_SECONDS = 5
_drawing = Lock()
"""A web process has one page drawn at a time: it takes much memory, and its few threads are for everybody."""


@require_POST
@signed_in
def add(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Add a file; an agreement, a draft or an amendment is checked right away, and what came back is compared."""
    actor, agreement = request.actor, queries.agreement_of(request.actor, agreement_id)
    only_if(may_change(actor, {"agreement": agreement}))
    form = PaperForm(queries.versions_of(agreement), request.POST, request.FILES)
    status = 422
    if form.is_valid():
        given, paper = form.cleaned_data, form.paper
        try:
            version = add_document(
                actor,
                agreement=agreement,
                upload=given["file"],
                kind=paper.kind if paper else given["kind"],
                document=paper.pk if paper else None,
                note=given["note"],
            )
        except AktsomError as error:
            status = explain(form, error)
        else:
            if version.document.kind not in CHECKED_AT_ONCE:
                messages.success(request, _("The file is kept."))
                return redirect("agreements:detail", agreement.pk)
            waiting = have_checked(actor, agreement, version)
            return _compared(actor, agreement, version) or redirect("agreements:check", agreement.pk, waiting.pk)
    return render(request, "agreements/detail.html", page_context(actor, agreement, paper=form), status=status)


def _compared(actor: Actor, agreement: Agreement, version: DocumentVersion) -> HttpResponse | None:
    """What came back is compared with our latest draft, if there is one."""
    readable = [each for each in queries.versions_of(agreement) if each.content_type in READABLE]
    sent = next((each for each in readable if each.document.kind == Document.Kind.DRAFT), None)
    if version.document.kind != Document.Kind.RETURNED or version not in readable or sent is None:
        return None
    comparison = have_compared(actor, agreement, sent, version)
    return redirect("agreements:comparison", agreement.pk, comparison.pk)


@require_GET
@signed_in
def paper(request: ActorRequest, agreement_id: UUID, version_id: UUID) -> FileResponse:
    """A file, to save."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    version = file_to_hand_out(request.actor, agreement, version_id)
    record_read(request.actor, agreement)
    return served(version.file, version.filename, version.content_type, version.digest)


@require_GET
@signed_in
def page(request: ActorRequest, agreement_id: UUID, version_id: UUID, page_number: int) -> HttpResponse:
    """A page of a PDF as a picture, with the passages of a finding marked on it and beside it."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    version = queries.version_of(request.actor, agreement, version_id)
    finding = Finding.objects.visible_to(request.actor).filter(
        pk=uuid_of(request.GET.get("finding", "")), agreement=agreement
    )
    record_read(request.actor, agreement)
    context = {"agreement": agreement, "version": version, "number": page_number}
    return render(
        request, "agreements/page.html", context | page_shown(request.actor, version, finding.first(), page_number)
    )


@require_GET
@signed_in
def image(request: ActorRequest, agreement_id: UUID, version_id: UUID, page_number: int) -> HttpResponse:
    """The picture itself, drawn here: nothing of the file reaches the browser."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    version = queries.version_of(request.actor, agreement, version_id)
    record_read(request.actor, agreement)
    try:
        with _turn():
            drawn = page_image(path_of(version.file, version.digest), min(page_number, LAST_PAGE))
    except PaperError as error:
        raise InvalidError(spoken(error.message), remedy=spoken(error.remedy)) from error
    answer = HttpResponse(drawn, content_type="image/png")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


@contextmanager
def _turn() -> Iterator[None]:
    """Nobody else has a page drawn meanwhile. Raises `BusyError` when that takes too long."""
    if not _drawing.acquire(timeout=PATIENCE_SECONDS):
        raise BusyError
    try:
        yield
    finally:
        _drawing.release()
