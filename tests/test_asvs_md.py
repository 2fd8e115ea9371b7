"""docs/ASVS.md names every requirement of level 1 and 2 once, and only files that are there."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "ASVS.md").read_text("utf-8")
ROWS = re.findall(r"^\| V([\d.]+) \| ([12]) \| (.+?) \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
STATES = ("met", "partly", "gap", "operator", "n.a.")
# How many requirements of level 1 and 2 each chapter of ASVS 5.0.0 has.
CHAPTERS = dict(enumerate((27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7), start=1))
NAMED = re.compile(r"(?:src|tests|docs|requirements|frontend)/[\w./-]*\w|\b[A-Z]+\.md\b|pyproject\.toml")


def test_every_requirement_is_there_once() -> None:
    assert len(ROWS) == len(re.findall(r"^\| V", TEXT, re.MULTILINE))
    assert [number for number, times in Counter(row[0] for row in ROWS).items() if times > 1] == []
    assert Counter(int(row[0].split(".")[0]) for row in ROWS) == CHAPTERS
    assert Counter(row[1] for row in ROWS) == {"1": 70, "2": 183}


def test_the_states_are_counted_as_they_are() -> None:
    states = Counter(row[3] for row in ROWS)
    assert set(states) <= set(STATES)
    said = (
        f"{states['met']} met, {states['partly']} partly, {states['gap']} gaps, {states['operator']} with the operator"
    )
    assert f"{said}, {states['n.a.']} not applicable." in TEXT


def test_every_file_that_is_named_exists() -> None:
    missing = [(row[0], name) for row in ROWS for name in NAMED.findall(row[4]) if not (ROOT / name).exists()]
    assert missing == []


def test_each_rule_that_is_written_down_names_where_it_is_kept() -> None:
    rules = (ROOT / "docs" / "COMBINATIONS.md").read_text("utf-8").split("\n\n", 2)[2]
    kept = [
        NAMED.findall(line) for line in rules.splitlines() if line.startswith("|") and line[2:5] not in ("fie", "---")
    ]
    assert kept
    assert all(kept)
    protection = NAMED.findall((ROOT / "docs" / "PROTECTION.md").read_text("utf-8"))
    assert [name for names in (*kept, protection) for name in names if not (ROOT / name).exists()] == []


def test_what_is_met_names_something() -> None:
    for number, _level, _about, state, where in ROWS:
        assert where.strip(), number
        assert state != "partly" or len(where) > 20, number
