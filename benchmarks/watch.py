"""The watch: 100,000 partners when a list update brings 500 new listings. Everything else of both stays as it was.

The partners are written in bulk into a database of their own (benchmarks/watch_partners.py).
"""

from pathlib import Path

from benchmarks.own_database import run_apart


def measure(folder: Path) -> None:
    """Build, update, compare again, and print the seconds of each."""
    run_apart(folder / "watch-partners", "benchmarks.watch_partners")
