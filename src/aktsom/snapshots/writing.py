"""Writing the starter snapshot from full public data: facts only, no reasons and no other prose of the publishers."""

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from pathlib import Path

import orjson

from aktsom.engine.countries.academic_freedom import AcademicFreedom
from aktsom.engine.lists.listing import Listing
from aktsom.engine.lists.snapshot import write_listings
from aktsom.snapshots.reading import FREEDOM, LISTINGS, MANIFEST, Manifest, SnapshotSource


def write_lists(folder: Path, listings: Iterable[Listing]) -> int:
    """Write the listings part; give how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    return write_listings(folder / LISTINGS, listings)


def write_freedom(folder: Path, index: Iterable[AcademicFreedom]) -> int:
    """Write the index part; give the number of countries."""
    rows = [[each.country, each.change_5y, each.series] for each in index]
    (folder / FREEDOM).write_bytes(gzip.compress(orjson.dumps(rows), 9, mtime=0))
    return len(rows)


def write_manifest(folder: Path, sources: Sequence[SnapshotSource], written: date) -> None:
    """Say what the snapshot holds, with the digest of every file that the sources are in."""
    names = sorted({source.file for source in sources})
    digests = {name: sha256((folder / name).read_bytes()).hexdigest() for name in names}
    said = {"written": written, "sources": [asdict(source) for source in sources], "digests": digests}
    (folder / MANIFEST).write_bytes(orjson.dumps(said, option=orjson.OPT_INDENT_2) + b"\n")


def table(manifest: Manifest) -> str:
    """The snapshot as a Markdown table, for DATA.md."""
    lines = ["| source | publisher | date | records | licence | file |", "| --- | --- | --- | ---: | --- | --- |"]
    lines += [
        f"| [{each.title}]({each.url}) | {each.publisher} | {each.date or 'not given'} | {each.count:,} "
        f"| {each.licence} | `{each.file}` |"
        for each in manifest.sources
    ]
    lines += ["", f"Written {manifest.written}. SHA-256 of the files:", ""]
    lines += [f"- `{name}`: `{digest}`" for name, digest in sorted(manifest.digests.items())]
    return "\n".join(lines)
