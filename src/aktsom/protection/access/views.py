"""The pages for everyone: compartments, one compartment, asking, entering in an emergency, and what one can reach."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.core.errors import AktsomError
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.protection.access import granting, picture, queries
from aktsom.protection.access.forms import AskForm, ReasonForm
from aktsom.protection.access.models import OVERSEERS, AccessGrant, Compartment
from aktsom.protection.access.permissions import looks_after, may_ask, may_set_up


@require_GET
@signed_in
def compartment_list(request: ActorRequest) -> HttpResponse:
    """Compartments that the person may know of."""
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in Compartment.Kind.values else ""
    closed = request.GET.get("show") == "closed"
    context = {
        "page": page_of(request, queries.compartments(request.actor, kind, closed=closed)),
        "closed": closed,
        "kind": kind,
        "kinds": Compartment.Kind.choices,
        "entered": set(queries.own_grants(request.actor).filter(state="granted").values_list("compartment", flat=True)),
        "may_set_up": may_set_up(request.actor, {}),
    }
    return render(request, "access/list.html", context)


@require_GET
@signed_in
def detail(request: ActorRequest, compartment_id: UUID) -> HttpResponse:
    """One compartment: what it is, one's own access, and for those who look after it who can enter."""
    actor = request.actor
    compartment = queries.compartment_of(actor, compartment_id)
    owns = looks_after(actor, compartment)
    sees = owns or actor.holds(*OVERSEERS)
    page = page_of(request, queries.grants_now(actor, compartment)) if sees else None
    grants = list(page.object_list) if page else []
    context = {
        "compartment": compartment,
        "owns": owns,
        "sees": sees,
        "own": queries.own_grant(actor, compartment),
        "may_ask": may_ask(actor, {}),
        "requirements": list(compartment.prerequisites.all()),
        "page": page,
        "grants": grants,
        "star": picture.of_compartment(compartment.name, grants) if grants else None,
        "questions": queries.questions_for(actor).filter(compartment=compartment) if owns else [],
        "progress": queries.round_of(actor, compartment) if sees else None,
    }
    return render(request, "access/detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def ask(request: ActorRequest, compartment_id: UUID) -> HttpResponse:
    """Two questions: what for, and until when."""
    compartment = queries.compartment_of(request.actor, compartment_id)
    form = AskForm(compartment, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                granting.ask_for_access(request.actor, compartment=compartment, **form.cleaned_data)
            except AktsomError as error:
                status = explain(form, error)
            else:
                messages.success(request, _("Your question is with the owner. You see the answer here."))
                return redirect("access:mine")
    context = {"form": form, "compartment": compartment, "requirements": list(compartment.prerequisites.all())}
    return render(request, "access/ask.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def emergency(request: ActorRequest, compartment_id: UUID) -> HttpResponse:
    """Enter at once, for eight hours, with a reason that is reviewed."""
    compartment = queries.compartment_of(request.actor, compartment_id)
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                granting.enter_in_emergency(request.actor, compartment=compartment, **form.cleaned_data)
            except AktsomError as error:
                status = explain(form, error)
            else:
                messages.success(
                    request, _("You can enter for eight hours. The owner is told and will ask you about it.")
                )
                return redirect("access:detail", compartment.pk)
    return render(request, "access/emergency.html", {"form": form, "compartment": compartment}, status=status)


@require_GET
@signed_in
def mine(request: ActorRequest) -> HttpResponse:
    """What one can reach, what one asked for, and what became of it."""
    actor = request.actor
    page = page_of(request, queries.own_grants(actor))
    now = [each for each in page.object_list if each.is_in_force]
    context = {"page": page, "star": picture.of_person(actor.name, now) if now else None}
    return render(request, "access/mine.html", context)


@require_GET
@signed_in
def person(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """What a colleague can reach, as far as one looks after it."""
    member = queries.member_of(request.actor, member_id)
    grants = list(queries.reach_of(request.actor, member))
    context = {
        "member": member,
        "grants": grants,
        "star": picture.of_person(member.user.name, grants) if grants else None,
        "sees_all": request.actor.holds(*OVERSEERS) or request.actor.member_id == member.pk,
    }
    return render(request, "access/person.html", context)


@require_POST
@signed_in
def leave(request: ActorRequest, grant_id: UUID) -> HttpResponse:
    """Give access back, or take a question back."""
    grant = queries.grant_of(request.actor, grant_id)
    step = granting.withdraw if grant.state == AccessGrant.State.ASKED else granting.give_back
    step(request.actor, grant=grant)
    messages.success(request, _("Done. You can ask again at any time."))
    return redirect("access:mine")
