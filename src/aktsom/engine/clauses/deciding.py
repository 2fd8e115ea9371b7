"""Whether a condition is met, by all that was found for it and against it together.

Rules ask of each element alone whether it is there. An agreement that surely gives a right to publish most often limits the
delay too, and a wording of one's own is sure of neither. So a logistic regression weighs signs of the whole: how strongly the
weakest need is said, and all of them; by meaning and by words; what speaks most against it; and what follows from others.
It has the same weights for all conditions, learnt on agreements whose drafters had no part in what they were read with
(`benchmarks/agreements/shipping.py`). Where it is sure, the condition is met; where it speaks clearly against the rules' "met",
that is "partly".
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import numpy.typing as npt

from aktsom.engine.clauses.meaning.chunks import Chunk
from aktsom.engine.clauses.meaning.judge import AGAINST, Readings
from aktsom.engine.clauses.types import Condition, Contradiction, Evidence, Need, Result, Standing
from aktsom.engine.clauses.why import why

Floats = npt.NDArray[Any]
SURE, DOUBTED = -0.5, 0.5
"""From which log odds on a condition is met: nothing comes near a contradiction, or something does.

What stands against it wins over the best words elsewhere: an exception, and a contradiction that reads as one. What only may be
one, or only has the words of one, is then shown as a doubt.
"""
KEPT, KEPT_DOUBTED = -1.0, 0.5
"""Down to which log odds what the rules call met stays so: nothing comes near a contradiction, or something does."""
NEAR = -3.0
"""From how far below the bound of a doubt on something comes near a contradiction."""
LEAST, MOST = -7.0, 5.0
_WORDED, _UNREAD, _CONTRADICTED = 4.0, -2.5, 3.0
"""What a pattern's find adds to what is read there, what is read where nothing was read closely, and what follows from one."""
_USUAL = 3.0
"""The bound of what too few passages have taught."""
_UNLIFTED = 5
"""So many chunks are looked at for one that no element lifts."""


@dataclass(frozen=True)
class Asked:
    """A condition with what was read of it.

    `firm` are the chunks that can bear each element, `free` those that are not void.
    """

    condition: Condition
    readings: Readings
    firm: Mapping[str, npt.NDArray[np.bool_]]
    free: npt.NDArray[np.bool_]

    @property
    def is_known(self) -> bool:
        """Whether meaning was taught for all of it."""
        elements, opposing = self.condition.elements, (*self.condition.contradictions, *self.condition.exceptions)
        names = (*(each.id for each in elements), *(each.id for each in opposing))
        return all((self.condition.id, each) in self.readings.labels for each in names)

    def over(self, name: str, *, doubt: bool = False) -> Floats:
        """How far over its bound each chunk says something."""
        at = self.readings.labels[self.condition.id, name]
        bound = self.readings.bounds[at].doubt if doubt else self.readings.bounds[at].sure
        found: Floats = self.readings.scores[:, at] - min(bound, _USUAL)
        return found

    def at(self, place: Evidence, name: str, *, doubt: bool = False) -> float:
        """How far over its bound something is said where a pattern found it."""
        at = self.chunk_of(place)
        return _UNREAD if at is None else float(np.clip(self.over(name, doubt=doubt)[at], LEAST, MOST))

    def chunk_of(self, place: Evidence) -> int | None:
        """The first chunk read closely that reaches into a place; none when it was not read closely."""
        for at, each in enumerate(self.readings.chunks):
            if each.passage == place.passage and each.start < place.end and each.end > place.start:
                return at
        return None

    def best(self, element: str) -> tuple[float, int]:
        """How far over its bound an element is said at most, and by which chunk."""
        found = np.where(self.firm[element], self.over(element), LEAST)
        return float(np.clip(found.max(initial=LEAST), LEAST, MOST)), int(found.argmax()) if len(found) else -1


@dataclass(frozen=True, slots=True)
class Signs:
    """What is weighed.

    `against` is how strongly each contradiction is said, which counts for conditions that follow; `lifted` are those that an
    element of the condition lifts.
    """

    own: tuple[float, ...]
    against: Mapping[str, float]
    lifted: frozenset[str]


def signs(asked: Asked, found: Sequence[Evidence], weak: Collection[int]) -> Signs:
    """The signs of one condition, by its rules' evidence and its readings. `weak` are the passages of the preamble."""
    condition = asked.condition
    worded = [each for each in found if each.supports == "element" and not each.by_meaning and each.passage not in weak]
    read = {each.id: asked.best(each.id)[0] for each in condition.elements}
    both = {**read, **_strongest((each.id, _WORDED + asked.at(each, each.id)) for each in worded)}
    both = {name: max(read[name], far) for name, far in both.items()}
    there = {each.id for each in worded} | {name for name, far in read.items() if far > 0}
    counted = [each for each in condition.contradictions if not there & set(each.unless)]
    needs = [_strength(both, need) for need in condition.needs]
    ones = _most(asked.over(each.id, doubt=True) for each in counted)
    whole, at, nearest = _whole(asked, counted)
    opposed = _opposed(asked, found)
    own = (
        min(needs),
        sum(needs) / len(needs),
        min(_strength(read, need) for need in condition.needs),
        float(all(len({each.id for each in worded} & set(need.elements)) >= need.at_least for need in condition.needs)),
        ones,
        whole,
        opposed / 2,
        _most(asked.over(each.id) for each in condition.exceptions),
        max(float(asked.over(each.id)[at]) for each in condition.elements) if at >= 0 else LEAST,
    )
    named = {(each.id, _CONTRADICTED) for each in found if each.supports == "contradiction" and not each.by_meaning}
    singly = ((each.id, _most([asked.over(each.id, doubt=True)])) for each in counted)
    return Signs(
        tuple(float(np.clip(each, LEAST, MOST)) for each in own),
        _strongest([*singly, (nearest, whole), *named]),
        frozenset(each.id for each in condition.contradictions if each not in counted),
    )


def _strongest(far: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, each in far:
        found[name] = max(each, found.get(name, each))
    return found


def _opposed(asked: Asked, found: Sequence[Evidence]) -> float:
    """How strongly contradictions are worded: what a pattern finds counts less where it reads as something else."""
    composed = {each.id for each in asked.condition.contradictions if each.when}
    worded = [each for each in found if each.supports == "contradiction"]
    far = [
        MOST + 1 if each.id in composed else MOST + max(asked.at(each, name, doubt=True) for name in (each.id, AGAINST))
        for each in worded
        if not each.by_meaning or each.id in composed
    ]
    return max(far, default=0.0)


def _strength(strengths: Mapping[str, float], need: Need) -> float:
    return sorted((strengths[each] for each in need.elements), reverse=True)[need.at_least - 1]


def _most(far: Iterable[Floats]) -> float:
    found = max((float(each.max(initial=LEAST)) for each in far), default=LEAST)
    return float(np.clip(found, LEAST, MOST))


def _whole(asked: Asked, counted: Sequence[Contradiction]) -> tuple[float, int, str]:
    """How strongly a chunk is against the condition on the whole, as far as no element lifts that; which, and how."""
    far = asked.over(AGAINST, doubt=True)
    each = {one.id: asked.over(one.id) for one in asked.condition.contradictions}
    for at in np.argsort(-far, kind="stable")[:_UNLIFTED]:
        nearest = max(each, key=lambda name: each[name][at])
        if asked.free[at] and any(nearest == one.id for one in counted):
            return float(np.clip(far[at], LEAST, MOST)), int(at), nearest
    return LEAST, -1, ""


@dataclass(frozen=True)
class Told:
    """What is weighed of a condition, and how far over the bound of a doubt something speaks against it."""

    signs: Floats
    against: float


def told(signs: Mapping[str, Signs], conditions: Mapping[str, Condition]) -> dict[str, Told]:
    """What is weighed of each condition: its signs, what follows from other ones, and their products."""
    found = {}
    for name, each in signs.items():
        counted = (one for one in conditions[name].contradictions if one.id not in each.lifted)
        named = [other.split(":") for one in counted for other in one.follows]
        follows = max(
            (signs[other].against.get(which, LEAST) for other, which in named if other in signs), default=LEAST
        )
        alone = np.array([*each.own, follows]) / 4
        pairs = [one * other for one, other in combinations_with_replacement(alone, 2)]
        found[name] = Told(np.array([*alone, *pairs, 1.0]), max(each.against.values(), default=LEAST))
    return found


def decided(result: Result, asked: Asked, odds: float, against: float) -> Result:
    """The result by all signs together: the rules', unless these say that it is met, or that it is not sure to be."""
    # An absent condition has no places on its page, so nobody would see what may contradict it.
    untold = result.standing is Standing.ABSENT and against > 0
    if untold or any(_stands(each, asked) for each in result.found):
        return result
    kept, near = result.standing is Standing.MET, against > NEAR
    if odds > ((KEPT_DOUBTED if near else KEPT) if kept else (DOUBTED if near else SURE)):
        return _met(result, asked)
    if not kept:
        return result
    return _with_reasons(replace(result, standing=Standing.PARTLY), asked.condition)


def _stands(place: Evidence, asked: Asked) -> bool:
    """Whether it is against the condition whatever is said elsewhere. What was not read closely is not denied."""
    if place.supports != "contradiction" or place.by_meaning:
        return place.supports in ("exception", "contradiction")
    derived = any(each.id == place.id and (each.when or each.follows) for each in asked.condition.contradictions)
    unread = asked.chunk_of(place) is None
    return derived or unread or any(asked.at(place, name, doubt=True) > 0 for name in (place.id, AGAINST))


def _met(result: Result, asked: Asked) -> Result:
    """Met, with a place for each need, and with the doubts."""
    found = tuple(each for each in result.found if each.supports == "element")
    doubts = (replace(each, supports="doubt") for each in result.found if each.supports in ("doubt", "contradiction"))
    added = tuple(_added(asked, {each.id for each in found}))
    met = replace(result, standing=Standing.MET, found=(*doubts, *found, *added), missing=())
    return _with_reasons(met, asked.condition)


def _added(asked: Asked, there: Collection[str]) -> Iterator[Evidence]:
    """Where what is needed is said, although not surely enough to be counted by itself."""
    for need in asked.condition.needs:
        lacking = need.at_least - len(set(need.elements) & set(there))
        others = sorted((each for each in need.elements if each not in there), key=lambda one: -asked.best(one)[0])
        for name in others[: max(0, lacking)]:
            if asked.readings.chunks:
                yield replace(evidence_of(asked.readings.chunks[asked.best(name)[1]], "element", name), sure=False)


def _with_reasons(result: Result, condition: Condition) -> Result:
    return replace(result, why=why(condition, result.standing, result.found, result.missing))


def evidence_of(chunk: Chunk, supports: str, name: str) -> Evidence:
    """A chunk as evidence."""
    return Evidence(chunk.passage, chunk.start, chunk.end, supports, name, by_meaning=True)
