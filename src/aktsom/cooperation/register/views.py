"""The pages of the register: the list, one cooperation, and the form."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register import actions, queries
from aktsom.cooperation.register.areas import area_choices, area_title
from aktsom.cooperation.register.forms import CooperationForm, filters_of, initial_of, sort_of, theirs, uuid_of
from aktsom.cooperation.register.history import told
from aktsom.cooperation.register.listing import COLUMNS, chips_of, sentence_of, sheet_rows
from aktsom.cooperation.register.models import Cooperation, CooperationTrace
from aktsom.cooperation.register.partner_picking import Picked
from aktsom.cooperation.register.permissions import may_change, may_register
from aktsom.cooperation.register.sheet_countries import country_choices
from aktsom.cooperation.traces.models import Tie
from aktsom.core.audit import record_export, record_read
from aktsom.core.downloads import download
from aktsom.core.errors import AktsomError, ConflictError, InvalidError, NotAllowedError
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.panels import panels_of
from aktsom.core.visibility import get_visible


@require_GET
@signed_in
def cooperation_list(request: ActorRequest) -> HttpResponse:
    """All cooperation that the person may see, narrowed by the address."""
    filters, sort = filters_of(request.GET), sort_of(request.GET)
    page = page_of(request, queries.listed(request.actor, filters, sort))
    chips = chips_of(request.actor, filters, request.GET)
    context = {
        "page": page,
        "rows": page.object_list,
        "filters": filters,
        "sort": sort,
        "chips": chips,
        "sentence": sentence_of(page.paginator.count, chips),
        "kinds": Cooperation.Kind.choices,
        "states": Cooperation.State.choices,
        "areas": area_choices(),
        "countries": country_choices(get_language() or "nb"),
        "units": queries.units_to_choose(request.actor),
        "may_register": may_register(request.actor, {}),
    }
    return render(request, "register/list.html", context)


@require_GET
@signed_in
def export(request: ActorRequest, form: str) -> HttpResponseBase:
    """The filtered list as a sheet."""
    filters = filters_of(request.GET)
    found = queries.cooperations(request.actor, filters, sort_of(request.GET))
    narrowed = [name for name, value in asdict(filters).items() if value]
    record_export(request.actor, "cooperation", rows=found.count(), details={"as": form, "narrowed by": narrowed})
    return download(form, _("cooperation"), COLUMNS, sheet_rows(found, request.build_absolute_uri("/").rstrip("/")))


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
    _refuse_readers(request)
    picked = Picked.of(request)
    if request.method == "GET" or picked.is_step:
        data = request.POST if request.method == "POST" else None
        form = CooperationForm(request.actor, initial=picked.answers(data)) if data else CooperationForm(request.actor)
        return _form_page(request, form, picked, token=uuid_of(request.POST.get("token", "")) or uuid4())
    form = CooperationForm(request.actor, request.POST)
    token = uuid_of(request.POST.get("token", ""))
    before = queries.registered_with(request.actor, token)
    if before is not None:
        return redirect("register:detail", before.pk)
    if not form.is_valid():
        return _form_page(request, form, picked, token=token or uuid4(), status=422)
    try:
        cooperation = actions.register_cooperation(request.actor, draft=form.draft(picked.ids), token=token)
    except IntegrityError:
        return redirect("register:detail", _registered_meanwhile(request, token).pk)
    except AktsomError as error:
        explain(form, error)
        return _form_page(request, form, picked, token=token or uuid4(), status=error.status)
    messages.success(request, _("The cooperation is registered."))
    return redirect("register:detail", cooperation.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: ActorRequest, cooperation_id: UUID) -> HttpResponse:
    """Change the answers. When somebody else was quicker, both are shown and nothing is lost."""
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    _refuse_readers(request, cooperation)
    if request.method == "GET":
        form = CooperationForm(request.actor, initial=initial_of(cooperation), current=cooperation)
        return _edit_page(request, form, cooperation)
    form = CooperationForm(request.actor, request.POST, current=cooperation)
    if not form.is_valid():
        return _edit_page(request, form, cooperation, status=422)
    version = request.POST.get("version", "")
    try:
        actions.change_cooperation(
            request.actor,
            cooperation=cooperation,
            version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
            changes=queries.differing(cooperation, form.values()),
        )
    except ConflictError as error:
        return _edit_page(request, form, cooperation, status=409, conflict=error)
    except AktsomError as error:
        explain(form, error)
        return _edit_page(request, form, cooperation, status=error.status)
    messages.success(request, _("Your changes are saved."))
    return redirect("register:detail", cooperation.pk)


@require_POST
@signed_in
def withdraw(request: ActorRequest, cooperation_id: UUID) -> HttpResponse:
    """Take it out of the register, to where it can be restored."""
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    actions.withdraw_cooperation(request.actor, cooperation=cooperation)
    messages.success(request, _("“%(title)s” is withdrawn. You can restore it here.") % {"title": cooperation.title})
    return redirect("register:withdrawn")


@require_GET
@signed_in
def withdrawn_list(request: ActorRequest) -> HttpResponse:
    """What was withdrawn and can be restored."""
    page = page_of(request, queries.withdrawn(request.actor))
    return render(request, "register/withdrawn.html", {"page": page, "rows": page.object_list})


@require_POST
@signed_in
def restore(request: ActorRequest, cooperation_id: UUID) -> HttpResponse:
    """Put it back."""
    cooperation = queries.withdrawn_one(request.actor, cooperation_id)
    actions.restore_cooperation(request.actor, cooperation=cooperation)
    messages.success(request, _("The cooperation is in the register again."))
    return redirect("register:detail", cooperation.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def partners(request: ActorRequest, cooperation_id: UUID) -> HttpResponse:
    """Add partners to a cooperation, or take them out."""
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    _refuse_readers(request, cooperation)
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


def explain(form: CooperationForm, error: AktsomError) -> None:
    """Put what an action refused where the person can correct it."""
    reasons = error.fields if isinstance(error, InvalidError) else {}
    for name, reason in reasons.items():
        field = "fields_touched" if name == "fields" else name
        form.add_error(field if field in form.fields else None, str(reason))
    if not reasons:
        form.add_error(None, str(error))


def _refuse_readers(request: ActorRequest, cooperation: Cooperation | None = None) -> None:
    check: Callable[..., bool] = may_change if cooperation else may_register
    if not check(request.actor, {"cooperation": cooperation}):
        raise NotAllowedError


def _registered_meanwhile(request: ActorRequest, token: UUID | None) -> Cooperation:
    found = queries.registered_with(request.actor, token)
    if found is None:
        raise ConflictError(_("This form was sent before."), remedy=_("Start with a new form."))
    return found


def _form_page(
    request: HttpRequest, form: CooperationForm, picked: Picked, *, token: UUID, status: int = 200
) -> HttpResponse:
    return render(request, "register/new.html", {"form": form, "picked": picked, "token": token}, status=status)


def _edit_page(
    request: HttpRequest,
    form: CooperationForm,
    cooperation: Cooperation,
    *,
    status: int = 200,
    conflict: ConflictError | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "cooperation": cooperation, "version": cooperation.version}
    if conflict is not None:
        context |= {"conflict": conflict, "theirs": theirs(cooperation, form)}
    elif request.method == "POST":
        context["version"] = request.POST.get("version", cooperation.version)
    return render(request, "register/edit.html", context, status=status)
