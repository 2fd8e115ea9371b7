"""What public sources show and nobody registered: an invitation, with two clicks to register it."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.cooperation.register import actions, queries
from aktsom.cooperation.register.forms import CooperationForm, uuid_of
from aktsom.cooperation.register.models import Cooperation, NotOurs
from aktsom.cooperation.register.permissions import may_register
from aktsom.cooperation.register.views import explain
from aktsom.cooperation.traces.models import Tie
from aktsom.core.errors import AktsomError, InvalidError, NotAllowedError
from aktsom.core.http import ActorRequest, page_of, signed_in
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
    _refuse_readers(request)
    if request.method == "GET":
        return _page(request, tie, CooperationForm(request.actor, initial=_filled_in(tie)), uuid4())
    form = CooperationForm(request.actor, request.POST)
    token = uuid_of(request.POST.get("token", ""))
    before = queries.registered_with(request.actor, token)
    if before is not None:
        return redirect("register:detail", before.pk)
    if not form.is_valid():
        return _page(request, tie, form, token or uuid4(), status=422)
    try:
        draft = form.draft([tie.partner_id])
        cooperation = actions.register_from_tie(request.actor, tie=tie, draft=draft, token=token)
    except IntegrityError:
        return redirect("register:list")
    except AktsomError as error:
        explain(form, error)
        return _page(request, tie, form, token or uuid4(), status=error.status)
    messages.success(request, _("The cooperation is registered."))
    return redirect("register:detail", cooperation.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def not_ours(request: ActorRequest, tie_id: UUID) -> HttpResponse:
    """Say with a reason that a tie is no cooperation of the institution."""
    tie = queries.own_tie(request.actor, tie_id)
    _refuse_readers(request)
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


def _refuse_readers(request: ActorRequest) -> None:
    if not may_register(request.actor, {}):
        raise NotAllowedError


def _page(request: ActorRequest, tie: Tie, form: CooperationForm, token: UUID, status: int = 200) -> HttpResponse:
    return render(request, "register/register_seen.html", {"tie": tie, "form": form, "token": token}, status=status)


def _filled_in(tie: Tie) -> dict[str, object]:
    years = {"starts": str(tie.first_year or ""), "ends": ""}
    title = _("Research cooperation with %(partner)s") % {"partner": tie.partner.name}
    return years | {"title": title[:500], "kind": Cooperation.Kind.RESEARCH_PROJECT, "fields_touched": tie.fields}
