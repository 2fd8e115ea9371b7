"""Putting right what a paper is: of another kind, or withdrawn because it does not belong to the agreement."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aktsom.cooperation.agreements import queries, withdrawing
from aktsom.cooperation.agreements.forms import KindForm, WithdrawForm
from aktsom.cooperation.agreements.models import Agreement, DocumentVersion
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.core.errors import AktsomError
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, only_if, signed_in


@require_GET
@signed_in
def change(request: ActorRequest, agreement_id: UUID, version_id: UUID) -> HttpResponse:
    """Say what kind of paper a file belongs to, or withdraw it with a reason."""
    return _page(request, *_found(request, agreement_id, version_id))


@require_POST
@signed_in
def relabel(request: ActorRequest, agreement_id: UUID, version_id: UUID) -> HttpResponse:
    """Say what a paper is."""
    agreement, version = _found(request, agreement_id, version_id)
    form = KindForm(request.POST)
    if not form.is_valid():
        return _page(request, agreement, version, kind=form, status=422)
    withdrawing.relabel_paper(request.actor, agreement=agreement, version=version, **form.cleaned_data)
    messages.success(request, _("Kept. What its check counts for follows."))
    return redirect("agreements:detail", agreement.pk)


@require_POST
@signed_in
def withdraw(request: ActorRequest, agreement_id: UUID, version_id: UUID) -> HttpResponse:
    """Take a file out of the agreement, to where it can be put back."""
    agreement, version = _found(request, agreement_id, version_id)
    form, status = WithdrawForm(request.POST), 422
    if form.is_valid():
        try:
            withdrawing.withdraw_paper(request.actor, agreement=agreement, version=version, **form.cleaned_data)
        except AktsomError as error:
            status = explain(form, error)
        else:
            messages.success(request, _("It is withdrawn. You can put it back from the page of the agreement."))
            return redirect("agreements:detail", agreement.pk)
    return _page(request, agreement, version, withdrawal=form, status=status)


@require_POST
@signed_in
def restore(request: ActorRequest, agreement_id: UUID, version_id: UUID) -> HttpResponse:
    """Put a file back that was withdrawn."""
    agreement = _changeable(request, agreement_id)
    version = withdrawing.withdrawn_file(agreement, version_id)
    withdrawing.restore_paper(request.actor, agreement=agreement, version=version)
    messages.success(request, _("It is back among the papers."))
    return redirect("agreements:detail", agreement.pk)


def _changeable(request: ActorRequest, agreement_id: UUID) -> Agreement:
    agreement = queries.agreement_of(request.actor, agreement_id)
    only_if(may_change(request.actor, {"agreement": agreement}))
    return agreement


def _found(request: ActorRequest, agreement_id: UUID, version_id: UUID) -> tuple[Agreement, DocumentVersion]:
    agreement = _changeable(request, agreement_id)
    return agreement, queries.version_of(request.actor, agreement, version_id)


def _page(
    request: ActorRequest,
    agreement: Agreement,
    version: DocumentVersion,
    *,
    kind: forms.Form | None = None,
    withdrawal: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "agreement": agreement,
        "version": version,
        "kind": kind or KindForm(initial={"kind": version.document.kind}),
        "withdrawal": withdrawal or WithdrawForm(),
        "rests": withdrawing.what_rests_on(version),
    }
    return render(request, "agreements/paper.html", context, status=status)
