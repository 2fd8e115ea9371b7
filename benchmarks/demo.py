"""The demo from an empty folder and again: seconds by step, against the promise of 60 s for import, screening and flags."""

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

WORK = ("lists", "countries", "traces", "register", "screening", "flags", "overview")


def measure(folder: Path) -> None:
    """Build twice and print the steps."""
    first = build(folder)
    print(f"from nothing: {first['seconds']['total']:.1f} s")
    for step, seconds in first["seconds"].items():
        print(f"  {step:<14}{seconds:7.1f} s")
    work = sum(first["seconds"].get(step, 0.0) for step in WORK)
    print(f"lists, traces, screening and flags together: {work:.1f} s (aim: under 60 s on two quiet cores)")
    again = build(folder)
    ratio = again["seconds"]["total"] / first["seconds"]["total"]
    print(f"again: {again['seconds']['total']:.1f} s (aim: under 20 s); ratio {ratio:.2f}")
    counts = {name: value for name, value in first.items() if name != "seconds"}
    print(json.dumps(counts))


def build(folder: Path) -> dict[str, Any]:
    """The summary of `aktsom demo --no-serve --json` in an installation of its own."""
    started = time.perf_counter()
    done = subprocess.run(
        ["aktsom", "demo", "--no-serve", "--json"],
        env={**os.environ, "AKTSOM_HOME": str(folder), "PATH": f"{Path('.venv/bin').resolve()}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    summary: dict[str, Any] = json.loads(done.stdout)
    summary["seconds"]["process"] = time.perf_counter() - started
    return summary
