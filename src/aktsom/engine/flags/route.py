"""Who decides: the route as a pure function of the flags and of what nobody knows.

None or *note*: go ahead, nobody is asked. *Concern*: the unit leader. *Serious*: an adviser prepares a dossier, the leader
one level up decides. *Stop*: the institution's leadership, and contact with the authorities is offered. Whatever is decided by
a person takes four eyes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from aktsom.engine.documents import Entry, Texts, read_document
from aktsom.engine.flags.errors import RuleError
from aktsom.engine.flags.evaluation import heaviest
from aktsom.engine.flags.types import Weighed, Weight
from aktsom.engine.wording import said


class Step(StrEnum):
    """Where an appraisal goes next, lightest first."""

    GO_AHEAD = "go-ahead"
    UNIT_LEADER = "unit-leader"
    LEADER_ABOVE = "leader-above"
    LEADERSHIP = "leadership"

    @property
    def rank(self) -> int:
        """0 for go ahead to 3 for the leadership."""
        return list(Step).index(self)


STEPS: Mapping[Weight | None, Step] = MappingProxyType(
    {
        None: Step.GO_AHEAD,
        Weight.NOTE: Step.GO_AHEAD,
        Weight.CONCERN: Step.UNIT_LEADER,
        Weight.SERIOUS: Step.LEADER_ABOVE,
        Weight.STOP: Step.LEADERSHIP,
    }
)


@dataclass(frozen=True, slots=True)
class Stage:
    """What one step means here: deadline in days (0 where nobody decides), who prepares it, which authorities can be asked
    (ids of contacts.yaml), what happens next, and what the owner can have ready."""

    step: Step
    days: int
    prepared_by: str
    authorities: tuple[str, ...]
    next: Texts
    prepare: Texts


Stages = Mapping[Step, Stage]


@dataclass(frozen=True, slots=True)
class Route:
    """Who decides, by when, and because of which rules. `all_clear` is false while something asked is not known."""

    step: Step
    weight: Weight | None
    because: tuple[str, ...]
    all_clear: bool
    days: int
    prepared_by: str
    authorities: tuple[str, ...]
    next: Texts
    prepare: Texts

    @property
    def four_eyes(self) -> bool:
        """Whether a second person confirms what one decides."""
        return self.step is not Step.GO_AHEAD


def route(
    flags: Sequence[Weighed], stages: Stages, possible: Iterable[Weight] = (), *, all_clear: bool = True
) -> Route:
    """The way that these flags lead.

    `possible` are the weights of the flags that could follow from what nobody knows: one that is serious or stop brings a
    person in, the unit leader. Lighter ones do not, but they are no all-clear either.
    """
    weight = heaviest(flags)
    step = STEPS[weight]
    if step is Step.GO_AHEAD and any(each.rank >= Weight.SERIOUS.rank for each in possible):
        step = Step.UNIT_LEADER
    stage = stages[step]
    return Route(
        step=step,
        weight=weight,
        because=tuple(flag.rule for flag in flags if flag.weight is weight),
        all_clear=all_clear,
        days=stage.days,
        prepared_by=stage.prepared_by,
        authorities=stage.authorities,
        next=stage.next,
        prepare=stage.prepare,
    )


def load_stages(path: Path) -> Stages:
    """What each step means, from a YAML file. Raises RuleError when one is missing or unusable."""
    document = read_document(path, RuleError)
    document.only(("stages",))
    found = dict(document.named("stages"))
    if set(found) != set(Step):
        raise document.refuse(
            said("The stages are not exactly those of the route."), said("Write {step}.", step=", ".join(Step))
        )
    return MappingProxyType({step: _stage(step, found[step]) for step in Step})


def _stage(step: Step, entry: Entry) -> Stage:
    entry.only(("days", "prepared_by", "authorities", "next", "prepare"))
    days = entry.whole_number("days")
    if (days > 0) is (step is Step.GO_AHEAD) or days > 90:
        raise entry.refuse(said("The deadline does not fit."), said("Write 0 where nobody decides, else 1 to 90 days."))
    return Stage(
        step,
        days,
        entry.optional("prepared_by"),
        entry.strings("authorities"),
        entry.texts("next"),
        entry.texts("prepare"),
    )
