"""What can be started with an agreement, so that no page offers what would be refused."""

from collections.abc import Iterable

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.exits.models import Breach
from aktsom.cooperation.exits.permissions import may_record
from aktsom.cooperation.exits.states import binds
from aktsom.core.actor import Actor


def offered(actor: Actor, agreement: Agreement, running: Iterable[Breach]) -> dict[str, bool]:
    """Whether the actor can record a breach (`may_record`) or start a plan to leave it (`may_leave`) beside those that run."""
    may = may_record(actor, {"agreement": agreement}) and binds(agreement)
    broken = [each.is_broken for each in running]
    return {"may_record": may and True not in broken, "may_leave": may and not broken}
