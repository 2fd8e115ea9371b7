"""Small invented public data."""

import json
from pathlib import Path

import pytest


def work(number: int, year: int, *parts: tuple[str, str], title: str = "On boats") -> str:
    authors = [
        {"author": {"display_name": f"Author {n}"}, "institutions": [{"display_name": name, "country_code": code}]}
        for n, (name, code) in enumerate(parts)
    ]
    return json.dumps({"id": f"W{number}", "display_name": title, "publication_year": year, "authorships": authors})


@pytest.fixture
def public_data(tmp_path: Path) -> Path:
    """Two works with Nordvik and one without, and a project, laid out as the public data is."""
    for part in ("works", "projects", "organisations"):
        (tmp_path / part).mkdir()
    lines = [
        work(1, 2019, ("University of Nordvik", "NO"), ("University of Weldenburg", "DE")),
        work(
            2,
            2021,
            ("University of Nordvik", "NO"),
            ("University of Weldenburg", "DE"),
            title="Quantum computing at sea",
        ),
        work(3, 2020, ("Eastern Weldenburg University", "DE"), ("Far College", "CN")),
    ]
    (tmp_path / "works" / "works.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "projects" / "cordis_project.csv").write_text(
        "id;acronym;title;startDate;endDate;frameworkProgramme;objective\n"
        "9;OAR;Rowing;2020-01-01;2022-12-31;H2020;Secret prose\n",
        "utf-8",
    )
    (tmp_path / "projects" / "cordis_organization.csv").write_text(
        "projectID;name;country\n9;UNIVERSITETET I NORDVIK;NO\n9;UNIVERSITAET WELDENBURG;DE\n"
        "9;EASTERN WELDENBURG UNVERSITY;DE\n",
        "utf-8",
    )
    (tmp_path / "organisations" / "universities.json").write_text(
        json.dumps([{"name": "University of Weldenburg", "alpha_two_code": "DE", "domains": ["uw.example"]}]), "utf-8"
    )
    return tmp_path
