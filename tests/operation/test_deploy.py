"""`aktsom check --deploy` names what must be put right, each with its remedy."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connections

from aktsom.cli.check import check
from aktsom.config.mail import SMTP, mail_fault, mail_settings
from aktsom.operation import deploy, health
from aktsom.operation.backup.generations import LastBackup, remember

pytestmark = pytest.mark.django_db


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], dict[str, deploy.Line]]:
    monkeypatch.setenv("AKTSOM_HOME", str(tmp_path))

    def look() -> dict[str, deploy.Line]:
        health._remembered.cache_clear()
        return {line.name: line for line in deploy.look(deploy=True)}

    return look


def test_a_trial_installation_is_told_what_it_lacks(looked: Callable[[], dict[str, deploy.Line]]) -> None:
    found = looked()
    for name in ("https", "hsts", "secret-key", "worker", "backup"):
        assert found[name].state == deploy.FAULT, name
    for name in ("database-role", "row-level-security", "append-only", "clocks", "postgresql", "migrations", "disk"):
        assert found[name].state == deploy.FINE, name
    assert all(line.remedy for line in found.values() if line.state != deploy.FINE)


def test_a_nightly_backup_that_could_not_be_encrypted_is_a_fault(
    looked: Callable[[], dict[str, deploy.Line]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AKTSOM_BACKUP_FOLDER", str(tmp_path))
    assert looked()["backup-keys"].state == deploy.FAULT
    (tmp_path / "words").write_text("a long enough passphrase")
    monkeypatch.setenv("AKTSOM_BACKUP_PASSPHRASE_FILE", str(tmp_path / "words"))
    assert looked()["backup-keys"].state == deploy.FINE


def test_what_was_put_right_is_fine(
    looked: Callable[[], dict[str, deploy.Line]], settings: object, tmp_path: Path
) -> None:
    settings.SECURE, settings.SECURE_HSTS_SECONDS = True, 31_536_000  # type: ignore[attr-defined]
    settings.SECRET_KEY = "k" * 50  # type: ignore[attr-defined]
    kept = tmp_path / "one.backup"
    kept.touch()
    remember(tmp_path, LastBackup(made_at=datetime.now(UTC), file=str(kept), size=1, verified=True))
    found = looked()
    for name in ("https", "hsts", "secret-key", "backup", "backup-trial"):
        assert found[name].state == deploy.FINE, name


def test_a_database_elsewhere_that_is_reached_in_the_clear_is_a_fault(
    looked: Callable[[], dict[str, deploy.Line]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert looked()["database-encrypted"].state == deploy.FINE
    monkeypatch.setitem(deploy.connection.settings_dict, "HOST", "db.example.org")
    assert looked()["database-encrypted"].state == deploy.FAULT


@pytest.mark.django_db(databases=["default", "owner"], transaction=False)
def test_an_open_border_and_a_log_that_can_be_changed_are_named(
    looked: Callable[[], dict[str, deploy.Line]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deploy, "connection", connections["owner"])
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE register_cooperation DISABLE ROW LEVEL SECURITY")
        cursor.execute("GRANT UPDATE ON core_auditevent TO aktsom_app")
    found = looked()
    assert found["row-level-security"].state == deploy.FAULT
    assert "register_cooperation" in str(found["row-level-security"].remedy)
    assert "core_auditevent" in str(found["append-only"].remedy)


def test_a_mail_server_that_is_not_there_is_a_fault(
    looked: Callable[[], dict[str, deploy.Line]], settings: object
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1  # type: ignore[attr-defined]
    assert looked()["mail"].state == deploy.FAULT


def test_the_mail_address_is_taken_apart_and_never_repeated() -> None:
    found = mail_settings("smtp+tls://me:p%40ss@mail.example.no", "")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_PASSWORD"]) == ("mail.example.no", 587, "p@ss")
    assert found["EMAIL_USE_TLS"]
    assert "hunter" not in str(mail_fault("http://me:hunter2@mail"))
    assert mail_fault("smtps://mail.example.no:70000")


def test_the_command_fails_when_something_is_a_fault_and_speaks_json(looked: object) -> None:
    done = CliRunner().invoke(check, ["--deploy", "--json"])
    assert done.exit_code == 1
    assert {"name", "state", "about", "remedy"} == set(json.loads(done.output)[0])
