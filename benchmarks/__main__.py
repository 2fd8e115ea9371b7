"""`make bench`: what the product claims, measured in one run on this machine.

Sections: the demo from nothing and again; the pages of the served demo; memory; records over the API; both mixed; what goes
ahead without a person, and how fast appraisals are evaluated again; names beside nomenklatura and rapidfuzz; the clause check
on agreements that it was not built with; lists of ten thousand agreements; a drawer of two thousand
files; the watch after a list update. Name sections to run only those:
`make bench ARGS="mixed names"`. Nothing here fails a test: machines are noisy.
"""

import os
import platform
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import demo, drawer, many_agreements, mixed, proportion, served, watch, watch_appraisals
from benchmarks.agreements import measuring as clauses
from benchmarks.names import __main__ as names


def _mixed(folder: Path) -> None:
    given = urlsplit(os.environ.get("DATABASE_URL", ""))
    database = f"the PostgreSQL at {given.hostname}:{given.port}" if given.hostname else "the embedded database"
    # As it is served first: each run leaves some 600 records with one partner, and their flags are news to the next.
    for processes in (2, 1):
        with served.ready(folder, processes) as address:
            print(f"{processes} web process{'es' if processes > 1 else ''}, {database}:")
            mixed.measure(address)


def _names(_folder: Path) -> None:
    names.main()


SECTIONS = {
    "demo": demo.measure,
    "served": served.measure,
    "mixed": _mixed,
    "proportion": proportion.measure,
    "watch-appraisals": watch_appraisals.measure,
    "names": _names,
    "clauses": clauses.measure,
    "agreements": many_agreements.measure,
    "drawer": drawer.measure,
    "watch": watch.measure,
}


def main() -> None:
    """Run the named sections, or all."""
    wanted = [name for name in sys.argv[1:] if not name.startswith("--")] or list(SECTIONS)
    unknown = [name for name in wanted if name not in SECTIONS]
    if unknown:
        sys.exit(f"There is no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}.")
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory(prefix="aktsom-bench-") as folder:
        for name in SECTIONS:
            if name in wanted:
                print(f"== {name}")
                SECTIONS[name](Path(folder))
                print()


if __name__ == "__main__":
    main()
