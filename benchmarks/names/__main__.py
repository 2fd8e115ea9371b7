"""Screening beside its peers, on the same questions in the same run: `python -m benchmarks.names [--json] [--alone]`.

The product, nomenklatura (its index and logic-v2) and rapidfuzz (three ways) answer the same task, each in a process of its
own, the peers in an environment of their own (`requirements/peers.txt`). Peers that answer some tens of questions a second
are asked a sample, whose size the table says. `--alone` leaves the peers out; `--json` prints the figures for programs.
Speed is by processor time, so that others may use the machine; latency is by the clock.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aktsom.config.environment import PROJECT, public_data
from aktsom.engine.lists.directory import read_lists
from aktsom.engine.lists.listing import Listing
from aktsom.engine.names.calibration import CALLED_THE_SAME
from aktsom.engine.names.curated import aliases
from aktsom.engine.names.types import Query
from benchmarks.names.derived import DerivedSet, derived_sets, innocent_names
from benchmarks.names.figures import Asked, Share, alarmed, calibration, found, pair_figures, partner_figures
from benchmarks.names.pairs import IN_USE, Pair, read_pairs
from benchmarks.names.partners import PartnerNames, partner_names, partner_queries
from benchmarks.names.peer_env import peers_python
from benchmarks.names.protocol import Answers, Party, Question, QuestionSet, Task, read_answers, write_task
from benchmarks.names.table import Row, printed

INNOCENT = "innocent names hit"
PARTNERS = "partner names"
_FIGURES = (
    "batch, a second",
    "single, p50 ms",
    "single, p95 ms",
    "single, p95 ms of processor time",
    "dearest hostile name, ms",
    "build, s",
    "saved index loaded, s",
    "saved index, MB",
    "memory, MB",
    "memory of the build, MB",
    "names a second by the clock, 1 processes",
    "names a second by the clock, 2 processes",
    "slower with ten times the list, times",
)


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that is asked, with what is right."""

    task: Task
    derived: tuple[Asked, ...]
    partners: Asked
    listed: int
    parts: int
    pairs: tuple[Pair, ...]


def main() -> int:
    """Measure and print."""
    data = public_data()
    if data is None:
        print("benchmarks.names: the public data is not there; set AKTSOM_DATA.", file=sys.stderr)
        return 0
    bench = prepared(data)
    with tempfile.TemporaryDirectory(prefix="aktsom-names-") as folder:
        systems = answered(bench.task, Path(folder), alone="--alone" in sys.argv)
    rows = [*_speed(systems), *_qualities(bench, systems)]
    if "--json" in sys.argv:
        print(json.dumps({row.name: dict(zip([s.system for s in systems], row.cells, strict=True)) for row in rows}))
    else:
        print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
        print(f"{len(bench.task.parties)} parties, {sum(len(p.names) for p in bench.task.parties)} names\n")
        print(printed([answers.system for answers in systems], rows))
        print(_curve(bench, systems[0]))
    return 0


def prepared(data: Path) -> Bench:
    """The task, the same in every run on the same data."""
    listings = list(read_lists(data / "lists", problems=lambda _: None))
    derived, partners, pairs = derived_sets(listings), partner_names(data), tuple(read_pairs())
    innocent = QuestionSet(INNOCENT, [_question(query) for query in innocent_names(data)])
    everyone = [query for query, _ in partners.listed] + [*partners.parts, *partners.others]
    task = Task(
        parties=[_party(listing) for listing in listings],
        speed=_shuffled([_question(query) for query in partner_queries(data)]),
        sets=[*map(_set, derived), innocent, QuestionSet(PARTNERS, [_question(query) for query in everyone])],
        pairs=[(_question(pair.query), pair.listing_id) for pair in pairs],
    )
    asked = tuple(Asked(one.name, tuple(each.right for each in one.asked)) for one in derived)
    return Bench(task, asked, _partners(partners), len(partners.listed), len(partners.parts), pairs)


def answered(task: Task, folder: Path, *, alone: bool) -> list[Answers]:
    """What every system answers, ours first."""
    path = folder / "task.json"
    write_task(task, path)
    ours = Answers("Aktsom")
    for mode in ("build", "ask", "many"):
        _run([sys.executable, "-m", "benchmarks.names.ours", mode, str(path), str(folder)])
        given = read_answers(folder / f"{mode}.json")[0]
        ours = Answers(ours.system, ours.figures | given.figures, ours.sets or given.sets, ours.pairs or given.pairs)
    python = None if alone else peers_python()
    peers = ("nomenklatura", "rapidfuzz") if python else ()
    for peer in peers:
        _run([str(python), "-m", f"benchmarks.names.peer_{peer}", str(path), str(folder / f"{peer}.json")])
    return [ours, *(answers for peer in peers for answers in read_answers(folder / f"{peer}.json"))]


def _run(command: Sequence[str]) -> None:
    started = time.monotonic()
    subprocess.run(command, check=True, cwd=PROJECT)
    what = " ".join(part for part in command[2:4] if not part.startswith("/"))
    print(f"{what}: {time.monotonic() - started:.0f} s by the clock", file=sys.stderr)


def _speed(systems: Sequence[Answers]) -> list[Row]:
    return [Row(name, tuple(answers.figures.get(name) for answers in systems)) for name in _FIGURES]


def _qualities(bench: Bench, systems: Sequence[Answers]) -> list[Row]:
    rows = [
        Row(f"found: {asked.name} ({len(asked.right)})", tuple(found(s, asked) for s in systems))
        for asked in bench.derived
    ]
    rows.insert(0, Row(INNOCENT, tuple(alarmed(s, INNOCENT) for s in systems)))
    everyone = [partner_figures(answers, bench.partners, bench.listed, bench.parts) for answers in systems]
    rows += [
        Row(f"all partner names: found of {bench.listed} listed", tuple(each.found for each in everyone)),
        Row(f"all partner names: of {bench.parts} parts called the same", tuple(each.parts for each in everyone)),
        Row("all partner names: others alarmed", tuple(each.others for each in everyone)),
        Row("all partner names: others alarmed, for all", tuple(each.scaled for each in everyone)),
    ]
    return rows + _pair_rows(bench, systems)


def _pair_rows(bench: Bench, systems: Sequence[Answers]) -> list[Row]:
    known = {row.alias for row in aliases()}
    reported = _places(bench, lambda pair: pair.split == "report" and pair.drawn != IN_USE)
    groups = {
        "pairs to tune on": _places(bench, lambda pair: pair.split == "tune" and pair.drawn != IN_USE),
        "names in use to tune on": _places(bench, lambda pair: pair.split == "tune" and pair.drawn == IN_USE),
        "names in use, held apart": _places(bench, lambda pair: pair.split == "report" and pair.drawn == IN_USE),
        "pairs only reported": reported,
        "of them, not word for word in our tables": [at for at in reported if bench.pairs[at].query.name not in known],
    }
    rows = []
    for name, chosen in groups.items():
        reached = [_pairs_at(answers, bench.pairs, chosen) for answers in systems]
        rows.append(Row(f"{name} ({len(chosen)}): precision", tuple(precision.value for precision, _ in reached)))
        rows.append(Row(f"{name} ({len(chosen)}): recall", tuple(recall.value for _, recall in reached)))
    return rows


def _places(bench: Bench, is_in: Callable[[Pair], bool]) -> list[int]:
    return [place for place, pair in enumerate(bench.pairs) if is_in(pair)]


def _pairs_at(answers: Answers, pairs: Sequence[Pair], chosen: Sequence[int]) -> tuple[Share, Share]:
    some = Answers(answers.system, pairs=[answers.pairs[place] for place in chosen])
    return pair_figures(
        some, [pairs[place] for place in chosen], CALLED_THE_SAME if answers.system == "Aktsom" else 0.0
    )


def _curve(bench: Bench, ours: Answers) -> str:
    chosen = _places(bench, lambda pair: pair.split == "report" and pair.drawn != IN_USE)
    some = Answers(ours.system, pairs=[ours.pairs[place] for place in chosen])
    lines = ["", "Of reported pairs with such a score, the share that is the same (95 % interval):"]
    for low, high, share in calibration(some, [bench.pairs[place] for place in chosen]):
        lower, upper = share.interval
        lines.append(f"  {low:.2f} to {high:.2f}   {share.value:.3f}  ({lower:.3f} to {upper:.3f})  {share.of} pairs")
    return "\n".join(lines)


def _partners(partners: PartnerNames) -> Asked:
    nobody = (frozenset[str](),) * (len(partners.parts) + len(partners.others))
    return Asked(PARTNERS, tuple(right for _, right in partners.listed) + nobody)


def _shuffled(questions: list[Question]) -> list[Question]:
    """In a fixed order in which neighbours are unlike, so that the first ones are a fair sample."""
    step = max(len(questions) // 97, 1)
    return [question for start in range(step) for question in questions[start::step]]


def _party(listing: Listing) -> Party:
    names = [(name.text, name.script) for name in listing.names]
    return Party(listing.id, listing.kind.value, names, list(listing.countries))


def _question(query: Query) -> Question:
    return Question(query.name, query.country, query.kind.value)


def _set(one: DerivedSet) -> QuestionSet:
    return QuestionSet(one.name, [_question(each.query) for each in one.asked], one.latin_only)


if __name__ == "__main__":
    sys.exit(main())
