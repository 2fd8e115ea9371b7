"""Registering a record once, and locking it for a change."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.records.models import Record
from aktsom.cooperation.records.queries import registered_with
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError
from aktsom.institutions.models import Member
from aktsom.institutions.queries import open_units

RecordT = TypeVar("RecordT", bound=Record)


def registered_once(
    model: type[RecordT], actor: Actor, token: UUID | None, register: Callable[[UUID | None], RecordT]
) -> tuple[RecordT, bool]:
    """Register, or give what the same token registered before and False: the database allows each token once.

    Raises `ConflictError` when that is not there for the actor.
    """
    try:
        return register(token), True
    except IntegrityError as error:
        before = registered_with(model, actor, token)
        if before is None:
            raise ConflictError(
                _("This was sent before."),
                kept=_("Nothing was changed."),
                remedy=_("Start with a new form; a program sends a new Idempotency-Key."),
            ) from error
        return before, False


def locked(record: RecordT, version: int | None = None) -> RecordT:
    """The row for a change; raises `ConflictError` when it was withdrawn, or changed after the version that was looked at."""
    row = even_withdrawn(record)
    if row.withdrawn_at is not None:
        raise ConflictError(
            _("This was withdrawn in the meantime."),
            kept=_("Nothing was changed."),
            remedy=_("Restore it first if it should be in the register."),
        )
    if version is not None and row.version != version:
        raise ConflictError(
            _("Somebody changed this while you were writing."),
            kept=_("Nothing was overwritten, and your answers are still in the form."),
            remedy=_("Compare the two, and save again if yours should stand."),
        )
    return row


def even_withdrawn(record: RecordT) -> RecordT:
    """The row for a change, withdrawn or not."""
    row: RecordT = type(record).objects.select_for_update(of=("self",), no_key=True).get(pk=record.pk)
    return row


def unit_for(actor: Actor, wanted: UUID | None, may_register_for: Callable[[Actor, str], bool]) -> UUID | None:
    """The wanted unit if the actor may register for it, else the actor's own; None only for who has no unit.

    Raises `InvalidError` when it is no open unit, `NotAllowedError` when it is not the actor's.
    """
    if wanted is None:
        if actor.member_id is None or not actor.unit_path:
            return None
        return Member.objects.filter(pk=actor.member_id).values_list("unit_id", flat=True).first()
    path = open_units(actor).filter(pk=wanted).values_list("path", flat=True).first()
    if path is None:
        raise InvalidError(fields={"unit": _("Choose a unit from the list.")})
    if not may_register_for(actor, path):
        raise NotAllowedError(
            _("You can register for your own unit, not for this one."),
            remedy=_("Choose your own unit, or ask its leader."),
        )
    return wanted
