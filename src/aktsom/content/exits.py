"""The way out of each kind of agreement, to start from, so that nobody begins on an empty page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from aktsom.content import content_path
from aktsom.engine.agreements.exits import Anchor, ExitStep, in_order
from aktsom.engine.documents import Entry, Texts, once, read_document

OWNER = "owner"
DECIDER = "decides"
"""The role of a step that whoever decides about the agreement carries out; it is done when they have decided."""


@dataclass(frozen=True, slots=True)
class StartingStep:
    """A step with its words, and those where nobody broke the agreement. With `access` it is the one that stops access."""

    step: ExitStep
    title: Texts
    left: Texts
    access: bool


@dataclass(frozen=True, slots=True)
class StartingPlan:
    """A plan for one kind of agreement: who decides (a duty), the days to cure and of notice, and the steps."""

    decides: str
    cure_days: int
    notice_days: int
    steps: tuple[StartingStep, ...]


@cache
def starting_plans() -> Mapping[str, StartingPlan]:
    """The plan of each kind of agreement. Raises DocumentError that names the entry, PlanError for a circle of steps."""
    document = read_document(content_path("exits.yaml"))
    document.only(("steps", "kinds"))
    unique = once(lambda found: document.refuse(f"{found} stands twice.", "Remove one."))
    steps = {unique(step.step.key): step for step in map(_step, document.entries("steps"))}
    return MappingProxyType({kind: _plan(entry, steps) for kind, entry in document.named("kinds")})


def step_texts(title: str) -> Texts:
    """A step in both languages where it is one to start from, whichever language its writer read; else as it was written."""
    return _starting_titles().get(title) or {"en": title, "nb": title}


def left_texts(title: str) -> Texts:
    """The same for a plan to leave what nobody broke."""
    return _left_titles().get(title) or step_texts(title)


@cache
def _starting_titles() -> Mapping[str, Texts]:
    texts = [words for each in _starting_steps() for words in (each.title, each.left)]
    return {said: words for words in texts for said in words.values()}


@cache
def _left_titles() -> Mapping[str, Texts]:
    return {said: each.left for each in _starting_steps() for said in each.title.values()}


def _starting_steps() -> list[StartingStep]:
    return [each for plan in starting_plans().values() for each in plan.steps]


def _step(entry: Entry) -> StartingStep:
    entry.only(("id", "role", "days", "anchor", "after", "access", "title", "left"))
    if entry.text("anchor") not in [*Anchor]:
        raise entry.refuse(f"“{entry.text('anchor')}” is no anchor.", f"Use one of: {', '.join(Anchor)}.")
    step = ExitStep(
        entry.text("id"),
        entry.text("role"),
        entry.whole_number("days"),
        Anchor(entry.text("anchor")),
        entry.strings("after"),
    )
    left = entry.texts("left" if "left" in entry.data else "title")
    return StartingStep(step, entry.texts("title"), left, entry.truth("access"))


def _plan(entry: Entry, known: Mapping[str, StartingStep]) -> StartingPlan:
    """Steps wait only for what this kind has: one that it leaves out is waited for by none."""
    entry.only(("decides", "cure_days", "notice_days", "steps"))
    for name in entry.strings("steps"):
        if name not in known:
            raise entry.refuse(f"There is no step “{name}”.", "Use the id of one that stands under “steps”.")
    chosen = [known[name] for name in entry.strings("steps")]
    names = {each.step.key for each in chosen}
    steps = tuple(replace(each, step=_among(each.step, names)) for each in chosen)
    in_order([each.step for each in steps])
    return StartingPlan(
        entry.text("decides"), entry.whole_number("cure_days"), entry.whole_number("notice_days"), steps
    )


def _among(step: ExitStep, names: set[str]) -> ExitStep:
    return replace(step, after=tuple(other for other in step.after if other in names))
