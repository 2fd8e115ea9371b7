"""What of the ways out comes and goes over the API."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from aktsom.cooperation.exits.drafts import PeopleDraft, StepDraft, StrategyDraft, ThingDraft
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
    """A line of the log of a breach. `by` is null where the product did it; `paper` is the file of a line that shows one."""

    id: UUID
    sort: Literal["recorded", "stopped", "not-stopped", "assigned", "done", "noted", "shown", "cured", "ended"]
    text: str
    task: UUID | None
    paper: UUID | None
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


class GoesOnAnswer(Answer):
    """Access that was to end and lets people in all the same. `ask` are those who can agree that it ends, with `mine`
    the caller is one; where nobody is left there, the research-security lead knows.
    """

    id: UUID
    compartment: UUID
    member: UUID | None
    agreed: bool
    ask: list[UUID]
    mine: bool


class FullBreachAnswer(BreachAnswer):
    """A breach with the access that goes on now, as far as the caller may know of it."""

    goes_on: list[GoesOnAnswer]


class WordsGiven(Given):
    """What shows it, why, or what is noted."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=10_000, strip_whitespace=True)]


class OwnerGiven(Given):
    """Who carries the task out."""

    owner: UUID
