"""What the readers of public sources make of good and of bad files. All samples are invented."""

import gzip
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aktsom.engine.errors import EngineError
from aktsom.engine.lists.problems import ListError, RowProblem
from aktsom.engine.works.cordis import participants, projects
from aktsom.engine.works.domains import universities
from aktsom.engine.works.openalex import works

WORK: dict[str, Any] = {
    "id": "https://openalex.org/W77",
    "doi": "https://doi.org/10.5555/ABC",
    "display_name": "On the drift of small boats",
    "publication_year": 2019,
    "authorships": [
        {
            "author": {"display_name": "Kari Eksempel"},
            "institutions": [
                {
                    "id": "https://openalex.org/I5",
                    "ror": "https://ror.org/01x",
                    "display_name": "Nordvik",
                    "country_code": "NO",
                }
            ],
        }
    ],
}


def read(tmp_path: Path, content: bytes, name: str = "works.jsonl") -> tuple[list[Any], list[RowProblem]]:
    path = tmp_path / name
    path.write_bytes(content)
    problems: list[RowProblem] = []
    return list(works(path, problems.append)), problems


def line(**changes: object) -> bytes:
    return json.dumps({**WORK, **changes}).encode() + b"\n"


def test_a_work_has_bare_identifiers_and_its_organisations_once(tmp_path: Path) -> None:
    [work], problems = read(tmp_path, b"\xef\xbb\xbf" + line())
    assert (work.id, work.doi, work.year, problems) == ("W77", "10.5555/abc", 2019, [])
    [organisation] = work.organisations
    assert (organisation.name, organisation.country, organisation.openalex, organisation.ror) == (
        "Nordvik",
        "NO",
        "I5",
        "01x",
    )


def test_a_page_of_the_api_and_a_gzipped_part_give_the_same_work(tmp_path: Path) -> None:
    page, _ = read(tmp_path, json.dumps({"meta": {"count": 1}, "results": [WORK]}, indent=1).encode(), "page.json")
    part, _ = read(tmp_path, gzip.compress(line()), "part_000.gz")
    assert page[0].id == part[0].id == "W77"


@pytest.mark.parametrize("year", [0, 99999, -5, "2019", True, 10**40])
def test_an_impossible_year_is_said_and_the_work_kept(tmp_path: Path, year: object) -> None:
    [work], [problem] = read(tmp_path, line(publication_year=year))
    assert work.year is None
    assert (problem.row, problem.column, problem.kept) == (1, "publication_year", True)


def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    found, [problem] = read(tmp_path, line() + b'{"id": \n' + line(id="W78"))
    assert [work.id for work in found] == ["W77", "W78"]
    assert (problem.row, problem.kept) == (2, False)


def test_a_deeply_nested_line_is_a_problem_of_that_line(tmp_path: Path) -> None:
    found, problems = read(tmp_path, line() + b'{"id":' + b"[" * 10_000 + b"]" * 10_000 + b"}\n")
    assert len(found) == 1
    assert [problem.row for problem in problems] == [2]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        gzip.compress(line() * 50)[:-12],
        gzip.compress(b" " * 40_000_000),
        b"<html></html>",
        line().decode().encode("utf-16"),
    ],
    ids=["empty", "cut off", "bomb", "another format", "another encoding"],
)
def test_an_unusable_file_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(EngineError, match=r"works\.jsonl"):
        read(tmp_path, content)


def test_cordis_countries_are_understood_in_the_short_and_the_full_set_of_columns(tmp_path: Path) -> None:
    short, full = tmp_path / "short.csv", tmp_path / "full.csv"
    short.write_text('"projectID";"name";"country"\n"7";"ALFA";"EL"\n"7";"BETA";"UK"\n"7";"GAMMA";"XK"\n', "utf-8")
    full.write_text(
        "projectID;projectAcronym;organisationID;shortName;name;country;organizationURL\n"
        "7;BOAT;999;ALF;ALFA;EL;http://www.alfa.example.gr/en\n",
        "utf-8-sig",
    )
    assert [part.country for part in participants(short)] == ["GR", "GB", "XK"]
    [part] = participants(full)
    assert (part.pic, part.domain, part.short_name) == ("999", "alfa.example.gr", "ALF")


def test_a_project_has_its_years_and_a_row_that_is_ragged_is_named(tmp_path: Path) -> None:
    path = tmp_path / "project.csv"
    path.write_text(
        "id;title;startDate;endDate\n1;Boats;2020-01-01;2023-12-31\n2;Nets\n3;Oars;someday;2021-05-01\n", "utf-8"
    )
    problems: list[RowProblem] = []
    found = list(projects(path, problems.append))
    assert [(each.id, each.first_year, each.last_year) for each in found] == [("1", 2020, 2023), ("3", None, 2021)]
    assert [(problem.row, problem.column, problem.kept) for problem in problems] == [
        (3, "", False),
        (4, "startDate", True),
    ]


def test_universities_without_a_name_are_named_and_domains_are_plain(tmp_path: Path) -> None:
    path = tmp_path / "universities.json"
    entries = [{"name": "Nordvik", "alpha_two_code": "NO", "domains": ["WWW.Nordvik.example"]}, {"name": " "}]
    path.write_text(json.dumps(entries), "utf-8")
    problems: list[RowProblem] = []
    [found] = universities(path, problems.append)
    assert (found.country, found.domains, [problem.row for problem in problems]) == ("NO", ("nordvik.example",), [2])


leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("id", "doi", "display_name", "publication_year", "authorships"), anything)
    )
)
def test_any_entry_is_read_or_reported(tmp_path: Path, entry: dict[str, Any]) -> None:
    with suppress(ListError):  # a file of which no entry can be used is refused whole
        found, problems = read(tmp_path, json.dumps(entry).encode())
        assert found or problems


@FUZZ
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(content)
    for reader in (works, projects, participants, universities):
        with suppress(EngineError):
            list(reader(path, lambda _problem: None))
