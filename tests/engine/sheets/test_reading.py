"""Sheets as they come: from Excel in Norwegian, from exports, and from people who mean no good."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from aktsom.engine.sheets import Limits, SheetError, SheetFault, read_sheet


def saved(folder: Path, content: bytes | str, name: str = "samarbeid.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(folder: Path, rows: list[list[object]], name: str = "samarbeid.xlsx") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path, {"default_date_format": "d.m.yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def refused(path: Path, limits: Limits = Limits()) -> SheetError:  # noqa: B008
    with pytest.raises(SheetError) as caught:
        list(read_sheet(path, limits).rows())
    assert caught.value.remedy
    assert path.name in str(caught.value)
    return caught.value


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimiters_and_encodings_are_found(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = [["Tittel", "Partner", "Land"], ["Fjellvåk over Østersjøen", "Universität Gräfelau", "DE"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    sheet = read_sheet(saved(tmp_path, text.encode(encoding)))
    assert sheet.columns == ("Tittel", "Partner", "Land")
    assert [row.cells for row in sheet.rows()] == [tuple(lines[1])]
    assert sheet.guessed == (encoding in ("cp1252", "utf-16-le"))


def test_a_guessed_encoding_is_found_even_when_the_first_odd_letter_is_far_down(tmp_path: Path) -> None:
    content = b"Tittel;Land\n" + b"Project;SE\n" * 40_000 + "Isbjørn;NO\n".encode("cp1252")
    sheet = read_sheet(saved(tmp_path, content))
    assert sheet.guessed
    assert list(sheet.rows())[-1].cells == ("Isbjørn", "NO")


def test_ragged_rows_keep_their_number_and_what_stands_outside(tmp_path: Path) -> None:
    sheet = read_sheet(saved(tmp_path, "a;b\n1\n\n1;2;3;;\n;;\n4;5\n"))
    assert [(row.number, row.cells, row.extra) for row in sheet.rows()] == [
        (2, ("1", ""), ()),
        (4, ("1", "2"), ("3",)),
        (6, ("4", "5"), ()),
    ]


def test_letters_that_cannot_be_seen_are_taken_away(tmp_path: Path) -> None:
    sheet = read_sheet(saved(tmp_path, "a;b\nNo\x00rd\u202eavn\u200f;  two\u00a0 \u2028words\x1b \n"))
    assert next(sheet.rows()).cells == ("Nordavn", "two words")


def test_a_quoted_cell_may_hold_delimiters_and_lines(tmp_path: Path) -> None:
    sheet = read_sheet(saved(tmp_path, 'a;b\n"one;\ntwo";3\nx;y\n'))
    assert [(row.number, row.cells) for row in sheet.rows()] == [(2, ("one; two", "3")), (3, ("x", "y"))]


def test_excel_values_become_the_text_that_a_person_reads(tmp_path: Path) -> None:
    rows = [
        ["Tittel", "Fra", "Beløp", "Ja"],
        ["Torsk", date(2022, 2, 25), 12.0, True],
        [],
        ["Sild", datetime(2022, 1, 1, 9, 30), 1.5, ""],  # noqa: DTZ001
    ]
    sheet = read_sheet(workbook(tmp_path, rows))
    assert [(row.number, row.cells) for row in sheet.rows()] == [
        (2, ("Torsk", "2022-02-25", "12", "true")),
        (4, ("Sild", "2022-01-01 09:30", "1.5", "")),
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", SheetFault.EMPTY),
        (b"\n\n", SheetFault.NO_HEADER),
        (b";;;\n1;2;3\n", SheetFault.NO_HEADER),
        (b"Land;Partner;land\n", SheetFault.SAME_HEADER),
        (b"%PDF-1.7 ...", SheetFault.NOT_A_SHEET),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", SheetFault.OLD_EXCEL),
        (b"PK\x03\x04 and then nothing", SheetFault.DAMAGED),
        (b"a;b\nnorsk \xc3", SheetFault.DAMAGED),
        (b'a;b\n"never closed' + b" and so on\n" * 30_000, SheetFault.CELL_TOO_LONG),
        (b"x" * 400_000, SheetFault.CELL_TOO_LONG),
        (b";".join(b"c%d" % number for number in range(300)), SheetFault.TOO_WIDE),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(tmp_path: Path, content: bytes, fault: SheetFault) -> None:
    assert refused(saved(tmp_path, content)).fault == fault


@pytest.mark.parametrize("name", ["partnere.xlsx", "partnere.XLS"])
def test_a_text_that_is_called_a_workbook_is_no_sheet_with_no_rows(tmp_path: Path, name: str) -> None:
    error = refused(saved(tmp_path, b"<html>Your session ended</html>", name))
    assert error.fault == SheetFault.NOT_A_SHEET
    assert error.in_language("nb").startswith(f"{name}: Dette er ingen arbeidsbok")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "borte.csv").fault == SheetFault.MISSING


def test_too_large_and_too_long_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, "a;b\n" + "1;2\n" * 200)
    assert refused(path, Limits(file_bytes=100)).fault == SheetFault.TOO_LARGE
    error = refused(path, Limits(rows=100))
    assert (error.fault, error.row) == (SheetFault.TOO_MANY_ROWS, 102)


def test_a_letter_of_another_encoding_is_placed(tmp_path: Path) -> None:
    content = "a;b\nå;1\n".encode("utf-16") + b"\x00\xd8\x41"
    error = refused(saved(tmp_path, content))
    assert (error.fault, error.row) == (SheetFault.ENCODING, 3)


def zipped(folder: Path, parts: dict[str, bytes]) -> Path:
    path = folder / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    bomb = zipped(tmp_path, {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * 30_000_000})
    assert refused(bomb).fault == SheetFault.EXPANDS


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    size = 30_000_000
    bomb = zipped(tmp_path, {"xl/workbook.xml": b"<workbook/>", "xl/media/x": b" " * size})
    bomb.write_bytes(bomb.read_bytes().replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))
    assert refused(bomb).fault == SheetFault.EXPANDS


def test_a_sheet_with_one_cell_in_its_farthest_corner_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hjorne.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Tittel")
        sheet.write(1_048_575, 16_383, "x")
    assert refused(path).fault == SheetFault.TOO_MANY_ROWS
    assert refused(path, Limits(rows=None)).fault == SheetFault.TOO_WIDE


def test_a_workbook_with_too_many_parts_or_none_is_refused(tmp_path: Path) -> None:
    assert refused(zipped(tmp_path, {"notes.txt": b"x"})).fault == SheetFault.NOT_A_SHEET
    parts = {"xl/workbook.xml": b""} | {f"xl/media/{number}": b"" for number in range(30)}
    assert refused(zipped(tmp_path, parts), Limits(entries=20)).fault == SheetFault.EXPANDS


def test_an_empty_workbook_is_said_to_be_empty(tmp_path: Path) -> None:
    assert refused(workbook(tmp_path, [])).fault == SheetFault.EMPTY


@settings(max_examples=60, deadline=None)
@given(
    content=st.one_of(st.binary(max_size=300), st.text(alphabet='a;,\t"\n\r\x00ø\ufeff', max_size=80).map(str.encode))
)
def test_any_bytes_are_a_table_or_a_plain_refusal(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = saved(tmp_path_factory.mktemp("any"), content)
    try:
        sheet = read_sheet(path)
        assert all(len(row.cells) == len(sheet.columns) for row in sheet.rows())
    except SheetError as error:
        assert error.remedy  # noqa: PT017


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, 4000), value=st.integers(0, 255))
def test_a_workbook_with_any_byte_changed_is_read_or_plainly_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, value: int
) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet().write_row(0, 0, ["Tittel", "Land"])
    content = bytearray(buffer.getvalue())
    content[place % len(content)] = value
    try:
        list(read_sheet(saved(tmp_path_factory.mktemp("any"), bytes(content), "x.xlsx")).rows())
    except SheetError as error:
        assert error.remedy  # noqa: PT017


def test_what_of_a_workbook_is_not_read_is_said(tmp_path):
    file = tmp_path / "partners.xlsx"
    with xlsxwriter.Workbook(file) as workbook:
        first, second, blank = (workbook.add_worksheet(name) for name in ("2024", "2025", "Blank"))
        first.write_row(0, 0, ["Partner", "Country"])
        first.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        first.write(1, 0, "MIT")
        second.write_row(0, 0, ["Partner", "Country"])
        blank.set_column(0, 0, 20)
    sheet = read_sheet(file)
    assert [row.cells for row in sheet.rows()] == [("MIT", "")]
    assert [str(each) for each in sheet.unread] == [
        "Only the sheet “2024” is read, not 2025.",
        "Cells with a spreadsheet error, such as #N/A, are read as blank: B2.",
    ]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_rows_after_it(tmp_path):
    file = saved(tmp_path, 'Partner;Land\nAarhus;DK\n"MIT;US\nYale;US\n')
    with pytest.raises(SheetError, match=r"row 3: A quotation mark is opened here and never closed\."):
        list(read_sheet(file).rows())
    fine = saved(tmp_path, 'Partner;Land\n"MIT\nCambridge";US\n5" rør;NO\n')
    assert [row.cells for row in read_sheet(fine).rows()] == [("MIT Cambridge", "US"), ('5" rør', "NO")]


def test_bytes_that_are_no_text_are_no_table(tmp_path):
    with pytest.raises(SheetError, match="no text") as refused:
        read_sheet(saved(tmp_path, bytes(range(256)) * 20))
    assert refused.value.fault == SheetFault.NOT_A_SHEET


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_line_breaks_in_cells_are_spaces_or_are_kept_where_that_is_wanted(tmp_path: Path, ending: str) -> None:
    cells = ["Two\nlines", " One \n\n Two  words "]
    text = "".join(f'"{cell}";x{number}\n' for number, cell in enumerate(cells))
    path = saved(tmp_path, text) if ending == "csv" else workbook(tmp_path, [[cell] for cell in cells])
    assert read_sheet(path).columns[0] == read_sheet(path, lined=True).columns[0] == "Two lines"
    assert next(read_sheet(path).rows()).cells[0] == "One Two words"
    assert next(read_sheet(path, lined=True).rows()).cells[0] == "One\nTwo words"
