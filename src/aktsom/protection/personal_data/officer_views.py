"""The data protection officer's pages: requests with their days, what was removed, and the institution's record."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import InvalidError, NotAllowedError
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.meanwhile import held
from aktsom.core.personal import DECLARATIONS
from aktsom.core.visibility import get_visible
from aktsom.institutions.models import Institution
from aktsom.protection.personal_data import actions
from aktsom.protection.personal_data.forms import AnswerForm, ExtendForm, RecordForm, RegisterForm
from aktsom.protection.personal_data.models import (
    LOOK_AFTER,
    OFFICERS,
    Pseudonym,
    RightsRequest,
    Tombstone,
    for_all,
)
from aktsom.protection.personal_data.record import addition_of
from aktsom.protection.personal_data.views import zip_answer


@require_GET
@signed_in
def requests(request: ActorRequest) -> HttpResponse:
    """Requests of the institution, the next to answer first; with `?show=all` also those that are answered."""
    _only(request.actor, *LOOK_AFTER, Duty.LEADERSHIP)
    rows = RightsRequest.objects.visible_to(request.actor).select_related("member__user")
    everything = request.GET.get("show") == "all"
    open_ = (RightsRequest.State.RECEIVED, RightsRequest.State.PROPOSED)
    page = page_of(request, rows if everything else rows.filter(state__in=open_), 25)
    context = {
        "page": page,
        "everything": everything,
        "today": timezone.localdate(),
        "may_register": actions.may_answer(request.actor, {}),
    }
    return render(request, "personal_data/requests.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new_request(request: ActorRequest) -> HttpResponse:
    """Put a request on record that came by letter or mail."""
    _only(request.actor, *OFFICERS)
    form, status = RegisterForm(request.POST or None, actor=request.actor), 200
    if request.method == "POST":
        if form.is_valid():
            given = form.cleaned_data
            kept = actions.register_request(
                request.actor,
                member=given["email"],
                kind=RightsRequest.Kind(given["kind"]),
                text=given["text"],
                received_on=given["received_on"],
            )
            return redirect("personal-data:request", kept.pk)
        status = 422
    return render(request, "personal_data/new_request.html", {"form": form}, status=status)


@require_GET
@signed_in
def one_request(request: ActorRequest, request_id: UUID) -> HttpResponse:
    """One request with its next step."""
    asked = _request(request.actor, request_id)
    others = asked.member_id != request.actor.member_id
    officer = others and actions.may_answer(request.actor, {})
    context = {
        "asked": asked,
        "today": timezone.localdate(),
        "answer_form": AnswerForm() if officer and asked.state == asked.State.RECEIVED else None,
        "extend_form": ExtendForm() if officer and _can_extend(asked) else None,
        "may_decide": others
        and asked.state == asked.State.PROPOSED
        and asked.proposed_by_id != request.actor.member_id
        and actions.may_decide(request.actor, {}),
        "may_download": officer,
        "stopped": _stopped(request.actor, asked) if officer else None,
    }
    return render(request, "personal_data/request.html", context)


@require_POST
@signed_in
def answer(request: ActorRequest, request_id: UUID) -> HttpResponse:
    """The officer answers."""
    asked = _request(request.actor, request_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise InvalidError(_("Choose yes or no, and say what the person is told."))
    given = form.cleaned_data
    done = actions.answer_request(request.actor, request=asked, grant=given["grant"] == "yes", answer=given["answer"])
    waits = done.state == done.State.PROPOSED
    messages.success(request, _("A second person must now decide.") if waits else _("The answer is on record."))
    return redirect("personal-data:request", request_id)


@require_POST
@signed_in
def extend(request: ActorRequest, request_id: UUID) -> HttpResponse:
    """The officer takes more time."""
    asked = _request(request.actor, request_id)
    actions.extend(request.actor, request=asked, because=request.POST.get("because", ""))
    return redirect("personal-data:request", request_id)


@require_POST
@signed_in
def decide(request: ActorRequest, request_id: UUID) -> HttpResponse:
    """The second person decides."""
    agree = request.POST.get("agree", "")
    asked = _request(request.actor, request_id)
    if agree not in ("yes", "no"):
        raise InvalidError(_("Choose whether you agree."))
    actions.decide_request(request.actor, request=asked, agree=agree == "yes")
    messages.success(request, _("Your decision is on record."))
    return redirect("personal-data:requests")


@require_POST
@signed_in
def download(request: ActorRequest, request_id: UUID) -> HttpResponse:
    """Everything about the person who asks, for the officer's answer."""
    asked = _request(request.actor, request_id)
    return zip_answer(actions.export_person(request.actor, member=asked.member), f"request-{asked.pk}.zip")


@require_GET
@signed_in
def removed(request: ActorRequest) -> HttpResponse:
    """What was removed, when and why."""
    _only(request.actor, *LOOK_AFTER)
    page = page_of(request, Tombstone.objects.visible_to(request.actor))
    named = [(DECLARATIONS[each.label].title if each.label in DECLARATIONS else each.label, each) for each in page]
    return render(request, "personal_data/removed.html", {"page": page, "named": named})


@require_POST
@signed_in
def use_again(request: ActorRequest, pseudonym_id: UUID) -> HttpResponse:
    """The officer ends a stop."""
    actions.use_again(request.actor, pseudonym=get_visible(Pseudonym, request.actor, pk=pseudonym_id))
    messages.success(request, _("The person's data is in use again, and they can sign in."))
    return redirect("personal-data:requests")


@require_http_methods(["GET", "POST"])
@signed_in
def edit_record(request: ActorRequest) -> HttpResponse:
    """What the institution adds to its record of processing."""
    _only(request.actor, *OFFICERS)
    institution = get_visible(Institution, request.actor, pk=request.actor.institution_id)
    # There may be no row of the record yet that could be held.
    with held(request, institution):
        form = RecordForm(request.POST or None, instance=addition_of(request.actor))
        if request.method == "POST" and form.is_valid():
            actions.change_record(request.actor, **form.cleaned_data)
            messages.success(request, _("The record is changed."))
            return redirect("personal-data:record")
    status = 422 if request.method == "POST" else 200
    return render(request, "personal_data/edit_record.html", {"form": form}, status=status)


def _request(actor: Actor, request_id: UUID) -> RightsRequest:
    return get_visible(RightsRequest, actor, pk=request_id)


def _only(actor: Actor, *duties: Duty) -> None:
    if not for_all(actor, *duties):
        raise NotAllowedError


def _can_extend(asked: RightsRequest) -> bool:
    return asked.is_open and not asked.extended_because and timezone.localdate() <= asked.due


def _stopped(actor: Actor, asked: RightsRequest) -> Pseudonym | None:
    rows = Pseudonym.objects.visible_to(actor).filter(member_id=asked.member_id, account__isnull=False)
    found: Pseudonym | None = rows.first()
    return found
