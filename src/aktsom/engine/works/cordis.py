"""Funded projects and who takes part in them, as CORDIS publishes them: two `;`-separated files."""

import re
from collections.abc import Iterator
from pathlib import Path

from aktsom.engine.lists.countries import country_code
from aktsom.engine.lists.csv_rows import Row, rows
from aktsom.engine.lists.problems import Problems, RowProblem, not_understood, refuse
from aktsom.engine.lists.texts import cleaned
from aktsom.engine.wording import said
from aktsom.engine.works.records import Project, ProjectParticipant

DELIMITER = ";"
YEARS = range(1980, 2101)
_DATE = re.compile(r"(\d{4})-\d{2}-\d{2}")
_HOST = re.compile(r"(?:\w+://)?(?:www\.)?([\w.-]+\.\w{2,})", re.IGNORECASE)


def projects(path: Path, problems: Problems = refuse) -> Iterator[Project]:
    """The projects in a `project.csv`. What is unusable is reported; ListError when the file is no such CSV."""
    for row in rows(path, frozenset({"id", "title", "startDate", "endDate"}), problems, DELIMITER):
        key = cleaned(row["id"])
        if not key:
            problems(RowProblem(path.name, row.line, said("The project has no number."), "id"))
            continue
        first, last = _span(row, path.name, problems)
        yield Project(
            id=key,
            title=cleaned(row["title"]) or cleaned(row["acronym"]),
            acronym=cleaned(row["acronym"]),
            first_year=first,
            last_year=last,
            programme=cleaned(row["frameworkProgramme"]),
            keywords=cleaned(row["keywords"]),
            objective=cleaned(row["objective"]),
            row=row.line,
        )


def participants(path: Path, problems: Problems = refuse) -> Iterator[ProjectParticipant]:
    """The participations in an `organization.csv`, the short or the full set of columns, in printed order.

    Countries are given as alpha-2 whatever the file has (EL, UK). Raises ListError when the file is no such CSV.
    """
    for row in rows(path, frozenset({"projectID", "name", "country"}), problems, DELIMITER):
        project, name = cleaned(row["projectID"]), cleaned(row["name"])
        if not project or not any(map(str.isalnum, name)):
            column = "name" if project else "projectID"
            problems(RowProblem(path.name, row.line, said("The participation lacks a project or a name."), column))
            continue
        address = cleaned(row["organizationURL"])
        host = _HOST.match(address)
        if address and not host:
            problems(not_understood(path.name, row.line, "organizationURL", address))
        yield ProjectParticipant(
            project=project,
            name=name,
            country=_country(row, path.name, problems),
            short_name=cleaned(row["shortName"]),
            pic=cleaned(row["organisationID"]),
            domain=host.group(1).lower() if host else "",
            row=row.line,
        )


def project_missing(file: str, part: ProjectParticipant, project_file: str) -> RowProblem:
    """A participation in a project that the other file does not have."""
    reason = said("The project {project} is not in {file}.", project=part.project, file=project_file)
    return RowProblem(file, part.row, reason, "projectID")


def _span(row: Row, file: str, problems: Problems) -> tuple[int | None, int | None]:
    first, last = (_year(row, column, file, problems) for column in ("startDate", "endDate"))
    if first and last and first > last:
        problems(RowProblem(file, row.line, said("The project ends before it starts."), "endDate", kept=True))
        return first, None
    return first, last


def _year(row: Row, column: str, file: str, problems: Problems) -> int | None:
    text = cleaned(row[column])
    found = _DATE.match(text)
    if found and int(found.group(1)) in YEARS:
        return int(found.group(1))
    if text:
        problems(
            RowProblem(
                file, row.line, said("“{text}” is no date such as 2021-06-01.", text=text[:40]), column, kept=True
            )
        )
    return None


def _country(row: Row, file: str, problems: Problems) -> str:
    text = cleaned(row["country"])
    code = country_code(text) or ""
    if text and not code:
        problems(RowProblem(file, row.line, said("“{text}” is no country.", text=text[:40]), "country", kept=True))
    return code
