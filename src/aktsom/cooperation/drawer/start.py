"""What waits for a person: drawers that are not brought in yet."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.drawer.models import Drawer
from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.start import StartItem, register_start_items

UNFINISHED = (Drawer.State.UPLOADED, Drawer.State.MAPPED, Drawer.State.STOPPED)


def waiting(actor: Actor) -> Iterable[StartItem]:
    """Own drawers that wait for the next step."""
    if actor.member_id is None or reads_only(actor):
        return
    rows = Drawer.objects.visible_to(actor).filter(uploaded_by=actor.member_id, state__in=UNFINISHED)
    yield StartItem(_("drawers of agreements that are not brought in yet"), rows.count(), reverse("drawer:list"))


register_start_items("drawer", waiting)
