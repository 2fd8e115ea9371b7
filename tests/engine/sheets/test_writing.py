"""Exported sheets: safe to open, and the same when they come back."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktsom.engine.sheets import csv_lines, read_sheet, write_xlsx
from aktsom.engine.sheets.cleaning import clean_cell

ATTACKS = ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1", "＝1+1", " =1+1"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_text_never_opens_as_a_formula_in_csv(attack: str) -> None:
    line = list(csv_lines(["a"], [[attack]]))[2]
    assert line.lstrip('"').startswith("'")


@pytest.mark.parametrize("attack", [*ATTACKS, "http://example.org/", "mailto:a@example.org"])
def test_a_text_stays_a_text_in_a_workbook(attack: str) -> None:
    buffer = io.BytesIO()
    write_xlsx(buffer, [attack], [[attack]])
    with zipfile.ZipFile(buffer) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_numbers_and_dates_stay_what_they_are(tmp_path: Path) -> None:
    assert list(csv_lines(["a", "b"], [[-5, date(2022, 2, 25)]]))[2] == "-5;2022-02-25\r\n"
    path = tmp_path / "ut.xlsx"
    with path.open("wb") as file:
        write_xlsx(file, ["a", "b", "c"], [[-5, date(2022, 2, 25), float("nan")]], title="Sam/arbeid: [2022]")
    assert next(read_sheet(path).rows()).cells == ("-5", "2022-02-25", "nan")


@settings(max_examples=50, deadline=None)
@given(
    rows=st.lists(st.tuples(st.just("x"), st.text(max_size=20), st.text(max_size=20)), max_size=5),
    as_xlsx=st.booleans(),
)
def test_what_is_written_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], as_xlsx: bool
) -> None:
    path = tmp_path_factory.mktemp("ut") / "ut"
    if as_xlsx:
        with path.open("wb") as file:
            write_xlsx(file, ["a", "b", "c"], rows)
    else:
        path.write_text("".join(csv_lines(["a", "b", "c"], rows)), encoding="utf-8", newline="")
    back = [row.cells for row in read_sheet(path).rows()]
    assert back == [tuple(clean_cell(cell) for cell in row) for row in rows]
