"""A small invented world, brought in by the real readers and actions: a list, publications, projects, screening, flags."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aktsom.appraisal.actions import raise_flags
from aktsom.cli.main import main_group
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import ImportBatch
from aktsom.cooperation.traces.actions import import_public_data
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.engine.countries.academic_freedom import AcademicFreedom
from aktsom.institutions.models import Institution
from aktsom.knowledge.screening.watching import screen_partners
from aktsom.knowledge.sources.countries import update_country_facts
from aktsom.knowledge.sources.updating import load_directory
from aktsom.overview.actions import rebuild
from tests.cooperation.conftest import work
from tests.knowledge.samples import un_file

SYSTEM = Actor.system("tests")
NORDVIK, SORVIK = ("University of Nordvik", "NO"), ("University of Sørvik", "NO")
THUNDER, WELDENBURG, QUIET = (
    "Zorvania Institute of Thunder Physics",
    "University of Weldenburg",
    "Quiet College of Gardening",
)
LISTED = "Zorvania Thunder Physics Institute"
FREEDOM = {
    "CN": AcademicFreedom("CN", 0.1, 2025, -0.05, ((2020, 0.15), (2025, 0.1))),
    "RU": AcademicFreedom("RU", 0.2, 2025, -0.15, ((2020, 0.35), (2025, 0.2))),
}


@dataclass(frozen=True)
class World:
    """Where its files lie."""

    lists: Path
    public_data: Path

    def look_again(self) -> None:
        """What the worker does after a change: raise flags and count the overview anew."""
        raise_flags(Actor.system("appraisal"))
        rebuild(Actor.system("overview"))


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    monkeypatch.setenv("AKTSOM_HOME", str(tmp_path / "home"))
    settings.MEDIA_ROOT = tmp_path / "uploads"  # type: ignore[attr-defined]


@pytest.fixture
def world(
    institution: Institution,
    other_institution: Institution,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> World:
    """Nordvik publishes with a listed institute in China, with Weldenburg, and with a quiet college in Sweden."""
    made = World(tmp_path / "lists", _public_data(tmp_path / "public"))
    un_file(made.lists / "un", LISTED, *(f"Invented Bureau of Fog {number}" for number in range(20)))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        load_directory(SYSTEM, made.lists, lambda outcome: None)
        import_public_data(made.public_data)
    update_country_facts(SYSTEM, freedom=FREEDOM)
    screen_partners(SYSTEM, lambda line: None, processes=0)
    made.look_again()
    return made


@pytest.fixture
def adviser(person: Callable[..., Actor]) -> Actor:
    return person(Duty.RESEARCH_SECURITY_ADVISER, name="Astrid Rådgiver")


@pytest.fixture
def browse(client_for: Callable[[Actor], Client]) -> Callable[[Actor], Client]:
    """A browser of this person that reads English."""

    def sign_in(actor: Actor) -> Client:
        browser = client_for(actor)
        browser.cookies["aktsom_language"] = "en"
        return browser

    return sign_in


def text_of(answer: object) -> str:
    """A page as text without what differs from one request to the next."""
    content = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content  # type: ignore[attr-defined]
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", content.decode())


def words_of(page: str) -> str:
    """What a person reads on the page."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def command(*arguments: str) -> Result:
    """Run `aktsom` in English."""
    return CliRunner().invoke(main_group, ["--language", "en", *arguments])


def partner(name: str) -> Partner:
    """The partner of that name that stands for itself."""
    return Partner.objects.get(name=name, merged_into=None)


def upload(browser: Client, sheet: str | bytes, name: str = "liste.csv") -> ImportBatch:
    """Upload a sheet and take the columns that were found."""
    data = sheet.encode() if isinstance(sheet, str) else sheet
    page = browser.post(reverse("register:import"), {"sheet": SimpleUploadedFile(name, data)}, follow=True)
    batch: ImportBatch = page.context["batch"]
    chosen = {f"column-{target}": place for target, place in batch.mapping["columns"].items()}
    browser.post(reverse("register:import-columns", args=[batch.pk]), chosen)
    return batch


def read_csv(answer: object) -> list[dict[str, str]]:
    """The rows of an exported sheet."""
    return list(csv.DictReader(io.StringIO(text_of(answer).lstrip("\ufeff")), delimiter=";"))


def registering(browser: Client, actor: Actor, title: str, *partners: Partner) -> None:
    """Register through the form."""
    page = browser.get(reverse("register:new"))
    given = {"title": title, "kind": "memorandum", "state": "active", "token": str(page.context["token"])}
    answer = browser.post(reverse("register:new"), given | {"partner": [str(each.pk) for each in partners]})
    assert answer.status_code == 302, text_of(answer)
    with acting_for(actor):
        assert actor.institution_id


def _public_data(folder: Path) -> Path:
    for part in ("works", "projects", "organisations"):
        (folder / part).mkdir(parents=True)
    works = [
        work(1, 2019, NORDVIK, (WELDENBURG, "DE")),
        work(2, 2021, NORDVIK, (THUNDER, "CN"), title="Quantum computing at sea"),
        work(3, 2020, NORDVIK, (QUIET, "SE"), title="On roses"),
        work(4, 2022, SORVIK, (WELDENBURG, "DE"), title="On ships"),
        work(5, 2020, NORDVIK, ("Eastern Weldenburg University", "DE"), title="On bridges"),
        work(6, 2023, NORDVIK, ("Northern Volga Polytechnic", "RU"), title="On rivers"),
    ]
    (folder / "works" / "works.jsonl").write_text("\n".join(works), "utf-8")
    (folder / "projects" / "cordis_project.csv").write_text(
        "id;acronym;title;startDate;endDate;frameworkProgramme;objective\n9;OAR;Rowing;2020-01-01;2022-12-31;H2020;x\n",
        "utf-8",
    )
    (folder / "projects" / "cordis_organization.csv").write_text(
        "projectID;name;country\n9;UNIVERSITETET I NORDVIK;NO\n9;UNIVERSITAET WELDENBURG;DE\n"
        "9;EASTERN WELDENBURG UNVERSITY;DE\n",
        "utf-8",
    )
    (folder / "organisations" / "universities.json").write_text(json.dumps([]), "utf-8")
    return folder
