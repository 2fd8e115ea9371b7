"""The log holds nothing of what people write, ask for or are."""

import json
import logging
import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from aktsom.operation.logs import Lines, logging_setup
from tests.operation.conftest import Installation
from tests.operation.serving import serving

MARK = "Planted7"


@pytest.fixture
def written() -> Callable[..., str]:
    """What the log says of one record."""
    formatter = Lines("json")

    def write(name: str, message: str, *args: object, error: BaseException | None = None, **extra: object) -> str:
        given = (type(error), error, error.__traceback__) if error else None
        record = logging.LogRecord(name, logging.ERROR, "somewhere.py", 1, message, args, given)
        record.__dict__.update(extra)
        return formatter.format(record)

    return write


def test_our_own_words_and_numbers_stay_and_what_was_filled_in_does_not(written: Callable[..., str]) -> None:
    line = json.loads(
        written("aktsom.core.jobs", "job %s stopped after %d rows", MARK, 7, job="screening", member=MARK)
    )
    assert line["event"] == "job … stopped after 7 rows"
    assert line["job"] == "screening"
    assert MARK not in json.dumps(line)


def test_other_peoples_messages_are_only_places(written: Callable[..., str]) -> None:
    line = written("django.security.DisallowedHost", f"Invalid HTTP_HOST header: {MARK}", request=MARK)
    assert MARK not in line
    assert json.loads(line)["event"] == "somewhere:1"


def test_a_fault_is_told_by_kind_and_place_without_its_message(written: Callable[..., str]) -> None:
    with pytest.raises(ValueError, match=MARK) as raised:
        _fail()
    line = written("django.request", "Internal Server Error: %s", f"/{MARK}", error=raised.value)
    said = json.loads(line)
    assert MARK not in line
    assert (said["fault"], said["because"]) == ("builtins.ValueError", "builtins.KeyError")
    assert "test_logs.py" in said["where"][0]


def test_both_forms_can_be_chosen() -> None:
    for form in ("json", "console"):
        assert logging_setup(form, "INFO")["root"]["level"] == "INFO"


def test_promise_p50_nothing_that_people_send_is_in_the_log(installation: Installation, tmp_path: Path) -> None:
    with serving(installation.address, tmp_path, "--no-worker") as served:
        _plant(served.port)
        log = served.stop()
    assert MARK.lower() not in log.lower()
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    # Nothing had to be killed to stop it, and no request was a fault: only the host name that is not ours is an error.
    errors = [line for line in lines if line["level"] == "error"]
    assert {line["logger"] for line in errors} == {"django.security.DisallowedHost"}, errors
    answered = [line for line in lines if line["event"] == "answered" and line["route"] == "about"]
    assert answered
    assert len(answered[0]["request_id"]) == 32
    assert {"at", "status", "milliseconds"} <= set(answered[0])


def _plant(port: int) -> None:
    headers = dict.fromkeys(
        ("User-Agent", "Referer", "X-Forwarded-For", "X-Request-ID", "Authorization", "X-Any"), MARK
    )
    headers |= {"Cookie": f"sessionid={MARK}; csrftoken={MARK}", "Accept-Language": MARK}
    for path, body in (
        (f"/about/?q={MARK}", None),
        (f"/{MARK}/?next={MARK}", None),
        ("/sign-in/", f"login={MARK}@example.org&password={MARK}&csrfmiddlewaretoken={MARK}".encode()),
        (f"/api/v1/partners?search={MARK}", None),
        ("/api/v1/cooperations", json.dumps({MARK: MARK, "title": MARK}).encode()),
    ):
        _ask(port, path, headers, body)
    _ask(port, "/about/", {**headers, "Host": f"{MARK}.example"}, None)
    _raw(port, f"GET /{MARK} HTTP/9.9\r\nHost: {MARK}\r\n\r\n")


def _fail() -> None:
    try:
        {}[MARK]
    except KeyError as error:
        raise ValueError(MARK) from error


def _ask(port: int, path: str, headers: dict[str, str], body: bytes | None) -> None:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body, headers=headers)
    try:
        answer = urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        assert answer.status < 500, path
        assert answer.headers["X-Request-ID"] != MARK


def _raw(port: int, text: str) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(text.encode())
        connection.recv(1000)
