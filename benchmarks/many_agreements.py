"""Ten thousand agreements: how long their lists take, and how many questions each asks of the database.

The rows are written in bulk into an institution of a database of its own (benchmarks/many_agreements_rows.py).
"""

from pathlib import Path

from benchmarks.own_database import run_apart


def measure(folder: Path) -> None:
    """Build, ask for each page many times, and print the milliseconds."""
    run_apart(folder / "agreements", "benchmarks.many_agreements_rows")
