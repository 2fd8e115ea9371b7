"""Fails when a lock file names a package registry or lacks a hash, so that any mirror can be used."""

import json
import re
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


def problems() -> list[str]:
    """What is wrong, a line each."""
    found = []
    for file in sorted((PROJECT / "requirements").glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        found += [f"{file.name}: names an address: {line}" for line in text.splitlines() if "://" in line]
        blocks = re.split(r"\n(?=\S)", text.strip())
        found += [f"{file.name}: no hash for {block.split()[0]}" for block in blocks if "--hash=" not in block]
    lock = PROJECT / "frontend" / "package-lock.json"
    for name, package in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
        if "resolved" in package:
            found.append(f"{lock.name}: {name} names an address")
        if name and "integrity" not in package:
            found.append(f"{lock.name}: no hash for {name}")
    return found


if __name__ == "__main__":
    lines = problems()
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    sys.exit(1 if lines else 0)
