"""What a check found, what people say of it, and the conditions that agreements are held against."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.cooperation.agreements import queries
from aktsom.cooperation.agreements.checking import judge_finding
from aktsom.cooperation.agreements.condition_example import EXAMPLE
from aktsom.cooperation.agreements.conditions import (
    conditions_in_force,
    own_conditions,
    own_version,
    own_versions,
    set_conditions,
    written_in,
)
from aktsom.cooperation.agreements.models import ClauseCheck, Finding
from aktsom.cooperation.agreements.permissions import may_set_conditions
from aktsom.cooperation.agreements.presenting import check_context, conditions_shown
from aktsom.cooperation.agreements.tasks import have_checked
from aktsom.core.audit import record_read
from aktsom.core.errors import AktsomError, ConflictError
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.visibility import get_visible


@require_POST
@signed_in
def start(request: ActorRequest, agreement_id: UUID, version_id: UUID) -> HttpResponse:
    """Have a file checked, or checked again."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    version = queries.version_of(request.actor, agreement, version_id)
    waiting = have_checked(request.actor, agreement, version)
    return redirect("agreements:check", agreement.pk, waiting.pk)


@require_GET
@signed_in
def check(request: ActorRequest, agreement_id: UUID, check_id: UUID) -> HttpResponse:
    """How far the check is, and what it found: condition by condition, with the passage and why."""
    actor, agreement = request.actor, queries.agreement_of(request.actor, agreement_id)
    found = get_visible(ClauseCheck, actor, pk=check_id, agreement=agreement)
    record_read(actor, agreement)
    template = "agreements/check_body.html" if request.headers.get("HX-Request") else "agreements/check.html"
    return render(request, template, check_context(actor, agreement, found, request.GET.get("open", "")))


@require_POST
@signed_in
def judge(request: ActorRequest, agreement_id: UUID, finding_id: UUID) -> HttpResponse:
    """Confirm a finding, correct it, or take that back. When somebody else was quicker, both are shown and nothing is lost."""
    actor, agreement = request.actor, queries.agreement_of(request.actor, agreement_id)
    finding = get_visible(Finding, actor, pk=finding_id, agreement=agreement)
    verdict = finding.verdict if "confirm" in request.POST else request.POST.get("verdict", "")
    said = {name: request.POST.get(name, "") for name in ("note", "place")}
    seen = request.POST.get("seen")
    try:
        judge_finding(actor, agreement=agreement, finding=finding, verdict=verdict, seen=seen, **said)
    except ConflictError as error:
        typed = {"finding": finding.pk, "error": error, "verdict": verdict, **said}
        context = check_context(actor, agreement, finding.clause_check, finding.condition) | {"conflict": typed}
        return render(request, "agreements/check.html", context, status=error.status)
    messages.success(request, _("Kept.") if verdict else _("Taken back."))
    address = redirect("agreements:check", agreement.pk, finding.clause_check_id)
    address["Location"] += f"?open={finding.condition}#{finding.condition}"
    return address


@require_http_methods(["GET", "POST"])
@signed_in
def conditions(request: ActorRequest) -> HttpResponse:
    """The framework conditions with their wordings; those who look after them can add the institution's own."""
    actor = request.actor
    own, error, status = own_conditions(actor), "", 200
    text, number = (own.text, own.number) if own else ("", 0)
    if request.method == "POST":
        text, seen = request.POST.get("text", ""), request.POST.get("number", "")
        try:
            set_conditions(actor, text=text, number=int(seen) if seen.isdecimal() and len(seen) < 10 else -1)
        except AktsomError as refused:
            reasons = getattr(refused, "fields", {})
            error, status = " ".join(map(str, reasons.values())) or str(refused), refused.status
        else:
            messages.success(request, _("The conditions are in force. Checks from now on go by them."))
            return redirect("agreements:conditions")
    holds = conditions_in_force(actor)
    library = holds.library
    context = {
        "library": library,
        "shown": conditions_shown(library, (get_language() or "nb")[:2]),
        "text": text,
        "number": number,
        "error": error,
        "unfit": holds.unfit,
        "opened": request.GET.get("open", ""),
        "example": EXAMPLE,
        "may_set": may_set_conditions(actor, {}),
    }
    return render(request, "agreements/conditions.html", context, status=status)


@require_GET
@signed_in
def own_text(request: ActorRequest, text_number: int) -> HttpResponse:
    """What the institution's own conditions say or said: one text of them, who put it in force and when, and all others."""
    actor, own = request.actor, own_version(request.actor, text_number)
    library, names = written_in(own)
    page = page_of(request, own_versions(actor))
    context = {
        "own": own,
        "following": own_versions(actor).filter(number__gt=own.number).last(),
        "shown": [each for each in conditions_shown(library, (get_language() or "nb")[:2]) if each["id"] in names],
        "page": page,
        "rows": page.object_list,
    }
    return render(request, "agreements/own_conditions.html", context)
