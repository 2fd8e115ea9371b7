"""Screening all partner names of the public data against all lists: `python -m benchmarks.names [--json]`.

Prints build time and queries a second (of processor time, as others may use the machine), peak memory, and precision
and recall on the labelled pairs, beside rapidfuzz's token_sort_ratio on the same pairs and, for speed, on a bounded
sample of the same queries.
"""

import csv
import gzip
import json
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from aktsom.config.environment import public_data
from aktsom.engine.lists.directory import read_lists
from aktsom.engine.lists.listing import Listing, PartyKind
from aktsom.engine.names.saving import load_screener, save_screener
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Query, Strength
from benchmarks.names.derived import derived_sets, innocent_names, latin_only
from benchmarks.names.pairs import Pair, called_same, quality, read_pairs

PEER_THRESHOLD = 83.3
PEER_SAMPLE = 100
_MANY = 200
Figures = dict[str, float | int | str]


def main() -> int:
    """Measure and print."""
    data = public_data()
    if data is None:
        print("benchmarks.names: the public data is not there; set AKTSOM_DATA.", file=sys.stderr)
        return 0
    figures = measure(data)
    if "--json" in sys.argv:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:<44} {value}")
    return 0


def measure(data: Path) -> Figures:
    """All figures, by what they say."""
    started = time.process_time()
    listings = list(read_lists(data / "lists", problems=lambda _: None))
    read = time.process_time() - started
    screener, build = _built(listings)
    queries = partner_queries(data)
    figures: Figures = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "listings": len(listings),
        "listed names": sum(len(listing.names) for listing in listings),
        "partner names": len(queries),
        "lists read, seconds": round(read, 2),
        "index built, seconds": round(build, 2),
    }
    figures |= _speed(screener, queries)
    figures["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    figures |= _saved(screener)
    peer = _peer_speed(listings, queries)
    figures["rapidfuzz token_sort, queries a second"] = round(peer, 1)
    figures["faster by"] = round(float(figures["queries a second"]) / peer, 1)
    return figures | _qualities(screener, listings) | _derived(screener, listings, data)


def partner_queries(data: Path) -> list[Query]:
    """Every distinct name of an organisation, with its country, in the publications and projects."""
    with gzip.open(data / "works/openalex_works.jsonl.gz", "rt", encoding="utf-8") as works:
        found = {
            (institution["display_name"] or "", institution.get("country_code") or "")
            for line in works
            for authorship in json.loads(line)["authorships"]
            for institution in authorship["institutions"]
        }
    with (data / "projects/cordis_organization.csv").open(encoding="utf-8", newline="") as projects:
        found |= {(row["name"], row["country"]) for row in csv.DictReader(projects, delimiter=";")}
    return [
        Query(name, country=country, kind=PartyKind.ORGANISATION) for name, country in sorted(found) if name.strip()
    ]


def _built(listings: Iterable[Listing]) -> tuple[Screener, float]:
    started = time.process_time()
    screener = Screener.build(listings)
    return screener, time.process_time() - started


def _saved(screener: Screener) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.index"
        save_screener(screener, path)
        started = time.process_time()
        load_screener(path)
        spent = time.process_time() - started
        return {"saved index, MB": round(path.stat().st_size / 1e6, 1), "saved index loaded, seconds": round(spent, 2)}


def _speed(screener: Screener, queries: Sequence[Query]) -> Figures:
    started = time.process_time()
    answers = list(screener.screen(queries))
    spent = time.process_time() - started
    same = sum(any(hit.strength is not Strength.PART_OF for hit in hits) for _, hits in answers)
    part = sum(bool(hits) and all(hit.strength is Strength.PART_OF for hit in hits) for _, hits in answers)
    return {
        "all partner names screened, seconds": round(spent, 2),
        "queries a second": round(len(queries) / spent),
        "partner names with a hit": same,
        "partner names only part of a hit": part,
    }


def _peer_speed(listings: Iterable[Listing], queries: Sequence[Query]) -> float:
    """Queries a second of token_sort_ratio over all names, on every n-th query."""
    names = [fuzz_text(name.text) for listing in listings for name in listing.names]
    sample = queries[:: max(len(queries) // PEER_SAMPLE, 1)][:PEER_SAMPLE]
    started = time.process_time()
    for query in sample:
        process.extractOne(fuzz_text(query.name), names, scorer=fuzz.token_sort_ratio, score_cutoff=PEER_THRESHOLD)
    return len(sample) / (time.process_time() - started)


def _qualities(screener: Screener, listings: Iterable[Listing]) -> Figures:
    names = {listing.id: [fuzz_text(name.text) for name in listing.names] for listing in listings}
    pairs = read_pairs()
    ours = called_same(screener, pairs)
    theirs = {pair for pair in pairs if _peer_same(pair, names)}
    figures: Figures = {}
    for half in ("tune", "report"):
        members = [pair for pair in pairs if pair.split == half]
        for who, same in (("", ours), ("rapidfuzz ", theirs)):
            reached = quality(members, same)
            figures[f"{who}precision, {half} half ({len(members)} pairs)"] = round(reached.precision, 3)
            figures[f"{who}recall, {half} half"] = round(reached.recall, 3)
    return figures


def _derived(screener: Screener, listings: Sequence[Listing], data: Path) -> Figures:
    """The share of listed parties found in each derived set, and of innocent names that are hit."""
    latin = Screener.build(latin_only(listings))
    figures: Figures = {}
    for one in derived_sets(listings):
        answers = (latin if one.latin_only else screener).screen([asked.query for asked in one.asked], top=_MANY)
        found = sum(
            any(hit.listing.id in asked.right for hit in hits)
            for asked, (_, hits) in zip(one.asked, answers, strict=True)
        )
        figures[f"found, {one.name} ({len(one.asked)})"] = round(found / max(len(one.asked), 1), 3)
    innocent = innocent_names(data)
    hit = sum(bool(hits) for _, hits in screener.screen(innocent))
    figures[f"innocent names hit ({len(innocent)})"] = round(hit / len(innocent), 4)
    return figures


def _peer_same(pair: Pair, names: dict[str, list[str]]) -> bool:
    text = fuzz_text(pair.query.name)
    return any(fuzz.token_sort_ratio(text, name) >= PEER_THRESHOLD for name in names.get(pair.listing_id, []))


def fuzz_text(text: str) -> str:
    """The name as the peer gets it: lower case, letters and digits."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


if __name__ == "__main__":
    sys.exit(main())
