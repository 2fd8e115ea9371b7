"""What `aktsom serve` looks after: the embedded database and the worker come back when they end."""

import logging
import sys
from collections.abc import Iterator

import pytest

from aktsom.cli import serve
from aktsom.cli.serve import Background, _look_after
from aktsom.core.errors import SetupError


@pytest.fixture
def background(monkeypatch: pytest.MonkeyPatch) -> Iterator[Background]:
    """A worker that only waits."""
    monkeypatch.setattr(serve, "WORKER", (sys.executable, "-c", "import time; time.sleep(60)"))
    made = Background()
    yield made
    made.stop()


def test_a_worker_that_ended_is_started_again_but_not_at_once(
    background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = background.process
    background.keep()
    assert background.process is first
    first.kill()
    first.wait()
    background.keep()
    assert background.process is first
    monkeypatch.setattr(serve, "PAUSE", -1)
    background.keep()
    assert background.process.poll() is None
    assert background.process is not first


def test_a_worker_that_was_told_to_stop_stays_away(background: Background, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PAUSE", -1)
    background.terminate()
    background.process.wait(timeout=5)
    background.keep()
    assert background.process.poll() is not None


def test_that_the_database_ended_is_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(serve, "start_embedded_if_ended", lambda: True)
    with caplog.at_level(logging.ERROR):
        _look_after(None)
    assert "the embedded database had ended" in caplog.text


def test_a_database_that_does_not_come_back_does_not_end_the_server(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> bool:
        raise SetupError("It did not start.", remedy="Free some space.")

    monkeypatch.setattr(serve, "start_embedded_if_ended", fail)
    with caplog.at_level(logging.ERROR):
        _look_after(None)
    assert "Free some space." in caplog.text
