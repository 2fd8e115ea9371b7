"""An update that is killed at any moment leaves a version that is whole, and the next update completes."""

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from aktsom.core.actor import Actor
from aktsom.engine.lists.snapshot import read_listings
from aktsom.knowledge.sources.files import LISTINGS, folder_of
from aktsom.knowledge.sources.models import SourceVersion, StoredListing
from aktsom.knowledge.sources.queries import current_listings, version_in_force
from aktsom.knowledge.sources.updating import load_directory
from aktsom.knowledge.sources.verifying import verify_sources
from tests.knowledge.samples import un_file

SYSTEM = Actor.system("tests")
KILLS = 14
NAMES = 300


@pytest.fixture
def emptied(django_db_blocker: pytest.FixtureRequest, django_db_setup: None) -> Iterator[None]:
    """What killed processes committed is seen by others, so it is taken away by hand."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield
        StoredListing.objects.all().delete()
        SourceVersion.objects.all().delete()


def issue(folder: Path, number: int) -> Path:
    """The publisher's file of one day: three in four entries stay, the others are renamed."""
    days = [number if entry % 4 == 0 else 0 for entry in range(NAMES)]
    un_file(folder, *(f"Invented Body {entry} of Day {day}" for entry, day in enumerate(days)))
    return folder


def update(folder: Path) -> None:
    load_directory(SYSTEM, folder, lambda _outcome: None)


def killed(folder: Path, seconds: float) -> bool:
    """Update in a process of its own and kill it; gives whether the kill came before the end."""
    child = os.fork()
    if child == 0:
        for alias in connections:
            connections[alias].connection = None
        update(folder)
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def assert_whole() -> None:
    """Rows, counts and files say the same."""
    version = version_in_force(SYSTEM, "un-sc")
    assert version is not None
    rows = set(current_listings(SYSTEM).values_list("listing", "name"))
    assert len(rows) == version.listings == NAMES
    assert rows == {(each.id, each.name) for each in read_listings(folder_of(version) / LISTINGS)}
    assert all("the disk names another version" in defect.reason for defect in verify_sources(SYSTEM))


@pytest.mark.usefixtures("emptied")
def test_whenever_an_update_is_killed_the_version_in_force_is_whole_and_the_next_update_completes(
    tmp_path: Path,
) -> None:
    moments = random.Random(7)
    begun = time.perf_counter()
    update(issue(tmp_path / "0", 0))
    whole_update = time.perf_counter() - begun
    interrupted = 0

    for number in range(1, KILLS + 1):
        folder = issue(tmp_path / str(number), number)
        interrupted += killed(folder, moments.random() * whole_update * 1.2)
        assert_whole()

        if number % 3 == 0:
            update(folder)
            assert list(verify_sources(SYSTEM)) == []
            assert current_listings(SYSTEM).filter(name__endswith=f"Day {number}").count() == NAMES / 4

    update(folder)
    assert list(verify_sources(SYSTEM)) == []
    assert interrupted > KILLS / 4
