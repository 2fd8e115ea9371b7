"""What stands against withdrawing an agreement, and against hiding it: a plan that runs, and access that would end with it."""

from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.hindrances import register_hindrance
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.exits.models import Breach, HangingAccess
from aktsom.core.errors import ConflictError


def no_plan_runs(agreement: Agreement) -> None:
    """Raises `ConflictError` while a plan to leave it runs: withdrawing it would take the plan from whoever decides."""
    if Breach.objects.filter(agreement=agreement, state=Breach.State.OPEN).exists():
        raise ConflictError(
            _("A plan to leave this agreement runs, so it cannot be withdrawn."),
            kept=_("Nothing was changed."),
            remedy=_("Whoever decides about the plan closes it first."),
        )


def nobody_is_locked_out(agreement: Agreement) -> None:
    """Raises `ConflictError` when access to the compartment would end with a breach: then nobody would see the plan."""
    if HangingAccess.objects.filter(agreement=agreement, compartment=agreement.compartment_id).exists():
        raise ConflictError(
            _("Access to this compartment ends when the agreement is broken, so nobody would see its plan any more."),
            kept=_("Nothing was changed."),
            remedy=_("Choose another compartment, or let this access hang on the agreement no more."),
        )


register_hindrance("withdraw", "exits", no_plan_runs)
register_hindrance("hide", "exits", nobody_is_locked_out)
