"""What of the ways out comes and goes over the API, and how records become that."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from aktsom.cooperation.exits.drafts import PeopleDraft, StepDraft, StrategyDraft, ThingDraft
from aktsom.cooperation.exits.drilling import Drill
from aktsom.cooperation.exits.models import Breach, BreachEntry, HangingAccess, PlanTask
from aktsom.cooperation.exits.permissions import decider
from aktsom.core.api import Answer, Given

Told = Annotated[str, StringConstraints(max_length=10_000)]
Short = Annotated[str, StringConstraints(max_length=300)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Days = Annotated[int, Field(ge=0, le=1100)]
Months = Annotated[int, Field(ge=0, le=600)]
TriggerName = Literal["breach", "law", "security", "values", "inactivity", "expiry"]
AnchorName = Literal["at-once", "cure-over", "ended"]


class StepShape(Given):
    """A step. `role` is a duty's id, "owner", or "decides" for who decides; `after` are the keys of the steps it waits for."""

    key: Key
    title: Short
    role: Short
    days: Days = 0
    anchor: AnchorName = "at-once"
    after: list[Key] = Field([], max_length=60)
    stops_access: bool = False


class ThingShape(Given):
    """Something that must come back, be deleted or be settled."""

    sort: Literal["data", "samples", "equipment", "papers", "money"]
    what: Short
    way: Literal["back", "returned", "deleted", "settled", "kept"]


class PeopleShape(Given):
    """How many people in a role depend on the agreement."""

    role: Literal["phd", "students", "postdocs", "staff", "guests", "abroad"]
    number: int = Field(ge=1, le=99_999)
    plan: Annotated[str, StringConstraints(max_length=500)] = ""


class StrategyShape(Given):
    """The whole strategy. `version` is the one that was read before, 0 when there was none."""

    version: int = Field(0, ge=0, le=1_000_000)
    triggers: list[TriggerName] = Field(max_length=6)
    decides: Short
    cure_days: Days = 0
    notice_months: Months = 0
    notice_days: Days = 0
    costs: Told = ""
    steps: list[StepShape] = Field([], max_length=60)
    things: list[ThingShape] = Field([], max_length=60)
    people: list[PeopleShape] = Field([], max_length=6)

    def draft(self) -> StrategyDraft:
        """The strategy as the action takes it."""
        return StrategyDraft(
            decides=self.decides,
            triggers=tuple(self.triggers),
            cure_days=self.cure_days,
            notice_months=self.notice_months,
            notice_days=self.notice_days,
            costs=self.costs,
            steps=tuple(
                StepDraft(each.key, each.title, each.role, each.days, each.anchor, tuple(each.after), each.stops_access)
                for each in self.steps
            ),
            things=tuple(ThingDraft(each.sort, each.what, each.way) for each in self.things),
            people=tuple(PeopleDraft(each.role, each.number, each.plan) for each in self.people),
        )


class StrategyAnswer(Answer):
    """A strategy; `own` is false for the one that the product suggests for the agreement's kind."""

    own: bool
    version: int
    triggers: list[str]
    decides: str
    cure_days: int
    notice_months: int
    notice_days: int
    costs: str
    steps: list[StepShape]
    things: list[ThingShape]
    people: list[PeopleShape]


class HangingAnswer(Answer):
    """One thing that hangs on the agreement."""

    sort: str
    what: str
    detail: str


class PlannedAnswer(Answer):
    """A step of the plan with its days; `person` is "" when nobody would carry it out."""

    key: str
    title: str
    role: str
    person: str
    begins: date
    due: date
    critical: bool


class DrillAnswer(Answer):
    """What would happen if the plan were set off today. Nothing is changed by asking.

    `own`: the agreement has its own strategy; `named`: which names this trigger; `decides`: a duty's id, or "owner".
    """

    trigger: str
    own: bool
    named: bool
    decides: str
    cure_over: date
    ended: date
    done: date
    hanging: list[HangingAnswer]
    steps: list[PlannedAnswer]


class AccessGiven(Given):
    """Which compartment, and whose access: one person's, or with null everyone's."""

    compartment: UUID
    member: UUID | None = None


class AccessAnswer(Answer):
    """Access that ends at once when the agreement is broken; `agreed` once somebody who looks after it has agreed.

    `agreement` is null for who is asked about a compartment of theirs while another one hides the agreement from them.
    """

    id: UUID
    agreement: UUID | None
    compartment: UUID
    member: UUID | None
    agreed: bool


class BreachGiven(Given):
    """What happened, on which day, and what shows it. The same `token` records once, for one agreement only."""

    trigger: TriggerName
    what: Told
    evidence: Told
    happened_on: date
    token: UUID | None = None


class TaskAnswer(Answer):
    """A task of the plan. One that `decides` is done by deciding whether the agreement goes on (`cure`, `end`)."""

    id: UUID
    agreement: UUID
    breach: UUID
    title: str
    role: str
    decides: bool
    owner: UUID | None
    begins: date
    due: date
    done_at: datetime | None
    dropped_at: datetime | None
    shown_by: str


class StoppedAnswer(Answer):
    """What became of access when the agreement was broken, or later when somebody agreed; `what` says why it goes on.

    `grant` is the one that ended or could not be ended, null where nobody had agreed that any ends.
    """

    compartment: UUID | None
    grant: UUID | None
    stopped: bool
    what: str
    at: datetime


class EntryAnswer(Answer):
    """A line of the log of a breach. `by` is null where the product did it."""

    id: UUID
    sort: Literal["recorded", "stopped", "not-stopped", "assigned", "done", "noted", "shown", "cured", "ended"]
    text: str
    task: UUID | None
    by: UUID | None
    at: datetime


class PlanAnswer(Answer):
    """A plan that runs. `is_broken` is false for what is only left; `may_decide`: whether the caller decides about it."""

    id: UUID
    agreement: UUID
    title: str
    trigger: str
    is_broken: bool
    happened_on: date
    cure_by: date | None
    decides: str
    may_decide: bool


class BreachAnswer(Answer):
    """A breach with its tasks and what became of access. `decides`: a duty's id, or "owner"."""

    id: UUID
    agreement: UUID
    trigger: str
    what: str
    evidence: str
    happened_on: date
    state: str
    cure_by: date | None
    decides: str
    tasks: list[TaskAnswer]
    access: list[StoppedAnswer]


class WordsGiven(Given):
    """What shows it, why, or what is noted."""

    text: Told


class OwnerGiven(Given):
    """Who carries the task out."""

    owner: UUID


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
    return EntryAnswer.model_validate(
        {"id": row.pk, "sort": row.sort, "text": row.words, "task": row.task_id, "by": row.by_id, "at": row.at}
    )


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
