"""A server that was killed starts again as if nothing had been; a port in use is stepped over."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import Mock

import pytest
from gunicorn.config import Config

from aktsom.cli.serve import HIGHEST_PORT, free_port
from aktsom.cli.web_processes import WebProcess
from aktsom.core.errors import SetupError
from tests.operation.conftest import Installation
from tests.operation.serving import children_of, serving


@pytest.fixture
def busy() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_busy_port_is_stepped_over(busy: int) -> None:
    assert busy < free_port("127.0.0.1", busy) <= busy + 50


def test_told_to_end_while_it_hands_over_a_connection_it_does_not_wait_for_itself() -> None:
    process = WebProcess(1, os.getpid(), [], None, 30, Config(), None)
    process.tpool, process.method_queue = Mock(), Mock()
    process.handle_quit(signal.SIGQUIT, None)
    assert not process.alive
    process.method_queue.defer.assert_called_once()
    process.tpool.shutdown.assert_not_called()


def test_when_no_port_is_free_the_remedy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", HIGHEST_PORT))
        taken.listen()
        with pytest.raises(SetupError, match="--port"):
            free_port("127.0.0.1", HIGHEST_PORT)


def test_after_kill_9_it_starts_again_and_stops_cleanly_though_clients_only_connected_or_sent_half_a_request(
    installation: Installation, tmp_path: Path
) -> None:
    with serving(installation.address, tmp_path) as served:
        served.wait_for("worker", "well")
        programs = children_of(served.process.pid)
        assert len(programs) >= 2
        served.kill()
    _wait_until_gone(programs)
    form = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nlogin=a"
    said = [b"", b"GET /about/ HTTP/1.1\r\nHo", *[b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + form] * 6]
    with serving(installation.address, tmp_path) as again, ExitStack() as open_still:
        again.wait_for("worker", "well")
        assert again.findings()["database"] == again.findings()["migrations"] == "well"
        programs = children_of(again.process.pid)
        for each in said:
            connection = open_still.enter_context(socket.create_connection(("127.0.0.1", again.port)))
            connection.sendall(each)
        assert "gunicorn.error" not in again.stop()
    _wait_until_gone(programs)


def _wait_until_gone(programs: list[int]) -> None:
    """A killed program is still there for a moment, while the system clears up after it."""
    deadline = time.monotonic() + 60
    while any(_runs(pid) for pid in programs):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return f"{pid} (" in stat and ") Z" not in stat
