"""Putting a cooperation into a compartment and taking it out, with the partners that only it names."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.partners.protecting import partners_go_along, register_places
from aktsom.cooperation.records.protecting import check_compartment, check_is_inside
from aktsom.cooperation.records.storing import locked
from aktsom.cooperation.register.models import Cooperation, CooperationPartner, ImportBatch, ImportedRow
from aktsom.cooperation.register.permissions import may_change
from aktsom.cooperation.register.storing import saved
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError
from aktsom.protection.access.models import Compartment


def may_protect(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever may change it; where to is checked by the action."""
    return may_change(actor, given)


@action("put a cooperation into a compartment", may=may_protect)
def put_into_compartment(actor: Actor, *, cooperation: Cooperation, compartment: Compartment) -> Cooperation:
    """From now on only those with a grant to the compartment see it, anywhere. It leaves the sheet that it came from.

    Raises `NotAllowedError` when the actor may not enter the compartment: nobody hides a record from themselves.
    """
    check_compartment(actor, compartment)
    row = locked(cooperation)
    _leave_sheet(row)
    return _moved(row, compartment)


@action("take a cooperation out of its compartment", may=may_protect, step_up=True)
def take_out_of_compartment(actor: Actor, *, cooperation: Cooperation) -> Cooperation:
    """From now on it is seen by everyone who would see it without a compartment, with its history."""
    del actor
    row = locked(cooperation)
    check_is_inside(row)
    return _moved(row, None)


def named_in(row: Cooperation) -> list[UUID]:
    """The partners that the cooperation names."""
    return list(CooperationPartner.objects.filter(cooperation=row).order_by().values_list("partner", flat=True))


def _moved(row: Cooperation, compartment: Compartment | None) -> Cooperation:
    row.compartment = compartment
    row = saved(row)
    partners_go_along(row.institution_id, row.compartment_id, named_in(row))
    return row


def _leave_sheet(row: Cooperation) -> None:
    """Otherwise the numbers of the sheet would tell whoever imported it that something is hidden."""
    if row.batch_id is None:
        return
    batch: ImportBatch = ImportBatch.objects.select_for_update().get(pk=row.batch_id)
    if batch.state == ImportBatch.State.RUNNING:
        raise ConflictError(
            _("The sheet that it came from is still being imported."), remedy=_("Wait until the import is done.")
        )
    gone, _models = ImportedRow.objects.filter(batch=batch, cooperation=row).delete()
    batch.rows, batch.done, batch.registered = batch.rows - gone, batch.done - gone, batch.registered - gone
    batch.moved_at = timezone.now()
    batch.save()
    row.batch = None


register_places(CooperationPartner, "cooperation__compartment_id")
