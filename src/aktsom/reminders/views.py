"""The page on which people choose their reminders, and the calendar itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aktsom.core.errors import NotVisibleError
from aktsom.core.http import ActorRequest, signed_in
from aktsom.core.mail import whole_address
from aktsom.reminders import actions
from aktsom.reminders.calendars import acting_by_address, calendar_of
from aktsom.reminders.forms import PaceForm
from aktsom.reminders.models import ReminderChoice
from aktsom.reminders.queries import choice_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choose(request: ActorRequest) -> HttpResponse:
    """How often mail comes, and whether there is a calendar."""
    choice = choice_of(request.actor)
    form = PaceForm(request.POST or None, initial={"pace": choice.pace})
    if request.method == "POST" and form.is_valid():
        actions.choose_pace(request.actor, pace=ReminderChoice.Pace(form.cleaned_data["pace"]))
        messages.success(request, _("Your choice is saved."))
        return redirect("reminders:choose")
    return _page(request, choice, form, status=422 if request.method == "POST" else 200)


@require_POST
@signed_in
def make_calendar(request: ActorRequest) -> HttpResponse:
    """A new address, shown in this one answer and never again."""
    choice, secret = actions.make_calendar(request.actor)
    address = whole_address(reverse("reminders:calendar", args=[f"{request.actor.institution_id}_{secret}"]))
    return _page(request, choice, PaceForm(initial={"pace": choice.pace}), address=address, status=201)


@require_POST
@signed_in
def end_calendar(request: ActorRequest) -> HttpResponse:
    """Let the address stop working."""
    actions.end_calendar(request.actor)
    messages.success(request, _("The address of your calendar does not work any more."))
    return redirect("reminders:choose")


@require_safe
def calendar(_request: HttpRequest, calendar_key: str) -> HttpResponse:
    """The calendar file, for whoever has the address."""
    with acting_by_address(calendar_key) as found:
        if found is None:
            raise NotVisibleError
        actor, language = found
        with override(language):
            return HttpResponse(calendar_of(actor), content_type="text/calendar; charset=utf-8")


def _page(
    request: ActorRequest, choice: ReminderChoice, form: PaceForm, *, address: str = "", status: int = 200
) -> HttpResponse:
    context = {"choice": choice, "form": form, "address": address}
    return render(request, "reminders/choose.html", context, status=status)
