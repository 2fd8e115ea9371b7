"""What every register checks before it puts a record into a compartment or takes it out."""

from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.records.models import Record
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, NotAllowedError
from aktsom.protection.access.models import Compartment


def check_compartment(actor: Actor, compartment: Compartment) -> None:
    """Raise `ConflictError` when it holds no records, `NotAllowedError` when the actor may not enter it.

    Nobody hides a record from themselves.
    """
    if compartment.kind != Compartment.Kind.RECORDS or compartment.closed_at is not None:
        raise ConflictError(_("No records can be put into this compartment."), kept=_("Nothing was changed."))
    if not actor.is_system and compartment.pk not in actor.compartments:
        raise NotAllowedError(
            _("You may not enter this compartment, so you would no longer see this yourself."),
            remedy=_("Ask for access to the compartment first."),
        )


def check_is_inside(record: Record) -> None:
    """Raise `ConflictError` when the record is in no compartment."""
    if record.compartment_id is None:
        raise ConflictError(_("It is in no compartment."), kept=_("Nothing was changed."))
