"""The web processes: Gunicorn with our options, that starts light and stops at once."""

import gc
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from importlib import import_module
from types import FrameType
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from aktsom.cli.in_time import End, InTime
from aktsom.config.threads import keep_by_thread
from aktsom.core.beforehand import read_in

THREADS = 3
KEEP_ALIVE = 75
"""Seconds that a silent connection stays open: longer than a proxy's or a program's, so that none is cut as it asks again."""
STEPS_OF_CLEARING = (10_000, 20, 20)


class WebProcess(ThreadWorker):  # type: ignore[misc]
    """One web process. Whichever of its threads is free waits for the next request on any connection, and answers it itself.

    The library's main thread hands each request to a thread and gets the connection back, at a tenth of what an answer costs.
    Here it only takes new connections and closes silent ones. No thread waits for what a browser that only connected may
    ask, nor does the end. The system wakes the thread that came last to wait: its connection to the database is the warmest.
    """

    alive: bool

    def run(self) -> None:
        """Answer until told to end."""
        self.silent: dict[int, Any] = {}
        self.handing = threading.Lock()
        self.asked, self.end = select.epoll(), End()
        self.asked.register(self.end.told, select.EPOLLIN)
        for _ in range(self.cfg.threads):
            self._start_thread()
        super().run()

    def is_parent_alive(self) -> bool:
        """Whether the server is; a web process ends with it."""
        if not super().is_parent_alive():
            self.alive = False
        return self.alive

    def enqueue_req(self, conn: Any) -> None:
        """Wait until something is asked on a connection: a new one, or one whose last request is answered."""
        if not conn.initialized:
            conn.sock, conn.data_ready = InTime.of(conn.sock, self.end), True
        conn.set_timeout()
        self._watch(conn)

    def _watch(self, conn: Any) -> None:
        with self.handing:  # who takes it in between would look for it where it is not yet
            self.silent[conn.sock.fileno()] = conn
            self.asked.register(conn.sock, select.EPOLLIN | select.EPOLLONESHOT)

    def murder_keepalived(self, force: bool = False) -> None:
        """Close what is silent for too long, the longest silent of too many, and at the end all that is silent."""
        for number, conn in list(self.silent.items()):
            may_stay = conn.timeout > time.monotonic() and len(self.silent) <= self.max_keepalived
            if not (may_stay and self.alive and not force) and (taken := self._taken(number)):
                self._close(taken)

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """Told to end at once: end as soon as what is being answered is answered, like `handle_exit`.

        Gunicorn's own shuts the threads down from within the signal. When that comes while a connection is being handed to
        a thread, both want the same lock: the process hangs until it is killed, ten seconds later.
        """
        self.handle_exit(sig, frame)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Take new connections or not; when it ends, let go of those on which nothing was asked, or half of something."""
        super().set_accept_enabled(enabled)
        if not self.alive:
            self.end.come()
            self.murder_keepalived(force=True)

    def _start_thread(self, _failed: object = None) -> None:
        """A thread that a fault ended makes room for another."""
        if self.alive:
            self.tpool.submit(self._answer_what_is_asked).add_done_callback(self._start_thread)

    def _answer_what_is_asked(self) -> None:
        while True:
            for number, _event in self.asked.poll(maxevents=1):
                if number == self.end.told:
                    return
                if conn := self._taken(number):
                    self._begin(conn)

    def _taken(self, number: int) -> Any:
        """A connection out of the silent ones; None when another thread was first. It belongs to whoever took it."""
        with self.handing:
            conn = self.silent.pop(number, None)
            if conn is not None:
                self.asked.unregister(number)
        return conn

    def _begin(self, conn: Any) -> None:
        """Answer, or wait on for the rest of what is asked."""
        if conn.sock.has_head():
            self._answer(conn)
        elif self.alive:
            conn.timeout = min(conn.timeout, conn.sock.until)
            self._watch(conn)
        else:
            self._close(conn)

    def _answer(self, conn: Any) -> None:
        keep, asked = False, True
        try:
            while asked:
                conn.sock.begin()
                keep = self.handle(conn)
                # the next request may have been read along with the last
                asked = keep and conn.initialized and (conn.parser.unreader.buf.getvalue() or conn.sock.came)
        finally:
            if keep and self.alive:
                self.enqueue_req(conn)
            else:
                self._close(conn, graceful=True)

    def _close(self, conn: Any, *, graceful: bool = False) -> None:
        conn.sock.end = None  # what is still sent is taken a little longer, lest the answer be lost with it
        with suppress(OSError):  # the library has closed it already when an answer failed after its head was given
            conn.close(graceful=graceful)
        self.method_queue.defer(self._count_closed)

    def _count_closed(self) -> None:
        self.nr_conns -= 1


def _settle(_web_process: object) -> None:
    """Ctrl-C reaches every program of the terminal; a web process that also hears it from its master hangs while ending."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    gc.set_threshold(*STEPS_OF_CLEARING)


class _Log(Logger):  # type: ignore[misc]
    """Gunicorn's messages go the way of all others, as they may quote addresses that people asked for."""

    def setup(self, cfg: Any) -> None:
        """Leave writing to the root of the log, with the place that a message comes from, not the one that hands it on."""
        super().setup(cfg)
        for each in (self.error_log, self.access_log):
            each.handlers.clear()
            each.propagate = True
        for name in ("critical", "error", "exception", "warning"):
            setattr(self, name, getattr(self.error_log, name))


class Master(Arbiter):  # type: ignore[misc]
    """What looks after the web processes every second also looks after the programs that they need."""

    def spawn_worker(self) -> int:
        """Make a web process.

        Until it can listen, it has the master's ears and would forget what they hear: then it would not end, and be killed.
        At its end it leaves alone what the master clears up.
        """
        server, before = os.getpid(), signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            return int(super().spawn_worker())
        except SystemExit as ended:
            if os.getpid() == server:
                raise
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(ended.code if isinstance(ended.code, int) else 1)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def murder_workers(self) -> None:
        """End those that hang, as Gunicorn does, and bring back what ended."""
        super().murder_workers()
        self.app.look_after(self.LISTENERS)


class WebServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our options instead of its command line."""

    def __init__(
        self,
        address: str,
        processes: int,
        *,
        when_told_to_stop: Callable[[], None],
        look_after: Callable[[Iterable[Any]], None],
    ) -> None:
        self.address, self.processes, self.when_told_to_stop = address, processes, when_told_to_stop
        self.look_after = look_after
        super().__init__()

    def run(self) -> None:
        """Serve until told to stop."""
        Master(self).run()

    def load_config(self) -> None:
        """Threads wait for the database while others compute; each has a connection of its own, which takes memory there."""
        options: dict[str, Any] = {
            "bind": self.address,
            "workers": self.processes,
            "threads": THREADS,
            "worker_class": f"{__name__}.WebProcess",
            "preload_app": True,
            "timeout": 120,
            "graceful_timeout": 10,
            "keepalive": KEEP_ALIVE,
            "limit_request_line": 8190,
            "loglevel": "warning",
            "control_socket_disable": True,
            "logger_class": _Log,
            "when_ready": self._say_when_told_to_stop,
            "post_worker_init": _settle,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """The web application with its addresses and what rooms keep in memory: a new web process answers at once."""
        application: Callable[..., Any] = import_module("aktsom.config.wsgi").application
        import_module(settings.ROOT_URLCONF)
        read_in()
        keep_by_thread()
        gc.collect()
        # What is there now stays: nobody needs to look through it again, and processes share its pages.
        gc.freeze()
        return application

    def _say_when_told_to_stop(self, _arbiter: object) -> None:
        """The worker puts its work down while the web processes finish their answers, not after them."""
        for number in (signal.SIGINT, signal.SIGTERM):
            following = signal.getsignal(number)
            signal.signal(number, partial(self._told, following))

    def _told(self, following: Any, number: int, frame: FrameType | None) -> None:
        self.when_told_to_stop()
        following(number, frame)
