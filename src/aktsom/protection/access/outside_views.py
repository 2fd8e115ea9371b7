"""The pages for door and identity systems: take out who may enter, bring in who can, and see the differences."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aktsom.core.errors import AktsomError, NotAllowedError
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, signed_in
from aktsom.protection.access import outside, queries
from aktsom.protection.access.forms import UploadForm
from aktsom.protection.access.permissions import looks_after

FILES = {"csv": ("text/csv; charset=utf-8", "csv"), "scim": ("application/scim+json", "json")}


@require_GET
@signed_in
def export(request: ActorRequest, compartment_id: UUID, form: str) -> HttpResponse:
    """Who can enter, as CSV or SCIM 2.0."""
    if form not in FILES:
        raise Http404
    compartment = queries.compartment_of(request.actor, compartment_id)
    content = outside.export_grants(request.actor, compartment=compartment, form=form)
    kind, ending = FILES[form]
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="access.{ending}"'}
    )


@require_http_methods(["GET", "POST"])
@signed_in
def there(request: ActorRequest, compartment_id: UUID) -> HttpResponse:
    """What the door or system says, next to what is granted here."""
    compartment = queries.compartment_of(request.actor, compartment_id)
    if not looks_after(request.actor, compartment):
        raise NotAllowedError
    form, status = UploadForm(), 200
    if request.method == "POST":
        form, status = UploadForm(request.POST, request.FILES), 422
        if form.is_valid():
            try:
                outside.bring_in(request.actor, compartment=compartment, upload=form.cleaned_data["upload"])
                messages.success(request, _("The file is read. Nothing was changed by it."))
                return redirect("access:there", compartment.pk)
            except AktsomError as error:
                status = explain(form, error)
    state = queries.latest_state(request.actor, compartment)
    found = queries.differences(request.actor, compartment, state) if state else []
    context = {
        "compartment": compartment,
        "form": form,
        "state": state,
        "page": Paginator(found, 50).get_page(request.GET.get("page")),
    }
    return render(request, "access/there.html", context, status=status)
