"""The page of an appraisal, its dossier, and what people add to it."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.appraisal.deciding.permissions import (
    is_waiting,
    may_act,
    may_advise,
    may_own,
    may_report,
    may_work_on,
)
from aktsom.appraisal.dossier import papers
from aktsom.appraisal.dossier.letters import letter_to
from aktsom.appraisal.dossier.presenting import dossier_of
from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.intake.permissions import may_hand_on
from aktsom.appraisal.models import Appraisal, Attachment, Letter
from aktsom.appraisal.models.words import State
from aktsom.appraisal.queries import appraisal_of
from aktsom.appraisal.scope import PARTNERS
from aktsom.appraisal.way import words
from aktsom.appraisal.wording import language
from aktsom.content.contacts import authorities
from aktsom.cooperation.agreements.drafts import known_flags
from aktsom.core import files
from aktsom.core.audit import record_read
from aktsom.core.errors import AktsomError, InvalidError, NotVisibleError
from aktsom.core.http import ActorRequest, signed_in
from aktsom.core.visibility import get_visible
from aktsom.engine.flags.route import Step as Level


@require_GET
@signed_in
def detail(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """One appraisal: where it stands, the one next step, what was found, and its history."""
    row = appraisal_of(request.actor, appraisal_id)
    record_read(request.actor, row)
    context = {"row": row, "dossier": dossier_of(request.actor, row), **_next_steps(request, row)}
    return render(request, "appraisal/detail.html", context)


@require_GET
@signed_in
def dossier(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Everything that the decision can rest on, to read and to print."""
    row = _with_dossier(request, appraisal_id)
    record_read(request.actor, row)
    may = {"appraisal": row}
    context = {
        "row": row,
        "dossier": dossier_of(request.actor, row),
        "may_work_on": may_work_on(request.actor, may),
        "may_advise": may_advise(request.actor, may),
        "may_hand_over": row.state == State.PREPARING and may_act(request.actor, may),
        "authorities": [(key, each.name[language()]) for key, each in authorities().items()],
    }
    return render(request, "appraisal/dossier.html", context)


@require_POST
@signed_in
def comment(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Note something."""
    row = appraisal_of(request.actor, appraisal_id)
    papers.comment(request.actor, appraisal=row, text=request.POST.get("text", ""))
    return _back(row, "comments")


@require_POST
@signed_in
def attach(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Add a file."""
    row = appraisal_of(request.actor, appraisal_id)
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, _("Choose a file first."))
        return _back(row, "files")
    try:
        papers.attach(request.actor, appraisal=row, upload=upload)
    except InvalidError as error:
        messages.error(request, str(error))
    return _back(row, "files")


@require_GET
@signed_in
def file(request: ActorRequest, appraisal_id: UUID, attachment_id: UUID) -> FileResponse:
    """An attached file, to save."""
    row = appraisal_of(request.actor, appraisal_id)
    found = get_visible(Attachment, request.actor, pk=attachment_id, appraisal=row)
    record_read(request.actor, row)
    return files.served(found.file, found.filename, found.content_type, found.digest)


@require_http_methods(["GET", "POST"])
@signed_in
def letter(request: ActorRequest, appraisal_id: UUID, authority: str) -> HttpResponse:
    """A letter to an authority: drafted here, gone over and sent by a person."""
    row = appraisal_of(request.actor, appraisal_id)
    drafted = letter_to(request.actor, row, authority, language())
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            papers.prepare_letter(request.actor, appraisal=row, authority=authority, language=language(), text=text)
        except InvalidError as error:
            return _letter_page(request, row, authority, text, error)
        messages.success(
            request, _("The letter is kept with the dossier. Send it from your own mail, then say so here.")
        )
        return _back(row, "letters")
    return _letter_page(request, row, authority, drafted)


@require_POST
@signed_in
def sent(request: ActorRequest, appraisal_id: UUID, letter_id: UUID) -> HttpResponse:
    """Note that a letter was sent today."""
    row = appraisal_of(request.actor, appraisal_id)
    found = get_visible(Letter, request.actor, pk=letter_id, appraisal=row)
    papers.say_sent(request.actor, appraisal=row, letter=found)
    return _back(row, "letters")


def _letter_page(
    request: ActorRequest, row: Appraisal, authority: str, text: str, error: AktsomError | None = None
) -> HttpResponse:
    context = {"row": row, "authority": authorities()[authority], "text": text, "error": error}
    return render(request, "appraisal/letter.html", context, status=error.status if error else 200)


def _next_steps(request: ActorRequest, row: Appraisal) -> dict[str, object]:
    """What the person can do with it now, and what the handbook says of what happens next."""
    actor, may = request.actor, {"appraisal": row}
    mine = may_act(actor, may)
    settled, owns = row.matter.state in words.SETTLED, may_own(actor, may)
    return {
        "stage": handbook_of(row.institution_id).stages[Level(row.route)] if row.submitted_at else None,
        "owns": owns,
        "may_decide": mine and row.matter.state in words.DECIDING,
        "may_hand_over": mine and row.state == State.PREPARING,
        "may_send_back": mine and row.state == State.WITH_DECIDER,
        "may_step_aside": mine,
        "may_appeal": owns and row.matter.stands_refused and not row.is_appealed,
        "may_report": settled and not row.matter.stands_refused and may_report(actor, may),
        "may_take_back": owns and row.matter.state in (words.State.DRAFT, *words.WAITING),
        "may_hand_on": row.state != State.CLOSED and may_hand_on(actor, may),
        "waits": is_waiting(row),
        "agreement_draft": _agreement_draft(row) if owns or may_advise(actor, may) else "",
    }


def _agreement_draft(row: Appraisal) -> str:
    """The form of a new agreement with the partners, and the flags whose clauses it should hold; "" before it is sent in."""
    refused = row.matter.stands_refused or row.state in (State.CLOSED, State.UNDER_APPEAL)
    if row.cooperation_id is None or refused:
        return ""
    flags = [flag["rule"] for flag in row.flags if flag["rule"] in known_flags()]
    given = {"cooperation": row.cooperation_id, "partner": row.scope.get(PARTNERS, ()), "flag": flags}
    return f"{reverse('agreements:new')}?{urlencode(given, doseq=True)}"


def _with_dossier(request: ActorRequest, appraisal_id: UUID) -> Appraisal:
    row = appraisal_of(request.actor, appraisal_id)
    if row.submitted_at is None:
        raise NotVisibleError
    return row


def _back(row: Appraisal, place: str) -> HttpResponse:
    answer = redirect("appraisal:dossier", row.pk)
    answer["Location"] += f"#{place}"
    return answer
