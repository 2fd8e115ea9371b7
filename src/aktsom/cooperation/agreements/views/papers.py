"""The files of an agreement: added, and handed out to be saved."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aktsom.cooperation.agreements import queries
from aktsom.cooperation.agreements.checking import start_check
from aktsom.cooperation.agreements.forms import PaperForm
from aktsom.cooperation.agreements.papers import add_document
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.presenting import page_context, papers_to_choose
from aktsom.cooperation.agreements.storing import only_if
from aktsom.cooperation.agreements.tasks import check_paper
from aktsom.cooperation.register.forms import uuid_of
from aktsom.core.audit import record_read
from aktsom.core.errors import AktsomError
from aktsom.core.files import served
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, signed_in

CHECKED_AT_ONCE = ("agreement", "draft", "returned", "amendment")


@require_POST
@signed_in
def add(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Add a file; an agreement, a draft or an amendment is checked right away."""
    actor, agreement = request.actor, queries.agreement_of(request.actor, agreement_id)
    only_if(may_change(actor, {"agreement": agreement}))
    form = PaperForm(papers_to_choose(agreement), request.POST, request.FILES)
    status = 422
    if form.is_valid():
        given = form.cleaned_data
        try:
            version = add_document(
                actor,
                agreement=agreement,
                upload=given["file"],
                kind=given["kind"],
                document=uuid_of(given["document"]),
                note=given["note"],
            )
        except AktsomError as error:
            status = explain(form, error)
        else:
            if version.document.kind not in CHECKED_AT_ONCE:
                messages.success(request, _("The file is kept."))
                return redirect("agreements:detail", agreement.pk)
            waiting = start_check(actor, agreement=agreement, version=version)
            check_paper.defer(actor, check_id=str(waiting.pk))
            return redirect("agreements:check", agreement.pk, waiting.pk)
    return render(request, "agreements/detail.html", page_context(actor, agreement, paper=form), status=status)


@require_GET
@signed_in
def paper(request: ActorRequest, agreement_id: UUID, version_id: UUID) -> FileResponse:
    """A file, to save."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    version = queries.version_of(request.actor, agreement, version_id)
    record_read(request.actor, agreement)
    return served(version.file, version.filename, version.content_type, version.digest)
