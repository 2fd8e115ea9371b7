"""How far a drawer is, and what became of what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Max, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.models.checks import STANDS_STILL
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.reasons import Reason
from aktsom.core.actor import Actor
from aktsom.core.visibility import get_visible

ENDED = (Drawer.State.DONE, Drawer.State.UNDONE)


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
    """The latest first, each with `shown`: how many files it has; once it is brought in, how many the actor may know of."""
    rows: QuerySet[Drawer] = Drawer.objects.visible_to(actor).order_by("-uploaded_at", "pk")
    known = DrawerItem.objects.visible_to(actor).filter(drawer=OuterRef("pk")).order_by().values("drawer")
    number = Coalesce(Subquery(known.annotate(number=Count("pk")).values("number")), 0)
    return rows.annotate(
        shown=Case(When(state__in=ENDED, then=number), default=F("total"), output_field=IntegerField())
    )


def drawer_of(actor: Actor, drawer_id: UUID) -> Drawer:
    """One; raises `NotVisibleError`."""
    found: Drawer = get_visible(Drawer, actor, pk=drawer_id)
    return found


def items_of(actor: Actor, drawer: Drawer, outcome: str = "") -> QuerySet[DrawerItem]:
    """What became of the files and rows, in their order."""
    rows: QuerySet[DrawerItem] = DrawerItem.objects.visible_to(actor).filter(drawer=drawer)
    rows = rows.filter(outcome=outcome) if outcome else rows
    return rows.select_related("agreement", "clause_check", "aside_by__user").order_by("number")


def item_of(actor: Actor, drawer: Drawer, number: int) -> DrawerItem:
    """One; raises `NotVisibleError`."""
    found: DrawerItem = get_visible(DrawerItem, actor, drawer=drawer, number=number)
    return found


def open_item(actor: Actor, drawer: Drawer, number: int) -> DrawerItem:
    """One that needs a look or was refused, and for which nothing is registered; raises `NotVisibleError`."""
    found: DrawerItem = get_visible(
        DrawerItem, actor, drawer=drawer, number=number, agreement=None, outcome__in=DrawerItem.OPEN
    )
    return found


def item_with_file(actor: Actor, drawer: Drawer, number: int) -> DrawerItem:
    """One whose file is in the drawer alone: as `open_item`, or set aside; raises `NotVisibleError`."""
    outcomes = (*DrawerItem.OPEN, DrawerItem.Outcome.ASIDE)
    found: DrawerItem = get_visible(
        DrawerItem, actor, drawer=drawer, number=number, agreement=None, outcome__in=outcomes
    )
    return found


def known_to_set_aside(actor: Actor, drawer: Drawer) -> int:
    """How many need a look only because they are there already as the paper of an agreement."""
    return DrawerItem.objects.visible_to(actor).filter(DrawerItem.KNOWN, drawer=drawer).count()


def added_to(actor: Actor, drawer: Drawer, number: int, agreement_id: UUID | None) -> Agreement | None:
    """The agreement to which an item was added as a paper already, if it is this one."""
    rows = items_of(actor, drawer).filter(number=number, beside=True, agreement=agreement_id)
    return next((item.agreement for item in rows if agreement_id), None)


def reasons_of(item: DrawerItem) -> list[Reason]:
    """Why it ended so; where its paper cannot be read, with what the reader said of it."""
    said = item.clause_check.message.get(get_language() or "nb", "") if item.clause_check else ""
    return [Reason(code, value, said if code == "unreadable" else "") for code, value in item.reasons]


def waits_for_answer(item: DrawerItem) -> bool:
    """Whether it is left for what somebody can say beside the columns, such as who is meant."""
    return item.is_open and any(Reason(code).is_question for code, _value in item.reasons)


def why_in_words(item: DrawerItem) -> str:
    """The same in one text; of what was set aside what somebody said, if they did."""
    return item.aside_because or " ".join(reason.in_words for reason in reasons_of(item))


def stands_still(actor: Actor, drawer: Drawer) -> bool:
    """Whether it stopped, or nothing became of any file for two minutes: then somebody can let it go on."""
    if drawer.state != Drawer.State.RUNNING:
        return drawer.state == Drawer.State.STOPPED
    latest: datetime | None = items_of(actor, drawer).order_by().aggregate(latest=Max("at"))["latest"]
    moved: datetime = max(drawer.moved_at, latest or drawer.moved_at)
    return timezone.now() - moved > STANDS_STILL


def progress_of(actor: Actor, drawer: Drawer) -> Progress:
    """How far it is."""
    counted = items_of(actor, drawer).order_by().values_list("outcome")
    rows = list(counted.annotate(number=Count("pk"), came=Count("agreement", filter=DrawerItem.CAME)))
    numbers = {outcome: number for outcome, number, _came in rows}
    # Of a drawer that is brought in, what is left would be what the reader may not know of.
    total = sum(numbers.values()) if drawer.state in ENDED else drawer.total
    return Progress(numbers, total, sum(row[2] for row in rows))
