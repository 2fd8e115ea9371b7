"""The pages of the tree: as it is or was, one unit with its history, and each change of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from aktsom.core.errors import AktsomError, NotAllowedError
from aktsom.core.forms import NO_DATE, explain
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.meanwhile import held
from aktsom.core.visibility import get_visible
from aktsom.engine.sheets import read_date
from aktsom.institutions import actions, forms
from aktsom.institutions.actions.merging import can_be_undone
from aktsom.institutions.models import DutyAssignment, Unit, in_force
from aktsom.institutions.paths import paths_up
from aktsom.institutions.permissions import may_build
from aktsom.institutions.queries import history_of, members, tree, tree_at

Perform = Callable[[ActorRequest, Unit, forms.ActorForm], Unit]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be done with a unit: its page, and what it does."""

    title: Promise
    lead: Promise
    button: Promise
    form: type[forms.ActorForm]
    perform: Perform
    done: Promise


STEPS: dict[str, Step] = {
    "rename": Step(
        gettext_lazy("Change the name"),
        gettext_lazy("What it was called before is kept in its history."),
        gettext_lazy("Save"),
        forms.RenameForm,
        lambda request, unit, form: actions.rename_unit(request.actor, unit=unit, **form.cleaned_data),
        gettext_lazy("The name is changed."),
    ),
    "move": Step(
        gettext_lazy("Move the unit"),
        gettext_lazy(
            "Everything under it moves along, and so do its people, duties and cooperation. "
            "Who answers for it further up changes."
        ),
        gettext_lazy("Move"),
        forms.MoveForm,
        lambda request, unit, form: actions.move_unit(request.actor, unit=unit, **form.cleaned_data),
        gettext_lazy("The unit is moved."),
    ),
    "merge": Step(
        gettext_lazy("Merge with another unit"),
        gettext_lazy(
            "Its people, cooperation and the units under it go to the other unit. A duty goes along where nobody holds the "
            "same duty there, and ends otherwise. This unit is closed; its history stays. It can be undone for three months."
        ),
        gettext_lazy("Merge"),
        forms.MergeForm,
        lambda request, unit, form: actions.merge_units(request.actor, unit=unit, **form.cleaned_data),
        gettext_lazy(
            "The units are merged. This is the one that stays. To undo it within three months, open the other one below."
        ),
    ),
    "undo-merger": Step(
        gettext_lazy("Undo the merger"),
        gettext_lazy(
            "The unit opens again, and what went along comes back to it, as far as nobody moved or ended it since. Its history "
            "keeps both. This is possible for three months."
        ),
        gettext_lazy("Undo the merger"),
        forms.ReasonForm,
        lambda request, unit, form: actions.undo_merger(request.actor, unit=unit, **form.cleaned_data),
        gettext_lazy("The merger is undone."),
    ),
    "close": Step(
        gettext_lazy("Close the unit"),
        gettext_lazy(
            "Its people move one level up and its duties end. What it did stays under its name. It can be opened again."
        ),
        gettext_lazy("Close"),
        forms.ReasonForm,
        lambda request, unit, form: actions.close_unit(request.actor, unit=unit, **form.cleaned_data),
        gettext_lazy("The unit is closed."),
    ),
    "reopen": Step(
        gettext_lazy("Open the unit again"),
        gettext_lazy("It comes back where it was. Duties have to be assigned anew."),
        gettext_lazy("Open"),
        forms.ReasonForm,
        lambda request, unit, form: actions.reopen_unit(request.actor, unit=unit, **form.cleaned_data),
        gettext_lazy("The unit is open again."),
    ),
}


@require_GET
@signed_in
def unit_list(request: ActorRequest) -> HttpResponse:
    """The tree of today, or with `?day=` of the end of an earlier day."""
    written = request.GET.get("day", "")
    day = _day(written)
    branches = tree_at(request.actor, _end_of(day)) if day else tree(request.actor)
    page = page_of(request, branches, 200)
    context = {
        "page": page,
        "day": day,
        "written": written,
        "not_a_day": NO_DATE if written and day is None else "",
        "may_build": may_build(request.actor),
    }
    return render(request, "institutions/units.html", context)


@require_GET
@signed_in
def detail(request: ActorRequest, unit_id: UUID) -> HttpResponse:
    """One unit: where it lies, who answers for it, what lies under it, and what happened to it."""
    unit = _unit(request, unit_id)
    duties = DutyAssignment.objects.visible_to(request.actor).filter(in_force(timezone.localdate()), unit=unit)
    above = Unit.objects.visible_to(request.actor).filter(path__in=paths_up(unit.path)[1:])
    context = {
        "unit": unit,
        "above": above,
        "under": Unit.objects.visible_to(request.actor).filter(parent=unit, closed_at=None).order_by("name_nb"),
        "held": duties.select_related("member__user", "deputy__user"),
        "people": members(request.actor, unit=unit).count(),
        "history": history_of(request.actor, unit)[:100],
        "may_build": may_build(request.actor),
        "undoable": may_build(request.actor) and can_be_undone(request.actor, unit),
        "absorbed": Unit.objects.visible_to(request.actor).filter(merged_into=unit).order_by("-closed_at")[:20],
    }
    return render(request, "institutions/unit.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: ActorRequest) -> HttpResponse:
    """Add a unit."""
    _only_builders(request)
    form = forms.NewUnitForm(request.actor, request.POST or None, initial={"parent": request.GET.get("under", "")})
    if request.method == "POST" and form.is_valid():
        try:
            unit = actions.add_unit(request.actor, **form.cleaned_data)
        except AktsomError as error:
            explain(form, error)
        else:
            messages.success(request, _("The unit is added."))
            return redirect("institutions:unit", unit.pk)
    context = {
        "form": form,
        "title": _("Add a unit"),
        "lead": _("A faculty, department, centre or group."),
        "button": _("Add"),
        "back": reverse("institutions:units"),
    }
    return render(request, "institutions/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def step(request: ActorRequest, unit_id: UUID, step: str) -> HttpResponse:
    """Change one unit: its name, its place, its end."""
    chosen = STEPS.get(step)
    if chosen is None:
        raise Http404
    unit = _unit(request, unit_id)
    _only_builders(request)
    # Whoever changes the tree holds the institution first, and units after it.
    with held(request, unit.institution):
        initial = forms.initial_names(_unit(request, unit_id)) if step == "rename" else {}
        form = chosen.form(request.actor, request.POST or None, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                after = chosen.perform(request, unit, form)
            except AktsomError as error:
                explain(form, error)
            else:
                messages.success(request, str(chosen.done))
                return redirect("institutions:unit", after.pk)
    context = {
        "form": form,
        "title": f"{unit.name}: {str(chosen.title).lower()}",
        "lead": chosen.lead,
        "button": chosen.button,
        "back": reverse("institutions:unit", args=[unit.pk]),
    }
    return render(request, "institutions/form.html", context, status=422 if form.errors else 200)


def _unit(request: ActorRequest, unit_id: UUID) -> Unit:
    found: Unit = get_visible(Unit, request.actor, pk=unit_id)
    return found


def _only_builders(request: ActorRequest) -> None:
    if not may_build(request.actor):
        raise NotAllowedError


def _day(written: str) -> date | None:
    try:
        return read_date(written[:40], last=True)
    except ValueError:
        return None


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
