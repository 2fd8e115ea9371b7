import csv
import io
import json
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aktsom.cli.screen import FIELDS, screen
from tests.engine.names.parties import LISTINGS, organisation
from tests.knowledge.samples import un_file


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AKTSOM_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("aktsom.cli.screen.newest_listings", lambda: iter(LISTINGS))


def run(folder: Path, names: str, *options: str) -> Result:
    path = folder / "names.csv"
    path.write_text(names, encoding="utf-8")
    return CliRunner().invoke(screen, [str(path), *options])


NAMES = (
    "id;name;country\n"
    "a;Velmora Institute of Technology;CN\n"
    "b;University of Nowhere;NO\n"
    "c;Zelentsov Arkadiy;\n"
    "d;;\n"
    "e;Velmora Institute of Technology (China);CN\n"
)


@pytest.mark.usefixtures("installed")
def test_json_lines_have_the_fields_in_order_and_the_hits_in_the_order_of_the_file(tmp_path: Path) -> None:
    result = run(tmp_path, NAMES, "--format", "jsonl")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert all(tuple(record) == FIELDS for record in records)
    assert [(r["query_row"], r["query_id"], r["listing_id"]) for r in records] == [
        (2, "a", "test:1"),
        (4, "c", "test:20"),
        (6, "e", "test:1"),
    ]
    assert (records[0]["score"], records[0]["strength"], records[0]["programme"]) == (1.0, "exact", "TEST")


@pytest.mark.usefixtures("installed")
def test_the_lists_are_prepared_once_and_kept_for_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(tmp_path, NAMES, "--format", "jsonl").stdout
    monkeypatch.setattr("aktsom.cli.screen.newest_listings", lambda: iter(()))
    assert run(tmp_path, NAMES, "--format", "jsonl").stdout == first


@pytest.mark.usefixtures("installed")
def test_progress_and_rows_without_a_name_are_told_on_standard_error(tmp_path: Path) -> None:
    result = run(tmp_path, NAMES, "--format", "jsonl")
    assert "Rows without a name, which were not screened: 1 (5)" in result.stderr
    assert "5 names, 3 hits" in result.stderr


@pytest.mark.usefixtures("installed")
def test_a_country_that_nobody_knows_hides_nobody_and_is_told(tmp_path: Path) -> None:
    names = "name,country\nVelmora Institute of Technology,XX\nVelmora Institute of Technology,Kina\n"
    result = run(tmp_path, names, "--format", "jsonl")
    assert [json.loads(line)["listing_id"] for line in result.stdout.splitlines()] == ["test:1", "test:1"]
    assert "Same country" in result.stdout.splitlines()[1]
    assert "Rows with a country that is not known, which were screened without it: 1 (2)" in result.stderr


def test_what_has_ended_is_a_hit_only_on_a_day_on_which_it_was_in_force(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    over = replace(organisation(92, "Velmora Polytechnic"), starts=date(2024, 1, 1), ends=date(2026, 7, 23))
    monkeypatch.setenv("AKTSOM_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("aktsom.cli.screen.newest_listings", lambda: iter((*LISTINGS, over)))
    hits = {day: run(tmp_path, "name\nVelmora Polytechnic\n", *day, "--format", "jsonl").stdout for day in _DAYS}
    assert [("test:92" in found) for found in hits.values()] == [False, False, True, True, False]


_DAYS = ((), *(("--on", day) for day in ("2023-12-31", "2024-01-01", "2026-07-23", "2026-07-24")))


@pytest.mark.usefixtures("installed")
def test_csv_holds_no_cell_that_a_spreadsheet_would_run(tmp_path: Path) -> None:
    result = run(tmp_path, "id,name\n=1+1,@Kvantolit\n", "--format", "csv")
    header, record = csv.reader(io.StringIO(result.stdout))
    assert tuple(header) == FIELDS
    assert record[1:3] == ["'=1+1", "'@Kvantolit"]


@pytest.mark.usefixtures("installed")
def test_the_table_shows_each_hit_with_its_explanation(tmp_path: Path) -> None:
    lines = run(tmp_path, NAMES).stdout.splitlines()
    assert lines[0].startswith("query")
    assert "Velmora Institute of Technology" in lines[1]
    assert lines[2].strip().startswith("Same name.")


def test_the_table_shows_a_body_that_is_listed_several_times_once_with_all_its_entries(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    again = organisation(90, "Velmora Institute of Technology", countries=("CN",), list_id="other")
    lent = organisation(91, "Velmora Polytechnic", "Velmora Institute of Technology", list_id="third")
    monkeypatch.setenv("AKTSOM_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("aktsom.cli.screen.newest_listings", lambda: iter((*LISTINGS, again, lent)))
    names = "name;country\nVelmora Institute of Technology;CN\n"
    table = run(tmp_path, names).stdout.splitlines()
    assert [line for line in table if line.startswith("2 ")] == [table[1]]
    assert table[3].strip() == "Also listed as: test:1, third:91"
    records = [json.loads(line) for line in run(tmp_path, names, "--format", "jsonl").stdout.splitlines()]
    assert [each["listing_id"] for each in records] == ["other:90", "test:1", "third:91"]


@pytest.mark.usefixtures("installed")
def test_hits_are_given_as_followthemoney_entities(tmp_path: Path) -> None:
    lines = run(tmp_path, NAMES, "--format", "ftm").stdout.splitlines()
    entity = json.loads(lines[0])
    assert (entity["id"], entity["schema"], entity["caption"]) == (
        "test:1",
        "Organization",
        "Velmora Institute of Technology",
    )
    assert entity["properties"]["alias"] == ["VIT"]
    assert (entity["query_row"], entity["query_id"], entity["score"], entity["match"]) == (2, "a", 1.0, True)
    assert len(lines) == 3


@pytest.mark.usefixtures("installed")
def test_threshold_and_top_limit_the_hits(tmp_path: Path) -> None:
    names = "name\nVelmora University of Technology\n"
    many = run(tmp_path, names, "--format", "jsonl", "--threshold", "0.2").stdout.splitlines()
    one = run(tmp_path, names, "--format", "jsonl", "--threshold", "0.2", "--top", "1").stdout.splitlines()
    assert len(many) > 1
    assert one == many[:1]


@pytest.mark.parametrize(
    ("names", "options", "said"),
    [
        ("title\nX\n", [], "There is no column “name”."),
        ("name,country\nX,NO,more\n", [], "row 2, column 3"),
        ("name\nX\n", ["--threshold", "nan"], "'nan' is no number."),
        ("name\nX\n", ["--lists", "/nowhere/at/all"], "There is no such folder."),
    ],
)
@pytest.mark.usefixtures("installed")
def test_bad_input_ends_with_a_message_and_status_2(tmp_path: Path, names: str, options: list[str], said: str) -> None:
    result = run(tmp_path, names, *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_a_folder_without_lists_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    result = run(tmp_path, "name\nX\n", "--lists", str(tmp_path / "lists"))
    assert result.exit_code == 2
    assert "no list that can be read" in result.stderr


@pytest.mark.usefixtures("installed")
def test_the_output_file_holds_what_standard_output_would(tmp_path: Path) -> None:
    shown = run(tmp_path, NAMES, "--format", "csv").stdout
    result = run(tmp_path, NAMES, "--format", "csv", "--output", str(tmp_path / "hits.csv"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "hits.csv").read_text(encoding="utf-8") == shown.replace("\r\n", "\n")


@pytest.mark.usefixtures("installed")
def test_resume_needs_an_output_and_the_folder_must_be_there(tmp_path: Path) -> None:
    assert "--resume needs --output" in run(tmp_path, NAMES, "--resume").stderr
    nowhere = run(tmp_path, NAMES, "--output", str(tmp_path / "gone" / "hits.csv"))
    assert (nowhere.exit_code, "Traceback" in nowhere.output) == (2, False)
    assert "No such file or directory" in nowhere.stderr


NAMES_IN_A_FILE = 8_000


def test_promise_p63_an_interrupted_screening_of_a_file_goes_on_where_it_was(tmp_path: Path) -> None:
    lists, names = tmp_path / "lists", tmp_path / "names.csv"
    un_file(lists, "Invented Institute of Moonlight", "Velmora Bureau of Tides", "Oroveshti Works No. 7")
    words = ("Moonlight", "Tides", "Velmora", "Oroveshti", "Nowhere")
    rows = (f"{n},{words[n % 5]} Institute {n * 7919 % 10007}" for n in range(NAMES_IN_A_FILE))
    names.write_text("id,name\n" + "\n".join(rows), encoding="utf-8")
    command = [sys.executable, "-m", "aktsom.cli.main", "screen", str(names), "--lists", str(lists)]
    command += ["--format", "jsonl", "--threshold", "0.3", "--processes", "2"]
    expected = subprocess.run(command, capture_output=True, check=True, timeout=240).stdout
    output, notes = tmp_path / "hits.jsonl", tmp_path / "hits.jsonl.part.json"
    kill_half_way([*command, "--output", str(output)], output, notes)
    reached = json.loads(notes.read_bytes())["reached"]["queries"]
    assert 0 < reached < NAMES_IN_A_FILE
    assert not output.exists()
    again = subprocess.run(
        [*command, "--output", str(output), "--resume"], capture_output=True, check=True, timeout=240
    )
    assert f"{reached} names were screened before" in again.stderr.decode()
    assert output.read_bytes() == expected
    assert expected


def kill_half_way(command: list[str], output: Path, notes: Path) -> None:
    """Kill it once it has noted how far it is. On a busy machine it may be done before it is met: then it begins anew."""
    for _attempt in range(8):
        begun = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        while begun.poll() is None and not notes.exists():
            time.sleep(0.005)
        begun.kill()
        begun.wait()
        if notes.exists():
            return
        output.unlink()
    raise AssertionError("it was always done before it could be killed")
