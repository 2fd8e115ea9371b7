"""What `aktsom serve` looks after: the embedded database and the worker come back when they end."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import psutil
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


def test_what_the_worker_started_ends_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    helper = "import time; time.sleep(60)"
    job = (
        f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {helper!r}]).pid, flush=True); {helper}"
    )
    monkeypatch.setattr(serve, "WORKER", (sys.executable, "-c", job))
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def start(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        started.append(real(*arguments, stdout=subprocess.PIPE, **options))
        return started[-1]

    monkeypatch.setattr(serve.subprocess, "Popen", start)
    background = Background()
    monkeypatch.undo()
    assert started[0].stdout is not None
    helped = psutil.Process(int(started[0].stdout.readline()))
    background.stop()
    with suppress(psutil.NoSuchProcess):
        assert helped.wait(5) is None
    assert not helped.is_running() or helped.status() == psutil.STATUS_ZOMBIE


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
