"""One agreement: its page, the form, who is bound, its units, what goes on under it, its steps, and who may see it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.cooperation.agreements import actions, queries
from aktsom.cooperation.agreements.drafts import PartyDraft, known_flags
from aktsom.cooperation.agreements.forms import AgreementForm, form_of_step, kept_parties, party_forms
from aktsom.cooperation.agreements.history import step_in_words
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck
from aktsom.cooperation.agreements.moving import StepDraft, take_step
from aktsom.cooperation.agreements.open_steps import last_day_help, steps_open, wanted_for
from aktsom.cooperation.agreements.papers import add_document
from aktsom.cooperation.agreements.permissions import may_change, may_register, may_take_step
from aktsom.cooperation.agreements.presenting import page_context
from aktsom.cooperation.agreements.protecting import put_into_compartment, take_out_of_compartment
from aktsom.cooperation.agreements.tasks import have_checked
from aktsom.cooperation.partners.picking import Picked
from aktsom.cooperation.records import pages
from aktsom.cooperation.records.forms import version_of
from aktsom.cooperation.records.queries import withdrawn_one
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.audit import record_read
from aktsom.core.errors import AktsomError, ConflictError
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, only_if, signed_in, uuid_of
from aktsom.core.unsent import sentences_in
from aktsom.core.visibility import get_visible
from aktsom.engine.agreements.lifecycle import Step
from aktsom.institutions.queries import units_to_choose

ENDS_IT = (Step.GIVE_NOTICE, Step.LET_LAPSE, Step.TERMINATE)
"""The steps after which an agreement no longer carries what goes on under it."""


@require_GET
@signed_in
def detail(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """One agreement with its next step, its papers and their check, who is bound, and its history."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    record_read(request.actor, agreement)
    return render(request, "agreements/detail.html", page_context(request.actor, agreement))


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: ActorRequest) -> HttpResponse:
    """Register an agreement: the answers, partners found by typing, and its paper, which is checked at once."""
    only_if(may_register(request.actor, {}))
    picked = Picked.of(request)
    if request.method == "GET" or picked.is_step:
        typed = request.POST.dict() if request.method == "POST" else None
        return _new_page(request, AgreementForm(request.actor, initial=typed), picked)
    form, paper = AgreementForm(request.actor, request.POST), request.FILES.get("paper")
    checks: list[ClauseCheck] = []

    def register(token: UUID | None) -> Agreement:
        with transaction.atomic():
            made = _register(request, form, picked, token)
            checks.extend([_checked(request, made, paper)] if paper else ())
        return made

    with_paper = _("The agreement is registered, and its paper is checked against the framework conditions.")
    without = _("The agreement is registered. Add its paper now, and it is checked.")
    answer = pages.registered(
        request,
        Agreement,
        form,
        register,
        shown_again=lambda status: _new_page(request, form, picked, status),
        done=with_paper if paper else without,
    )
    return redirect("agreements:check", checks[0].agreement_id, checks[0].pk) if checks else answer


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Change the answers. When somebody else was quicker, both are shown and nothing is lost."""
    agreement = _changeable(request, agreement_id)

    def save(version: int, changes: Mapping[str, Any]) -> None:
        reason = request.POST.get("reason", "")
        actions.change_agreement(request.actor, agreement=agreement, version=version, changes=changes, reason=reason)

    return pages.edited(request, agreement, AgreementForm, save, "agreements/edit.html")


@require_http_methods(["GET", "POST"])
@signed_in
def parties(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Who is bound, how the paper names them, and who signs for each with what authority.

    When somebody else was quicker, both are shown and nothing is lost.
    """
    agreement = _changeable(request, agreement_id)
    present = queries.parties_of(agreement)
    picked = Picked.of(request, {each.partner_id for each in present if each.partner_id})
    data = request.POST if request.method == "POST" else None
    forms = party_forms(picked.chosen, present, data)
    context = {"agreement": agreement, "picked": picked, "forms": forms}
    context["version"], status = request.POST.get("version", agreement.version), 200
    if request.method == "POST" and not picked.is_step:
        status = 422
        if all(form.is_valid() for _partner, form in forms):
            drafts = [form.draft(partner.pk if partner else None) for partner, form in forms]
            try:
                version = version_of(request.POST)
                actions.set_parties(request.actor, agreement=agreement, version=version, parties=drafts)
            except ConflictError as error:
                status = error.status
                context |= {"conflict": error, "theirs": kept_parties(forms, present), "version": agreement.version}
            except AktsomError as error:
                status = explain(forms[0][1], error)
            else:
                messages.success(request, _("The parties are saved."))
                return redirect("agreements:detail", agreement.pk)
    return render(request, "agreements/parties.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def units(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """The further units that work under it."""
    agreement = _changeable(request, agreement_id)
    further = queries.further_units(agreement)
    if request.method == "POST":
        added, removed = uuid_of(request.POST.get("add", "")), uuid_of(request.POST.get("remove", ""))
        wanted = [each.pk for each in further if each.pk != removed]
        actions.set_units(request.actor, agreement=agreement, units=[*wanted, *([added] if added else [])])
        return redirect("agreements:units", agreement.pk)
    taken = {each.pk for each in further} | {agreement.unit_id}
    choices = [(key, name) for key, name in units_to_choose(request.actor) if key not in taken]
    context = {"agreement": agreement, "further": further, "choices": choices}
    return render(request, "agreements/units.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def protect(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Choose a compartment that one may enter, or take the agreement out; the page says who will see it afterwards."""
    agreement = _changeable(request, agreement_id)
    return pages.protected(
        request,
        agreement,
        "agreements/protect.html",
        put_into=lambda into: put_into_compartment(request.actor, agreement=agreement, compartment=into),
        take_out=lambda: take_out_of_compartment(request.actor, agreement=agreement),
    )


@require_POST
@signed_in
def under(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Put a cooperation under the agreement, or take it from there."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    taken = uuid_of(request.POST.get("take", ""))
    cooperation = get_visible(Cooperation, request.actor, pk=taken or uuid_of(request.POST.get("put", "")))
    change = actions.take_from_under if taken else actions.put_under
    change(request.actor, agreement=agreement, cooperation=cooperation)
    return redirect("agreements:detail", agreement.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def step(request: ActorRequest, agreement_id: UUID, step: str) -> HttpResponse:
    """Take a step that is open where the agreement stands, with what it needs."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    if step not in list(Step):
        raise Http404
    only_if(may_take_step(request.actor, {"agreement": agreement, "step": step}))
    wanted, status = wanted_for(Step(step)), 200
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_of_step(Step(step))(wanted, *sent)
    if "last_day" in form.fields:
        form.fields["last_day"].help_text = last_day_help(Step(step), agreement)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = StepDraft(**{name: value for name, value in form.cleaned_data.items() if value})
            try:
                taken = take_step(request.actor, agreement=agreement, step=Step(step), given=given)
            except AktsomError as error:
                status = explain(form, error)
            else:
                messages.success(request, _what_is_done(Step(step), taken))
                return redirect("agreements:detail", agreement.pk)
    context = {
        "agreement": agreement,
        "form": form,
        "step": step,
        "title": step_in_words(step),
        "open": step in steps_open(agreement),
        "parties": queries.parties_of(agreement) if step == Step.SIGN else [],
        "under": queries.cooperation_under(request.actor, agreement) if step in ENDS_IT else [],
        "paper_lost": bool(request.FILES),
        "wrote": sentences_in(request),
    }
    return render(request, "agreements/step.html", context, status=status)


@require_POST
@signed_in
def withdraw(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Take it out of the register, to where it can be restored."""
    agreement = queries.agreement_of(request.actor, agreement_id)
    actions.withdraw_agreement(request.actor, agreement=agreement)
    pages.say_withdrawn(request, agreement)
    return redirect("agreements:withdrawn")


@require_POST
@signed_in
def restore(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Put it back."""
    agreement = withdrawn_one(Agreement, request.actor, agreement_id)
    actions.restore_agreement(request.actor, agreement=agreement)
    pages.say_restored(request, agreement)
    return redirect("agreements:detail", agreement.pk)


def _what_is_done(step: Step, agreement: Agreement) -> str:
    if step is Step.GIVE_NOTICE and agreement.ends_on:
        said = _("Notice is given. The last day is %(day)s.")
        return said % {"day": date_format(agreement.ends_on, "DATE_FORMAT")}
    return _("Done. It is noted in the history.")


def _register(request: ActorRequest, form: AgreementForm, picked: Picked, token: UUID | None) -> Agreement:
    drafts = [PartyDraft(partner=each) for each in picked.ids]
    draft = form.draft(drafts, flags=tuple(flag for flag in request.POST.getlist("flag") if flag in known_flags()))
    made = actions.register_agreement(request.actor, draft=draft, token=token)
    cooperation = uuid_of(request.POST.get("cooperation", ""))
    if cooperation:
        row = get_visible(Cooperation, request.actor, pk=cooperation)
        actions.put_under(request.actor, agreement=made, cooperation=row)
    return made


def _checked(request: ActorRequest, made: Agreement, paper: "UploadedFile[bytes]") -> ClauseCheck:
    version = add_document(request.actor, agreement=made, upload=paper)
    return have_checked(request.actor, made, version)


def _changeable(request: ActorRequest, agreement_id: UUID) -> Agreement:
    agreement = queries.agreement_of(request.actor, agreement_id)
    only_if(may_change(request.actor, {"agreement": agreement}))
    return agreement


def _new_page(request: ActorRequest, form: AgreementForm, picked: Picked, status: int = 200) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    context = {
        "form": form,
        "picked": picked,
        "token": pages.token_of(request),
        "flags": [flag for flag in given.getlist("flag") if flag in known_flags()],
        "cooperation": uuid_of(given.get("cooperation", "")) or "",
        "paper_lost": "paper" in request.FILES and not request.headers.get("HX-Request"),
    }
    return render(request, "agreements/new.html", context, status=status)
