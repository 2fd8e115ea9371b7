"""A worker that is killed in the middle of a drawer: the next one goes on, and nothing is half done or there twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, DocumentVersion
from aktsom.cooperation.drawer.actions import choose_columns, start, upload_drawer
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.tasks import bring_in
from aktsom.core.actor import Actor
from aktsom.core.audit import verify_chain
from aktsom.core.models import AuditEvent
from aktsom.operation.backup.postgres import Address
from tests.cooperation.committed import committed_person
from tests.cooperation.drawer.conftest import archive, paper

__all__ = ["committed_person"]
FILES, PATIENCE = 8, 120


def test_a_worker_that_is_killed_with_signal_9_is_followed_by_one_that_goes_on(
    committed_person: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "files")
    drawer = _started(committed_person)
    with _worker(tmp_path) as killed:
        _until(lambda: DrawerItem.objects.filter(drawer=drawer).count() >= 3)
        killed.send_signal(signal.SIGKILL)
    before = set(DrawerItem.objects.filter(drawer=drawer).values_list("number", "agreement"))
    assert 3 <= len(before) < FILES, "the kill came too late"
    bring_in.defer(committed_person, drawer_id=str(start(committed_person, drawer=drawer).pk))
    with _worker(tmp_path):
        _until(lambda: Drawer.objects.get(pk=drawer.pk).state == Drawer.State.DONE)
    items = DrawerItem.objects.filter(drawer=drawer)
    assert before <= set(items.values_list("number", "agreement"))
    assert Counter(items.values_list("outcome", flat=True)) == {"registered": FILES}
    made = {f"agreements.agreement:{key}" for key in items.values_list("agreement", flat=True)}
    events = AuditEvent.objects.filter(verb="register an agreement")
    assert Counter(events.values_list("subject", flat=True)) == Counter(made)
    assert Agreement.objects.count() == DocumentVersion.objects.count() == FILES
    assert ClauseCheck.objects.filter(progress="done", current=True).count() == FILES
    assert verify_chain(drawer.institution_id) is None


def _started(actor: Actor) -> Drawer:
    rows = "".join(f"{number}.docx;Nr {number};MoU;Snow Centre;CA\n" for number in range(FILES))
    files = {f"{number}.docx": paper(f"The parties work on matter {number}.") for number in range(FILES)}
    sheet = SimpleUploadedFile("sheet.csv", f"Fil;Tittel;Type;Motpart;Land\n{rows}".encode())
    drawer = upload_drawer(actor, files=[archive(files)], sheet=sheet)
    drawer = start(actor, drawer=choose_columns(actor, drawer=drawer, columns=drawer.mapping["columns"]))
    bring_in.defer(actor, drawer_id=str(drawer.pk))
    return drawer


@contextmanager
def _worker(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`aktsom worker` on the database of the tests."""
    owner = Address.of(os.environ["DATABASE_URL"]).named(str(connection.settings_dict["NAME"]))
    application = Address(owner.name, "aktsom_app", "", owner.host, owner.port, owner.options)
    environment = os.environ | {
        "DATABASE_URL": owner.url,
        "DATABASE_APP_URL": application.url,
        "AKTSOM_HOME": str(home),
    }
    working = subprocess.Popen([sys.executable, "-m", "aktsom.cli.main", "worker"], env=environment)
    try:
        yield working
    finally:
        working.terminate()
        working.wait(timeout=PATIENCE)
        _until_alone()


def _until(so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < until, "the worker does not get on"
        time.sleep(0.02)


def _until_alone() -> None:
    """The database has noticed that the worker is gone."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        _until(lambda: cursor.execute(others) is not None and cursor.fetchone() == (0,))
