"""The pages on which an institution adapts the handbook."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aktsom.appraisal.adapting import actions, queries
from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.models.adapting import HandbookChange
from aktsom.core.errors import InvalidError
from aktsom.core.http import ActorRequest, page_of, signed_in

# What stands in the page as a pattern to begin from; a test applies it.
EXAMPLE = """version: 1
about: We weigh one flag heavier, and do not ask about another.
rules:
  - {rule: partner.research-concern, weight: serious}
  - {rule: partner.new-without-record, off: true, reason: We work with new companies every day.}
guides:
  - kind: infrastructure
    drop: [{ask: period, reason: The booking system knows it.}]
"""


@require_http_methods(["GET", "POST"])
@signed_in
def handbook_page(request: ActorRequest) -> HttpResponse:
    """By which rules the institution goes, what was proposed, and the field for a new proposal."""
    error, text = None, ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        text = upload.read(600_000).decode("utf-8", "replace") if upload else request.POST.get("text", "")
        try:
            change = actions.propose(request.actor, text=text)
        except InvalidError as refused:
            error = refused
        else:
            return redirect("appraisal:handbook-change", change.pk)
    page = page_of(request, queries.changes(request.actor))
    book = handbook_of(request.actor.institution_id)
    context = {
        "page": page,
        "rows": page.object_list,
        "version": book.version,
        "rules": len(book.rules.rules),
        "may_propose": actions.may_propose(request.actor, {}),
        "error": error,
        "text": text,
        "example": EXAMPLE,
        "questions": book.questions.values(),
    }
    return render(request, "appraisal/handbook.html", context, status=error.status if error else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def handbook_change(request: ActorRequest, change_id: UUID) -> HttpResponse:
    """One change: what is unsound, what it loosens, what it would have done to last year's appraisals, and the decision."""
    actor, change = request.actor, queries.change_of(request.actor, change_id)
    if request.method == "POST" and request.POST.get("step") == "take":
        actions.take_into_effect(actor, change=change)
        messages.success(request, _("The institution goes by it from now on."))
        return redirect("appraisal:handbook")
    if request.method == "POST":
        actions.drop(actor, change=change)
        messages.success(request, _("The proposal is dropped."))
        return redirect("appraisal:handbook")
    proposed = change.state == HandbookChange.State.PROPOSED
    effect, unfit = queries.effect_or_why_not(actor, change)
    context = {
        "change": change,
        "effect": effect,
        "unsound": effect.unsound if effect else (),
        "moved": effect.moved[: queries.SHOWN] if effect else (),
        "unfit": unfit,
        "may_take": proposed and actions.may_take(actor, {"change": change}),
        "may_drop": proposed and actions.may_propose(actor, {}),
    }
    return render(request, "appraisal/handbook_change.html", context)
