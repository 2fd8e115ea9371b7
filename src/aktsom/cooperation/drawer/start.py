"""What waits for a person: drawers that are not brought in yet."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.drawer.models import Drawer
from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.start import Counted, StartItem, register_start_items

UNFINISHED = (Drawer.State.UPLOADED, Drawer.State.MAPPED, Drawer.State.STOPPED)


def waiting(actor: Actor) -> Iterable[Counted]:
    """Own drawers that wait for the next step."""
    if actor.member_id is None or reads_only(actor):
        return
    title, one = (
        _("drawers of agreements that are not brought in yet"),
        _("drawer of agreements that is not brought in yet"),
    )
    yield Counted(StartItem(title, 0, reverse("drawer:list"), one=one), _unfinished)


def _unfinished(actor: Actor) -> QuerySet[Drawer]:
    rows: QuerySet[Drawer] = Drawer.objects.visible_to(actor)
    return rows.filter(uploaded_by=actor.member_id, state__in=UNFINISHED)


register_start_items("drawer", waiting)
