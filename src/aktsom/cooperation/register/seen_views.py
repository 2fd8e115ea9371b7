"""What public sources show and nobody registered: an invitation, with two clicks to register it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.cooperation.records import pages
from aktsom.cooperation.register import actions, queries
from aktsom.cooperation.register.forms import CooperationForm
from aktsom.cooperation.register.models import Cooperation, NotOurs
from aktsom.cooperation.register.permissions import may_register
from aktsom.cooperation.traces.models import Tie
from aktsom.core.errors import InvalidError
from aktsom.core.http import ActorRequest, only_if, page_of, signed_in
from aktsom.core.visibility import get_visible


@require_GET
@signed_in
def seen(request: ActorRequest) -> HttpResponse:
    """The institution's ties that have no registered cooperation."""
    page = page_of(request, queries.seen_not_registered(request.actor))
    context = {"page": page, "rows": page.object_list, "may_register": may_register(request.actor, {})}
    return render(request, "register/seen.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def register_seen(request: ActorRequest, tie_id: UUID) -> HttpResponse:
    """A tie as a cooperation, filled in as far as the sources go; one button registers it."""
    tie = queries.own_tie(request.actor, tie_id)
    only_if(may_register(request.actor, {}))
    if request.method == "GET":
        return _page(request, tie, CooperationForm(request.actor, initial=_filled_in(tie)))
    form = CooperationForm(request.actor, request.POST)
    return pages.registered(
        request,
        Cooperation,
        form,
        lambda token: actions.register_from_tie(
            request.actor, tie=tie, draft=form.draft([tie.partner_id]), token=token
        ),
        shown_again=lambda status: _page(request, tie, form, status),
        done=_("The cooperation is registered."),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def not_ours(request: ActorRequest, tie_id: UUID) -> HttpResponse:
    """Say with a reason that a tie is no cooperation of the institution."""
    tie = queries.own_tie(request.actor, tie_id)
    only_if(may_register(request.actor, {}))
    problem = ""
    if request.method == "POST":
        try:
            actions.say_not_ours(request.actor, tie=tie, reason=request.POST.get("reason", ""))
        except InvalidError as error:
            problem = str(error.fields.get("reason", error))
        else:
            messages.success(request, _("Your reason is kept. You can take it back here."))
            return redirect("register:not-ours-list")
    context = {"tie": tie, "problem": problem}
    return render(request, "register/not_ours.html", context, status=422 if problem else 200)


@require_GET
@signed_in
def not_ours_list(request: ActorRequest) -> HttpResponse:
    """Which ties somebody said are not ours, and why."""
    page = page_of(request, queries.said_not_ours(request.actor))
    context = {"page": page, "rows": page.object_list, "may_register": may_register(request.actor, {})}
    return render(request, "register/not_ours_list.html", context)


@require_POST
@signed_in
def take_back(request: ActorRequest, said_id: UUID) -> HttpResponse:
    """Let the tie be asked about again."""
    said: NotOurs = get_visible(NotOurs, request.actor, pk=said_id)
    actions.take_back_not_ours(request.actor, said=said)
    messages.success(request, _("The partner is on the list again."))
    return redirect("register:seen")


def _page(request: ActorRequest, tie: Tie, form: CooperationForm, status: int = 200) -> HttpResponse:
    context = {"tie": tie, "form": form, "token": pages.token_of(request)}
    return render(request, "register/register_seen.html", context, status=status)


def _filled_in(tie: Tie) -> dict[str, object]:
    years = {"starts": str(tie.first_year or ""), "ends": ""}
    title = _("Research cooperation with %(partner)s") % {"partner": tie.partner.name}
    return years | {"title": title[:500], "kind": Cooperation.Kind.RESEARCH_PROJECT, "fields_touched": tie.fields}
