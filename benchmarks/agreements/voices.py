"""Agreements put together from labelled passages, a voice at a time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.types import Condition, Contradiction
from benchmarks.agreements.corpus import FOLDER, Verdict
from benchmarks.agreements.passages import Lesson, passages

OUTCOMES = ((Verdict.MET, 45), (Verdict.PARTLY, 12), (Verdict.CONTRADICTED, 23), (Verdict.ABSENT, 20))
EACH = 6
"""Agreements of each voice."""
_TRIES, _FURTHER = 60, 4
BESIDE = (
    "en-blunt",
    "nb-blunt",
    "en-denied",
    "nb-denied",
    "en-traps",
    "nb-feller",
    "en-dangers",
    "nb-farer",
    "en-rights",
    "nb-retter",
    "en-pairs",
    "nb-pairs",
    "en-free-pairs",
    "nb-free-pairs",
    "en-elements",
    "nb-elements",
    "en-opposites",
    "nb-opposites",
    "en-twists",
    "nb-twists",
    "en-turns",
    "nb-turns",
    "en-quiet",
    "nb-quiet",
)
"""No voices: what is denied, about something else, against it or for it, in anybody's."""


@dataclass(frozen=True, slots=True)
class Put:
    """An agreement put together: its passages, and what a reader would say of each condition."""

    voice: str
    partner: str
    texts: Sequence[str]
    truth: Mapping[str, Verdict]


def verdict(condition: Condition, names: Collection[str]) -> Verdict:
    """What these elements, contradictions and exceptions together come to."""
    there = {each.id for each in condition.elements} & set(names)

    def counts(each: Contradiction) -> bool:
        found = each.id in names or (each.when and set(each.when) <= there)
        return bool(found) and not there & set(each.unless)

    if any(map(counts, condition.contradictions)):
        return Verdict.CONTRADICTED
    if not there:
        return Verdict.ABSENT
    lacking = any(len(there & set(need.elements)) < need.at_least for need in condition.needs)
    return Verdict.PARTLY if lacking or any(map(counts, condition.exceptions)) else Verdict.MET


def put_together(library: Library) -> Iterator[Put]:
    """So many of each voice, the same at each time."""
    said = list(passages())
    for voice in sorted({each.voice for each in said} - {*BESIDE}):
        drawn, own = Random(voice), [each for each in said if each.voice == voice]
        partner = (FOLDER / "passages" / f"{voice}.txt").read_text().split()[2]
        for _ in range(EACH):
            chosen = dict.fromkeys(_chosen(own, library, drawn))
            truth = verdicts_of(library, chosen)
            texts = [each.text for each in chosen]
            drawn.shuffle(texts)
            yield Put(voice, partner, texts, truth)


def verdicts_of(library: Library, said: Collection[Lesson]) -> dict[str, Verdict]:
    """What an agreement of these passages comes to."""
    names = {
        name: [one for each in said for condition, one in each.labels if condition == name]
        for name in library.conditions
    }
    truth = {name: verdict(each, names[name]) for name, each in library.conditions.items()}
    return truth | dict.fromkeys(_following(library, names), Verdict.CONTRADICTED)


def _following(library: Library, names: Mapping[str, Collection[str]]) -> Iterator[str]:
    """The conditions that are contradicted because another one is."""
    there = {f"{name}:{one}" for name, some in names.items() for one in some}
    for name, condition in library.conditions.items():
        if any(
            there & set(each.follows) and not set(each.unless) & set(names[name]) for each in condition.contradictions
        ):
            yield name


def _chosen(own: Sequence[Lesson], library: Library, drawn: Random) -> Iterator[Lesson]:
    for name, condition in library.conditions.items():
        wanted = drawn.choices([each for each, _ in OUTCOMES], [often for _, often in OUTCOMES])[0]
        offered = [each for each in own if any(one == name for one, _id in each.labels)]
        for _ in range(_TRIES if wanted is not Verdict.ABSENT else 0):
            some = drawn.sample(offered, min(len(offered), drawn.choice((1, 1, 1, 2, 2, 3))))
            if verdict(condition, [one for each in some for other, one in each.labels if other == name]) is wanted:
                yield from some
                break
    further = [each for each in own if not each.labels]
    yield from drawn.sample(further, min(_FURTHER, len(further)))
