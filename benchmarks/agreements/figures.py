"""How right answers about agreements are, beside what readers of the corpus said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from benchmarks.agreements.corpus import CONDITIONS, Agreement, Verdict

Answers = Mapping[str, Mapping[str, Verdict]]
"""For each agreement's id, what was said of each condition."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one condition or all: how often "met" was said rightly, wrongly and not at all, and what became of contradictions."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    contradictions: int = 0
    found: int = 0
    called_met: int = 0
    same: int = 0
    asked: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @classmethod
    def of(cls, truth: Verdict, said: Verdict) -> "Figures":
        """What one answer adds."""
        met, called = truth is Verdict.MET, said is Verdict.MET
        one = cls(
            right=int(met and called),
            wrong=int(called and not met),
            missed=int(met and not called),
            same=int(truth is said),
            asked=1,
        )
        if truth is not Verdict.CONTRADICTED:
            return one
        return replace(one, contradictions=1, found=int(said is truth), called_met=int(called))

    @property
    def precision(self) -> float:
        """The share of "met" that is so; 1 when it was never said."""
        said = self.right + self.wrong
        return self.right / said if said else 1.0

    @property
    def recall(self) -> float:
        """The share of what is met that was called so; 1 when nothing is."""
        so = self.right + self.missed
        return self.right / so if so else 1.0


def figures(agreements: Iterable[Agreement], answers: Answers) -> dict[str, Figures]:
    """The figures of each condition."""
    found = dict.fromkeys(CONDITIONS, Figures())
    for agreement in agreements:
        for name in CONDITIONS:
            found[name] += Figures.of(agreement.labels[name].verdict, answers[agreement.id][name])
    return found


def total(by_condition: Mapping[str, Figures]) -> Figures:
    """All conditions together."""
    return sum(by_condition.values(), Figures())


def told(each: Figures) -> str:
    """As they are printed."""
    return (
        f"met: precision {each.precision:.2f} recall {each.recall:.2f} of {each.right + each.missed:3}   "
        f"contradicted: found {each.found} of {each.contradictions}, called met {each.called_met}   "
        f"same verdict {each.same / each.asked:.2f}"
    )
