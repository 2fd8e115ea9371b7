"""The threads of a web process answer by themselves; whatever a connection does, the next one is answered."""

import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.http.wsgi import FileWrapper

from aktsom.cli import in_time
from aktsom.cli.web_processes import WebProcess

SECONDS, LARGE = 10, 30_000_000
TOLD_EARLY = """
import os, signal
from gunicorn.app.base import BaseApplication
from aktsom.cli.web_processes import Master, _settle

class Small(BaseApplication):
    def load_config(self):
        options = {"bind": "127.0.0.1:0", "post_fork": tell, "post_worker_init": _settle, "loglevel": "warning"}
        options |= {"worker_class": "aktsom.cli.web_processes.WebProcess", "threads": 1, "control_socket_disable": True}
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self):
        return None

    def look_after(self, listening):
        pass

def tell(master, process):
    print(process.age, end=" ", flush=True)
    os.kill(os.getpid() if process.age == 1 else os.getppid(), signal.SIGTERM)

Master(Small()).run()
"""
"""A server whose first web process is told to end as soon as it is made; then the second tells the server to."""


class Small(BaseApplication):  # type: ignore[misc]
    """An application that says what it was asked for, and fails hard when asked to."""

    def load_config(self) -> None:
        self.cfg.set("threads", 2)
        self.cfg.set("worker_connections", 12)
        self.cfg.set("keepalive", SECONDS)
        self.cfg.set("loglevel", "critical")

    def load(self) -> Any:
        def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            path = environ["PATH_INFO"]
            if path == "/fail":
                raise GeneratorExit
            if path == "/slow":
                time.sleep(1)
            if path == "/body":
                path = str(len(environ["wsgi.input"].read()))
            if path == "/large":
                path = "x" * LARGE
            if path == "/file":
                start_response("200 OK", [("Content-Length", str(LARGE))])
                return FileWrapper((Path(environ["HTTP_HOST"])).open("rb"))
            start_response("200 OK", [("Content-Length", str(len(path)))])
            return _breaking() if path == "/break" else [path.encode()]

        return answer


def _breaking() -> Iterator[bytes]:
    yield b"/b"
    raise ValueError


@pytest.fixture
def process() -> Iterator[WebProcess]:
    listening = socket.create_server(("127.0.0.1", 0))
    app = Small()
    one = WebProcess(1, os.getppid(), [listening], app, SECONDS, app.cfg, Logger(app.cfg))
    one.tpool, one.poller = one.get_thread_pool(), selectors.DefaultSelector()
    one.method_queue.init()
    one.wsgi = app.wsgi()
    running = Thread(target=one.run)
    running.start()
    yield one
    _end(one)
    running.join(SECONDS)
    assert not running.is_alive()


def test_every_connection_is_answered_and_each_as_often_as_it_asks(process: WebProcess) -> None:
    several = [_connected(process) for _ in range(6)]
    for number in range(4):
        for each in several:
            assert _asked(each, f"/{number}") == f"/{number}"


def test_requests_that_arrive_together_are_answered_in_their_order(process: WebProcess) -> None:
    one = _connected(process)
    one.sendall(_request("/first") + _request("/second") + _request("/third"))
    assert [_answer(one) for _ in range(3)] == ["/first", "/second", "/third"]


def test_a_thread_that_fails_is_replaced_and_its_connection_closed(process: WebProcess) -> None:
    for _ in range(5):
        one = _connected(process)
        one.sendall(_request("/fail"))
        assert one.recv(1) == b""
    one = _connected(process)
    one.sendall(_request("/break"))
    assert _until_closed(one).endswith(b"/b")
    kept = _connected(process)
    assert _asked(kept, "/well") == "/well"
    _until(lambda: process.nr_conns == 1)


def test_more_than_it_holds_lets_the_longest_silent_go(process: WebProcess) -> None:
    several = [_connected(process) for _ in range(12)]
    assert _asked(_connected(process), "/late") == "/late"
    assert several[0].recv(1) == b""
    assert _asked(several[-1], "/kept") == "/kept"


def test_told_to_end_it_gives_the_answer_that_is_under_way_and_lets_silent_ones_go(
    process: WebProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_time, "TO_GO", 0.2)
    silent, busy, untaken = (_connected(process) for _ in range(3))
    _until(lambda: len(process.silent) == 3)
    busy.sendall(_request("/slow"))
    untaken.sendall(_request("/large"))
    _until(lambda: len(process.silent) == 1)
    _end(process)
    assert _answer(busy) == "/slow"
    assert silent.recv(1) == busy.recv(1) == b""
    _until(lambda: process.nr_conns == 0)


def test_told_to_end_it_waits_a_moment_for_the_rest_of_what_is_asked(process: WebProcess) -> None:
    whole, half, head = (_connected(process) for _ in range(3))
    for each in (whole, half):
        each.sendall(_request("/body", "POST", body=10) + b"abc")
    head.sendall(b"GET /half HTTP/1.1\r\n")
    _until(lambda: process.nr_conns == 3 and len(process.silent) == 1)
    _end(process)
    whole.sendall(b"defghij")
    until = time.monotonic() + in_time.GRACE / 2
    assert _answer(whole) == "10"
    assert _answer(half) == "3"
    assert _is_closed(head)
    assert time.monotonic() < until


def test_what_a_web_process_is_told_before_it_can_listen_it_heeds_when_it_can() -> None:
    ended = subprocess.run([sys.executable, "-c", TOLD_EARLY], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "1 2 ", "")


def test_clients_that_send_next_to_nothing_keep_nobody_waiting(
    process: WebProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = [_connected(process) for _ in range(6)]
    for each in several:
        each.sendall(b"GET /in-pieces HTTP/1.1\r\n")
    _until(lambda: len(process.silent) == 6)
    assert _asked(_connected(process), "/well") == "/well"
    monkeypatch.setattr(in_time, "GRACE", 0.1)
    several[0].sendall(b"Host: here\r\n\r\n")
    assert _answer(several[0]) == "/in-pieces"
    begun = _connected(process)
    begun.sendall(b"GET /never")
    with suppress(OSError):
        for _ in range(40):
            time.sleep(0.05)
            begun.sendall(b"r")
    assert _is_closed(begun)


def test_a_body_that_does_not_come_is_cut_off(process: WebProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_time, "GRACE", 0.2)
    several = [_connected(process) for _ in range(3)]
    for each in several:
        each.sendall(_request("/body", "POST", body=10) + b"abc")
    assert [_answer(each) for each in several] == ["3", "3", "3"]
    assert _asked(_connected(process), "/well") == "/well"


@pytest.mark.parametrize("wanted", ["/large", "/file"])
def test_an_answer_that_nobody_takes_is_given_up_and_one_that_is_taken_is_whole(
    process: WebProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wanted: str
) -> None:
    (tmp_path / "file").write_bytes(b"x" * LARGE)
    asked = f"GET {wanted} HTTP/1.1\r\nHost: {tmp_path / 'file'}\r\n\r\n".encode()
    monkeypatch.setattr(in_time, "GRACE", 0.3)
    silent = [_connected(process) for _ in range(3)]
    one = _connected(process)
    for each in (*silent, one):
        each.sendall(asked)
    assert len(_answer(one)) == LARGE


def test_what_is_asked_together_with_a_large_body_is_answered_too(process: WebProcess) -> None:
    one = _connected(process)
    one.sendall(_request("/body", "POST", body=30_000) + bytes(30_000) + _request("/next"))
    assert [_answer(one), _answer(one)] == ["30000", "/next"]


def test_a_request_has_its_time_from_when_it_begins_and_an_answer_any_time(
    process: WebProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_time, "GRACE", 0.8)
    one = _connected(process)
    time.sleep(0.9)
    assert _asked(one, "/slow") == "/slow"
    one.sendall(_request("/body", "POST", body=40_000) + bytes(10_000))
    for _ in range(3):
        time.sleep(0.4)
        one.sendall(bytes(10_000))
    assert _answer(one) == "40000"


def _end(process: WebProcess) -> None:
    if process.alive:
        process.handle_exit(15, None)


def _connected(process: WebProcess) -> socket.socket:
    return socket.create_connection(process.sockets[0].getsockname(), timeout=SECONDS)


def _asked(one: socket.socket, path: str) -> str:
    one.sendall(_request(path))
    return _answer(one)


def _request(path: str, method: str = "GET", body: int = 0) -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: here\r\nContent-Length: {body}\r\n\r\n".encode()


def _answer(one: socket.socket) -> str:
    """The body of the next answer, byte by byte: what follows belongs to the one after it."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = one.recv(1)
        assert byte, "closed"
        head += byte
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    body = bytearray()
    while len(body) < length:
        body += one.recv(length - len(body)) or pytest.fail("closed")
    return body.decode()


def _until_closed(one: socket.socket) -> bytes:
    came = b""
    while more := one.recv(1000):
        came += more
    return came


def _is_closed(one: socket.socket) -> bool:
    try:
        return one.recv(1) == b""
    except ConnectionResetError:
        return True


def _until(holds: Any) -> None:
    until = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)
