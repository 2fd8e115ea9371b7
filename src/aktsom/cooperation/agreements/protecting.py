"""Putting an agreement into a compartment and taking it out, with the partners that only it names."""

from aktsom.cooperation.agreements.hindrances import check_hindrances
from aktsom.cooperation.agreements.models import Agreement, AgreementParty
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.storing import saved
from aktsom.cooperation.partners.protecting import partners_go_along, register_places
from aktsom.cooperation.records.protecting import check_compartment, check_is_inside
from aktsom.cooperation.records.storing import locked
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.protection.access.models import Compartment


@action("put an agreement into a compartment", may=may_change)
def put_into_compartment(actor: Actor, *, agreement: Agreement, compartment: Compartment) -> Agreement:
    """From now on only those with a grant to the compartment see it and its papers, anywhere.

    Raises `NotAllowedError` when the actor may not enter the compartment: nobody hides a record from themselves; and
    `ConflictError` where another room says that it must not lie there.
    """
    check_compartment(actor, compartment)
    row = locked(agreement)
    row.compartment = compartment
    check_hindrances("hide", row)
    return _moved(row, compartment)


@action("take an agreement out of its compartment", may=may_change, step_up=True)
def take_out_of_compartment(actor: Actor, *, agreement: Agreement) -> Agreement:
    """From now on it is seen by everyone who would see it without a compartment, with its papers and its history."""
    del actor
    row = locked(agreement)
    check_is_inside(row)
    return _moved(row, None)


def _moved(row: Agreement, compartment: Compartment | None) -> Agreement:
    row.compartment = compartment
    row = saved(row)
    named = row.parties.filter(partner__isnull=False).values_list("partner", flat=True)
    partners_go_along(row.institution_id, row.compartment_id, list(named))
    return row


register_places(AgreementParty, "agreement__compartment_id")
