"""What people can do about their own data, and what the data protection officer does for them.

A request is received, answered by one person, and where data is erased or its use is stopped decided by a second one. Nobody
answers or decides on a request of their own. It must be answered within a month (GDPR art. 12(3)).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from aktsom.core.actions import action, any_member, reads_only
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError
from aktsom.core.visibility import get_visible
from aktsom.institutions.models import Institution, Member
from aktsom.protection.personal_data import pseudonyms
from aktsom.protection.personal_data.exporting import export_of
from aktsom.protection.personal_data.models import (
    OFFICERS,
    Pseudonym,
    RecordAddition,
    RightsRequest,
    Tombstone,
    due_of,
    for_all,
)
from aktsom.protection.personal_data.persons import person_of

Kind, State = RightsRequest.Kind, RightsRequest.State
TWO_PEOPLE = (Kind.ERASURE, Kind.RESTRICTION)
ADDITIONS = ("controller", "officer", "law", "recipients", "transfers", "measures")


def may_answer(actor: Actor, _given: Mapping[str, Any]) -> bool:
    """The data protection officer of the whole institution."""
    return for_all(actor, *OFFICERS) and not reads_only(actor)


def may_decide(actor: Actor, _given: Mapping[str, Any]) -> bool:
    """The officer, or the institution's leadership."""
    return for_all(actor, *OFFICERS, Duty.LEADERSHIP) and not reads_only(actor)


@action("export what is kept about a person", may=any_member, step_up=True)
def export_person(actor: Actor, *, member: Member) -> bytes:
    """Everything that is kept about a person, as a ZIP file: for oneself, and for the officer who answers a request.

    Raises `NotAllowedError` for anybody else.
    """
    if member.pk != actor.member_id and not _answers_for(actor, member):
        raise NotAllowedError
    institution = get_visible(Institution, actor, pk=actor.institution_id)
    return export_of(person_of(member), institution.name_nb)


@action("ask about one's own data", may=any_member, private=("text",))
def ask(actor: Actor, *, kind: RightsRequest.Kind, text: str) -> RightsRequest:
    """Ask for a correction, a stop, an erasure, or something else about one's own data."""
    if actor.member_id is None:
        raise InvalidError(_("Only somebody in an institution can ask this here."))
    # Held until the end, so that of two requests at one moment the second one finds the first.
    member = Member.objects.visible_to(actor).select_for_update(of=("self",), no_key=True).get(pk=actor.member_id)
    open_ones = RightsRequest.objects.visible_to(actor).filter(member=member, state=State.RECEIVED)
    if open_ones.filter(kind=kind, text=text.strip()).exists():
        raise ConflictError(
            _("You have asked for this already."),
            kept=_("Your request waits for an answer."),
            remedy=_("You see it on the page “My data”."),
        )
    return _received(actor, member, kind, text, timezone.localdate())


@action("register a request about personal data", may=may_answer, private=("text",))
def register_request(
    actor: Actor, *, member: Member, kind: RightsRequest.Kind, text: str, received_on: date
) -> RightsRequest:
    """Put a request on record that came by letter or mail, such as from somebody who left; the month counts from that day."""
    if received_on > timezone.localdate():
        raise InvalidError(
            _("A request cannot come in the future."), fields={"received_on": _("Choose today or an earlier day.")}
        )
    return _received(actor, member, kind, text, received_on)


@action("extend the time for a request", may=may_answer, private=("because",))
def extend(actor: Actor, *, request: RightsRequest, because: str) -> RightsRequest:
    """Take two more months, once, with a reason that the person is told (GDPR art. 12(3))."""
    request = _locked(request)
    _nobodys_own(actor, request)
    if not request.is_open or request.extended_because or timezone.localdate() > request.due:
        raise ConflictError(
            _("The time can be extended once, before it is over."), remedy=_("Answer the request instead.")
        )
    request.extended_because, request.due = _said(because, "because"), request.last_day
    request.save(update_fields=["extended_because", "due"])
    return request


@action("answer a request about personal data", may=may_answer, private=("answer",))
def answer_request(actor: Actor, *, request: RightsRequest, grant: bool, answer: str) -> RightsRequest:
    """Answer a request. To erase or to stop use is only proposed by this, and waits for a second person."""
    request = _locked(request)
    _nobodys_own(actor, request)
    _in_state(request, State.RECEIVED)
    request.answer, request.proposed_by_id = _said(answer, "answer"), actor.member_id
    if grant and request.kind in TWO_PEOPLE:
        _check_can_be_done(request)
        request.state = State.PROPOSED
        request.save(update_fields=["answer", "proposed_by", "state"])
        return request
    return _close(actor, request, State.GRANTED if grant else State.DECLINED)


@action("decide on a request about personal data", may=may_decide, step_up=True)
def decide_request(actor: Actor, *, request: RightsRequest, agree: bool) -> RightsRequest:
    """The second person agrees, and it is done; or does not, and the request waits for another answer."""
    request = _locked(request)
    _nobodys_own(actor, request)
    _in_state(request, State.PROPOSED)
    if request.proposed_by_id == actor.member_id:
        raise NotAllowedError(_("You proposed this yourself."), remedy=_("Ask a second person to decide."))
    if not agree:
        request.state, request.proposed_by, request.answer = State.RECEIVED, None, ""
        request.save(update_fields=["state", "proposed_by", "answer"])
        return request
    closed = _close(actor, request, State.GRANTED)
    if request.kind == Kind.ERASURE:
        pseudonyms.erase(request.member, Tombstone.Why.REQUEST)
    else:
        pseudonyms.stop_use(request.member)
    return closed


@action("use a person's data again", may=may_answer, step_up=True)
def use_again(actor: Actor, *, pseudonym: Pseudonym) -> Member:
    """End a stop: the person is told beforehand (GDPR art. 18(3)), and can sign in again."""
    if pseudonym.member_id == actor.member_id:
        raise NotAllowedError(_("This is about yourself."))
    return pseudonyms.use_again(pseudonym)


@action("change the record of processing", may=may_answer, private=ADDITIONS)
def change_record(
    actor: Actor, *, controller: str, officer: str, law: str, recipients: str, transfers: str, measures: str
) -> RecordAddition:
    """Say what the institution adds to its record of processing."""
    texts = (controller, officer, law, recipients, transfers, measures)
    defaults = dict(zip(ADDITIONS, map(str.strip, texts), strict=True))
    addition, _made = RecordAddition.objects.update_or_create(
        institution_id=actor.institution_id or 0, defaults=defaults
    )
    return addition


def _received(actor: Actor, member: Member, kind: RightsRequest.Kind, text: str, day: date) -> RightsRequest:
    return RightsRequest.objects.create(
        institution_id=member.institution_id,
        member=member,
        kind=kind,
        text=_said(text, "text"),
        received_on=day,
        due=due_of(day),
    )


def _answers_for(actor: Actor, member: Member) -> bool:
    return may_answer(actor, {}) and RightsRequest.objects.visible_to(actor).filter(member=member).exists()


def _locked(request: RightsRequest) -> RightsRequest:
    locked: RightsRequest = (
        RightsRequest.objects.select_for_update(of=("self",)).select_related("member").get(pk=request.pk)
    )
    return locked


def _nobodys_own(actor: Actor, request: RightsRequest) -> None:
    if request.member_id == actor.member_id:
        raise NotAllowedError(_("This is your own request."), remedy=_("Somebody else must answer it."))


def _in_state(request: RightsRequest, wanted: RightsRequest.State) -> None:
    if request.state != wanted:
        raise ConflictError(
            _("This request is not at that step any more."),
            kept=_("What was decided stands."),
            remedy=_("Load the page again to see it."),
        )


def _check_can_be_done(request: RightsRequest) -> None:
    if request.kind == Kind.ERASURE and request.member.ended_at is None:
        raise ConflictError(
            _("This person still has a place here, so their data is needed."),
            kept=_("Nothing was changed."),
            remedy=_("End the place first, or decline with this reason."),
        )
    standing = Pseudonym.objects.filter(member_id=request.member_id)
    if request.kind == Kind.RESTRICTION:
        if standing.exists():
            raise ConflictError(_("A pseudonym stands for this person already."))
    elif standing.filter(account__isnull=True).exists():
        raise ConflictError(_("This person was erased already."))


def _close(actor: Actor, request: RightsRequest, state: RightsRequest.State) -> RightsRequest:
    request.state, request.decided_by_id, request.decided_at = state, actor.member_id, timezone.now()
    request.save(update_fields=["state", "answer", "proposed_by", "decided_by", "decided_at"])
    return request


def _said(text: str, field: str) -> str:
    if not text.strip() or "\x00" in text:
        raise InvalidError(_("Some words are needed."), fields={field: _("Say it in a sentence or two.")})
    return text.strip()[:5000]
