"""The watch: 100,000 partners when a list update brings 500 new listings. Everything else of both stays as it was.

The partners bear the names of the public data, the further ones with words of two of them mixed (fixed seed). The time is from
the update being in force to the hits being kept: reading the names, preparing the index over the new lists, comparing, keeping.
"""

import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

PARTNERS, NEW, SEED = 100_000, 500, 20_261_128


def measure(folder: Path) -> None:
    """Run it in an installation of its own."""
    environment = {**os.environ, "AKTSOM_HOME": str(folder / "watch")}
    subprocess.run([sys.executable, "-m", "benchmarks.watch"], env=environment, check=True)


def main() -> None:
    """Set up, compare everything once, bring the update, and watch."""
    from aktsom.cli.setup import bring_up_to_date, with_django  # noqa: PLC0415

    with_django()
    bring_up_to_date()
    # Models can be loaded only now.
    from aktsom.config.environment import public_data  # noqa: PLC0415
    from aktsom.core.actor import Actor  # noqa: PLC0415
    from aktsom.core.statistics import refresh_statistics  # noqa: PLC0415
    from aktsom.knowledge.screening.lists import lists_in_force  # noqa: PLC0415
    from aktsom.knowledge.screening.watching import screen_partners  # noqa: PLC0415
    from aktsom.knowledge.sources.actions import put_in_force  # noqa: PLC0415
    from aktsom.knowledge.sources.intake import deliveries_in, read_delivery  # noqa: PLC0415

    data = public_data()
    if data is None:
        print("benchmarks.watch: the public data is not there; set AKTSOM_DATA.", file=sys.stderr)
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
    from aktsom.knowledge.screening.processes import prepared  # noqa: PLC0415

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
    from aktsom.cooperation.partners.models import Partner, PartnerName  # noqa: PLC0415
    from aktsom.core.bulk import insert_rows  # noqa: PLC0415

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
    from benchmarks.names.partners import partner_queries  # noqa: PLC0415

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


if __name__ == "__main__":
    main()
