"""A server as operators run it, in programs of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aktsom.operation.backup.postgres import Address

TOKEN = "a-token-for-tests"
PATIENCE = 120


@dataclass(frozen=True)
class Served:
    """A running server: its port, its program and the file with its log."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self) -> str:
        """As Ctrl-C does: to every program of the terminal at once. Gives what it wrote."""
        os.killpg(self.process.pid, signal.SIGINT)
        assert self.process.wait(timeout=PATIENCE) == 0
        return self.log.read_text("utf-8")

    def kill(self) -> None:
        """End every program of it at once and without a word, the worker too."""
        for pid in (*children_of(self.process.pid), self.process.pid):
            os.kill(pid, signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)

    def web_processes(self) -> set[int]:
        """The programs that answer. Served without a worker, there are no others."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {int(each) for each in listed.read_text().split()}

    def findings(self) -> dict[str, str]:
        """What `/health/ready` tells a watcher."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/health/ready")
        request.add_header("Authorization", f"Bearer {TOKEN}")
        with urllib.request.urlopen(request, timeout=60) as answer:
            found: dict[str, str] = json.load(answer)["findings"]
        return found

    def wait_for(self, name: str, state: str) -> None:
        """Until a finding is so."""
        until = time.monotonic() + PATIENCE
        while self.findings()[name] != state:
            assert time.monotonic() < until, f"{name} never was {state}"
            time.sleep(0.3)


@contextmanager
def serving(address: Address, folder: Path, *options: str) -> Iterator[Served]:
    """Serve a database on a free port, at its most talkative; killed at the end if it still runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    application = Address(address.name, "aktsom_app", "", address.host, address.port, address.options)
    own = {
        "AKTSOM_LOG": "DEBUG",
        "AKTSOM_LOG_FORMAT": "json",
        "AKTSOM_HOME": str(folder),
        "AKTSOM_METRICS_TOKEN": TOKEN,
    }
    environment = {**os.environ, **own, "DATABASE_URL": address.url, "DATABASE_APP_URL": application.url}
    command = [sys.executable, "-m", "aktsom.cli.main", "serve", "--port", str(port), *options]
    file = folder / f"log-{port}"
    with file.open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        served = Served(port, process, file)
        try:
            _wait_until_live(served)
            yield served
        finally:
            if process.poll() is None:
                served.kill()


def children_of(pid: int) -> list[int]:
    """The programs that a program started, and theirs."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    own = [int(line) for line in found.stdout.split()]
    return [each for child in own for each in (*children_of(child), child)]


def _wait_until_live(served: Served) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and served.process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{served.port}/health/live", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start: {served.log.read_text('utf-8')[-2000:]}")
