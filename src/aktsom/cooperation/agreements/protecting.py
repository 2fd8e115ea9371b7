"""Putting an agreement into a compartment and taking it out, with the partners that only it names."""

from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import Agreement, AgreementParty
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.storing import locked, saved
from aktsom.cooperation.partners.protecting import partners_go_along, register_places
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, NotAllowedError
from aktsom.protection.access.models import Compartment


@action("put an agreement into a compartment", may=may_change)
def put_into_compartment(actor: Actor, *, agreement: Agreement, compartment: Compartment) -> Agreement:
    """From now on only those with a grant to the compartment see it and its papers, anywhere.

    Raises `NotAllowedError` when the actor may not enter the compartment: nobody hides a record from themselves.
    """
    if compartment.kind != Compartment.Kind.RECORDS or compartment.closed_at is not None:
        raise ConflictError(_("No records can be put into this compartment."), kept=_("Nothing was changed."))
    if not actor.is_system and compartment.pk not in actor.compartments:
        raise NotAllowedError(
            _("You may not enter this compartment, so you would no longer see the agreement yourself."),
            remedy=_("Ask for access to the compartment first."),
        )
    row = locked(agreement)
    return _moved(row, compartment)


@action("take an agreement out of its compartment", may=may_change, step_up=True)
def take_out_of_compartment(actor: Actor, *, agreement: Agreement) -> Agreement:
    """From now on it is seen by everyone who would see it without a compartment, with its papers and its history."""
    del actor
    row = locked(agreement)
    if row.compartment_id is None:
        raise ConflictError(_("It is in no compartment."), kept=_("Nothing was changed."))
    return _moved(row, None)


def _moved(row: Agreement, compartment: Compartment | None) -> Agreement:
    row.compartment = compartment
    row = saved(row)
    named = row.parties.filter(partner__isnull=False).values_list("partner", flat=True)
    partners_go_along(row.institution_id, row.compartment_id, list(named))
    return row


register_places(AgreementParty, "agreement__compartment_id")
