"""The pages on which people decide, hand over, step aside, appeal, and see to measures."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aktsom.appraisal.deciding import actions
from aktsom.appraisal.deciding.forms import DecisionForm, lines_for, people_for, wanted_in
from aktsom.appraisal.deciding.measures import complete_measure
from aktsom.appraisal.deciding.permissions import may_act
from aktsom.appraisal.dossier.presenting import dossier_of
from aktsom.appraisal.models import Appraisal, Measure
from aktsom.appraisal.queries import appraisal_of
from aktsom.appraisal.stepping import uuid_of
from aktsom.appraisal.watch.actions import go_through_again, reopen_after_incident
from aktsom.appraisal.way import words
from aktsom.appraisal.work.queries import measures_for, notes_for_me
from aktsom.core.audit import record_read
from aktsom.core.errors import AktsomError, ConflictError, NotAllowedError
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.visibility import get_visible


@require_http_methods(["GET", "POST"])
@signed_in
def decide(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """The matter, what was found, what would help, and the decision with its reason."""
    row = _mine_to_decide(request, appraisal_id)
    data = request.POST if request.method == "POST" else None
    form, lines = DecisionForm(data), lines_for(row, data)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            actions.decide(
                request.actor,
                appraisal=row,
                version=int(request.POST["version"]) if request.POST.get("version", "").isdecimal() else 0,
                outcome=words.Outcome(chosen["outcome"]),
                reason=chosen["reason"],
                measures=wanted_in(lines),
                until=chosen["until"],
            )
        except AktsomError as error:
            explain(form, error)
            row = appraisal_of(request.actor, row.pk)
        else:
            messages.success(request, _("Your decision is on record, and whoever asked can read it."))
            return redirect("appraisal:detail", row.pk)
    record_read(request.actor, row)
    context = {
        "row": row,
        "dossier": dossier_of(request.actor, row),
        "form": form,
        "lines": lines,
        "people": people_for(row, lines),
    }
    return render(request, "appraisal/decide.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def hand_over(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """The dossier is ready."""
    row = appraisal_of(request.actor, appraisal_id)
    actions.hand_over(request.actor, appraisal=row, note=request.POST.get("note", ""))
    messages.success(request, _("The dossier is handed over."))
    return redirect("appraisal:detail", row.pk)


@require_POST
@signed_in
def send_back(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """More is wanted before a decision."""
    row = appraisal_of(request.actor, appraisal_id)
    actions.send_back(request.actor, appraisal=row, reason=request.POST.get("reason", ""))
    messages.success(request, _("The adviser looks at it again."))
    return redirect("appraisal:detail", row.pk)


@require_POST
@signed_in
def step_aside(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Somebody else decides."""
    row = appraisal_of(request.actor, appraisal_id)
    actions.step_aside(request.actor, appraisal=row)
    messages.success(request, _("Thank you for saying so. Somebody else takes over."))
    return redirect("appraisal:detail", row.pk)


@require_POST
@signed_in
def appeal(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Whoever asked does not agree."""
    row = appraisal_of(request.actor, appraisal_id)
    actions.appeal(request.actor, appraisal=row, reason=request.POST.get("reason", ""))
    messages.success(request, _("Somebody else looks at it anew."))
    return redirect("appraisal:detail", row.pk)


@require_POST
@signed_in
def again(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """The cooperation changes: its owner goes through the answers again."""
    row = appraisal_of(request.actor, appraisal_id)
    go_through_again(request.actor, appraisal=row, reason=request.POST.get("reason", ""))
    messages.success(request, _("It is open again. Go through the answers, and send it in."))
    return redirect("appraisal:detail", row.pk)


@require_POST
@signed_in
def incident(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Something happened: the leader looks at it again."""
    row = appraisal_of(request.actor, appraisal_id)
    reopen_after_incident(request.actor, appraisal=row, what=request.POST.get("what", ""))
    messages.success(request, _("It is open again, and the leader is asked."))
    return redirect("appraisal:detail", row.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def measures(request: ActorRequest) -> HttpResponse:
    """One's own measures, and the field to say what shows that one is done."""
    if request.method == "POST":
        measure = get_visible(Measure, request.actor, pk=uuid_of(request.POST.get("measure", "")))
        complete_measure(request.actor, measure=measure, shown_by=request.POST.get("shown_by", ""))
        messages.success(request, _("The measure is done, with what shows it."))
        return redirect("appraisal:measures")
    page = page_of(request, measures_for(request.actor))
    return render(request, "appraisal/measures.html", {"page": page, "rows": page.object_list})


@require_http_methods(["GET", "POST"])
@signed_in
def notes(request: ActorRequest) -> HttpResponse:
    """Several that wait though nothing heavier than a note was found: approved together, with one reason."""
    offered = notes_for_me(request.actor)
    if request.method == "POST":
        chosen = [row for row in offered if str(row.pk) in request.POST.getlist("appraisal")]
        done, refused = _approve(request, chosen)
        if done:
            messages.success(request, _("Approved: %(n)d.") % {"n": done})
        for said in refused:
            messages.error(request, said)
        return redirect("appraisal:notes")
    return render(request, "appraisal/notes.html", {"rows": offered})


def _approve(request: ActorRequest, chosen: list[Appraisal]) -> tuple[int, list[str]]:
    """Each is decided by itself, so that one that is refused keeps none of the others back."""
    refused: list[str] = []
    for row in chosen:
        try:
            actions.approve_note(request.actor, appraisal=row, reason=request.POST.get("reason", ""))
        except (ConflictError, NotAllowedError) as error:
            refused.append(f"{row.title}: {error}")
    return len(chosen) - len(refused), refused


def _mine_to_decide(request: ActorRequest, appraisal_id: UUID) -> Appraisal:
    row = appraisal_of(request.actor, appraisal_id)
    if row.matter.state not in words.DECIDING or not may_act(request.actor, {"appraisal": row}):
        raise NotAllowedError(
            _("It is not your turn."), remedy=_("The page of the appraisal says whose turn it is, and why.")
        )
    return row
