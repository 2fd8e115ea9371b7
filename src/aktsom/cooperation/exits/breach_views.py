"""The pages of a breach: recording it, following its plan, closing it; and the tasks that wait for a person."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.cooperation.agreements.queries import agreement_of
from aktsom.cooperation.exits import breaching, queries
from aktsom.cooperation.exits.asking import still_open
from aktsom.cooperation.exits.drilling import drill_of
from aktsom.cooperation.exits.forms import BreachForm, WordsForm
from aktsom.cooperation.exits.giving import OwnerForm
from aktsom.cooperation.exits.models import NOT_BROKEN, ROLES, Breach, PlanTask, Trigger
from aktsom.cooperation.exits.permissions import decider, may_carry_out, may_close, may_record
from aktsom.cooperation.exits.states import check_binds, last_day_kept
from aktsom.core.audit import record_read
from aktsom.core.errors import AktsomError, InvalidError
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, only_if, page_of, signed_in
from aktsom.engine.agreements.lifecycle import OVER
from aktsom.institutions.models import Member


@require_http_methods(["GET", "POST"])
@signed_in
def record(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Three questions; beside them what will happen at once. A form that is sent twice records once."""
    agreement = agreement_of(request.actor, agreement_id)
    only_if(may_record(request.actor, {"agreement": agreement}))
    check_binds(agreement)
    leaving = request.GET.get("trigger") in NOT_BROKEN
    if request.method == "GET" and (runs := queries.plan_that_runs(request.actor, agreement, broken=not leaving)):
        messages.info(request, _("It is recorded already, and the plan runs. Note here what is new."))
        return redirect("exits:breach", runs.pk)
    form, status = BreachForm(request.POST or None, leaving=leaving), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            before = queries.breach_made_with(request.actor, agreement, form.cleaned_data["token"])
            if before is not None:
                return redirect("exits:breach", before.pk)
            try:
                breach = breaching.record_breach(
                    request.actor,
                    agreement=agreement,
                    told=form.told(request.FILES.getlist("files")),
                    token=form.cleaned_data["token"],
                )
            except AktsomError as error:
                status = explain(form, error)
            else:
                _tell_recorded(request, breach)
                return redirect("exits:breach", breach.pk)
    context = {
        "agreement": agreement,
        "form": form,
        "leaving": leaving,
        "drill": drill_of(request.actor, agreement, Trigger.EXPIRY if leaving else Trigger.BREACH),
        "files_lost": bool(request.FILES) and not request.headers.get("HX-Request"),
    }
    return render(request, "exits/record.html", context, status=status)


@require_GET
@signed_in
def breach(request: ActorRequest, breach_id: UUID) -> HttpResponse:
    """What happened, where the plan stands, and the log."""
    row = queries.breach_of(request.actor, breach_id)
    record_read(request.actor, row.agreement)
    tasks = list(queries.tasks_of(request.actor, row))
    decides = queries.decider_of(request.actor, row)
    entries = list(queries.entries_of(request.actor, row))
    context = {
        "breach": row,
        "agreement": row.agreement,
        "to_open": queries.agreement_to_open(request.actor, row),
        "goes_on": still_open(request.actor, row),
        "tasks": [_shown(request, task, decides) for task in tasks],
        "over": row.agreement.state in OVER,
        "last_day": last_day_kept(row.agreement, row) if row.state == Breach.State.OPEN else None,
        "left": sum(task.is_open for task in tasks),
        "entries": entries,
        "decided": next((each for each in entries if each.sort == row.state), None),
        "may_record": may_record(request.actor, {"breach": row}),
        "decides": dict(ROLES)[decider(row)],
        "decider": decides,
        "may_close": row.state == Breach.State.OPEN and may_close(request.actor, {"breach": row}),
    }
    return render(request, "exits/breach.html", context)


@require_POST
@signed_in
def note(request: ActorRequest, breach_id: UUID) -> HttpResponse:
    """A line for the log, or files that show something."""
    row = queries.breach_of(request.actor, breach_id)
    files = request.FILES.getlist("files")
    text = "" if files and not request.POST.get("text", "").strip() else _words(request)
    breaching.note(request.actor, breach=row, text=text, files=files)
    return redirect("exits:breach", row.pk)


@require_POST
@signed_in
def cure(request: ActorRequest, breach_id: UUID) -> HttpResponse:
    """The other side put it right."""
    row = queries.breach_of(request.actor, breach_id)
    breaching.cure_breach(request.actor, breach=row, shown_by=_words(request))
    messages.success(request, _("It is closed. What was left of the plan is dropped."))
    return redirect("exits:breach", row.pk)


@require_POST
@signed_in
def end(request: ActorRequest, breach_id: UUID) -> HttpResponse:
    """The agreement ends, today or on the last day that it keeps."""
    row = queries.breach_of(request.actor, breach_id)
    closed = breaching.end_after_breach(request.actor, breach=row, reason=_words(request))
    messages.success(request, _what_follows(closed.agreement.ends_on))
    return redirect("exits:breach", row.pk)


@require_GET
@signed_in
def tasks(request: ActorRequest) -> HttpResponse:
    """The person's own open tasks."""
    page = page_of(request, queries.tasks_for(request.actor))
    return render(request, "exits/tasks.html", {"page": page, "rows": page.object_list})


@require_GET
@signed_in
def breaches(request: ActorRequest) -> HttpResponse:
    """Agreements whose exit plan runs."""
    page = page_of(request, queries.running_plans(request.actor))
    rows = [(each, may_close(request.actor, {"breach": each})) for each in page.object_list]
    return render(request, "exits/breaches.html", {"page": page, "rows": rows})


@require_POST
@signed_in
def done(request: ActorRequest, task_id: UUID) -> HttpResponse:
    """A task is done, and this shows it."""
    task = queries.task_of(request.actor, task_id)
    breaching.do_task(request.actor, task=task, shown_by=_words(request))
    messages.success(request, _("Done: %(what)s") % {"what": task.words})
    return _back(request, task.breach_id)


@require_http_methods(["GET", "POST"])
@signed_in
def give(request: ActorRequest, task_id: UUID) -> HttpResponse:
    """A task is given to somebody else; who types a name chooses first who is meant."""
    task = queries.task_of(request.actor, task_id)
    only_if(may_carry_out(request.actor, {"task": task}))
    breaching.check_not_deciding(task)
    form, status = OwnerForm(request.actor, task, request.POST if request.method == "POST" else None), 200
    if form.is_valid() and (owner := form.chosen):
        try:
            breaching.assign_task(request.actor, task=task, owner=owner)
        except AktsomError as error:
            status = explain(form, error, {"owner": "email"})
        else:
            messages.success(request, _("Given to %(name)s: %(what)s") % {"name": owner.user.name, "what": task.words})
            return _back(request, task.breach_id)
    elif form.is_valid():
        form.look()
    status = 422 if form.errors and status == 200 else status
    back = "tasks" if "tasks" in (request.GET.get("back"), request.POST.get("back")) else ""
    context = {"form": form, "task": task, "back": back, "seen": _sees(request, task.breach_id)}
    return render(request, "exits/give.html", context, status=status)


def _tell_recorded(request: ActorRequest, breach: Breach) -> None:
    messages.success(request, _("It is recorded, and the plan runs."))
    if still_open(request.actor, breach):
        messages.warning(request, _("Access goes on that was to end at once. Ask now whoever looks after it."))


def _shown(request: ActorRequest, task: PlanTask, decides: Member | None) -> tuple[PlanTask, Member | None, str, bool]:
    """The task, whose it is, why that person cannot do it now, and whether the reader may."""
    whose = decides if task.decides and task.is_open else task.owner
    gone = _gone(whose) if whose and task.is_open else ""
    return task, whose, gone, task.is_open and may_carry_out(request.actor, {"task": task})


def _gone(member: Member) -> str:
    """That they left or are away, and until when; "" for who is here."""
    if not member.is_here:
        return _("(has left)")
    if not member.is_away(timezone.localdate()):
        return ""
    if member.away_until is None:
        return _("(is away)")
    return _("(is away until %(day)s)") % {"day": date_format(member.away_until, "DATE_FORMAT")}


def _what_follows(last_day: date | None) -> str:
    if last_day is None or last_day <= timezone.localdate():
        return _("The agreement is over. What is left of the plan is still carried out.")
    said = _("It ends on %(day)s. What is left of the plan is still carried out.")
    return said % {"day": date_format(last_day, "DATE_FORMAT")}


def _words(request: ActorRequest) -> str:
    form = WordsForm(request.POST)
    if form.is_valid():
        return str(form.cleaned_data["text"])
    if request.POST.get("text", "").strip():
        raise InvalidError(_("This is too long. Shorten it."))
    raise InvalidError(_("A sentence is needed."), remedy=_("Go back and write it."))


def _back(request: ActorRequest, breach_id: UUID) -> HttpResponse:
    """To where the form stood: the breach when the person sees it, else their own tasks."""
    if request.POST.get("back") != "tasks" and _sees(request, breach_id):
        return redirect("exits:breach", breach_id)
    return redirect("exits:tasks")


def _sees(request: ActorRequest, breach_id: UUID) -> bool:
    found: bool = Breach.objects.visible_to(request.actor).filter(pk=breach_id).exists()
    return found
