"""One's own data, and the record of processing, for every member."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.visibility import get_visible
from aktsom.engine.sheets import csv_lines
from aktsom.institutions.models import Member
from aktsom.protection.personal_data import actions
from aktsom.protection.personal_data.exporting import SHOWN_ON_PAGE, numbers_about, sections_about
from aktsom.protection.personal_data.forms import AskForm
from aktsom.protection.personal_data.models import RightsRequest
from aktsom.protection.personal_data.persons import person_of
from aktsom.protection.personal_data.record import activities, addition_of, additions, as_json, columns, sheet_rows


@require_http_methods(["GET", "POST"])
@signed_in
def mine(request: ActorRequest) -> HttpResponse:
    """What is kept about me, why, on which ground and until when; and a form to ask for something."""
    form, status = AskForm(request.POST or None), 200
    if request.method == "POST":
        if form.is_valid():
            given = form.cleaned_data
            actions.ask(request.actor, kind=RightsRequest.Kind(given["kind"]), text=given["text"])
            messages.success(request, _("The data protection officer has your request, and answers within a month."))
            return redirect("personal-data:mine")
        status = 422
    member = get_visible(Member, request.actor, pk=request.actor.member_id)
    own = RightsRequest.objects.visible_to(request.actor).filter(member=member).order_by("-received_on")
    person, wanted = person_of(member), request.GET.get("show", "")
    opened = (
        list(sections_about(person, int(wanted))) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else []
    )
    context = {
        "sections": numbers_about(person),
        "opened": opened[0] if opened else None,
        "page": page_of(request, own, 10),
        "form": form,
        "shown": SHOWN_ON_PAGE,
    }
    return render(request, "personal_data/mine.html", context, status=status)


@require_POST
@signed_in
def download(request: ActorRequest) -> HttpResponse:
    """Everything that is kept about me, as a ZIP file."""
    member = get_visible(Member, request.actor, pk=request.actor.member_id)
    return zip_answer(actions.export_person(request.actor, member=member), "aktsom-my-data.zip")


@require_GET
@signed_in
def record(request: ActorRequest) -> HttpResponse:
    """The record of processing, as a page, JSON or CSV."""
    wanted = request.GET.get("format")
    if wanted == "json":
        answer: HttpResponse = JsonResponse(
            as_json(request.actor), json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
    elif wanted == "csv":
        answer = HttpResponse("".join(csv_lines(columns(), sheet_rows())), content_type="text/csv; charset=utf-8")
    else:
        context = {
            "activities": activities(),
            "additions": additions(addition_of(request.actor)),
            "may_edit": actions.may_answer(request.actor, {}),
        }
        return render(request, "personal_data/record.html", context)
    answer["Content-Disposition"] = f'attachment; filename="record-of-processing.{wanted}"'
    return answer


def zip_answer(content: bytes, name: str) -> HttpResponse:
    """A ZIP file to keep."""
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
