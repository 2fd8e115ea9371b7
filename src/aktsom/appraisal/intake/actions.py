"""What people do in an intake: begin, answer, hand on, take back, send in."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.appraisal.assessing import Assessed, assess, kept_flags, kept_points, room_facts
from aktsom.appraisal.deciding.evidence import frozen
from aktsom.appraisal.deciding.permissions import may_own
from aktsom.appraisal.facts import kept_facts, read_fact
from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.intake import under
from aktsom.appraisal.intake.answering import fitting
from aktsom.appraisal.intake.drafting import SUBJECT, Drafted, drafted
from aktsom.appraisal.intake.permissions import may_begin, may_hand_on
from aktsom.appraisal.intake.registering import registered
from aktsom.appraisal.models import Appraisal
from aktsom.appraisal.models.appraisals import pass_on
from aktsom.appraisal.models.words import State, Step
from aktsom.appraisal.scope import scope_of
from aktsom.appraisal.stepping import locked, take, text_given
from aktsom.appraisal.way import words
from aktsom.appraisal.wording import language
from aktsom.cooperation.agreements.actions import put_under
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.changes import announce
from aktsom.core.errors import ConflictError, InvalidError
from aktsom.engine.guides.errors import AnswerError
from aktsom.engine.guides.types import SOURCE, UNKNOWN, QuestionType
from aktsom.institutions.models import Member


@action("begin an appraisal", may=may_begin)
def begin(actor: Actor, *, kind: str, cooperation: Cooperation | None = None, token: UUID | None = None) -> Appraisal:
    """Begin the intake of a new cooperation, or of one that is registered; what is known already is filled in.

    A form sent twice begins one. Raises `ConflictError` when the cooperation is being appraised already.
    """
    if kind not in Cooperation.Kind.values:
        raise InvalidError(fields={"kind": _("Choose what kind of cooperation it is.")})
    row = Appraisal(
        institution_id=actor.at_institution,
        kind=kind,
        cooperation=cooperation,
        title=cooperation.title if cooperation else "",
        unit=cooperation.unit if cooperation else None,
        owner_id=actor.as_member,
        begun_by_id=actor.as_member,
        token=token,
    )
    row.answers = _known_answers(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ConflictError(
            _("This cooperation is being appraised already."),
            kept=_("Nothing was begun a second time."),
            remedy=_("Its page leads to the appraisal."),
        ) from error
    pass_on(row, Step.BEGIN, by=actor.member_id)
    return row


@action("answer a question of an appraisal", may=may_own, private=("answer",))
def answer(actor: Actor, *, appraisal: Appraisal, version: int, question: str, answer: Any) -> Appraisal:
    """Keep the answer to one question on the way; raises `InvalidError` in words when it does not fit.

    `under.UNDER` instead of a question keeps the agreement under which it is to go on.
    """
    row = locked(appraisal, version)
    _only_draft(row)
    if question == under.UNDER:
        row.answers = {**row.answers, under.UNDER: under.checked(actor, answer)}
        row.version += 1
        row.save()
        return row
    draft = drafted(actor, row)
    asked = draft.question(question)
    if asked is None:
        raise ConflictError(_("This question is not asked any more."), kept=_("Your other answers are kept."))
    try:
        kept = draft.guide.check(question, fitting(actor, asked, answer))
    except AnswerError as error:
        raise InvalidError(fields={"answer": in_language(error.reason)}) from error
    row.asked += question not in row.answers
    row.answers = {**row.answers, question: kept}
    if asked.type is QuestionType.PARTNER and row.cooperation_id is None:
        row.partners = kept
    if question == SUBJECT and isinstance(kept, str) and kept != UNKNOWN and row.cooperation_id is None:
        row.title = kept[:500]
    row.version += 1
    row.save()
    return row


@action("hand an appraisal on", may=may_hand_on)
def hand_on(actor: Actor, *, appraisal: Appraisal, member: Member) -> Appraisal:
    """Let a colleague go on with it; whoever began it still sees it."""
    row = locked(appraisal)
    if row.state == State.CLOSED or member.ended_at is not None or member.institution_id != row.institution_id:
        raise ConflictError(_("It cannot be handed to this person."), kept=_("It stays with its owner."))
    row.owner = member
    row.version += 1
    row.save()
    pass_on(row, Step.HAND_ON, by=actor.member_id, to=member.pk)
    return row


@action("take an appraisal back", may=may_own)
def take_back(actor: Actor, *, appraisal: Appraisal) -> Appraisal:
    """Close one's own draft, or what waits and is no longer wanted. What was answered is kept and can be read."""
    row = locked(appraisal)
    if row.matter.state not in (words.State.DRAFT, *words.WAITING):
        raise ConflictError(_("It is decided already."), kept=_("The decision stands."))
    return take(actor, row, Step.WITHDRAW, lambda matter: matter.closed(timezone.localdate()))


@action("send in an appraisal", may=may_own, private=("title",))
def send_in(actor: Actor, *, appraisal: Appraisal, version: int, title: str) -> Appraisal:
    """Register the cooperation if it is new, find its flags, and let it go ahead or go to who decides: at once.

    Raises `InvalidError` while questions are unanswered.
    """
    row = locked(appraisal, version)
    _only_draft(row)
    row.title = text_given(title, "title", _("Give it a title that colleagues will recognise."))[:500]
    draft = drafted(actor, row)
    if draft.next is not None:
        raise InvalidError(_("A question is not answered yet."), remedy=_("Answer it, then send it in."))
    asks = any(each.type is QuestionType.PARTNER for each in draft.guide.questions)
    if asks and not draft.partners:
        raise InvalidError(fields={"partner": _("Choose at least one partner.")})
    agreement = under.chosen(actor, row) if row.cooperation is None else None
    row.cooperation = registered(actor, draft)
    if agreement is not None:
        put_under(actor, agreement=agreement, cooperation=row.cooperation)
    row.unit, row.scope = row.cooperation.unit, scope_of(row.cooperation, (each.pk for each in draft.partners))
    # From here on it is this scope that the rooms compare with: what is appraised anew has not changed since.
    row.save(update_fields=["cooperation", "unit", "scope"])
    assessed = _stated(row, draft)
    way = assessed.route.step
    take(
        actor,
        row,
        Step.SUBMIT,
        lambda matter: matter.submitted(assessed.weight, way, assessed.route.days, timezone.localdate()),
        why={"because": list(assessed.route.because)},
    )
    if row.state == State.WENT_AHEAD:
        row.evidence = frozen(row)
        row.save(update_fields=["evidence"])
    announce(row.institution_id, "cooperation", [row.cooperation.pk])
    return row


def _stated(row: Appraisal, draft: Drafted) -> Assessed:
    """Keep with the row what the answers state, and what the handbook says of it."""
    today = timezone.localdate()
    row.stated = [{**each, "source_date": today.isoformat()} for each in kept_facts(draft.stated)]
    row.open_points = kept_points(draft.unknowns)
    row.guide = f"{draft.guide.id} {draft.guide.version}"
    row.book = f"{draft.book.version} {draft.book.digest[:12]}"
    row.submitted_at = timezone.now()
    row.news, row.news_at = [], None
    own, of_partners = room_facts(Actor.system("appraisal", row.institution_id), row.cooperation, draft.partners)
    rooms = [fact for fact in own if fact.source != SOURCE]
    pairs = [(each, of_partners[each.pk]) for each in draft.partners]
    assessed = assess(draft.book, (*rooms, *map(read_fact, row.stated)), pairs, draft.unknowns)
    row.flags = kept_flags(assessed.found)
    return assessed


def _known_answers(row: Appraisal) -> Mapping[str, Any]:
    """Answers that need no asking: the person's own unit, and of a registered cooperation its unit, partners and period."""
    known: dict[QuestionType, Any] = {}
    unit = row.unit_id or Member.objects.filter(pk=row.owner_id).values_list("unit", flat=True).first()
    if unit is not None:
        known[QuestionType.UNIT] = str(unit)
    if row.cooperation is not None:
        partners = row.cooperation.parties.values_list("partner", flat=True)
        known[QuestionType.PARTNER] = [str(each) for each in partners]
        days = {"starts": row.cooperation.starts, "ends": row.cooperation.ends}
        known[QuestionType.PERIOD] = {name: day.isoformat() for name, day in days.items() if day}
    guide = handbook_of(row.institution_id).guides[row.kind]
    return {each.id: known[each.type] for each in guide.questions if known.get(each.type)}


def _only_draft(row: Appraisal) -> None:
    if row.state != State.DRAFT:
        raise ConflictError(
            _("This was sent in already."),
            kept=_("The answers stand as they were sent in."),
            remedy=_("Load the page again."),
        )


def in_language(texts: Mapping[str, str]) -> str:
    """A text of the handbook in the reader's language."""
    return texts[language()]
