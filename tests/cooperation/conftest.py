"""Small invented public data, a university with units, and partners."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.cooperation.partners.resolution import keys_of
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Unit


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


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def unit(institution: Institution) -> Callable[..., Unit]:
    def make(name: str, parent: Unit | None = None) -> Unit:
        with acting_for(Actor.system("tests", institution.pk)):
            return Unit.objects.create(institution=institution, name_nb=name, name_en=f"{name} (en)", parent=parent)

    return make


@pytest.fixture
def partner(db: None) -> Callable[..., Partner]:
    def make(name: str, country: str = "CN") -> Partner:
        with acting_for(Actor.system("tests")):
            made, new = Partner.objects.get_or_create(name=name, country=country)
            if new:
                key = keys_of(name).plain
                PartnerName.objects.create(partner=made, text=name, key=key, country=country, source="tests")
        return made

    return make
