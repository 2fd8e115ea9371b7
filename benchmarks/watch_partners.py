"""The rows of the section watch, and the update. Imported only after Django is set up.

The partners bear the names of the public data, the further ones with words of two of them mixed (fixed seed). The time is from
the update being in force to the hits being kept: reading the names, preparing the index over the new lists, comparing, keeping.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from aktsom.config.environment import public_data
from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.core.actor import Actor
from aktsom.core.bulk import insert_rows
from aktsom.core.statistics import refresh_statistics
from aktsom.knowledge.screening.lists import lists_in_force
from aktsom.knowledge.screening.processes import prepared
from aktsom.knowledge.screening.watching import screen_partners
from aktsom.knowledge.sources.actions import put_in_force
from aktsom.knowledge.sources.intake import deliveries_in, read_delivery
from benchmarks.names.partners import partner_queries

PARTNERS, NEW, SEED = 100_000, 500, 20_261_128


def run() -> None:
    """Compare everything once, bring the update, and watch."""
    data = public_data()
    if data is None:
        print("watch: the public data is not there; set AKTSOM_DATA.", file=sys.stderr)
        return
    system = Actor.system("bench")
    editions = [read_delivery(each) for each in deliveries_in(data / "lists")[0]]
    new = _chosen([listing.id for edition in editions for listing in edition.listings])
    for edition in editions:
        kept = tuple(listing for listing in edition.listings if listing.id not in new)
        delivery = replace(edition.delivery, digest=f"{edition.delivery.digest[:-1]}-")
        put_in_force(system, edition=replace(edition, delivery=delivery, listings=kept))
    _add_partners(data)
    refresh_statistics()
    print(f"everything at first: {_timed(lambda: screen_partners(system, _quiet))}")
    for edition in editions:
        put_in_force(system, edition=edition)
    print(f"the index over the new lists made ready: {_timed(lambda: _prepare(lists_in_force(system)))}")
    print(f"after the update:    {_timed(lambda: screen_partners(system, print))} (aim: under 10 s)")
    print(f"nothing new:         {_timed(lambda: screen_partners(system, _quiet))}")


def _prepare(lists: Any) -> None:
    with prepared(lists):
        pass


def _quiet(_line: str) -> None:
    pass


def _timed(run: Any) -> str:
    started, busy = time.perf_counter(), _processor_seconds()
    screened = run()
    took, busy = time.perf_counter() - started, _processor_seconds() - busy
    return f"{took:.1f} s, {busy:.1f} s of processor time without the database's; {screened}"


def _processor_seconds() -> float:
    """Of this process and its children that ended: others may use the machine as well."""
    return sum(
        each.ru_utime + each.ru_stime
        for each in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _chosen(ids: Sequence[str]) -> frozenset[str]:
    return frozenset(random.Random(SEED).sample(sorted(ids), NEW))


def _add_partners(data: Path) -> None:

    partners = list(_partners(data))
    made = "2026-01-01T00:00:00Z"
    insert_rows(
        Partner,
        (
            {
                "id": key,
                "name": name,
                "country": country,
                "kind": "",
                "domain": "",
                "identifiers": {},
                "created_at": made,
            }
            for key, name, country in partners
        ),
    )
    for start in range(0, len(partners), 5000):
        PartnerName.objects.bulk_create(
            PartnerName(partner_id=key, text=name, key=f"{key}", country=country, source="bench")
            for key, name, country in partners[start : start + 5000]
        )


def _partners(data: Path) -> Iterator[tuple[UUID, str, str]]:

    chance = random.Random(SEED)
    known = [(query.name, query.country) for query in partner_queries(data)]
    used: set[tuple[str, str]] = set()
    while len(used) < PARTNERS:
        name, country = known[len(used)] if len(used) < len(known) else chance.choice(known)
        while (name, country) in used:
            name = _mixed(name, chance.choice(known)[0], chance)
        used.add((name, country))
        yield UUID(int=len(used)), name, country


def _mixed(one: str, other: str, chance: random.Random) -> str:
    """One word of the first name gives way to one of the other."""
    words = one.split() or [one]
    words[chance.randrange(len(words))] = chance.choice(other.split() or [other])
    return " ".join(words)
