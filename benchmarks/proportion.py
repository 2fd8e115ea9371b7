"""Proportion: how much of the demo sector's real cooperation goes ahead without anybody being asked, and what stops it.

Every tie between an institution and a partner of the demo sector is appraised by what lists, country facts and the titles of
its works say: partner and country facts alone, and with the fields. Each tie counts once, and once for each of its articles
and projects. Namings in threat assessments count once as confirmed by every institution (the strictest sector) and once as
confirmed by none. Matches that nobody has judged weigh as much as confirmed ones.

And re-evaluation: 100,000 sets of facts after an update of a list, as a pure function, on all cores.
"""

import os
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from aktsom.content import handbook
from aktsom.content.countries.facts import facts_by_country
from aktsom.engine.flags.types import Fact, FactValue
from aktsom.snapshots import snapshot_freedom

TIES = "from aktsom.cli.setup import with_django; with_django(); from benchmarks.ties import write; write()"
NAMED = ("country.threat_assessments", "country.intelligence_law")
AIM_AHEAD, AIM_HEAVY = 80, 10
SETS, AIM_SECONDS = 100_000, 60


def measure(folder: Path) -> None:
    """Print both."""
    _proportion(folder)
    _again()


def _proportion(folder: Path) -> None:
    environment = {
        **os.environ,
        "AKTSOM_HOME": str(folder),
        "PATH": f"{Path('.venv/bin').resolve()}:{os.environ['PATH']}",
    }
    subprocess.run(["aktsom", "demo", "--no-serve", "--json"], env=environment, stdout=subprocess.DEVNULL, check=True)
    written = subprocess.run(["python", "-c", TIES], env=environment, stdout=subprocess.PIPE, check=True)
    ties = [orjson.loads(line) for line in written.stdout.splitlines()]
    weights = [tie["works"] for tie in ties]
    print(f"{len(ties)} ties of the demo sector, {sum(weights)} articles and projects in them")
    for name in ("partner.end_user_lists", "partner.research_concern_lists"):
        listed = sum(tie["works"] for tie in ties if any(fact["name"].startswith(name) for fact in tie["facts"]))
        print(f" {100 * listed / sum(weights):.1f} % of these with a partner that has a close match in {name}")
    for title, confirmed in (("threat assessments and laws confirmed by all", True), ("confirmed by none", False)):
        print(f" {title}:")
        _told("partner and country facts alone", [_facts(tie, confirmed, fields=False) for tie in ties], weights)
        _told("with the fields of the works", [_facts(tie, confirmed, fields=True) for tie in ties], weights)


def _facts(tie: dict[str, Any], confirmed: bool, *, fields: bool) -> list[Fact]:
    kept = [_fact(said) for said in tie["facts"] if fields or not said["name"].startswith("field.")]
    return kept + [fact for fact in _named().get(tie["country"], ()) if confirmed and fact.name in NAMED]


def _fact(said: dict[str, Any]) -> Fact:
    value: FactValue = tuple(said["value"]) if isinstance(said["value"], list) else said["value"]
    return Fact(said["name"], value, "demo")


@cache
def _named() -> Mapping[str, tuple[Fact, ...]]:
    return facts_by_country([], [], confirmed=True)


def _told(title: str, sets: Sequence[Sequence[Fact]], weights: Sequence[int]) -> None:
    book = handbook()
    outcomes = [book.assess(facts) for facts in sets]
    print(f"  {title} (aim: at least {AIM_AHEAD} % go ahead, at most {AIM_HEAVY} % serious or stop):")
    for what, counts in (("ties", [1] * len(sets)), ("articles and projects", weights)):
        steps = Counter[str]()
        for outcome, count in zip(outcomes, counts, strict=True):
            steps[outcome.route.step] += count
        shares = {step: 100 * number / sum(counts) for step, number in steps.items()}
        print(f"    of {what}: " + ", ".join(f"{step} {share:.1f} %" for step, share in sorted(shares.items())))
    rules = Counter(flag.rule for outcome in outcomes for flag in outcome.flags if outcome.route.four_eyes)
    print("    behind what waits: " + ", ".join(f"{rule} {number}" for rule, number in rules.most_common(8)))


def _again() -> None:
    chance = random.Random(5)
    started = time.perf_counter()
    sets = [_some_facts(chance) for _ in range(SETS)]
    built = time.perf_counter() - started
    started, used = time.perf_counter(), _processor_seconds()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        moved = sum(pool.map(_flags_in, _chunks(sets, 5_000)))
    seconds, used = time.perf_counter() - started, _processor_seconds() - used
    print(
        f"{SETS} sets of facts (built in {built:.0f} s) evaluated again in {seconds:.1f} s (aim: under {AIM_SECONDS} s)"
    )
    print(
        f"  {moved} flags; a change of partner.end_user_lists reaches {_reached()} of {len(handbook().rules.rules)} rules"
    )


def _processor_seconds() -> float:
    """Of this process and of those that it waited for."""
    return sum(os.times()[:4])


def _reached() -> int:
    return len(handbook().rules.reached_by(["partner.end_user_lists", "partner.end_user_lists_unjudged"]))


def _chunks(sets: Sequence[list[Fact]], size: int) -> Iterable[list[list[Fact]]]:
    rest = iter(sets)
    while chunk := list(islice(rest, size)):
        yield chunk


def _flags_in(sets: Sequence[list[Fact]]) -> int:
    book = handbook()
    return sum(len(book.assess(facts).flags) for facts in sets)


def _some_facts(chance: random.Random) -> list[Fact]:
    """An appraisal's facts: a country's index, and of the rest a quarter, half of them saying that there is nothing.

    That is about eight flags in each set, far more than in life.
    """
    facts = [Fact("country.academic_freedom_index", chance.choice(_indices()), "bench")]
    for each in handbook().schema.facts.values():
        if each.name != facts[0].name and chance.random() < 0.25:
            facts.append(Fact(each.name, each.example if chance.random() < 0.5 else each.unknown, "bench"))
    return facts


@cache
def _indices() -> Sequence[float]:
    return [each.value for each in snapshot_freedom().values()]
