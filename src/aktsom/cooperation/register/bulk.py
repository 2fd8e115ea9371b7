"""Registering many at once, for programs such as a research information system: each with its own outcome, or all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.records.storing import registered_once
from aktsom.cooperation.register.actions import register_cooperation
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.register.permissions import may_register
from aktsom.core.actor import Actor
from aktsom.core.audit import REFUSED, append_event
from aktsom.core.errors import AktsomError, InvalidError, NotAllowedError

PORTION = 25
"""So many share a transaction: one write to the disk for all of them, and nobody waits long for the log meanwhile."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of many: the cooperation, registered now or by the same key before, or why it was refused."""

    cooperation: Cooperation | None = None
    is_new: bool = False
    error: AktsomError | None = None


def register_each(actor: Actor, drafts: Sequence[Draft], key: UUID | None) -> list[Outcome]:
    """Register every one that can be registered, in the order given, and say of the others why not.

    With the same `key` again, what was registered before is named and the rest is tried once more. When the program stops
    in between, whole portions are there or not. Raises `NotAllowedError` when the actor may register nothing at all.
    """
    _refuse_whoever_may_not(actor, drafts)
    done: list[Outcome] = []
    for start in range(0, len(drafts), PORTION):
        with transaction.atomic():
            done += [
                _outcome(actor, draft, _token(key, start + number))
                for number, draft in enumerate(drafts[start : start + PORTION])
            ]
    return done


def register_all(actor: Actor, drafts: Sequence[Draft], key: UUID | None) -> list[Outcome]:
    """Register all or, when one of them cannot be, none: `InvalidError` names the first such record and its fields."""
    _refuse_whoever_may_not(actor, drafts)
    number = 0
    try:
        with transaction.atomic():
            done = []
            for number, draft in enumerate(drafts):
                done.append(_outcome(actor, draft, _token(key, number)))
                if (error := done[-1].error) is not None:
                    raise error
            return done
    except NotAllowedError:
        # The event of the attempt went with everything else that was taken back.
        append_event(actor, verb=f"register a cooperation{REFUSED}", subject="", details={"record": number})
        raise
    except AktsomError as error:
        reasons = error.fields if isinstance(error, InvalidError) else {}
        named = {f"records.{number}.{name}": reason for name, reason in reasons.items()}
        raise InvalidError(
            _("One of the records cannot be registered, so none was."),
            remedy=_("Correct the fields that are named, or leave the record out."),
            fields=named or {f"records.{number}": str(error)},
        ) from error


def _refuse_whoever_may_not(actor: Actor, drafts: Sequence[Draft]) -> None:
    """The first one says it, and leaves the event of the attempt."""
    if not actor.is_system and not may_register(actor, {}):
        register_cooperation(actor, draft=drafts[0])


def _outcome(actor: Actor, draft: Draft, token: UUID | None) -> Outcome:
    def register(token: UUID | None) -> Cooperation:
        return register_cooperation(actor, draft=draft, token=token)

    try:
        return Outcome(*registered_once(Cooperation, actor, token, register))
    except AktsomError as error:
        return Outcome(error=error)


def _token(key: UUID | None, number: int) -> UUID | None:
    """The token of one of the records, the same for the same key and place."""
    return uuid5(key, str(number)) if key is not None else None
