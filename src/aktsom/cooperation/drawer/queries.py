"""How far a drawer is, and what became of what."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.core.actor import Actor
from aktsom.core.visibility import get_visible


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of each outcome, how many are left, and how many agreements came of it."""

    numbers: Mapping[str, int]
    total: int
    came: int

    @property
    def done(self) -> int:
        """How many have an outcome."""
        return sum(self.numbers.values())

    @property
    def left(self) -> int:
        """How many have none yet."""
        return max(0, self.total - self.done)


def drawers(actor: Actor) -> QuerySet[Drawer]:
    """The latest first."""
    rows: QuerySet[Drawer] = Drawer.objects.visible_to(actor).order_by("-uploaded_at", "pk")
    return rows


def drawer_of(actor: Actor, drawer_id: UUID) -> Drawer:
    """One; raises `NotVisibleError`."""
    found: Drawer = get_visible(Drawer, actor, pk=drawer_id)
    return found


def items_of(actor: Actor, drawer: Drawer, outcome: str = "") -> QuerySet[DrawerItem]:
    """What became of the files and rows, in their order."""
    rows: QuerySet[DrawerItem] = DrawerItem.objects.visible_to(actor).filter(drawer=drawer)
    rows = rows.filter(outcome=outcome) if outcome else rows
    return rows.select_related("agreement").order_by("number")


def progress_of(actor: Actor, drawer: Drawer) -> Progress:
    """How far it is."""
    counted = items_of(actor, drawer).order_by().values_list("outcome")
    rows = list(counted.annotate(number=Count("pk"), came=Count("agreement")))
    return Progress({outcome: number for outcome, number, _came in rows}, drawer.total, sum(row[2] for row in rows))
