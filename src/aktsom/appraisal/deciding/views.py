"""The pages on which people decide, hand over, step aside, appeal, and see to measures."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
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
from aktsom.core.actor import Actor
from aktsom.core.audit import record_read
from aktsom.core.errors import AktsomError, ConflictError, NotAllowedError, Sentence
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.visibility import get_visible


@require_http_methods(["GET", "POST"])
@signed_in
def decide(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """The matter, what was found, what would help, and the decision with its reason."""
    row = _mine_to_decide(request, appraisal_id)
    data = request.POST if request.method == "POST" else None
    form, lines = DecisionForm(data, has_begun=actions.has_begun(row)), lines_for(row, data)
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


def _one_step(take: Callable[[Actor, Appraisal, QueryDict], object], told: Sentence) -> Callable[..., HttpResponseBase]:
    """The address behind a button on the page of an appraisal: it takes one step, and says so on that page."""

    @require_POST
    @signed_in
    def step(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
        row = appraisal_of(request.actor, appraisal_id)
        take(request.actor, row, request.POST)
        messages.success(request, str(told))
        return redirect("appraisal:detail", row.pk)

    return step


hand_over = _one_step(
    lambda actor, row, said: actions.hand_over(actor, appraisal=row, note=said.get("note", "")),
    gettext_lazy("The dossier is handed over."),
)
send_back = _one_step(
    lambda actor, row, said: actions.send_back(actor, appraisal=row, reason=said.get("reason", "")),
    gettext_lazy("The adviser looks at it again."),
)
step_aside = _one_step(
    lambda actor, row, _said: actions.step_aside(actor, appraisal=row),
    gettext_lazy("Thank you for saying so. Somebody else takes over."),
)
appeal = _one_step(
    lambda actor, row, said: actions.appeal(actor, appraisal=row, reason=said.get("reason", "")),
    gettext_lazy("Somebody else looks at it anew."),
)
again = _one_step(
    lambda actor, row, said: go_through_again(actor, appraisal=row, reason=said.get("reason", "")),
    gettext_lazy("It is open again. Go through the answers, and send it in."),
)
incident = _one_step(
    lambda actor, row, said: reopen_after_incident(actor, appraisal=row, what=said.get("what", "")),
    gettext_lazy("It is open again, and the leader is asked."),
)


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
        told = _("The page of the appraisal says whose turn it is, and why.")
        raise NotAllowedError(_("It is not your turn."), remedy=told)
    return row
