"""Proportion: how much of the demo sector's real cooperation goes ahead without anybody being asked, and what stops it.

Four samples: every tie between an institution of the demo and a partner; every article and project in which one takes part,
with all partners abroad, of which the heaviest counts; those of them with few partners; and the same of the whole file of
articles, which was chosen for its listed partners and mostly has nobody from here in it, so that it is far heavier than life.
Front matter is no work and was left out when it was brought in.

Each is appraised in four ways, and every line has the aims beside it. *As if it began today* asks the harder question: whatever
its year, somebody wants to begin it now; only publications of very many are slight. *As it stands* is what the product says of
it: what is over for more than five years leaves nothing to decide. *By partner and country facts alone* is what the aims speak
of; *with the fields of the titles* adds the critical areas that titles name. Namings in threat assessments and laws to assist
intelligence count as confirmed by every institution, the strictest sector. Matches that nobody has judged weigh as much as
confirmed ones. What each figure rests on, and which of them miss the aims: docs/decisions/0053-slight-ties.md.

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

from aktsom.appraisal.slight import facts_of_tie
from aktsom.content import handbook
from aktsom.content.countries.facts import facts_by_country
from aktsom.engine.flags.route import Step
from aktsom.engine.flags.types import Fact, FactValue
from aktsom.engine.handbook.handbook import Assessment
from aktsom.snapshots import snapshot_freedom

TIES = "from aktsom.cli.setup import with_django; with_django(); from benchmarks.ties import write; write()"
MAKING_IT_HEAVY = (
    "partner.sanctions_lists",
    "partner.end_user_lists",
    "partner.foreign_sanctions_lists",
    "partner.unverified_end_user_lists",
    "partner.research_concern_lists",
    "country.comprehensive_sanctions",
)
LISTS = MAKING_IT_HEAVY[:-1]
NAMED = ("country.threat_assessments", "country.intelligence_law")
AIM_AHEAD, AIM_HEAVY = "at least 80", "at most 10"
FEW = 10
SLIGHT, ONE_OF_MANY, LONG_PAST, RECENT_YEARS = "tie.slight", "one-of-many", "long-past", 5
READINGS = (
    ("as if it began today, by partner and country facts alone", False, False),
    ("as if it began today, with the fields of the titles", True, False),
    ("as it stands, by partner and country facts alone", False, True),
    ("as it stands, with the fields of the titles", True, True),
)
Matter = dict[str, Any]
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
    told = orjson.loads(written.stdout)
    few = [each for each in told["works"] if len(set(each["partners"])) <= FEW]
    for sample in ("ties", "works", f"works with at most {FEW} partners", "all works"):
        _sample(sample, told.get(sample, few), told["partners"])


def _sample(title: str, matters: Sequence[Matter], partners: Mapping[str, Any]) -> None:
    print(f"{len(matters)} {title}")
    for name in MAKING_IT_HEAVY:
        listed = {key for key, each in partners.items() if any(fact["name"].startswith(name) for fact in each["facts"])}
        number = sum(not listed.isdisjoint(matter["partners"]) for matter in matters)
        print(f" {number} ({100 * number / len(matters):.1f} %) with a partner of which this is known: {name}")
    for name, number in _by_list(matters, partners).most_common():
        print(f"   {number} ({100 * number / len(matters):.1f} %) with a partner on the list {name}")
    of_many = sum(ONE_OF_MANY in matter["slight"] for matter in matters)
    past = sum(LONG_PAST in matter["slight"] for matter in matters)
    print(f" {of_many} are publications of very many, {past} are over for more than {RECENT_YEARS} years")
    facts = {key: _facts(each) for key, each in partners.items()}
    for title, with_fields, past_counts in READINGS:
        _told(title, [_outcome(each, facts, with_fields, past_counts) for each in matters])


def _by_list(matters: Sequence[Matter], partners: Mapping[str, Any]) -> Counter[str]:
    """In how many matters a partner stands on each list."""
    on = {
        key: {each for fact in said["facts"] if fact["name"].startswith(LISTS) for each in fact["value"]}
        for key, said in partners.items()
    }
    return Counter(name for matter in matters for name in set().union(*(on[key] for key in matter["partners"])))


def _outcome(matter: Matter, facts: Mapping[str, list[Fact]], with_fields: bool, past_counts: bool) -> Assessment:
    """The heaviest with any of the partners."""
    slight = tuple(why for why in matter["slight"] if past_counts or why != LONG_PAST)
    said = {SLIGHT: slight, "field.critical_areas": tuple(matter["fields"]) if with_fields else ()}
    own = [Fact(name, value, "demo") for name, value in said.items() if value]
    found = [handbook().assess(facts_of_tie(facts[partner], own)) for partner in matter["partners"]]
    return max(found, key=lambda each: each.route.step.rank)


def _facts(partner: Mapping[str, Any]) -> list[Fact]:
    named = _named().get(partner["country"], ())
    return [*map(_fact, partner["facts"]), *(fact for fact in named if fact.name in NAMED)]


def _fact(said: dict[str, Any]) -> Fact:
    value: FactValue = tuple(said["value"]) if isinstance(said["value"], list) else said["value"]
    return Fact(said["name"], value, "demo")


@cache
def _named() -> Mapping[str, tuple[Fact, ...]]:
    return facts_by_country([], [], confirmed=True)


def _told(title: str, outcomes: Sequence[Assessment]) -> None:
    steps = Counter(outcome.route.step for outcome in outcomes)
    ahead = steps[Step.GO_AHEAD] / len(outcomes)
    heavy = (steps[Step.LEADER_ABOVE] + steps[Step.LEADERSHIP]) / len(outcomes)
    print(
        f" {title}: {100 * ahead:.1f} % go ahead (aim: {AIM_AHEAD}), {100 * heavy:.1f} % serious or stop (aim: {AIM_HEAVY})"
    )
    deciding = Counter(outcome.route.because for outcome in outcomes if outcome.route.four_eyes)
    print("   what sends them to a person: " + "; ".join(f"{' + '.join(r)} {n}" for r, n in deciding.most_common(8)))


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
