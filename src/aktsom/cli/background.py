"""The worker beside the web processes: made from the server when that has read everything in, so that they share the memory."""

import logging
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import psutil

PATIENCE, PAUSE, LOOK = 2, 5, 1
CALLED = "aktsom-worker"
logger = logging.getLogger(__name__)


class Listening(Protocol):
    """A socket that the web processes answer on."""

    def close(self) -> None:
        """Let go of it."""


class Background:
    """A program that does `work`. Until it is told to stop, it is made again when it ended."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._is_wanted = True
        self._started = -float(PAUSE)
        self.process: psutil.Process | None = None

    def keep(self, listening: Iterable[Listening] = ()) -> None:
        """Start it, and again if it ended, after a while: without a database it would end at once.

        What the server listens on is none of its business: it would keep the port when the server ends.
        """
        if not self._is_wanted or self.is_running() or time.monotonic() < self._started + PAUSE:
            return
        if self.process is not None:
            logger.error("the worker had ended; it is started again")
            self._end_helpers()
        self._start(listening)

    def is_running(self) -> bool:
        """Whether it is at work."""
        return self.process is not None and not _ended(self.process, within=0)

    def terminate(self) -> None:
        """Tell it to put its work down."""
        self._is_wanted = False
        if self.process is not None:
            with suppress(psutil.NoSuchProcess):
                self.process.terminate()

    def stop(self) -> None:
        """A job that takes longer than people wait is left behind with its worker; it is picked up again at the next start."""
        self.terminate()
        if self.process is None:
            return
        if not _ended(self.process, within=PATIENCE):
            self.process.kill()
            _ended(self.process, within=PATIENCE)
        self._end_helpers()

    def _end_helpers(self) -> None:
        """Programs that the worker started for a job would wait for it for ever once it was killed."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def _start(self, listening: Iterable[Listening]) -> None:
        # What is told to it before it can listen waits until it can.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        server = os.getpid()
        number = os.fork()
        if number == 0:
            self._be(listening, server)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        self.process, self._started = psutil.Process(number), time.monotonic()

    def _be(self, listening: Iterable[Listening], server: int) -> None:
        """Be the worker, and never come back to what the server was doing."""
        status = 1
        try:
            _become_another(listening)
            threading.Thread(target=_end_with, args=[server], daemon=True).start()
            self._work()
            status = 0
        finally:
            if error := sys.exc_info()[1]:
                sys.excepthook(type(error), error, error.__traceback__)
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)


def _become_another(listening: Iterable[Listening]) -> None:
    # In a group of its own: Ctrl-C reaches every program of a terminal's group at once, and two signals would end the
    # worker in the middle of putting its work down. It is stopped by the server alone.
    os.setsid()
    for each in listening:
        each.close()
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    random.seed()
    with suppress(OSError):
        Path("/proc/self/comm").write_text(CALLED)  # what `top` and `ps -o comm` call it, where there is such a thing


def _end_with(server: int) -> None:
    """A server that was killed can stop nobody: its worker would live on beside that of the next, with yesterday's program."""
    while os.getppid() == server:
        time.sleep(LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os.killpg(os.getpid(), signal.SIGKILL)


def _ended(process: psutil.Process, *, within: float) -> bool:
    """Whether it ended, at the latest after so many seconds. Its end may already have been told to somebody else."""
    try:
        process.wait(timeout=within)
    except psutil.TimeoutExpired:
        return False
    return True
