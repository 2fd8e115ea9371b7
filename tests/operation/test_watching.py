"""Those who watch the installation learn what they need; strangers learn that it answers."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError, ProgrammingError
from django.test import Client

from aktsom.institutions.models import Institution
from aktsom.operation import health, middleware
from aktsom.operation.backup.generations import LastBackup, remember

pytestmark = pytest.mark.django_db
TOKEN = "a-token-for-tests"


@pytest.fixture(autouse=True)
def fresh() -> None:
    health._remembered.cache_clear()


@pytest.fixture
def watcher(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("AKTSOM_METRICS_TOKEN", TOKEN)
    return Client(headers={"Authorization": f"Bearer {TOKEN}"})


def test_promise_p51_a_stranger_learns_only_whether_pages_are_served(client: Client, institution: Institution) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    answer = client.get("/health/ready")
    assert answer.json() == {"status": "ready"}
    assert answer.status_code == 200
    assert client.get("/metrics").status_code == 404


def test_a_wrong_token_is_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AKTSOM_METRICS_TOKEN", TOKEN)
    for given in ("", "Bearer ", f"Bearer {TOKEN}x", TOKEN, "Bearer ø"):
        assert Client(headers={"Authorization": given}).get("/metrics").status_code == 404
    assert "findings" not in Client(headers={"Authorization": "Bearer x"}).get("/health/ready").json()


def test_who_has_the_token_learns_what_is_not_well(watcher: Client) -> None:
    found = watcher.get("/health/ready").json()["findings"]
    assert found == {"database": "well", "migrations": "well", "worker": "not well", "lists": "well", "disk": "well"}


@pytest.mark.parametrize("lacking", ["database", "migrations", "disk"])
def test_without_what_pages_need_it_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch, lacking: str) -> None:
    def refuse() -> tuple[health.Finding, ...]:
        raise OperationalError("gone")

    if lacking == "database":
        monkeypatch.setattr(health, "_in_database", refuse)
    elif lacking == "migrations":
        monkeypatch.setattr(health, "_known", lambda: frozenset({("core", "9999_not_applied")}))
    else:
        monkeypatch.setattr(health.shutil, "disk_usage", lambda _path: SimpleNamespace(free=1))
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready"})


def test_it_is_cheap(client: Client, django_assert_max_num_queries: object) -> None:
    client.get("/health/ready")
    with django_assert_max_num_queries(0):  # type: ignore[operator]
        client.get("/health/live")
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        client.get("/health/ready")


def test_watchers_are_answered_by_any_address_and_without_tls(client: Client, settings: object) -> None:
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["aktsom.example.no"], True  # type: ignore[attr-defined]
    assert client.get("/health/live", headers={"Host": "10.0.0.7:8000"}).status_code == 200


def test_the_measurements_name_routes_and_lists_and_nobody(
    watcher: Client, institution: Institution, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AKTSOM_HOME", str(tmp_path))
    made = datetime.now(UTC) - timedelta(hours=1)
    remember(tmp_path, LastBackup(made_at=made, file="secret-name", size=1, verified=True))
    watcher.get("/about/?q=Planted8")
    watcher.get("/Planted8/")
    watcher.generic("PLANTED8", "/about/")
    said = watcher.get("/metrics").content.decode()
    assert 'aktsom_requests_total{method="GET",route="about",status="200"}' in said
    assert 'aktsom_requests_total{method="GET",route="unknown",status="404"}' in said
    assert 'aktsom_jobs{state="todo"} 0.0' in said
    age = next(float(line.split()[1]) for line in said.splitlines() if line.startswith("aktsom_backup_age_seconds"))
    assert 3600 <= age < 3700
    for hidden in ("Planted8", "PLANTED8", institution.slug, institution.name_nb, "secret-name"):
        assert hidden not in said


def test_answers_carry_the_id_under_which_the_log_tells_of_them(client: Client) -> None:
    first, second = (client.get("/about/", headers={"X-Request-ID": "mine"})["X-Request-ID"] for _ in range(2))
    assert len({first, second, "mine"}) == 3
    assert middleware.request_id.get() == ""


def test_where_no_table_is_there_yet_the_database_answers_and_the_tables_lack(
    watcher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> tuple[health.Finding, ...]:
        raise ProgrammingError("relation does not exist")

    monkeypatch.setattr(health, "_in_database", refuse)
    found = watcher.get("/health/ready").json()["findings"]
    assert found == {"database": "well", "migrations": "not well", "disk": "well"}
