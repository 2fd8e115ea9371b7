"""The pages of the people: the list, one person with their duties, and each change of a place."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aktsom.core.errors import AktsomError, NotAllowedError
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.meanwhile import held
from aktsom.core.search import clean_query
from aktsom.core.visibility import get_visible
from aktsom.institutions import actions, forms
from aktsom.institutions.models import DutyAssignment, Member, in_force
from aktsom.institutions.permissions import may_build, may_end_duty, may_say_away, may_see_members
from aktsom.institutions.queries import members


@require_GET
@signed_in
def member_list(request: ActorRequest) -> HttpResponse:
    """Everybody with a place, narrowed by words."""
    if not may_see_members(request.actor):
        raise NotAllowedError
    query = clean_query(request.GET.get("q", ""))
    page = page_of(request, members(request.actor, query, ended=request.GET.get("show") == "ended"))
    context = {
        "page": page,
        "query": query,
        "ended": request.GET.get("show") == "ended",
        "may_build": may_build(request.actor),
    }
    return render(request, "institutions/members.html", context)


@require_GET
@signed_in
def detail(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """One person: where they belong, which duties they hold or stand in for."""
    member = _member(request, member_id)
    held = DutyAssignment.objects.visible_to(request.actor).filter(member=member).select_related("unit", "deputy__user")
    today = timezone.localdate()
    standing_in = DutyAssignment.objects.visible_to(request.actor).filter(in_force(today), deputy=member)
    context = {
        "member": member,
        "is_away": member.is_away(today),
        "held": [(row, may_end_duty(request.actor, {"assignment": row})) for row in held.filter(in_force(today))],
        "former": held.exclude(in_force(today)).order_by("-starts")[:20],
        "standing_in": standing_in.select_related("unit", "member__user"),
        "may_build": may_build(request.actor),
        "may_say_away": may_say_away(request.actor, {"member": member}),
        "is_oneself": member.pk == request.actor.member_id,
    }
    return render(request, "institutions/member.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: ActorRequest) -> HttpResponse:
    """Give somebody a place."""
    _only_builders(request)
    form = forms.InvitationForm(request.actor, request.POST or None, initial={"unit": request.GET.get("unit", "")})
    if request.method == "POST" and form.is_valid():
        try:
            member = actions.invite_member(request.actor, **form.cleaned_data)
        except AktsomError as error:
            explain(form, error)
        else:
            messages.success(request, _("%(name)s has a place here now.") % {"name": member.user.name})
            return redirect("institutions:member", member.pk)
    lead = _(
        "They sign in with the sign-in of your institution. A new account has no password; where there is no "
        "such sign-in, they get one by mail from the sign-in page."
    )
    return _form_page(request, form, _("Add a person"), lead, _("Add"), reverse("institutions:members"))


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """Another unit, another title."""
    member = _member(request, member_id)
    _only_builders(request)
    with held(request, member):
        form = forms.ChangePlaceForm(request.actor, request.POST or None, initial=forms.initial_place(member))
        if request.method == "POST" and form.is_valid():
            try:
                actions.change_member(request.actor, member=member, **form.cleaned_data)
            except AktsomError as error:
                explain(form, error)
            else:
                messages.success(request, _("The place is changed."))
                return redirect("institutions:member", member.pk)
    lead = _("Duties stay with the units that they are held for.")
    return _form_page(request, form, member.user.name, lead, _("Save"), _page_of(member))


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """End a person's place."""
    member = _member(request, member_id)
    _only_builders(request)
    form = forms.EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_place(request.actor, member=member, reason=form.cleaned_data["reason"])
        except AktsomError as error:
            explain(form, error)
        else:
            messages.success(request, _("The place of %(name)s has ended.") % {"name": member.user.name})
            return redirect("institutions:member", member.pk)
    lead = _(
        "They cannot act here any more, at once. Their duties and keys end; deputies take the duties over. "
        "What they did stays under their name."
    )
    title = _("End the place of %(name)s") % {"name": member.user.name}
    return _form_page(request, form, title, lead, _("End the place"), _page_of(member))


@require_http_methods(["GET", "POST"])
@signed_in
def away(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """Say when a person is away."""
    member = _member(request, member_id)
    if not may_say_away(request.actor, {"member": member}):
        raise NotAllowedError
    with held(request, member):
        initial = {"away_from": member.away_from or "", "away_until": member.away_until or ""}
        form = forms.AwayForm(request.POST or None, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                actions.say_away(request.actor, member=member, **form.cleaned_data)
            except AktsomError as error:
                explain(form, error)
            else:
                messages.success(request, _("Saved."))
                return redirect("institutions:member", member.pk)
    title = _("When is %(name)s away?") % {"name": member.user.name}
    return _form_page(request, form, title, _("Deputies act meanwhile."), _("Save"), _page_of(member))


def _form_page(
    request: ActorRequest, form: django_forms.Form, title: str, lead: str, button: str, back: str
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "title": title, "lead": lead, "button": button, "back": back}
    return render(request, "institutions/form.html", context, status=422 if form.errors else 200)


def _member(request: ActorRequest, member_id: UUID) -> Member:
    found: Member = get_visible(Member, request.actor, pk=member_id)
    return found


def _page_of(member: Member) -> str:
    return reverse("institutions:member", args=[member.pk])


def _only_builders(request: ActorRequest) -> None:
    if not may_build(request.actor):
        raise NotAllowedError
