"""Putting a cooperation into a compartment and taking it out, with the partners that only it names."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.partners.models import Merge, Partner, PartnerName
from aktsom.cooperation.register.models import Cooperation, CooperationPartner, ImportBatch, ImportedRow
from aktsom.cooperation.register.permissions import may_change
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.changes import announce
from aktsom.core.errors import ConflictError, NotAllowedError
from aktsom.core.tenancy import acting_for
from aktsom.protection.access.models import Compartment


def may_protect(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever may change it; where to is checked by the action."""
    return may_change(actor, given)


@action("put a cooperation into a compartment", may=may_protect)
def put_into_compartment(actor: Actor, *, cooperation: Cooperation, compartment: Compartment) -> Cooperation:
    """From now on only those with a grant to the compartment see it, anywhere. It leaves the sheet that it came from.

    Raises `NotAllowedError` when the actor may not enter the compartment: nobody hides a record from themselves.
    """
    if compartment.kind != Compartment.Kind.RECORDS or compartment.closed_at is not None:
        raise ConflictError(_("No records can be put into this compartment."), kept=_("Nothing was changed."))
    if not actor.is_system and compartment.pk not in actor.compartments:
        raise NotAllowedError(
            _("You may not enter this compartment, so you would no longer see the cooperation yourself."),
            remedy=_("Ask for access to the compartment first."),
        )
    row: Cooperation = Cooperation.objects.select_for_update(of=("self",), no_key=True).get(pk=cooperation.pk)
    _leave_sheet(row)
    _move(actor, row, compartment)
    return row


@action("take a cooperation out of its compartment", may=may_protect, step_up=True)
def take_out_of_compartment(actor: Actor, *, cooperation: Cooperation) -> Cooperation:
    """From now on it is seen by everyone who would see it without a compartment, with its history."""
    row: Cooperation = Cooperation.objects.select_for_update(of=("self",), no_key=True).get(pk=cooperation.pk)
    if row.compartment_id is None:
        raise ConflictError(_("It is in no compartment."), kept=_("Nothing was changed."))
    _move(actor, row, None)
    return row


def partners_go_along(row: Cooperation) -> None:
    """Own partners that nothing outside this compartment names are where the cooperation is.

    Whether something else names them is asked of the whole institution, compartments that the actor cannot enter included.
    """
    with acting_for(Actor.system("register", row.institution_id)):
        named = CooperationPartner.objects.filter(cooperation=row).order_by().values("partner")
        own = Partner.objects.filter(pk__in=named, institution_id=row.institution_id, merged_into=None)
        merged = Merge.objects.filter(institution_id=row.institution_id).order_by()
        own = own.exclude(Q(pk__in=merged.values("kept")) | Q(pk__in=merged.values("gone")))
        elsewhere = CooperationPartner.objects.filter(partner__in=own).exclude(
            cooperation__compartment_id=row.compartment_id
        )
        if row.compartment_id is not None:
            own = own.exclude(pk__in=elsewhere.order_by().values("partner"))
        ids = list(own.values_list("pk", flat=True))
        Partner.objects.filter(pk__in=ids).update(compartment_id=row.compartment_id)
        _names_go_along(row, ids)


def _names_go_along(row: Cooperation, partners: list[Any]) -> None:
    """A name that stands outside already, for another partner, stays inside: the partner is found by its own key."""
    names = PartnerName.objects.filter(partner__in=partners)
    for name in names:
        same = PartnerName.objects.filter(
            institution_id=row.institution_id, text=name.text, country=name.country, source=name.source
        )
        if not same.filter(compartment_id=row.compartment_id).exclude(pk=name.pk).exists():
            PartnerName.objects.filter(pk=name.pk).update(compartment_id=row.compartment_id)


def _move(actor: Actor, row: Cooperation, compartment: Compartment | None) -> None:
    del actor
    row.compartment = compartment
    row.version += 1
    row.save()
    partners_go_along(row)
    announce(row.institution_id, "cooperation", [row.pk])


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
