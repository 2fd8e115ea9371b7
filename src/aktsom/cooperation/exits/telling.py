"""How breaches, plans and what hangs on an agreement become what the API tells of them."""

from aktsom.cooperation.exits.asking import GoesOn
from aktsom.cooperation.exits.drafts import StrategyDraft
from aktsom.cooperation.exits.drilling import Drill
from aktsom.cooperation.exits.models import Breach, BreachEntry, HangingAccess, PlanTask
from aktsom.cooperation.exits.permissions import decider
from aktsom.cooperation.exits.shapes import (
    AccessAnswer,
    BreachAnswer,
    DrillAnswer,
    EntryAnswer,
    FullBreachAnswer,
    GoesOnAnswer,
    HangingAnswer,
    PeopleShape,
    PlanAnswer,
    PlannedAnswer,
    StepShape,
    StoppedAnswer,
    StrategyAnswer,
    TaskAnswer,
    ThingShape,
)


def strategy_answer(draft: StrategyDraft, *, own: bool, version: int) -> StrategyAnswer:
    """A strategy, the agreement's own or the one to start from."""
    return StrategyAnswer(
        own=own,
        version=version,
        triggers=list(draft.triggers),
        decides=draft.decides,
        cure_days=draft.cure_days,
        notice_months=draft.notice_months,
        notice_days=draft.notice_days,
        costs=draft.costs,
        steps=[StepShape.model_validate(each, from_attributes=True) for each in draft.steps],
        things=[ThingShape.model_validate(each, from_attributes=True) for each in draft.things],
        people=[PeopleShape.model_validate(each, from_attributes=True) for each in draft.people],
    )


def drill_answer(drill: Drill) -> DrillAnswer:
    """A drill as the API tells it."""
    made = drill.planned.plan
    return DrillAnswer(
        trigger=drill.trigger.value,
        own=drill.planned.own,
        named=drill.planned.named,
        decides=drill.planned.decides,
        cure_over=made.cure_over,
        ended=made.ended,
        done=made.done,
        hanging=[
            HangingAnswer(sort=group.sort, what=each.what, detail=each.detail)
            for group in drill.groups
            for each in group.things
        ],
        steps=[
            PlannedAnswer(
                key=each.planned.step.key,
                title=each.title,
                role=each.planned.step.role,
                person=each.person,
                begins=each.planned.begins,
                due=each.planned.due,
                critical=each.planned.critical,
            )
            for each in drill.steps
        ],
    )


def access_answer(row: HangingAccess) -> AccessAnswer:
    """One access that hangs on an agreement; where it is asked about, `is_named` says whether the reader may know on which."""
    return AccessAnswer(
        id=row.pk,
        agreement=row.agreement_id if getattr(row, "is_named", True) else None,
        compartment=row.compartment_id,
        member=row.member_id,
        agreed=row.agreed_by_id is not None,
    )


def task_answer(row: PlanTask) -> TaskAnswer:
    """One task."""
    return TaskAnswer(
        id=row.pk,
        agreement=row.agreement_id,
        breach=row.breach_id,
        title=row.words,
        role=row.role,
        decides=row.decides,
        owner=row.owner_id,
        begins=row.begins,
        due=row.due,
        done_at=row.done_at,
        dropped_at=row.dropped_at,
        shown_by=row.evidence,
    )


def entry_answer(row: BreachEntry) -> EntryAnswer:
    """One line of a log."""
    ids = {"task": row.task_id, "paper": row.paper_id, "by": row.by_id}
    return EntryAnswer.model_validate({"id": row.pk, "sort": row.sort, "text": row.words, "at": row.at, **ids})


def plan_answer(row: Breach, *, mine: bool) -> PlanAnswer:
    """One plan that runs; `mine`: whether the caller decides about it."""
    return PlanAnswer(
        id=row.pk,
        agreement=row.agreement_id,
        title=row.agreement.title,
        trigger=row.trigger,
        is_broken=row.is_broken,
        happened_on=row.happened_on,
        cure_by=row.cure_by,
        decides=decider(row),
        may_decide=mine,
    )


def _stopped_answer(row: BreachEntry) -> StoppedAnswer:
    return StoppedAnswer(
        compartment=row.grant.compartment_id if row.grant else row.compartment_id,
        grant=row.grant_id,
        stopped=row.sort == BreachEntry.Sort.STOPPED,
        what=row.words,
        at=row.at,
    )


def full_breach_answer(
    row: Breach, tasks: list[PlanTask], access: list[BreachEntry], goes_on: list[GoesOn]
) -> FullBreachAnswer:
    """The same with what goes on of the access."""
    return FullBreachAnswer(
        **dict(breach_answer(row, tasks, access)), goes_on=[_goes_on_answer(each) for each in goes_on]
    )


def _goes_on_answer(row: GoesOn) -> GoesOnAnswer:
    return GoesOnAnswer(
        id=row.access.pk,
        compartment=row.access.compartment_id,
        member=row.access.member_id,
        agreed=row.access.agreed_by_id is not None,
        ask=[each.pk for each in row.ask],
        mine=row.mine,
    )


def breach_answer(row: Breach, tasks: list[PlanTask], access: list[BreachEntry]) -> BreachAnswer:
    """A breach with its tasks by their days, and the lines of its log about access."""
    return BreachAnswer(
        id=row.pk,
        agreement=row.agreement_id,
        trigger=row.trigger,
        what=row.what,
        evidence=row.evidence,
        happened_on=row.happened_on,
        state=row.state,
        cure_by=row.cure_by,
        decides=decider(row),
        access=[_stopped_answer(each) for each in access],
        tasks=[task_answer(each) for each in tasks],
    )
