"""The pages of the register: the list, one cooperation, the form, who may see it, what was withdrawn."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.partners.picking import Picked
from aktsom.cooperation.records import pages
from aktsom.cooperation.records.forms import sort_of
from aktsom.cooperation.records.queries import withdrawn_one
from aktsom.cooperation.register import actions, queries
from aktsom.cooperation.register.areas import area_choices, area_title
from aktsom.cooperation.register.forms import CooperationForm, answers_so_far, filters_of
from aktsom.cooperation.register.history import told
from aktsom.cooperation.register.listing import COLUMNS, chips_of, counted, sheet_rows
from aktsom.cooperation.register.models import Cooperation, CooperationTrace
from aktsom.cooperation.register.permissions import may_change, may_register
from aktsom.cooperation.register.protecting import put_into_compartment, take_out_of_compartment
from aktsom.cooperation.traces.models import Tie
from aktsom.core.audit import record_read
from aktsom.core.http import ActorRequest, only_if, signed_in, uuid_of
from aktsom.core.panels import panels_of
from aktsom.core.visibility import get_visible


@require_GET
@signed_in
def cooperation_list(request: ActorRequest) -> HttpResponse:
    """All cooperation that the person may see, narrowed by the address."""
    filters, sort = filters_of(request.GET), sort_of(request.GET)
    found, chips = queries.listed(request.actor, filters, sort), chips_of(request.actor, filters, request.GET)
    context = pages.list_context(request, Cooperation, found, filters, sort, chips, counted)
    context |= {"areas": area_choices(), "may_register": may_register(request.actor, {})}
    return render(request, "register/list.html", context)


@require_GET
@signed_in
def export(request: ActorRequest, form: str) -> HttpResponseBase:
    """The filtered list as a sheet."""
    filters = filters_of(request.GET)
    found = queries.cooperations(request.actor, filters, sort_of(request.GET))
    sheet = pages.Sheet("cooperation", _("cooperation"), COLUMNS, sheet_rows)
    return pages.exported(request, form, found, filters, sheet)


@require_GET
@signed_in
def detail(request: ActorRequest, cooperation_id: UUID) -> HttpResponse:
    """One cooperation with its partners, what public sources show of it, and its history."""
    actor = request.actor
    cooperation = queries.cooperation_of(actor, cooperation_id)
    record_read(actor, cooperation)
    changeable = may_change(actor, {"cooperation": cooperation})
    context = {
        "cooperation": cooperation,
        "parties": queries.parties_of(cooperation),
        "links": queries.links_of(cooperation),
        "offered": queries.links_offered(actor, cooperation) if changeable else [],
        "history": told(queries.history_of(actor, cooperation)),
        "areas": [area_title(area) for area in cooperation.fields],
        "may_change": changeable,
        "panels": panels_of(actor, "cooperation", cooperation),
    }
    return render(request, "register/detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: ActorRequest) -> HttpResponse:
    """Register a cooperation: the answers, and partners found by typing."""
    only_if(may_register(request.actor, {}))
    picked, posted = Picked.of(request), request.POST if request.method == "POST" else None
    if posted is None or picked.is_step:
        typed = answers_so_far(posted) if posted else None
        return _new_page(request, CooperationForm(request.actor, initial=typed), picked)
    form = CooperationForm(request.actor, posted)
    return pages.registered(
        request,
        Cooperation,
        form,
        lambda token: actions.register_cooperation(request.actor, draft=form.draft(picked.ids), token=token),
        shown_again=lambda status: _new_page(request, form, picked, status),
        done=_("The cooperation is registered."),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: ActorRequest, cooperation_id: UUID) -> HttpResponse:
    """Change the answers. When somebody else was quicker, both are shown and nothing is lost."""
    cooperation = _changeable(request, cooperation_id)

    def save(version: int, changes: Mapping[str, Any]) -> None:
        actions.change_cooperation(request.actor, cooperation=cooperation, version=version, changes=changes)

    return pages.edited(request, cooperation, CooperationForm, save, "register/edit.html")


@require_http_methods(["GET", "POST"])
@signed_in
def protect(request: ActorRequest, cooperation_id: UUID) -> HttpResponse:
    """Choose a compartment that one may enter, or take the cooperation out; the page says who will see it afterwards."""
    cooperation = _changeable(request, cooperation_id)
    return pages.protected(
        request,
        cooperation,
        "register/protect.html",
        put_into=lambda into: put_into_compartment(request.actor, cooperation=cooperation, compartment=into),
        take_out=lambda: take_out_of_compartment(request.actor, cooperation=cooperation),
    )


@require_POST
@signed_in
def withdraw(request: ActorRequest, cooperation_id: UUID) -> HttpResponse:
    """Take it out of the register, to where it can be restored."""
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    actions.withdraw_cooperation(request.actor, cooperation=cooperation)
    pages.say_withdrawn(request, cooperation)
    return redirect("register:withdrawn")


@require_GET
@signed_in
def withdrawn_list(request: ActorRequest) -> HttpResponse:
    """What was withdrawn and can be restored."""
    return pages.withdrawn_page(request, Cooperation, "register/withdrawn.html")


@require_POST
@signed_in
def restore(request: ActorRequest, cooperation_id: UUID) -> HttpResponse:
    """Put it back."""
    cooperation = withdrawn_one(Cooperation, request.actor, cooperation_id)
    actions.restore_cooperation(request.actor, cooperation=cooperation)
    pages.say_restored(request, cooperation)
    return redirect("register:detail", cooperation.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def partners(request: ActorRequest, cooperation_id: UUID) -> HttpResponse:
    """Add partners to a cooperation, or take them out."""
    cooperation = _changeable(request, cooperation_id)
    present = {party.partner_id for party in queries.parties_of(cooperation)}
    picked = Picked.of(request, present)
    if request.method == "POST" and not picked.is_step:
        for partner in picked.chosen:
            if partner.pk not in present:
                actions.add_partner(request.actor, cooperation=cooperation, partner=partner)
        for partner_id in present - set(picked.ids):
            gone = get_visible(Partner, request.actor, pk=partner_id)
            actions.remove_partner(request.actor, cooperation=cooperation, partner=gone)
        messages.success(request, _("The partners are saved."))
        return redirect("register:detail", cooperation.pk)
    return render(request, "register/partners.html", {"cooperation": cooperation, "picked": picked})


@require_POST
@signed_in
def link(request: ActorRequest, cooperation_id: UUID) -> HttpResponse:
    """Say that a tie belongs to the cooperation."""
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    tie = get_visible(Tie, request.actor, pk=uuid_of(request.POST.get("tie", "")))
    actions.link_trace(request.actor, cooperation=cooperation, tie=tie)
    return redirect("register:detail", cooperation.pk)


@require_POST
@signed_in
def unlink(request: ActorRequest, cooperation_id: UUID) -> HttpResponse:
    """Take back that something belongs to the cooperation."""
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    linked = get_visible(CooperationTrace, request.actor, pk=uuid_of(request.POST.get("link", "")))
    actions.unlink_trace(request.actor, cooperation=cooperation, link=linked)
    return redirect("register:detail", cooperation.pk)


def _changeable(request: ActorRequest, cooperation_id: UUID) -> Cooperation:
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    only_if(may_change(request.actor, {"cooperation": cooperation}))
    return cooperation


def _new_page(request: ActorRequest, form: CooperationForm, picked: Picked, status: int = 200) -> HttpResponse:
    context = {"form": form, "picked": picked, "token": pages.token_of(request)}
    return render(request, "register/new.html", context, status=status)
