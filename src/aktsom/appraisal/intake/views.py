"""The pages of an intake: what one wants to do, one question at a time, all answers before they are sent in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.appraisal.deciding.permissions import may_own
from aktsom.appraisal.dossier.presenting import answers_of
from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.intake import actions, under
from aktsom.appraisal.intake.answering import choices_of, read_answer
from aktsom.appraisal.intake.drafting import SUBJECT, Drafted, drafted
from aktsom.appraisal.intake.permissions import may_begin
from aktsom.appraisal.models import Appraisal
from aktsom.appraisal.models.words import State
from aktsom.appraisal.queries import appraisal_of, appraisal_with
from aktsom.appraisal.stepping import uuid_of
from aktsom.appraisal.wording import language
from aktsom.cooperation.partners.picking import Picked
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.register.queries import cooperation_of, units_to_register_for
from aktsom.core.errors import AktsomError, ConflictError, InvalidError, NotAllowedError
from aktsom.core.http import ActorRequest, signed_in
from aktsom.engine.guides.types import UNKNOWN, Question, QuestionType
from aktsom.institutions.queries import member_by_email

WITHOUT_DOUBT = (QuestionType.PARTNER, QuestionType.UNIT)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: ActorRequest) -> HttpResponseBase:
    """ "I want to …": each kind of cooperation; choosing one begins its intake."""
    if not may_begin(request.actor, {}):
        raise NotAllowedError
    if request.method == "GET":
        guides = handbook_of(request.actor.institution_id).guides
        kinds = [(kind, guides[kind].title, guides[kind].intro) for kind in Cooperation.Kind.values if kind in guides]
        return render(request, "appraisal/new.html", {"kinds": kinds, "token": uuid4()})
    token = uuid_of(request.POST.get("token", ""))
    before = appraisal_with(request.actor, token)
    if before is not None:
        return redirect("appraisal:questions", before.pk)
    try:
        row = actions.begin(request.actor, kind=request.POST.get("kind", ""), token=token)
    except IntegrityError as error:
        raise ConflictError(_("This form was sent before."), remedy=_("Start with a new form.")) from error
    return redirect("appraisal:questions", row.pk)


@require_POST
@signed_in
def of_cooperation(request: ActorRequest, cooperation_id: UUID) -> HttpResponse:
    """Begin the appraisal of a registered cooperation; what the register knows is not asked again."""
    cooperation = cooperation_of(request.actor, cooperation_id)
    row = actions.begin(request.actor, kind=cooperation.kind, cooperation=cooperation)
    return redirect("appraisal:questions", row.pk)


def _of_draft(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of one's own draft. Whoever comes back to it later, or sends it twice, is led to the appraisal and told why."""

    @wraps(page)
    def show(request: ActorRequest, appraisal_id: UUID, **parts: str) -> HttpResponse:
        row = appraisal_of(request.actor, appraisal_id)
        if not may_own(request.actor, {"appraisal": row}):
            raise NotAllowedError(
                _("Somebody else answers these questions."), remedy=_("Ask its owner to hand it on to you.")
            )
        if row.state != State.DRAFT:
            messages.info(request, _("This was sent in already. The answers stand as they were sent in."))
            return redirect("appraisal:detail", row.pk)
        return page(request, row, **parts)

    return show


@require_GET
@signed_in
@_of_draft
def questions(request: ActorRequest, row: Appraisal) -> HttpResponse:
    """To the question that comes next, or to all answers when none is left."""
    following = drafted(request.actor, row).next
    if following is None:
        return redirect("appraisal:send", row.pk)
    return redirect("appraisal:question", row.pk, following.id)


@require_http_methods(["GET", "POST"])
@signed_in
@_of_draft
def question(request: ActorRequest, row: Appraisal, question_id: str) -> HttpResponse:
    """One question: why it is asked, an example, "I don't know", back, how many are left. Each answer is saved."""
    if request.method == "POST" and question_id == under.UNDER:
        actions.answer(
            request.actor,
            appraisal=row,
            version=_version(request),
            question=under.UNDER,
            answer=request.POST.get("answer", ""),
        )
        return redirect("appraisal:questions", row.pk)
    draft = drafted(request.actor, row)
    asked = draft.question(question_id)
    if asked is None:
        return redirect("appraisal:questions", row.pk)
    picked = _picked(request, draft) if asked.type is QuestionType.PARTNER else None
    if request.method == "GET":
        return _page(request, draft, Asked(asked, row.answers.get(asked.id), picked))
    if picked is not None and picked.is_step and not _is_choice(picked):
        return _page(request, draft, Asked(asked, row.answers.get(asked.id), picked))
    given: Any = None
    try:
        given = [str(key) for key in picked.ids] if picked else read_answer(request.actor, asked, request.POST)
        row = actions.answer(request.actor, appraisal=row, version=_version(request), question=asked.id, answer=given)
    except (InvalidError, ConflictError) as error:
        fresh = drafted(request.actor, appraisal_of(request.actor, row.pk))
        return _page(request, fresh, Asked(asked, given, picked, error), status=error.status)
    if picked is not None and picked.is_step:
        return _page(request, drafted(request.actor, row), Asked(asked, given, picked))
    if request.POST.get("then") == "send":
        return redirect("appraisal:send", row.pk)
    return redirect("appraisal:questions", row.pk)


@require_http_methods(["GET", "POST"])
@signed_in
@_of_draft
def send(request: ActorRequest, row: Appraisal) -> HttpResponse:
    """All answers, the title, and the button that sends them in."""
    draft = drafted(request.actor, row)
    if draft.next is not None:
        return redirect("appraisal:questions", row.pk)
    title = request.POST.get("title") or row.title
    error: AktsomError | None = None
    if request.method == "POST":
        try:
            row = actions.send_in(request.actor, appraisal=row, version=_version(request), title=title)
        except (InvalidError, ConflictError) as refused:
            error = refused
        else:
            return redirect("appraisal:detail", row.pk)
    context = {
        "row": row,
        "draft": draft,
        "answers": [each for each in answers_of(request.actor, row) if draft.question(each.id)],
        "title": title,
        "agreement": under.chosen(request.actor, row) if row.cooperation_id is None else None,
        "error": error,
        "reasons": error.fields if isinstance(error, InvalidError) else {},
    }
    return render(request, "appraisal/send.html", context, status=error.status if error else 200)


@require_POST
@signed_in
def hand_on(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Let a colleague go on."""
    row = appraisal_of(request.actor, appraisal_id)
    member = member_by_email(request.actor, request.POST.get("member", "").replace("\x00", ""))
    if member is None:
        messages.error(request, _("Nobody in your institution has this e-mail address. It stays with its owner."))
        return redirect("appraisal:detail", row.pk)
    actions.hand_on(request.actor, appraisal=row, member=member)
    messages.success(request, _("%(name)s goes on with it. You can still see it.") % {"name": member.user.name})
    return redirect("appraisal:detail", row.pk)


@require_POST
@signed_in
def take_back(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Close what is no longer wanted."""
    row = appraisal_of(request.actor, appraisal_id)
    actions.take_back(request.actor, appraisal=row)
    messages.success(request, _("It is taken back. What was answered is kept."))
    return redirect("appraisal:detail", row.pk)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its page shows it: what stands in the fields, the partners picked so far, what was wrong."""

    question: Question
    answer: Any
    picked: Picked | None = None
    error: AktsomError | None = None


def _page(request: ActorRequest, draft: Drafted, asked: Asked, status: int = 200) -> HttpResponse:
    question = asked.question
    context = {
        "row": draft.row,
        "question": question,
        "kind": question.type.value,
        "answer": asked.answer,
        "choices": choices_of(question, asked.answer),
        "agreements": under.offered(request.actor, draft.row, question),
        "units": units_to_register_for(request.actor) if question.type is QuestionType.UNIT else (),
        "picked": asked.picked,
        "before": draft.before(question),
        "remaining": max(draft.remaining, 1),
        "may_doubt": question.type not in WITHOUT_DOUBT and question.id != SUBJECT,
        "doubts": asked.answer == UNKNOWN,
        "error": asked.error,
        "reasons": asked.error.fields if isinstance(asked.error, InvalidError) else {},
        "then": request.POST.get("then") or request.GET.get("then", ""),
        "guide_title": draft.guide.title[language()],
    }
    return render(request, "appraisal/question.html", context, status=status)


def _picked(request: ActorRequest, draft: Drafted) -> Picked:
    return Picked.of(request, [each.pk for each in draft.partners])


def _is_choice(picked: Picked) -> bool:
    """Whether the step chose or removed a partner, which is saved at once, rather than only searched."""
    return not picked.is_search and bool(picked.ids) and not picked.problem


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
