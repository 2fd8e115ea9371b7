"""The pages of duties: who answers for what at a glance, and each change of it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.content.duties import duties_in_words
from aktsom.core.downloads import download
from aktsom.core.duties import Duty
from aktsom.core.errors import AktsomError, NotAllowedError
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, page_of, signed_in, uuid_of
from aktsom.core.meanwhile import held
from aktsom.core.visibility import get_visible
from aktsom.engine.sheets.writing import Value
from aktsom.institutions import actions, forms
from aktsom.institutions.models import DutyAssignment, Member, RequiredDuty
from aktsom.institutions.permissions import may_change_duty, may_give, may_require
from aktsom.institutions.queries import open_units
from aktsom.institutions.responsibility import Gap, Held, Responsibility, required_levels, responsibility
from aktsom.institutions.words import duty_in_words, gap_in_words, in_language, place_in_words

LINES_ON_A_PAGE = 100


@require_GET
@signed_in
def responsibility_page(request: ActorRequest) -> HttpResponse:
    """Which duties are filled, at which level, by whom, since when; and where somebody is missing."""
    found = responsibility(request.actor)
    page = page_of(request, found.by_duty(), LINES_ON_A_PAGE)
    held = [line.held.row for line in page.object_list if line.held]
    context = {
        "page": page,
        "changeable": {row.pk for row in held if may_change_duty(request.actor, {"assignment": row})},
        "gaps": [(gap_in_words(gap), _way_to_mend(request, gap)) for gap in found.gaps],
        "may_assign": bool(duties_to_give(request)),
        "may_require": may_require(request.actor),
    }
    return render(request, "institutions/responsibility.html", context)


@require_GET
@signed_in
def export(request: ActorRequest, form: str) -> HttpResponseBase:
    """The same as a sheet."""
    headers = [_("Where"), _("Duty"), _("Who"), _("E-mail"), _("Since"), _("Until"), _("Deputy"), _("Missing")]
    return download(form, _("responsibility"), headers, _rows(responsibility(request.actor)))


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: ActorRequest) -> HttpResponse:
    """Give somebody a duty."""
    offered = duties_to_give(request)
    if not offered:
        raise NotAllowedError
    form = forms.DutyForm(request.actor, offered, request.POST or None, initial=_asked_for(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.assign_duty(request.actor, **given | {"duty": Duty(given["duty"])})
        except AktsomError as error:
            explain(form, error)
        else:
            messages.success(request, _("%(name)s has the duty now.") % {"name": given["member"].user.name})
            return redirect("institutions:responsibility")
    lead = _("For the unit and everything under it. Nobody gives a duty to themselves.")
    return _form_page(request, form, _("Assign a duty"), lead, _("Assign"), reverse("institutions:responsibility"))


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: ActorRequest, assignment_id: UUID) -> HttpResponse:
    """Name a deputy, or another last day."""
    row = _assignment(request, assignment_id)
    if not may_change_duty(request.actor, {"assignment": row}):
        raise NotAllowedError
    with held(request, row):
        initial = {"deputy": row.deputy.user.email if row.deputy else "", "ends": row.ends or ""}
        form = forms.ChangeDutyForm(request.actor, request.POST or None, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                actions.change_duty(request.actor, assignment=row, **form.cleaned_data)
            except AktsomError as error:
                explain(form, error)
            else:
                messages.success(request, _("Saved."))
                return redirect("institutions:responsibility")
    lead = _("%(duty)s for %(place)s") % {"duty": row.get_duty_display(), "place": place_in_words(row.unit)}
    return _form_page(request, form, row.member.user.name, lead, _("Save"), reverse("institutions:responsibility"))


@require_POST
@signed_in
def end(request: ActorRequest, assignment_id: UUID) -> HttpResponse:
    """Take a duty back, or lay it down."""
    row = _assignment(request, assignment_id)
    actions.end_duty(request.actor, assignment=row)
    said = {"name": row.member.user.name, "duty": duty_in_words(Duty(row.duty)), "place": place_in_words(row.unit)}
    messages.success(request, _("%(name)s is no longer %(duty)s for %(place)s.") % said)
    return redirect("institutions:responsibility")


@require_http_methods(["GET", "POST"])
@signed_in
def required(request: ActorRequest) -> HttpResponse:
    """Where each duty must be filled."""
    if request.method == "POST":
        form = forms.RequirementForm(request.POST)
        given = form.cleaned_data if form.is_valid() else {}
        actions.require_duty(
            request.actor,
            duty=Duty(given.get("duty", Duty.UNIT_LEADER)),
            level=given.get("level", ""),
            seen=request.POST.get("seen"),
        )
        messages.success(request, _("Saved."))
        return redirect("institutions:duties-required")
    levels = required_levels(request.actor)
    context = {
        "rows": [
            (duty, in_language(duties_in_words()[duty.value].about), level, RequiredDuty.Level(level).label)
            for duty, level in levels.items()
        ],
        "levels": RequiredDuty.Level.choices,
        "may_require": may_require(request.actor),
    }
    return render(request, "institutions/required.html", context)


def duties_to_give(request: ActorRequest) -> list[Duty]:
    """The duties that the actor can give to somebody somewhere."""
    actor = request.actor
    below = [
        unit for unit in open_units(actor).select_related("parent") if actor.holds(Duty.UNIT_LEADER, path=unit.path)
    ]
    return [duty for duty in Duty if may_give(actor, duty, None) or any(may_give(actor, duty, unit) for unit in below)]


def _way_to_mend(request: ActorRequest, gap: Gap) -> str:
    if not may_give(request.actor, gap.duty, gap.unit):
        return ""
    unit = gap.unit.pk if gap.unit else ""
    return f"{reverse('institutions:duty-new')}?duty={gap.duty.value}&unit={unit}"


def _asked_for(request: ActorRequest) -> dict[str, Any]:
    given = {name: request.GET.get(name, "")[:100] for name in ("duty", "unit")}
    member_id = request.GET.get("member", "")
    if member_id:
        member: Member = get_visible(Member, request.actor, pk=uuid_of(member_id))
        given["member"] = member.user.email
    return given


def _rows(found: Responsibility) -> Iterator[list[Value]]:
    for post in found.posts:
        where = place_in_words(post.unit)
        for each in post.held:
            yield _held_row(where, each)
        for gap in post.gaps:
            yield [where, str(gap.duty.label), "", "", "", "", "", gap_in_words(gap)]


def _held_row(where: str, held: Held) -> list[Value]:
    row = held.row
    deputy = row.deputy.user.name if row.deputy else ""
    return [
        where,
        str(held.duty.label),
        row.member.user.name,
        row.member.user.email,
        row.starts,
        row.ends or "",
        deputy,
        "",
    ]


def _assignment(request: ActorRequest, assignment_id: UUID) -> DutyAssignment:
    found: DutyAssignment = get_visible(DutyAssignment, request.actor, pk=assignment_id)
    return found


def _form_page(
    request: ActorRequest, form: forms.ActorForm, title: str, lead: str, button: str, back: str
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "title": title, "lead": lead, "button": button, "back": back}
    return render(request, "institutions/form.html", context, status=422 if form.errors else 200)
