"""A list that is published anew as a whole ends what it no longer names; a report that only adds to it ends nothing."""

from datetime import date
from pathlib import Path

import pytest

from aktsom.engine.lists.listing import Listing, counting
from aktsom.engine.lists.us_research import read_1260h, read_1286

HEAD_1286 = "schema,name,aliases,report-date,start-date,end-date,country,source_url"
HEAD_1260H = "Name,Clean Name,Alias,Previous Name,Start date,End date,Source Url"


def _1286(folder: Path, *rows: tuple[str, str, str]) -> dict[str, Listing]:
    """Rows of name, report and last day; the listings by report and name."""
    path = folder / "section_1286.csv"
    path.write_text("\n".join([HEAD_1286, *(f"Company,{name},,{report},,{ends},," for name, report, ends in rows)]))
    return {f"{each.id.split(':')[1]} {each.name}": each for each in read_1286(path)}


def test_a_new_report_ends_what_the_older_ones_named_and_what_it_names_again_goes_on(tmp_path: Path) -> None:
    listed = _1286(tmp_path, ("Stays", "2024", ""), ("Goes", "2024", ""), ("Stays", "2025", ""), ("Comes", "2025", ""))
    assert {name for name, each in listed.items() if counting(date(2025, 6, 1))(each)} == {"2025 Stays", "2025 Comes"}
    assert {name for name, each in listed.items() if counting(date(2024, 6, 1))(each)} == {"2024 Stays", "2024 Goes"}


def test_a_report_of_a_year_began_on_the_day_on_which_the_file_ends_what_it_left_out(tmp_path: Path) -> None:
    listed = _1286(
        tmp_path,
        ("Stays", "2024", ""),
        ("Goes", "2024", "2026-07-23"),
        ("Went this year", "2024", "2026"),
        ("Stays", "2025", ""),
        ("Also", "2024", ""),
        ("Also", "2025", ""),
    )
    assert listed["2025 Stays"].starts == date(2026, 7, 23)
    assert listed["2024 Stays"].ends == date(2026, 7, 22)
    assert listed["2024 Goes"].ends == date(2026, 7, 23)
    assert listed["2024 Went this year"].ends == date(2026, 7, 22)
    assert all(any(counting(date(2026, month, 1))(each) for each in listed.values()) for month in range(1, 13))


@pytest.mark.parametrize("last", ["", "2026-02-17"])
def test_a_report_that_names_hardly_anything_again_only_adds(tmp_path: Path, last: str) -> None:
    path = tmp_path / "1260h.csv"
    rows = [("A", "2021-06-03", last), ("B", "2021-06-03", ""), ("C", "2022-10-05", ""), ("D", "2022-10-05", "")]
    path.write_text("\n".join([HEAD_1260H, *(f"{name},{name},,,{starts},{ends}," for name, starts, ends in rows)]))
    ends = {each.name: each.ends for each in read_1260h(path)}
    assert ends == {"A": date.fromisoformat(last) if last else None, "B": None, "C": None, "D": None}


def test_what_is_announced_counts_today_and_not_on_an_earlier_day(tmp_path: Path) -> None:
    (listed,) = _1286(tmp_path, ("Comes", "2099", "")).values()
    assert counting()(listed)
    assert not counting(date(2026, 1, 1))(listed)
