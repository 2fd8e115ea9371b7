"""Proposing a change of the handbook, dropping it, and taking it into effect: two people."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.appraisal.handbooks import forget_handbook
from aktsom.appraisal.models.adapting import HandbookChange
from aktsom.appraisal.tasks import go_by_the_handbook
from aktsom.appraisal.wording import language
from aktsom.content import handbook
from aktsom.content.soundness import findings
from aktsom.core.actions import action, held_for_all
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, spoken
from aktsom.engine.errors import EngineError
from aktsom.engine.handbook.handbook import Handbook
from aktsom.engine.handbook.overrides import Override, apply_override, read_override

State = HandbookChange.State
may_propose = held_for_all(Duty.RESEARCH_SECURITY_LEAD, Duty.RESEARCH_SECURITY_ADVISER)
"""The research-security lead and advisers, for the whole institution."""


def may_take(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Leadership and the research-security lead, and never who proposed it."""
    change: HandbookChange = given["change"]
    leads = held_for_all(Duty.LEADERSHIP, Duty.RESEARCH_SECURITY_LEAD)(actor, given)
    return leads and actor.institution_id == change.institution_id and actor.member_id != change.proposed_by_id


@action("propose a change of the handbook", may=may_propose, private=("text",))
def propose(actor: Actor, *, text: str) -> HandbookChange:
    """Keep a change to be looked at; raises `InvalidError` in words when it cannot be used."""
    override, _book = _read(text)
    return HandbookChange.objects.create(
        institution_id=actor.at_institution,
        about=override.about[:500],
        text=text,
        proposed_by_id=actor.as_member,
    )


@action("drop a change of the handbook", may=may_propose)
def drop(actor: Actor, *, change: HandbookChange) -> HandbookChange:
    """Take a proposal away; it stays in the list as dropped."""
    del actor
    row = _locked(change)
    row.state = State.DROPPED
    row.save(update_fields=["state"])
    return row


@action("take a change of the handbook into effect", may=may_take, step_up=True)
def take_into_effect(actor: Actor, *, change: HandbookChange) -> HandbookChange:
    """From now on the institution goes by it. What was in force before is replaced; flags are raised anew in the background.

    Raises `InvalidError` while something in it is unsound.
    """
    row = _locked(change)
    _override, book = _read(row.text)
    if unsound := findings(book):
        raise InvalidError(
            _("Something in it is not sound: %(what)s") % {"what": unsound[0].in_language(language())},
            remedy=_("Correct it and propose it anew."),
        )
    HandbookChange.objects.filter(institution_id=row.institution_id, state=State.IN_FORCE).update(state=State.REPLACED)
    row.state, row.taken_by_id, row.taken_at = State.IN_FORCE, actor.member_id, timezone.now()
    row.save()
    forget_handbook(row.institution_id)
    go_by_the_handbook.defer(Actor.system("appraisal", row.institution_id))
    return row


def _read(text: str) -> tuple[Override, Handbook]:
    try:
        override = read_override(text.replace("\x00", ""))
        return override, apply_override(handbook(), override)
    except EngineError as error:
        raise InvalidError(
            _("It cannot be used: %(why)s") % {"why": spoken(error)}, fields={"text": spoken(error)}
        ) from error


def _locked(change: HandbookChange) -> HandbookChange:
    row: HandbookChange = HandbookChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if row.state != State.PROPOSED:
        raise ConflictError(_("This was decided in the meantime."), kept=_("What was done first stands."))
    return row
