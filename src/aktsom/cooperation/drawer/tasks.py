"""The room's work in the background."""

from uuid import UUID

from procrastinate import RetryStrategy

from aktsom.cooperation.agreements.tasks import check_paper
from aktsom.cooperation.drawer.filling import fill
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.core.actor import Actor
from aktsom.core.jobs import job
from aktsom.core.visibility import get_visible

# Where it broke off twice it passes over what it was at (`attempts.py`), so it is worth beginning again.
A_WHILE = 30
"""So many seconds at a time, as the one worker does everybody's work."""
TRIES = RetryStrategy(max_attempts=6, wait=5)


@job("bring in a drawer", retry=TRIES)
def bring_in(actor: Actor, drawer_id: str) -> None:
    """Register what is in a drawer, or what is left of it, for a while; the rest waits behind what others asked for since."""
    drawer = fill(actor, get_visible(Drawer, actor, pk=UUID(drawer_id)), seconds=A_WHILE)
    if drawer.state == Drawer.State.RUNNING:
        put_into_queue(actor, drawer)


def put_into_queue(actor: Actor, drawer: Drawer) -> None:
    """Let a worker bring it in, unless it waits for one already.

    No lock of the queue sees to that: a job that is tried again after an error would come up against it.
    """
    if not bring_in.waits(drawer_id=str(drawer.pk)):
        bring_in.defer(actor, drawer_id=str(drawer.pk))


def check_waiting(actor: Actor, item: DrawerItem) -> None:
    """Let a worker check the paper of what somebody registered or added by hand, if that waits."""
    item.refresh_from_db()
    if item.clause_check_id:
        check_paper.defer(actor, check_id=str(item.clause_check_id))
