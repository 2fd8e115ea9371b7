"""After an upgrade the files that are kept are read again, so that nobody waits for a publisher to see what they say."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from aktsom.core.actor import Actor
from aktsom.engine.lists.snapshot import read_listings
from aktsom.knowledge.screening.lists import lists_in_force
from aktsom.knowledge.sources import intake, queries, tasks
from aktsom.knowledge.sources.files import LISTINGS, folder_of, is_pointed_to
from aktsom.knowledge.sources.models import SourceVersion
from aktsom.knowledge.sources.updating import Result, load_directory, read_again
from aktsom.knowledge.sources.verifying import verify_sources

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
OnCommit = Callable[..., AbstractContextManager[object]]
ROWS = (
    "schema,name,aliases,report-date,start-date,end-date,country,source_url",
    "Organization,Invented Institute A,,2023-06-30,,,cn,https://example.org/2023",
    "Organization,Invented Institute B,,2023-06-30,,,cn,https://example.org/2023",
    "Organization,Invented Institute A,,2024-07-09,,,cn,https://example.org/2024",
)


@pytest.fixture
def _kept(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: OnCommit
) -> None:
    """A file that was read by readers that knew nothing of reports which end older ones."""
    path = tmp_path / "lists" / "us" / "section_1286.csv"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    with monkeypatch.context() as before, django_capture_on_commit_callbacks(execute=True):
        before.setattr(intake, "readers_digest", lambda: "earlier")
        before.setattr("aktsom.engine.lists.us_research.Editions.ends", lambda _editions, _report, given: given)
        load_directory(SYSTEM, tmp_path / "lists", lambda _outcome: None)
    assert counting() == ["Invented Institute A", "Invented Institute A", "Invented Institute B"]


def counting() -> list[str]:
    return sorted(row.name for row in queries.counting_now(queries.current_listings(SYSTEM)))


@pytest.mark.usefixtures("_kept")
def test_what_ended_by_the_file_ends_without_a_new_file(django_capture_on_commit_callbacks: OnCommit) -> None:
    before = queries.version_in_force(SYSTEM, "us-1286")
    assert before is not None
    lists = lists_in_force(SYSTEM)

    with django_capture_on_commit_callbacks(execute=True):
        (outcome,) = read_again(SYSTEM, lambda _outcome: None)

    now = outcome.version
    assert (outcome.result, counting()) == (Result.IN_FORCE, ["Invented Institute A"])
    assert now is not None
    assert (now.added, now.removed, now.changed) == (0, 0, 2)
    assert (now.digest, now.retrieved_at, now.origin) == (before.digest, before.retrieved_at, before.origin)
    assert is_pointed_to(now)
    assert list(verify_sources(SYSTEM)) == []
    assert lists_in_force(SYSTEM) != lists
    assert [each.ends for each in read_listings(folder_of(before) / LISTINGS)] == [None] * 3, "as it was known then"
    assert read_again(SYSTEM, lambda _outcome: None) == [], "once"


@pytest.mark.usefixtures("home")
def test_files_that_say_the_same_make_no_new_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "section_1286.csv").write_text("\n".join(ROWS[:2]) + "\n", encoding="utf-8")
    with monkeypatch.context() as before:
        before.setattr(intake, "readers_digest", lambda: "earlier")
        load_directory(SYSTEM, tmp_path, lambda _outcome: None)

    (outcome,) = read_again(SYSTEM, lambda _outcome: None)

    assert outcome.result is Result.UNCHANGED
    assert SourceVersion.objects.count() == 1
    assert queries.read_otherwise(SYSTEM) == []


@pytest.mark.usefixtures("_kept")
def test_a_kept_file_that_was_changed_is_left_to_the_check_of_files() -> None:
    version = queries.version_in_force(SYSTEM, "us-1286")
    assert version is not None
    (folder_of(version) / "section_1286.csv").write_text("\n".join(ROWS[:2]), encoding="utf-8")

    (outcome,) = read_again(SYSTEM, lambda _outcome: None)

    assert outcome.result is Result.UNCHANGED
    assert len(counting()) == 3


@pytest.mark.usefixtures("_kept")
def test_a_worker_looks_for_it_by_itself_and_does_a_round() -> None:
    tasks.look_whether_read_otherwise(0)
    assert ProcrastinateJob.objects.filter(task_name="read kept lists again").count() == 1

    tasks.read_kept_lists.run(member_id="", institution_id=0)

    assert counting() == ["Invented Institute A"]
    assert ProcrastinateJob.objects.filter(task_name="a whole round").count() == 1
