"""`aktsom serve`: the pages and the API on one port, with a worker for what runs in the background."""

import logging
import os
import socket
import sys
import tempfile
from collections.abc import Iterable
from functools import partial
from importlib import import_module

import click
from procrastinate import PsycopgConnector
from procrastinate.contrib.django.utils import connector_params

from aktsom.cli.background import Background, Listening
from aktsom.cli.setup import bring_up_to_date, spoken, with_django
from aktsom.cli.web_processes import WebServer
from aktsom.config.checking import refuse_unusable
from aktsom.config.database import start_embedded_if_ended
from aktsom.core.errors import SetupError
from aktsom.core.mail import SERVER
from aktsom.engine.wording import said

PORTS_TO_TRY = 50
HIGHEST_PORT = 65_535
MOST_CONNECTIONS = 4
PROCESSES = 2
logger = logging.getLogger(__name__)
PORT = click.IntRange(1, HIGHEST_PORT)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=PORT, default=8000, show_default=True, help="The port; the next free one is taken if it is in use."
)
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    default=PROCESSES,
    show_default=True,
    help="Web processes; each computes on one core, and answers three requests at a time.",
)
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
    work_in_the_background()


def work_in_the_background() -> None:
    """The worker's work. Django must be set up."""
    queue = import_module("procrastinate.contrib.django").app
    # One thing at a time needs one connection, and seldom a second; the library would keep four.
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=MOST_CONNECTIONS)
    with queue.replace_connector(connector):
        queue.run_worker(concurrency=1)


def serve_pages(host: str, port: int, *, processes: int = PROCESSES, with_worker: bool = True) -> None:
    """Serve until stopped. The database must be up to date and Django set up."""
    SERVER.port = free = free_port(host, port)
    click.echo(spoken(said("Aktsom is at {address}  (stop with Ctrl-C)", address=f"http://{host}:{free}")))
    sys.stdout.flush()
    background = Background(work_in_the_background) if with_worker else None
    try:
        WebServer(
            f"{host}:{free}",
            processes,
            when_told_to_stop=background.terminate if background else _nothing,
            look_after=partial(_look_after, background),
        ).run()
    finally:
        if background is not None:
            background.stop()


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
    last = wanted + PORTS_TO_TRY - 1
    raise SetupError(
        spoken(said("None of the ports {first} to {last} on {host} is free.", first=wanted, last=last, host=host)),
        remedy=spoken(said("Stop what uses them, or choose another with --port.")),
    )


def _look_after(background: Background | None, listening: Iterable[Listening]) -> None:
    """Bring back the embedded database and the worker, which is first made here; what fails is tried again a second later."""
    try:
        if start_embedded_if_ended():
            logger.error("the embedded database had ended; it was started again")
    except SetupError as error:
        logger.exception("the embedded database ended and does not start: %s", error.remedy)
    else:
        if background is not None:
            background.keep(listening)


def _nothing() -> None:
    """There is no worker to stop."""
