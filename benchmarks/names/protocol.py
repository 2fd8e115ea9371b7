"""What the bench asks a system, and what the system answers, as JSON files between processes.

Standard library alone, since the peers read it in an environment of their own that has nothing of the product.
"""

import json
import os
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

LATIN = "Latn"


@dataclass(frozen=True)
class Party:
    """One listed party: its names, each with its script."""

    id: str
    kind: str
    names: list[tuple[str, str]]
    countries: list[str]

    def texts(self, latin_only: bool = False) -> list[str]:
        """The names, or those in Latin letters."""
        return [text for text, script in self.names if script == LATIN or not latin_only]


@dataclass(frozen=True)
class Question:
    """One name to look for."""

    name: str
    country: str
    kind: str


@dataclass(frozen=True)
class QuestionSet:
    """Questions of one sort, in an order that makes the first ones a fair sample of all."""

    name: str
    questions: list[Question]
    latin_only: bool = False


@dataclass(frozen=True)
class Task:
    """All that a system is asked. `speed` is a fair sample of real questions; `pairs` have the id of a party each."""

    parties: list[Party]
    speed: list[Question]
    sets: list[QuestionSet]
    pairs: list[tuple[Question, str]]


Hits = list[tuple[str, float]]
"""Ids of the parties that are hit as the very same, with scores between 0 and 1, best first."""


@dataclass
class Answers:
    """What one system answered. A set may be answered for its first questions alone; so may the pairs."""

    system: str
    figures: dict[str, float] = field(default_factory=dict)
    sets: dict[str, list[Hits]] = field(default_factory=dict)
    pairs: list[float | None] = field(default_factory=list)


def write_task(task: Task, path: Path) -> None:
    """For another process."""
    path.write_text(json.dumps(asdict(task)), encoding="utf-8")


def read_task(path: Path) -> Task:
    """As it was written."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Task(
        parties=[
            Party(one["id"], one["kind"], [tuple(n) for n in one["names"]], one["countries"]) for one in raw["parties"]
        ],
        speed=[Question(**one) for one in raw["speed"]],
        sets=[
            QuestionSet(one["name"], [Question(**q) for q in one["questions"]], one["latin_only"])
            for one in raw["sets"]
        ],
        pairs=[(Question(**question), party) for question, party in raw["pairs"]],
    )


def write_answers(answers: Sequence[Answers], path: Path) -> None:
    """For the process that asked."""
    path.write_text(json.dumps([asdict(one) for one in answers]), encoding="utf-8")


def read_answers(path: Path) -> list[Answers]:
    """As they were written."""
    return [Answers(**one) for one in json.loads(path.read_text(encoding="utf-8"))]


def processor_seconds(work: Callable[[], object]) -> float:
    """Seconds of processor time, of all threads and of processes that ended, as others may use the machine."""
    started = sum(os.times()[:4])
    work()
    return max(sum(os.times()[:4]) - started, 1e-6)


def latencies(ask: Callable[[Question], object], questions: Iterable[Question]) -> dict[str, float]:
    """Milliseconds of one question at a time, by the clock and of processor time: the half of them, and 95 in 100, are
    answered in so many.
    """
    clock, busy = [], []
    for question in questions:
        started, began = time.perf_counter(), time.process_time()
        ask(question)
        clock.append((time.perf_counter() - started) * 1000)
        busy.append((time.process_time() - began) * 1000)
    return {
        "single, p50 ms": _at(clock, 0.5),
        "single, p95 ms": _at(clock, 0.95),
        "single, p95 ms of processor time": _at(busy, 0.95),
        "single, asked": len(clock),
    }


def _at(spent: Sequence[float], share: float) -> float:
    return sorted(spent)[min(int(len(spent) * share), len(spent) - 1)]


def peak_megabytes() -> float:
    """The most memory that this process has used."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
