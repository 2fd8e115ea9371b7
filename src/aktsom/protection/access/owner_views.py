"""The pages for those who look after compartments: what waits, one grant, recertification, and the compartment itself."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.core.errors import AktsomError, NotAllowedError
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.meanwhile import held
from aktsom.core.visibility import get_visible
from aktsom.protection.access import granting, prerequisites, queries, recertifying, setting_up
from aktsom.protection.access.cautions import cautions_about
from aktsom.protection.access.forms import (
    ChangeForm,
    CompartmentForm,
    DecideForm,
    PrerequisiteForm,
    ReasonForm,
    RoundForm,
    initial_of,
)
from aktsom.protection.access.models import AccessGrant, Prerequisite, RoundAnswer
from aktsom.protection.access.permissions import looks_after, may_decide, may_review, may_revoke, may_set_up

State = AccessGrant.State


@require_GET
@signed_in
def queue(request: ActorRequest) -> HttpResponse:
    """What waits for the person, compartment by compartment."""
    actor = request.actor
    context = {
        "emergencies": page_of(request, queries.emergencies_for(actor)),
        "questions": page_of(request, queries.questions_for(actor)),
        "answers": page_of(
            request,
            queries.answers_waiting(actor)
            .select_related("round__compartment", "grant__member__user")
            .order_by("round__due"),
        ),
    }
    return render(request, "access/queue.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def grant(request: ActorRequest, grant_id: UUID) -> HttpResponse:
    """One grant with its one next step: answer it, review it, or revoke it."""
    row = queries.grant_of(request.actor, grant_id)
    given = {"grant": row}
    form = DecideForm(request.POST or None, initial={"until": row.asked_until})
    status = 200
    if request.method == "POST":
        try:
            if form.is_valid():
                _take_step(request, row, form)
                return redirect("access:detail", row.compartment_id)
            status = 422
        except AktsomError as error:
            status = explain(form, error)
    owns = looks_after(request.actor, row.compartment)
    asked = row.state == State.ASKED
    if not asked:
        form.fields["reason"].help_text = _("Needed. The person can read it.")
    context = {
        "grant": row,
        "form": form,
        "decides": asked and may_decide(request.actor, given),
        "own_question": asked and owns and row.member_id == request.actor.member_id,
        "missing": prerequisites.missing_for(request.actor, row.compartment, row.member_id) if asked and owns else [],
        "cautions": cautions_about(request.actor, [row]).get(row.pk, []),
        "revokes": row.is_in_force and may_revoke(request.actor, given),
        "reviews": row.is_emergency and row.reviewed_at is None and may_review(request.actor, given),
    }
    return render(request, "access/grant.html", context, status=status)


def _take_step(request: ActorRequest, row: AccessGrant, form: DecideForm) -> None:
    step, reason = request.POST.get("step", ""), form.cleaned_data["reason"]
    if step == "approve":
        granting.approve(request.actor, grant=row, until=form.cleaned_data["until"], reason=reason)
        messages.success(request, _("Access is granted. The person can enter now."))
    elif step == "decline":
        granting.decline(request.actor, grant=row, reason=reason)
        messages.success(request, _("The question is declined. The person sees your reason."))
    elif step == "revoke":
        granting.revoke(request.actor, grant=row, reason=reason)
        messages.success(request, _("Access is revoked. It holds from this moment."))
    elif step == "review":
        granting.review_emergency(request.actor, grant=row, review=reason)
        messages.success(request, _("The emergency is reviewed."))


@require_POST
@signed_in
def confirm(request: ActorRequest, grant_id: UUID, prerequisite_id: UUID) -> HttpResponse:
    """Put on record that one has seen what is required."""
    row = queries.grant_of(request.actor, grant_id)
    prerequisite = get_visible(Prerequisite, request.actor, pk=prerequisite_id, compartment=row.compartment_id)
    prerequisites.confirm_met(request.actor, prerequisite=prerequisite, member=row.member)
    messages.success(request, _("Confirmed."))
    return redirect("access:grant", row.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def recertify(request: ActorRequest, compartment_id: UUID) -> HttpResponse:
    """Begin a recertification, or go through the one that is under way."""
    compartment = queries.compartment_of(request.actor, compartment_id)
    if not looks_after(request.actor, compartment):
        raise NotAllowedError
    usual = timezone.localdate() + timedelta(days=recertifying.USUAL)
    form = RoundForm(request.POST or None, initial={"due": usual})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                recertifying.begin_round(request.actor, compartment=compartment, due=form.cleaned_data["due"])
                return redirect("access:recertify", compartment.pk)
            except AktsomError as error:
                status = explain(form, error)
    progress = queries.round_of(request.actor, compartment)
    answers = page_of(request, queries.answers_of(progress.round)) if progress else None
    context = {"compartment": compartment, "form": form, "progress": progress, "page": answers}
    context["number"] = 0 if progress else queries.grants_now(request.actor, compartment).count()
    return render(request, "access/recertify.html", context, status=status)


@require_POST
@signed_in
def answer(request: ActorRequest, compartment_id: UUID, answer_id: UUID) -> HttpResponse:
    """Keep a grant or end it."""
    row = get_visible(RoundAnswer, request.actor, pk=answer_id, round__compartment=compartment_id)
    step = recertifying.keep if request.POST.get("step") == "keep" else recertifying.end
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    step(request.actor, answer=row, reason=reason)
    messages.success(request, _("Your answer is saved."))
    return redirect("access:recertify", compartment_id)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: ActorRequest) -> HttpResponse:
    """Set up a compartment."""
    if not may_set_up(request.actor, {}):
        raise NotAllowedError
    form = CompartmentForm(request.actor, request.POST or None, initial={"is_listed": True, "recertify_months": 6})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = setting_up.set_up_compartment(request.actor, described=form.described())
                messages.success(request, _("The compartment is set up. Nobody can enter it yet."))
                return redirect("access:detail", made.pk)
            except AktsomError as error:
                status = explain(form, error)
    return render(request, "access/edit.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: ActorRequest, compartment_id: UUID) -> HttpResponse:
    """Describe a compartment anew."""
    compartment = queries.compartment_of(request.actor, compartment_id)
    if not looks_after(request.actor, compartment):
        raise NotAllowedError
    with held(request, compartment):
        form = ChangeForm(request.actor, request.POST or None, initial=initial_of(compartment))
        status = 200
        if request.method == "POST":
            status = 422
            if form.is_valid():
                try:
                    setting_up.change_compartment(request.actor, compartment=compartment, described=form.described())
                    messages.success(request, _("Your changes are saved."))
                    return redirect("access:detail", compartment.pk)
                except AktsomError as error:
                    status = explain(form, error)
    return render(request, "access/edit.html", {"form": form, "compartment": compartment}, status=status)


@require_POST
@signed_in
def close(request: ActorRequest, compartment_id: UUID) -> HttpResponse:
    """Let nobody enter any more."""
    compartment = queries.compartment_of(request.actor, compartment_id)
    setting_up.close_compartment(request.actor, compartment=compartment)
    messages.success(request, _("The compartment is closed. Nobody can enter it."))
    return redirect("access:detail", compartment.pk)


@require_POST
@signed_in
def reopen(request: ActorRequest, compartment_id: UUID) -> HttpResponse:
    """Take a closing back."""
    compartment = queries.compartment_of(request.actor, compartment_id)
    setting_up.reopen_compartment(request.actor, compartment=compartment)
    messages.success(request, _("The compartment is open again, for those whose access is not over."))
    return redirect("access:detail", compartment.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def requirements(request: ActorRequest, compartment_id: UUID) -> HttpResponse:
    """What people must have before they are let in."""
    compartment = queries.compartment_of(request.actor, compartment_id)
    if not looks_after(request.actor, compartment):
        raise NotAllowedError
    gone = request.POST.get("remove")
    form = PrerequisiteForm(None if gone else request.POST or None)
    if gone:
        row = get_visible(Prerequisite, request.actor, pk=gone, compartment=compartment)
        prerequisites.require_no_longer(request.actor, prerequisite=row)
        return redirect("access:requirements", compartment.pk)
    if request.method == "POST" and form.is_valid():
        prerequisites.require(request.actor, compartment=compartment, **form.cleaned_data)
        return redirect("access:requirements", compartment.pk)
    context = {"compartment": compartment, "form": form, "requirements": list(compartment.prerequisites.all())}
    return render(request, "access/requirements.html", context, status=422 if request.method == "POST" else 200)
