"""What `aktsom serve` looks after: the embedded database and the worker come back when they end."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from aktsom.cli import background as module
from aktsom.cli import serve
from aktsom.cli.background import Background
from aktsom.cli.serve import _look_after
from aktsom.core.errors import SetupError


@pytest.fixture
def background() -> Iterator[Background]:
    """A worker that only waits."""
    made = Background(lambda: time.sleep(60))
    made.keep()
    yield made
    made.stop()


def test_a_worker_that_ended_is_started_again_but_not_at_once(
    background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = background.process
    background.keep()
    assert first is not None
    assert background.process is first
    first.kill()
    first.wait()
    background.keep()
    assert background.process is first
    monkeypatch.setattr(module, "PAUSE", -1)
    background.keep()
    assert background.is_running()
    assert background.process is not first


def test_a_worker_that_was_told_to_stop_stays_away(background: Background, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", -1)
    background.terminate()
    assert background.process is not None
    background.process.wait(timeout=5)
    background.keep()
    assert not background.is_running()


def test_a_worker_does_not_keep_the_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        background = Background(lambda: time.sleep(60))
        background.keep([listening])
        time.sleep(0.2)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    background.stop()


def test_what_the_worker_started_ends_with_it(tmp_path: Path) -> None:
    said = tmp_path / "pid"

    def work() -> None:
        helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        said.with_suffix(".new").write_text(str(helper.pid))
        said.with_suffix(".new").rename(said)
        time.sleep(60)

    background = Background(work)
    background.keep()
    while not said.exists():
        time.sleep(0.02)
    helped = psutil.Process(int(said.read_text()))
    background.stop()
    with suppress(psutil.NoSuchProcess):
        assert helped.wait(5) is None
    assert not helped.is_running() or helped.status() == psutil.STATUS_ZOMBIE


def test_a_worker_ends_with_a_server_that_was_killed(tmp_path: Path) -> None:
    said = tmp_path / "pid"
    server = os.fork()
    if server == 0:
        background = Background(lambda: time.sleep(60))
        background.keep()
        said.write_text(str(background.process.pid) if background.process else "none")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(server, 0)
    worker, until = int(said.read_text()), time.monotonic() + 5
    while not _is_gone(worker) and time.monotonic() < until:
        time.sleep(0.1)
    assert _is_gone(worker)


def _is_gone(number: int) -> bool:
    """Whether a process ended, though perhaps nobody has asked how."""
    try:
        return psutil.Process(number).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_that_the_database_ended_is_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(serve, "start_embedded_if_ended", lambda: True)
    with caplog.at_level(logging.ERROR):
        _look_after(None, ())
    assert "the embedded database had ended" in caplog.text


def test_a_database_that_does_not_come_back_does_not_end_the_server(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> bool:
        raise SetupError("It did not start.", remedy="Free some space.")

    monkeypatch.setattr(serve, "start_embedded_if_ended", fail)
    with caplog.at_level(logging.ERROR):
        _look_after(None, ())
    assert "Free some space." in caplog.text
