"""A sheet of cooperation is appraised row by row, without a server; what is wrong in a row stops only that row."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aktsom.cli.appraise import FIELDS, appraise
from aktsom.engine.sheets import write_xlsx
from tests.engine.names.parties import LISTINGS


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AKTSOM_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("aktsom.cli.screen.newest_listings", lambda: iter(LISTINGS))


def run(folder: Path, text: str, *options: str, suffix: str = "csv") -> Result:
    path = folder / f"work.{suffix}"
    path.write_text(text, encoding="utf-8")
    return CliRunner().invoke(appraise, [str(path), *options])


def records(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


ROWS = (
    "id;kind;partner;country;title;partner_access;sensitive_work;nationality\n"
    "a;Research project;Velmora Institute of Technology;CN;Quantum key distribution;protected;none;XX\n"
    "b;research-project;University of Nowhere;Denmark;Parish records;none;none;YY\n"
    "c;picnic;;;;;;\n"
    "d;research-project;;;;flying;;\n"
    "e;event;;;;;;\n"
)


def test_each_row_comes_out_in_its_order_with_its_row_in_the_file(tmp_path: Path) -> None:
    result = run(tmp_path, ROWS, "--format", "jsonl")
    found = records(result)
    assert all(tuple(record) == FIELDS for record in found)
    assert [(record["row"], record["id"]) for record in found] == [(2, "a"), (3, "b"), (4, "c"), (5, "d"), (6, "e")]
    assert result.exit_code == 1  # two rows could not be appraised


def test_a_listed_partner_in_a_critical_field_is_flagged_and_the_rest_goes_ahead(tmp_path: Path) -> None:
    listed, free, *_ = records(run(tmp_path, ROWS, "--format", "jsonl"))
    assert "field.critical-technology" in listed["flags"]  # type: ignore[operator]
    assert "access.sensitive" in listed["flags"]  # type: ignore[operator]
    assert any("unjudged" in flag for flag in listed["flags"])  # type: ignore[attr-defined]
    assert listed["matches"] == ["test: Velmora Institute of Technology"]
    assert listed["route"] == "leader-above"
    assert (free["flags"], free["weight"], free["route"]) == ([], "", "go-ahead")


def test_what_was_not_answered_is_listed_and_is_no_all_clear(tmp_path: Path) -> None:
    _, free, *_ = records(run(tmp_path, ROWS, "--format", "jsonl"))
    assert run(tmp_path, ROWS, "--format", "jsonl").stderr == "leader-above: 1, problem: 2, unanswered: 2\n"
    assert free["unanswered"] == ["critical_field", "funding", "warning_signs"]
    assert free["all_clear"] is False
    whole = "kind;critical_field;sensitive_work;partner_access;funding;warning_signs\n"
    (clear,) = records(run(tmp_path, whole + "research-project;none;none;none;none;none\n", "--format", "jsonl"))
    assert (clear["unanswered"], clear["all_clear"]) == ([], True)
    (open_,) = records(run(tmp_path, whole + "research-project;unknown;none;none;none;none\n", "--format", "jsonl"))
    assert (open_["open"], open_["all_clear"]) == (["critical_field"], False)


def test_a_problem_is_said_with_its_row_and_stops_only_that_row(tmp_path: Path) -> None:
    _, _, picnic, flying, event = records(run(tmp_path, ROWS, "--format", "jsonl"))
    assert "“picnic” is no kind of cooperation" in str(picnic["problem"])
    assert flying["problem"] == "partner_access: Choose one of the answers that are offered."
    assert event["problem"] == ""


def test_country_facts_count_and_what_needs_confirmation_only_when_confirmed(tmp_path: Path) -> None:
    sheet = "kind;country\nevent;RU\n"
    (plain,) = records(run(tmp_path, sheet, "--format", "jsonl"))
    (confirmed,) = records(run(tmp_path, sheet, "--format", "jsonl", "--confirmed"))
    assert "country.academic-freedom-low" in plain["flags"]  # type: ignore[operator]
    assert "country.threat-assessment" not in plain["flags"]  # type: ignore[operator]
    assert "country.threat-assessment" in confirmed["flags"]  # type: ignore[operator]


def test_who_takes_part_is_no_input(tmp_path: Path) -> None:
    one = records(run(tmp_path, ROWS, "--format", "jsonl"))
    other = records(run(tmp_path, ROWS.replace("XX", "NO").replace("YY", "IR"), "--format", "jsonl"))
    assert one == other


def test_json_lines_and_workbooks_say_the_same_as_csv(tmp_path: Path) -> None:
    answers = {"kind": "event", "country": "DK", "answers": {"event_signs": ["state"]}}
    (from_json,) = records(run(tmp_path, json.dumps(answers) + "\n", "--format", "jsonl", suffix="jsonl"))
    (from_csv,) = records(run(tmp_path, "kind;country;event_signs\nevent;DK;state\n", "--format", "jsonl"))
    book = tmp_path / "work.xlsx"
    with book.open("wb") as file:
        write_xlsx(file, ["kind", "country", "event_signs"], [["event", "DK", "state"]])
    from_xlsx = json.loads(CliRunner().invoke(appraise, [str(book), "--format", "jsonl"]).stdout)
    same = ("flags", "weight", "route", "unanswered")
    assert [[each[key] for key in same] for each in (from_json, from_csv, from_xlsx)] == [
        [["funding.foreign-state"], "note", "go-ahead", []]
    ] * 3


def test_csv_is_whole_and_cannot_run_as_a_formula(tmp_path: Path) -> None:
    result = run(tmp_path, "kind;partner\nevent;=HYPERLINK(1)\n", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert tuple(row) == FIELDS
    assert row["partner"] == "'=HYPERLINK(1)"
    assert row["route"] == "go-ahead"


def test_the_table_tells_it_in_words(tmp_path: Path) -> None:
    shown = run(tmp_path, ROWS).stdout
    assert "note Critical technology area [field.critical-technology]" in shown
    assert "→ go-ahead: nothing asks for a person so far. Answer what is left." in shown
    assert "? event_signs" in shown
    assert "→ go-ahead: Go ahead." in run(tmp_path, "kind;event_signs;country\nevent;none;DK\n").stdout


def test_a_country_that_nobody_knows_is_said_and_not_taken_for_one_without_sanctions(tmp_path: Path) -> None:
    sheet = "kind;country\nevent;Irann\nevent;Iran\nevent;Russland\n"
    typo, known, norwegian = records(run(tmp_path, sheet, "--format", "jsonl"))
    assert (typo["problem"], typo["route"]) == ("“Irann” is no country that we know.", "")
    assert "country.academic-freedom-low" in known["flags"]  # type: ignore[operator]
    assert "country.academic-freedom-low" in norwegian["flags"]  # type: ignore[operator]


@pytest.mark.parametrize("text", ["", "id;partner\n1;X\n"])
def test_a_file_that_cannot_be_read_is_refused_before_anything_else(tmp_path: Path, text: str) -> None:
    assert run(tmp_path, text).exception is not None


@pytest.mark.parametrize("line", ["{", "[]", '"x"', '{"kind": "event", "answers": 3}', '{"kind": ["event"]}', "\x00"])
def test_a_hostile_line_is_a_problem_of_its_row(tmp_path: Path, line: str) -> None:
    result = run(tmp_path, line + '\n{"kind": "event"}\n', "--format", "jsonl", suffix="jsonl")
    bad, good = records(result)
    assert bad["problem"]
    assert good["route"] == "go-ahead"


def test_thousands_of_rows_pass_as_a_stream(tmp_path: Path) -> None:
    rows = "".join(f"{number};event;Partner {number};NO\n" for number in range(3_000))
    result = run(tmp_path, "id;kind;partner;country\n" + rows, "--format", "csv")
    assert len(result.stdout.splitlines()) == 3_001
    assert "2000 …" in result.stderr
