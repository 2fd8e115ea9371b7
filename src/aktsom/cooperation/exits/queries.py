"""What can be asked of the ways out: strategies, hanging access, breaches and tasks, as far as the asker may see them."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db.models import Case, Count, Exists, F, Model, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Now, TruncDate

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.exits.models import NOT_BROKEN, Breach, BreachEntry, ExitStrategy, HangingAccess, PlanTask
from aktsom.cooperation.exits.owners import Owners
from aktsom.cooperation.exits.permissions import decider
from aktsom.core.actor import Actor
from aktsom.core.compiled import Slot, prepared
from aktsom.core.errors import NotVisibleError
from aktsom.core.tenancy import acting_for
from aktsom.core.visibility import get_visible, open_to
from aktsom.institutions.models import Member
from aktsom.protection.access.models import Compartment

RowT = TypeVar("RowT", bound=Model)
OF_ACCESS = (BreachEntry.Sort.STOPPED, BreachEntry.Sort.NOT_STOPPED)
"""The lines of a log that say what became of access."""


def strategy_of(actor: Actor, agreement: Agreement) -> ExitStrategy | None:
    """The agreement's own strategy, with its parts at hand."""
    rows = ExitStrategy.objects.visible_to(actor).filter(agreement=agreement)
    found: ExitStrategy | None = rows.prefetch_related("steps", "things", "people").first()
    return found


def steps_written(actor: Actor, agreement: Agreement) -> int | None:
    """How many steps the agreement's own strategy has, None where there is none."""
    rows = ExitStrategy.objects.visible_to(actor).filter(agreement=agreement).annotate(number=Count("steps"))
    found: int | None = rows.values_list("number", flat=True).first()
    return found


def hanging_access(actor: Actor, agreement: Agreement) -> QuerySet[HangingAccess]:
    """The access that hangs on an agreement."""
    return access_hanging_on(actor, [agreement])


def access_hanging_on(actor: Actor, agreements: Iterable[Agreement]) -> QuerySet[HangingAccess]:
    """The access that hangs on any of these."""
    rows: QuerySet[HangingAccess] = HangingAccess.objects.visible_to(actor).filter(agreement__in=list(agreements))
    return _with_people(rows).select_related("agreement__unit")


def access_of(actor: Actor, access_id: UUID) -> HangingAccess:
    """One, with what permissions ask about; raises `NotVisibleError`."""
    return _there(_access.first(actor, key=access_id))


@prepared
def _access(actor: Actor, *, key: Slot) -> QuerySet[HangingAccess]:
    rows = _with_people(HangingAccess.objects.visible_to(actor)).select_related("agreement__unit")
    return rows.filter(pk=key).order_by()


def access_to_agree(actor: Actor, access_id: UUID) -> HangingAccess:
    """One about which somebody may agree, without its agreement: that may be hidden from them. Raises `NotVisibleError`."""
    return _there(_as_asked(actor, HangingAccess.objects.visible_to(actor).filter(pk=access_id)).first())


def to_agree(actor: Actor) -> QuerySet[HangingAccess]:
    """Access of which somebody says that it hangs on an agreement, and about which the actor has to agree.

    `ends_on` is today where it ends the moment somebody agrees, as far as the actor may know that the agreement is broken.
    """
    after = Compartment.objects.visible_to(actor).filter(Compartment.looked_after_by(actor)).order_by().values("pk")
    rows = HangingAccess.objects.visible_to(actor).filter(agreed_by=None, compartment__in=after)
    return _as_asked(actor, with_ends_now(rows)).annotate(ends_on=Case(When(ends_now=True, then=TruncDate(Now()))))


def with_ends_now(rows: QuerySet[HangingAccess]) -> QuerySet[HangingAccess]:
    """Each with `ends_now`: whether it ends the moment somebody agrees, because the agreement is broken."""
    broken = Breach.objects.filter(Breach.not_put_right(), agreement=OuterRef("agreement")).order_by()
    found: QuerySet[HangingAccess] = rows.annotate(ends_now=Exists(broken))
    return found


def ending_now(actor: Actor, rows: Iterable[HangingAccess]) -> frozenset[UUID]:
    """Those of them that end the moment somebody agrees. The system looks: the agreement may be hidden from who is asked."""
    if actor.institution_id is None:
        return frozenset()
    with acting_for(Actor.system("exits", actor.institution_id)):
        broken = Breach.objects.filter(Breach.not_put_right()).order_by().values("agreement")
        found = HangingAccess.objects.filter(pk__in=[each.pk for each in rows], agreement__in=broken)
        return frozenset(found.values_list("pk", flat=True))


def _as_asked(actor: Actor, rows: QuerySet[HangingAccess]) -> QuerySet[HangingAccess]:
    """Each with `is_named`: whether the agreement, and who says so, may be told; not where a compartment hides it."""
    named = Agreement.objects.filter(open_to(actor), pk=OuterRef("agreement")).order_by()
    return _with_people(rows).annotate(is_named=Exists(named))


def breaches_of(actor: Actor, agreement: Agreement) -> QuerySet[Breach]:
    """All that was recorded, the latest first."""
    rows: QuerySet[Breach] = Breach.objects.visible_to(actor).filter(agreement=agreement)
    return rows.select_related("recorded_by__user")


def breach_of(actor: Actor, breach_id: UUID) -> Breach:
    """One breach with its agreement; raises `NotVisibleError`."""
    return _there(_breach.first(actor, key=breach_id))


@prepared
def _breach(actor: Actor, *, key: Slot) -> QuerySet[Breach]:
    rows: QuerySet[Breach] = Breach.objects.visible_to(actor).filter(pk=key).order_by()
    return rows.select_related("agreement__unit", "agreement__exit_strategy", "recorded_by__user")


def breach_made_with(actor: Actor, agreement: Agreement, token: UUID | None) -> Breach | None:
    """The breach of this agreement that this form has recorded already."""
    if token is None:
        return None
    found: Breach | None = Breach.objects.visible_to(actor).filter(agreement=agreement, token=token).first()
    return found


def agreement_to_open(actor: Actor, breach: Breach) -> Agreement | None:
    """Its agreement, None for who only decides and may not open it."""
    found: Agreement | None = Agreement.objects.visible_to(actor).filter(pk=breach.agreement_id).first()
    return found


def entries_of(actor: Actor, breach: Breach) -> QuerySet[BreachEntry]:
    """The log of a breach, the first entry first."""
    rows: QuerySet[BreachEntry] = BreachEntry.objects.visible_to(actor).filter(breach=breach)
    return rows.select_related("by__user", "task", "grant")


def with_tasks_and_access(actor: Actor, rows: QuerySet[Breach]) -> QuerySet[Breach]:
    """Each with its `tasks`, and in `access_lines` what the log says of access, as far as the actor may know of it."""
    access = BreachEntry.objects.visible_to(actor).filter(sort__in=OF_ACCESS).select_related("grant")
    return rows.prefetch_related("tasks", Prefetch("entries", access, to_attr="access_lines"))


def tasks_of(actor: Actor, breach: Breach) -> QuerySet[PlanTask]:
    """The tasks of a plan, what is to be done first first."""
    rows: QuerySet[PlanTask] = PlanTask.objects.visible_to(actor).filter(breach=breach)
    rows = rows.select_related("owner__user", "done_by__user", "breach__agreement__unit")
    return rows.order_by("due", "position", "pk")


def task_of(actor: Actor, task_id: UUID) -> PlanTask:
    """One task with what permissions ask about; raises `NotVisibleError`."""
    return _there(_task.first(actor, key=task_id))


@prepared
def _task(actor: Actor, *, key: Slot) -> QuerySet[PlanTask]:
    rows: QuerySet[PlanTask] = PlanTask.objects.visible_to(actor).filter(pk=key).order_by()
    return rows.select_related("breach__agreement__unit", "owner__user")


def tasks_for(actor: Actor) -> QuerySet[PlanTask]:
    """The actor's own open tasks, the nearest day first. To decide is one only while the actor does decide.

    `leads_on` tells whether the actor may see what happened.
    """
    decided = Breach.objects.filter(Breach.decided_by(actor)).order_by().values("pk")
    rows: QuerySet[PlanTask] = PlanTask.objects.visible_to(actor).filter(
        Q(decides=False) | Q(breach__in=decided), owner=actor.member_id, done_at=None, dropped_at=None
    )
    seen = Breach.objects.visible_to(actor).filter(pk=OuterRef("breach")).order_by()
    return rows.select_related("agreement").annotate(leads_on=Exists(seen)).order_by("due", "pk")


def running_plans(actor: Actor) -> QuerySet[Breach]:
    """All whose plan runs: what is broken first, the one that must be put right first at the top; then what is only left."""
    rows: QuerySet[Breach] = Breach.objects.visible_to(actor).filter(state=Breach.State.OPEN)
    only_left = Case(When(trigger__in=NOT_BROKEN, then=1), default=0)
    return rows.select_related("agreement__unit", "agreement__exit_strategy").order_by(only_left, "cure_by", "pk")


def plan_that_runs(actor: Actor, agreement: Agreement, *, broken: bool) -> Breach | None:
    """The one plan of an agreement that runs because it was broken, or is only left; None when none does."""
    rows = running_plans(actor).filter(agreement=agreement)
    return next((each for each in rows if each.is_broken == broken), None)


def open_breaches(actor: Actor) -> QuerySet[Breach]:
    """Those of them that are broken, each with `decide_by`."""
    return _with_decide_by(running_plans(actor).exclude(trigger__in=NOT_BROKEN))


def being_left(actor: Actor) -> QuerySet[Breach]:
    """Those of them that nobody broke: they run out, or nothing happens under them."""
    return running_plans(actor).filter(trigger__in=NOT_BROKEN)


def decider_of(actor: Actor, breach: Breach) -> Member | None:
    """The person who decides about it, None when nobody can."""
    found = Owners(breach.agreement).decider(decider(breach))
    return Member.objects.visible_to(actor).select_related("user").filter(pk=found).first() if found else None


def to_decide(actor: Actor) -> QuerySet[Breach]:
    """Those of them about which the actor decides, each with `decide_by`."""
    return _with_decide_by(running_plans(actor).filter(Breach.decided_by(actor)))


def _with_decide_by(rows: QuerySet[Breach]) -> QuerySet[Breach]:
    """By when the plan has it decided; where it has no such task, what is broken waits for the time to put it right."""
    deciding = PlanTask.objects.filter(breach=OuterRef("pk"), decides=True, done_at=None, dropped_at=None)
    broken = Case(When(~Q(trigger__in=NOT_BROKEN), then=F("cure_by")))
    found: QuerySet[Breach] = rows.annotate(
        decide_by=Coalesce(Subquery(deciding.order_by("due").values("due")[:1]), broken)
    )
    return found


def compartment_to_add(actor: Actor, compartment_id: UUID) -> Compartment:
    """A compartment that the actor may know of; raises `NotVisibleError`."""
    found: Compartment = get_visible(Compartment, actor, pk=compartment_id)
    return found


def _with_people(rows: QuerySet[HangingAccess]) -> QuerySet[HangingAccess]:
    return rows.select_related("compartment__unit", "member__user", "agreed_by__user", "added_by__user")


def _there(found: RowT | None) -> RowT:
    if found is None:
        raise NotVisibleError
    return found
