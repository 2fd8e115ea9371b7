"""A hundred thousand decided appraisals, and a list update: how long until each that it reaches is looked at again.

The rows are written in bulk into an institution of a database of its own (benchmarks/watch_rows.py).
"""

from pathlib import Path

from benchmarks.own_database import run_apart


def measure(folder: Path) -> None:
    """Build, update, look again, and print the seconds of each."""
    run_apart(folder / "watch", "benchmarks.watch_rows")
