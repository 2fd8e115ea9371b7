"""While the database does not answer, pages and programs are told so plainly, in their language."""

import psycopg
import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from aktsom.core.outage import is_outage
from aktsom.web import views

pytestmark = pytest.mark.django_db


def refused(cause: psycopg.Error | None) -> OperationalError:
    error = OperationalError("the words of psycopg")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        InterfaceError("connection already closed"),
        refused(psycopg.OperationalError("connection refused")),
        refused(psycopg.errors.AdminShutdown()),
        refused(psycopg.errors.CrashShutdown()),
        refused(psycopg.errors.CannotConnectNow()),
        refused(psycopg.errors.ConnectionFailure()),
    ],
)
def test_an_outage_is_told_from_other_faults(error: Exception) -> None:
    assert is_outage(error)


@pytest.mark.parametrize(
    "error", [refused(psycopg.errors.DeadlockDetected()), refused(psycopg.errors.DiskFull()), KeyError("x"), None]
)
def test_other_faults_are_no_outage(error: Exception | None) -> None:
    assert not is_outage(error)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Looking at a page where the database has just gone away."""

    def gone(*_arguments: object) -> None:
        raise refused(psycopg.OperationalError("connection refused"))

    monkeypatch.setattr(views, "places_of", gone)
    monkeypatch.setattr("aktsom.institutions.keys.act_for_place", gone)
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", gone)
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    return client


@pytest.mark.parametrize(
    ("language", "said", "kept"),
    [
        ("en", "The database does not answer", "What you had saved before is kept"),
        ("nb", "Databasen svarer ikke", "Det du hadde lagret før, er tatt vare på"),
    ],
)
def test_people_are_told_what_happened_what_is_kept_and_what_to_do(
    browser: Client, language: str, said: str, kept: str
) -> None:
    answer = browser.get("/", headers={"Accept-Language": language})
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    page = answer.content.decode()
    assert f'lang="{language}"' in page
    assert said in page
    assert kept in page
    assert "psycopg" not in page


def test_programs_are_told_in_their_one_shape(browser: Client) -> None:
    key = f"Bearer aktsom_1_{'a' * 43}"
    answer = browser.get("/api/v1/me", headers={"Authorization": key, "Accept-Language": "en"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert answer.json()["happened"] == "The database does not answer"
    assert set(answer.json()) == {"happened", "kept", "remedy", "fields"}
