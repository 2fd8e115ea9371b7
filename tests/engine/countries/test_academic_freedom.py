"""Reading the academic freedom index: what is usable is read, what is not is reported with its place."""

import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktsom.engine.countries.academic_freedom import (
    AcademicFreedom,
    IndexFileError,
    IndexProblem,
    read_academic_freedom,
)

HEAD = "country_text_id,year,v2xca_academ\n"
DATA = Path(os.environ.get("AKTSOM_DATA") or Path(__file__).parents[4] / "shared" / "data")


def read(folder: Path, text: str | bytes) -> tuple[dict[str, AcademicFreedom], list[IndexProblem]]:
    path = folder / "index.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    problems: list[IndexProblem] = []
    return dict(read_academic_freedom(path, problems.append)), problems


def test_latest_value_change_and_series(tmp_path: Path) -> None:
    found, problems = read(tmp_path, "\ufeff" + HEAD + "NOR,2022,0.9\nNOR,2017,0.95\nNOR,2021,0.91\nCHN,2022,0.07\r\n")
    assert found["NO"] == AcademicFreedom("NO", 0.9, 2022, -0.05, ((2017, 0.95), (2021, 0.91), (2022, 0.9)))
    assert found["CN"].change_5y is None
    assert problems == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("QQQ,2022,0.5", "country_text_id"),
        ("PSG,2022,0.5", "country_text_id"),
        ("NOR,22,0.5", "year"),
        ("NOR,2022,1.5", "v2xca_academ"),
        ("NOR,2022,nan", "v2xca_academ"),
        ("NOR,2022,", "v2xca_academ"),
        ("NOR,2022", "country_text_id"),
        ("NOR,2022,0.5,9", "country_text_id"),
        ("SWE,2022,0.7", "year"),
    ],
)
def test_an_unusable_row_is_reported_with_row_and_column(tmp_path: Path, row: str, column: str) -> None:
    found, problems = read(tmp_path, f"{HEAD}SWE,2022,0.8\n{row}\n")
    assert list(found) == ["SE"]
    assert [(problem.file, problem.row, problem.column) for problem in problems] == [("index.csv", 3, column)]


def test_codes_of_vdem_and_kosovo(tmp_path: Path) -> None:
    found, _ = read(tmp_path, f"{HEAD}XKX,2022,0.8\nPSE,2022,0.5\n")
    assert set(found) == {"XK", "PS"}


@pytest.mark.parametrize("text", [b"", b"a,b\n1,2\n", HEAD.encode(), b"\xff\xfe\x00", HEAD.encode() + b"QQQ,1,1\n"])
def test_an_unusable_file_is_refused_by_name(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(IndexFileError, match=r"index\.csv"):
        read(tmp_path, text)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_reported_or_refused(tmp_path_factory: pytest.TempPathFactory, text: bytes) -> None:
    with contextlib.suppress(IndexFileError):
        read(tmp_path_factory.mktemp("index"), HEAD.encode() + text)


@pytest.mark.data
def test_the_published_index_is_read_whole() -> None:
    path = DATA / "countries" / "academic_freedom_index_1993_2022.csv"
    if not path.exists():
        pytest.skip("needs the public data of shared/data, or AKTSOM_DATA")
    problems: list[IndexProblem] = []
    found = read_academic_freedom(path, problems.append)
    assert len(found) == 166
    assert problems == []
    assert all(index.year == 2022 for index in found.values())
