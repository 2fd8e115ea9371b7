import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from aktsom.engine.errors import EngineError
from aktsom.engine.lists.listing import Identifier, PartyKind
from aktsom.engine.names.query_files import NumberedQuery, read_queries
from aktsom.engine.names.types import Query


def read(folder: Path, name: str, content: bytes) -> list[NumberedQuery]:
    path = folder / name
    path.write_bytes(content)
    return list(read_queries(path))


FULL = Query("Velmora Works", "7", "CN", PartyKind.ORGANISATION, (Identifier("reg", "12"),), "")


@pytest.mark.parametrize(
    "content",
    [
        b"id,name,country,type,identifier\n7,Velmora Works,CN,organisation,reg:12\n",
        b"\xef\xbb\xbfID;Name;Country;Type;Identifier\r\n7;Velmora Works;CN;Organization;reg: 12\r\n",
        "name\tid\tcountry\ttype\tidentifier\nVelmora Works\t7\tCN\tcompany\treg:12\n".encode("utf-16"),
    ],
    ids=["commas", "byte-order mark and semicolons", "UTF-16 and tabs"],
)
def test_csv_is_read_however_it_was_saved(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, "names.csv", content) == [NumberedQuery(2, FULL)]


def test_json_lines_are_read_with_the_line_as_row(tmp_path: Path) -> None:
    content = (
        b'\xef\xbb\xbf{"name":"Velmora Works","id":7,"country":"CN","type":"organisation","identifier":"reg:12"}\n'
    )
    assert read(tmp_path, "names.jsonl", content + b'\n{"name":"A","more":[1]}') == [
        NumberedQuery(1, FULL),
        NumberedQuery(3, Query("A")),
    ]


def test_workbooks_are_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "names.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["name", "birth_date"])
        sheet.write_row(1, 0, ["Arkadiy Zelentsov", "2.4.1961"])
    assert list(read_queries(tmp_path / "names.xlsx")) == [
        NumberedQuery(2, Query("Arkadiy Zelentsov", birth_date="1961-04-02"))
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "empty"),
        ("a.jsonl", b"", "empty"),
        ("a.csv", b"title,country\nX,NO\n", "row 1: There is no column “name”"),
        ("a.csv", b"name,country\nX,NO\nY,NO,more\n", "row 3, column 3: The row has more cells"),
        ("a.csv", b"name,type\nX,planet\n", "row 2, column type: “planet” is no type of party"),
        ("a.csv", b"name,birth_date\nX,31.2.1960\n", "row 2, column birth_date: “31.2.1960” is no date"),
        ("a.jsonl", b'{"name":"X"}\n{"name":', "row 2"),
        ("a.jsonl", b'["X"]\n', "row 1: The line is no JSON object"),
        ("a.jsonl", b'{"name":["X"]}\n', "row 1, column name: The value is no text"),
        ("a.jsonl", b'{"name":' + b"[" * 10_000 + b"]" * 10_000 + b"}\n", "row 1"),
        ("a.jsonl", '{"name":"X"}\n'.encode("utf-16"), "row 1: The file is in UTF-16"),
        ("a.jsonl", b'{"name":"\xff"}\n', "row 1"),
    ],
)
def test_what_cannot_be_read_is_said_with_row_and_column(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(EngineError) as refused:
        read(tmp_path, name, content)
    assert said in str(refused.value)


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 260_000_000)
    with pytest.raises(EngineError):
        read(tmp_path, "bomb.xlsx", packed.getvalue())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda text: f"name\n{text}".encode("utf-8", "replace")))
def test_any_bytes_give_queries_or_a_message(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("a.csv", "a.jsonl"):
        with suppress(EngineError):
            assert all(numbered.row >= 1 for numbered in read(folder, name, content))
