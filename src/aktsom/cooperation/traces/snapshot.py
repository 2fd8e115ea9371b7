"""Starter data: facts of public works and projects, small enough to ship, in the publishers' own shapes.

No author's name, no objective, no keywords: titles, years, and which organisations took part. The same readers read it.
"""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import orjson

from aktsom.engine.lists.problems import RowProblem
from aktsom.engine.works.cordis import participants, projects
from aktsom.engine.works.openalex import works
from aktsom.engine.works.records import Work

WORKS = Path("works", "openalex_works.jsonl.gz")
PROJECTS = Path("projects", "cordis_project.csv.gz")
PARTICIPANTS = Path("projects", "cordis_organization.csv.gz")


@dataclass(frozen=True, slots=True)
class SnapshotSize:
    """What was written: counts, and bytes on disk."""

    works: int
    projects: int
    participations: int
    bytes: int


def write_trace_snapshot(source: Path, target: Path) -> SnapshotSize:
    """Write the facts of full public data in `source` to `target`; the same facts give the same bytes.

    Raises ListError when a source file cannot be used.
    """
    ignored: list[RowProblem] = []
    found = sorted((source / "works").glob("*.json*"))
    lines = (_line(work) for path in found for work in works(path, ignored.append) if not work.is_front_matter)
    counts = [_write(target / WORKS, lines)]
    counts.append(_write(target / PROJECTS, _table(_project_rows(source / "projects" / "cordis_project.csv", ignored))))
    counts.append(
        _write(target / PARTICIPANTS, _table(_part_rows(source / "projects" / "cordis_organization.csv", ignored)))
    )
    size = sum((target / part).stat().st_size for part in (WORKS, PROJECTS, PARTICIPANTS))
    return SnapshotSize(counts[0], counts[1] - 1, counts[2] - 1, size)


def _line(work: Work) -> bytes:
    institutions = [{"display_name": each.name, "country_code": each.country} for each in work.organisations]
    said = {
        "id": work.id,
        "doi": work.doi or None,
        "display_name": work.title,
        "publication_year": work.year,
        "authorships": [{"institutions": institutions}],
    }
    return orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)


def _project_rows(path: Path, problems: list[RowProblem]) -> Iterator[tuple[str, ...]]:
    yield ("id", "acronym", "title", "startDate", "endDate", "frameworkProgramme")
    for each in projects(path, problems.append):
        yield (each.id, each.acronym, each.title, _day(each.first_year), _day(each.last_year), each.programme)


def _part_rows(path: Path, problems: list[RowProblem]) -> Iterator[tuple[str, ...]]:
    yield ("projectID", "name", "country")
    for each in participants(path, problems.append):
        yield (each.project, each.name, each.country)


def _day(year: int | None) -> str:
    """Only the year is kept; the reader wants a date."""
    return f"{year}-01-01" if year else ""


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[bytes]:
    for row in rows:
        line = io.StringIO()
        csv.writer(line, delimiter=";").writerow(row)
        yield line.getvalue().encode()


def _write(path: Path, lines: Iterable[bytes]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
        return _count(packed, lines)


def _count(packed: "IO[bytes] | gzip.GzipFile", lines: Iterable[bytes]) -> int:
    count = 0
    for line in lines:
        packed.write(line)
        count += 1
    return count
