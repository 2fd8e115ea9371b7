"""What a reader cannot use it names, with file, row and column; the entry itself is kept wherever it can be."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from aktsom.engine.lists.directory import READERS
from aktsom.engine.lists.problems import ListError, RowProblem
from aktsom.engine.lists.recognise import Format
from aktsom.engine.works.cordis import participants, projects
from aktsom.engine.works.domains import universities
from aktsom.engine.works.openalex import works
from tests.engine.lists import samples

Read = Callable[..., object]


def problems_of(reader: Read, file: Path) -> list[RowProblem]:
    found: list[RowProblem] = []
    list(reader(file, problems=found.append))
    return found


def of_list(tmp_path: Path, format_: Format, content: bytes) -> list[RowProblem]:
    return problems_of(READERS[format_], samples.put(tmp_path / "list", content))


@pytest.mark.parametrize(
    ("format_", "before", "after", "column"),
    [
        (Format.EU_XML, b'birthdate="1965-03-12"', b'birthdate="unknown"', "birthdate"),
        (Format.EU_XML, b'countryIso2Code="BY" countryDescription="BELARUS"', b'countryDescription="ATLANTIS"', "address"),
        (Format.UN_XML, b"Iran (Islamic Republic of)", b"Atlantis", "INDIVIDUAL_ADDRESS/COUNTRY"),
        (Format.UN_XML, b"Democratic People's Republic of Korea", b"Atlantean", "NATIONALITY/VALUE"),
        (Format.US_CSL, b'"country": "PK"', b'"country": "Atlantis"', "addresses.country"),
        (Format.US_CSL, b"15 Sep 1962", b"long ago", "dates_of_birth"),
        (Format.FTM, b'"jurisdiction": ["cn"]', b'"jurisdiction": ["atlantis"]', "jurisdiction"),
        (Format.FTM, b'"2020-01-02"', b'"some day"', "startDate"),
    ],
)  # fmt: skip
def test_a_part_of_an_entry_that_is_not_understood_is_named(tmp_path, format_, before, after, column):
    content = {
        Format.EU_XML: samples.EU_XML, Format.UN_XML: samples.UN_XML, Format.US_CSL: samples.CSL_JSON,
        Format.FTM: samples.FTM_JSON,
    }[format_]  # fmt: skip
    assert before in content
    assert of_list(tmp_path, format_, content) == []
    (problem,) = of_list(tmp_path, format_, content.replace(before, after))
    assert (problem.file, problem.column, problem.kept) == ("list", column, True)
    assert problem.row > 0


@pytest.mark.parametrize(
    ("format_", "content", "tag"),
    [
        (Format.EU_XML, samples.EU_XML.replace(b"</export>", b"<vesselEntity/></export>"), "vesselEntity"),
        (Format.UN_XML, samples.UN_XML.replace(b"</ENTITIES>", b"<SHIP><NAME>A</NAME></SHIP></ENTITIES>"), "SHIP"),
    ],
)
def test_an_entry_of_an_unknown_sort_is_named_as_left_out(tmp_path, format_, content, tag):
    (problem,) = of_list(tmp_path, format_, content)
    assert tag in str(problem)
    assert not problem.kept


def test_a_sanction_about_a_party_that_the_file_lacks_is_named(tmp_path):
    line = {"id": "S-9", "schema": "Sanction", "properties": {"entity": ["NK-404"]}}
    (problem,) = of_list(tmp_path, Format.FTM, samples.FTM_JSON + json.dumps(line).encode() + b"\n")
    assert "NK-404" in str(problem)
    assert (problem.row, problem.kept) == (6, False)


def test_something_listed_that_is_no_party_is_named(tmp_path):
    line = {"id": "W-1", "schema": "CryptoWallet", "properties": {"topics": ["sanction"]}}
    (problem,) = of_list(tmp_path, Format.FTM, samples.FTM_JSON + json.dumps(line).encode() + b"\n")
    assert "CryptoWallet" in str(problem)
    assert not problem.kept


def test_a_column_that_stands_twice_is_refused_because_one_would_be_lost(tmp_path):
    file = samples.put(tmp_path / "projects.csv", b"id;title;startDate;endDate;title\n1;A;2020-01-01;2021-01-01;B\n")
    with pytest.raises(ListError, match=r"projects\.csv, row 1, column title: Several columns"):
        list(projects(file))


def test_addresses_and_domains_that_are_none_are_named(tmp_path):
    file = samples.put(tmp_path / "o.csv", b"projectID;name;country;organizationURL\n1;A;NO;nowhere\n")
    assert [str(each) for each in problems_of(participants, file)] == [
        "o.csv, row 2, column organizationURL: “nowhere” is not understood. No entry is lost."
    ]
    file = samples.put(
        tmp_path / "u.json", json.dumps([{"name": "A", "country": "Norway", "domains": ["a", 3]}]).encode()
    )
    assert [each.column for each in problems_of(universities, file)] == ["domains", "domains"]


def test_institutions_that_are_no_list_are_named(tmp_path):
    work = {"id": "W1", "display_name": "A", "authorships": [{"institutions": "NTNU"}]}
    file = samples.put(tmp_path / "w.jsonl", json.dumps(work).encode())
    assert [each.column for each in problems_of(works, file)] == ["institutions"]
