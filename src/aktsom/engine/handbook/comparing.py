"""What a change of the handbook would have done: which cases come out otherwise."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from aktsom.engine.flags.types import Fact
from aktsom.engine.guides.types import OpenPoint
from aktsom.engine.handbook.handbook import Assessment, Handbook


@dataclass(frozen=True, slots=True)
class Case:
    """Something that was appraised: what was known of it by itself and with each partner, and what nobody knew."""

    key: Hashable
    facts: Sequence[Fact]
    open_points: Sequence[OpenPoint] = ()
    parties: Sequence[Sequence[Fact]] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A case whose flags or route differ. `key` is what the case was given with."""

    key: Hashable
    before: Assessment
    after: Assessment

    @property
    def heavier(self) -> bool:
        """Whether somebody higher up decides afterwards."""
        return self.after.route.step.rank > self.before.route.step.rank

    @property
    def lighter(self) -> bool:
        """Whether somebody lower down, or nobody, decides afterwards."""
        return self.after.route.step.rank < self.before.route.step.rank


def what_if(old: Handbook, new: Handbook, cases: Iterable[Case]) -> Iterator[Moved]:
    """The cases that come out otherwise under `new`, in their order. What a handbook does not declare says nothing in it."""
    for case in cases:
        before, after = _assessed(old, case), _assessed(new, case)
        if _outcome(before) != _outcome(after):
            yield Moved(case.key, before, after)


def _assessed(book: Handbook, case: Case) -> Assessment:
    parties = [_declared(book, facts) for facts in case.parties]
    return book.assess(_declared(book, case.facts), case.open_points, parties)


def _declared(book: Handbook, facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.name in book.schema]


def _outcome(assessment: Assessment) -> tuple[object, ...]:
    route = assessment.route
    flags = frozenset((flag.rule, flag.weight) for flag in assessment.flags)
    return flags, route.step, route.days, route.all_clear
