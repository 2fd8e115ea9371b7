"""Screening on a Ray cluster gives what one process gives, also when a machine is lost half-way."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from aktsom.cli.screen import screen
from aktsom.engine.bulk.chunks import Wanted, chunks_of
from aktsom.engine.bulk.cores import over_cores
from aktsom.engine.names.query_files import read_queries
from aktsom.engine.names.saving import save_screener
from aktsom.engine.names.screener import Screener
from tests.engine.names.parties import LISTINGS
from tests.knowledge.samples import un_file

PROJECT = Path(__file__).parents[3]
NAMES = 6_000


@pytest.fixture
def python() -> str:
    """The interpreter of the environment that has Ray; `make cluster` makes it, and `make test` asks for that."""
    path = PROJECT / ".cluster" / "bin" / "python"
    assert path.exists(), "run “make cluster” first: Ray is in an environment of its own"
    return str(path)


def test_a_machine_that_is_killed_half_way_loses_and_doubles_nothing(python: str, tmp_path: Path) -> None:
    index, names, output = tmp_path / "lists.index", tmp_path / "names.jsonl", tmp_path / "hits.jsonl"
    save_screener(Screener.build(LISTINGS), index)
    known = [name.text for listing in LISTINGS for name in listing.names]
    rows = (json.dumps({"id": str(n), "name": f"{known[n % len(known)]} {n % 977}"}) for n in range(NAMES))
    names.write_text("\n".join(rows), encoding="utf-8")
    lists, few, hits = tmp_path / "lists", tmp_path / "few.csv", tmp_path / "few.jsonl"
    un_file(lists, "Invented Institute of Moonlight")
    few.write_text("name\nInstitute of Moonlight\n", encoding="utf-8")
    asked = ["screen", str(few), "--lists", str(lists), "--format", "jsonl", "--threshold", "0.3"]
    command = [python, "-m", "tests.engine.bulk.on_a_cluster", str(index), str(names), str(output)]
    command += ["-m", "aktsom.cli.main", *asked, "--output", str(hits)]
    ran = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=400, check=False)
    assert ran.returncode == 0, ran.stderr
    assert f"alive [False, True], names {NAMES}, " in ran.stdout
    expected = over_cores(index, chunks_of(read_queries(names)), Wanted("jsonl", 0.3, 20), 1)
    assert output.read_text(encoding="utf-8") == "".join(done.text for done in expected)
    assert hits.read_text(encoding="utf-8") == CliRunner().invoke(screen, asked[1:]).stdout != ""


def test_the_command_says_what_is_missing(python: str, tmp_path: Path) -> None:
    """Without Ray, and without a cluster."""
    (tmp_path / "names.csv").write_text("name\nVelmora\n", encoding="utf-8")
    command = ["-m", "aktsom.cli.main", "screen", str(tmp_path / "names.csv"), "--cluster", "127.0.0.1:1"]
    without = subprocess.run([sys.executable, *command], capture_output=True, text=True, timeout=120, check=False)
    assert (without.returncode, "pip install 'aktsom[cluster]'" in without.stderr) == (2, True)
    nowhere = subprocess.run([python, *command], capture_output=True, text=True, timeout=120, check=False)
    assert (nowhere.returncode, "no cluster that can be reached" in nowhere.stderr) == (2, True)
    assert "Traceback" not in nowhere.stderr
