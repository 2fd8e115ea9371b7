"""Taking a step with an appraisal: the row is locked, the step is tried where it stands, and what happened is written down."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aktsom.appraisal.models import Appraisal
from aktsom.appraisal.models.appraisals import pass_on
from aktsom.appraisal.models.words import Step
from aktsom.appraisal.way.matter import Matter, StepRefusedError
from aktsom.core.actor import Actor
from aktsom.core.errors import AktsomError, ConflictError, InvalidError, NotAllowedError, NotVisibleError

AT_HAND = ("unit", "cooperation")
LONGEST_TEXT = 20_000


def locked(row: Appraisal, version: int | None = None) -> Appraisal:
    """The appraisal as it is now, locked until the transaction ends; raises `ConflictError` when there is a newer version."""
    found: Appraisal | None = (
        Appraisal.objects.select_for_update(of=("self",)).select_related(*AT_HAND).filter(pk=row.pk).first()
    )
    if found is None:
        raise NotVisibleError
    if version is not None and found.version != version:
        raise ConflictError(
            _("Somebody changed this appraisal while you were writing."),
            kept=_("Nothing was overwritten."),
            remedy=_("Look at what is new, and send yours once more if it still holds."),
        )
    return found


def take(
    actor: Actor,
    row: Appraisal,
    step: Step,
    way: Callable[[Matter], Matter],
    *,
    note: str = "",
    why: Mapping[str, Any] | None = None,
) -> Appraisal:
    """Take the step with a locked row and write it down; raises the refusal in words when it is not possible."""
    with refusals():
        row.stand(way(row.matter))
    row.version += 1
    row.save()
    pass_on(row, step, by=actor.member_id, note=note, why=why)
    return row


@contextmanager
def refusals() -> Iterator[None]:
    """A step that is refused, in words."""
    try:
        yield
    except StepRefusedError as refused:
        raise _in_words(str(refused)) from refused


def text_given(text: str, field: str, ask: Any) -> str:
    """What a person wrote, without the blanks around it; raises `InvalidError` with what to write when it is empty."""
    said = text.strip()
    if not said or "\x00" in said:
        raise InvalidError(fields={field: ask})
    if len(said) > LONGEST_TEXT:
        raise InvalidError(
            fields={field: _("This is too long: at most %(longest)d characters.") % {"longest": LONGEST_TEXT}},
        )
    return said


def uuid_of(text: object) -> UUID | None:
    """The id that a text holds, if it does."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _in_words(reason: str) -> AktsomError:
    if reason == "turn":
        return NotAllowedError(
            _("It is not your turn."),
            remedy=_("The page of the appraisal says whose turn it is, and why."),
        )
    if reason == "until":
        return InvalidError(fields={"until": _("Choose a day within a year from now.")})
    if reason == "not begun":
        return InvalidError(
            fields={"outcome": _("It has not begun, so there is nothing to terminate. Decline it instead.")},
        )
    if reason == "late":
        return ConflictError(
            _("The three weeks for an appeal are over."),
            kept=_("The decision stands."),
            remedy=_("Talk to whoever decided: they can open it again when something new has come up."),
        )
    if reason == "again":
        return ConflictError(_("This was appealed once already."), kept=_("The second decision stands."))
    return ConflictError(
        _("This was done or changed in the meantime."),
        kept=_("What was done first stands."),
        remedy=_("Load the page again to see where it stands."),
    )
