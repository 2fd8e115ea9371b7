"""`aktsom serve`: the pages and the API on one port, with a worker for what runs in the background."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click
from django.conf import settings
from django.core.management import call_command
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from aktsom.cli.setup import bring_up_to_date, with_django
from aktsom.config.checking import refuse_unusable
from aktsom.core.errors import SetupError

THREADS = 4
PORTS_TO_TRY = 50
PATIENCE = 2
HIGHEST_PORT = 65_535
PORT = click.IntRange(1, HIGHEST_PORT)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=PORT, default=8000, show_default=True, help="The port; the next free one is taken if it is in use."
)
@click.option("--processes", default=1, show_default=True, help="Web processes; each answers four requests at a time.")
@click.option("--worker/--no-worker", default=True, help="Also run the worker for background work.")
def serve(host: str, port: int, processes: int, worker: bool) -> None:
    """Serve the pages and the API."""
    refuse_unusable(os.environ, listens_on=host)
    with tempfile.TemporaryDirectory(prefix="aktsom-counts-") as counts:
        if processes > 1:
            # Where the processes put their counts together; must be known before the counters are made.
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = counts
        with_django()
        bring_up_to_date()
        serve_pages(host, port, processes=processes, with_worker=worker)


@click.command()
def worker() -> None:
    """Do what waits in the background queue, until stopped."""
    with_django()
    call_command("procrastinate", "worker", concurrency=1)


def serve_pages(host: str, port: int, *, processes: int = 1, with_worker: bool = True) -> None:
    """Serve until stopped. The database must be up to date and Django set up."""
    free = free_port(host, port)
    click.echo(f"Aktsom is at http://{host}:{free}  (stop with Ctrl-C)")
    sys.stdout.flush()
    background = _start_worker() if with_worker else None
    try:
        _Server(f"{host}:{free}", processes).run()
    finally:
        if background is not None:
            _stop(background)


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next free one; raises `SetupError` when none of the next fifty is free."""
    for port in range(wanted, min(wanted + PORTS_TO_TRY, HIGHEST_PORT + 1)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise SetupError(
        f"None of the ports {wanted} to {wanted + PORTS_TO_TRY - 1} on {host} is free.",
        remedy="Stop what uses them, or choose another with --port.",
    )


def _start_worker() -> subprocess.Popen[bytes]:
    # In a group of its own: Ctrl-C reaches every program of a terminal's group at once, and two signals would end the worker
    # in the middle of putting its work down. It is stopped by us alone.
    return subprocess.Popen(
        [sys.executable, "-m", "aktsom.cli.main", "worker"], env=dict(os.environ), start_new_session=True
    )


def _stop(background: subprocess.Popen[bytes]) -> None:
    """A job that takes longer than people wait is left behind with its worker; it is picked up again at the next start."""
    background.terminate()
    try:
        background.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        background.kill()
        background.wait()


def _leave_ctrl_c(_web_process: object) -> None:
    """Ctrl-C reaches every program of the terminal; a web process that also hears it from its master hangs while ending."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class _Log(Logger):  # type: ignore[misc]
    """Gunicorn's messages go the way of all others, as they may quote addresses that people asked for."""

    def setup(self, cfg: Any) -> None:
        """Leave writing to the root of the log."""
        super().setup(cfg)
        for each in (self.error_log, self.access_log):
            each.handlers.clear()
            each.propagate = True


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our options instead of its command line."""

    def __init__(self, address: str, processes: int) -> None:
        self.address, self.processes = address, processes
        super().__init__()

    def load_config(self) -> None:
        """One process with threads is enough for an institution; more can be asked for."""
        options: dict[str, Any] = {
            "bind": self.address,
            "workers": self.processes,
            "threads": THREADS,
            "worker_class": "gthread",
            "preload_app": True,
            "timeout": 120,
            "graceful_timeout": 10,
            "limit_request_line": 8190,
            "loglevel": "warning",
            "control_socket_disable": True,
            "logger_class": _Log,
            "post_worker_init": _leave_ctrl_c,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """The web application, with all its addresses: a web process that is started again answers at once."""
        application: Callable[..., Any] = import_module("aktsom.config.wsgi").application
        import_module(settings.ROOT_URLCONF)
        return application
