"""The web processes: Gunicorn with our options, that starts light and stops at once."""

import gc
import selectors
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from queue import Empty, SimpleQueue
from threading import Lock
from types import FrameType
from typing import Any, Generic, TypeVar

from django.conf import settings
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from aktsom.core.beforehand import read_in

T = TypeVar("T")
THREADS = 3
KEEP_ALIVE = 75
"""Seconds that a silent connection stays open: longer than a proxy's or a program's, so that none is cut as it asks again."""
STEPS_OF_CLEARING = (10_000, 20, 20)


class WarmestFirst(Generic[T]):
    """A queue where the thread that came last to wait is served first: its connection to the database is the warmest.

    The library's threads take turns, and for a caller who asks one thing after the other each of them is cold.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._work: deque[T] = deque()
        self._idle: list[SimpleQueue[T]] = []

    def put(self, work: T) -> None:
        """Hand it to the thread that was at work last, or keep it until one comes."""
        with self._lock:
            if self._idle:
                self._idle.pop().put(work)
            else:
                self._work.append(work)

    def get(self, block: bool = True) -> T:
        """What waits longest; when nothing waits, wait for it."""
        with self._lock:
            if self._work:
                return self._work.popleft()
            if not block:
                raise Empty
            own: SimpleQueue[T] = SimpleQueue()
            self._idle.append(own)
        return own.get()

    def get_nowait(self) -> T:
        """What waits longest; raises `Empty` when nothing does."""
        return self.get(block=False)


class WebProcess(ThreadWorker):  # type: ignore[misc]
    """One web process. No thread waits for what a browser that only connected may ask, nor does its end."""

    def get_thread_pool(self) -> Any:
        """The threads that answer, the warmest first."""
        threads = super().get_thread_pool()
        threads._work_queue = WarmestFirst()
        return threads

    def enqueue_req(self, conn: Any) -> None:
        """Give a connection to a thread as soon as something is asked on it."""
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """Told to end at once: end as soon as what is being answered is answered, like `handle_exit`.

        Gunicorn's own shuts the threads down from within the signal. When that comes while a connection is being handed to
        a thread, both want the same lock: the process hangs until it is killed, ten seconds later.
        """
        self.handle_exit(sig, frame)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Take new connections or not; when it ends, let go of those on which nothing was asked."""
        super().set_accept_enabled(enabled)
        if not self.alive:
            for each in self.pending_conns:
                each.timeout = 0
            self.murder_pending()
            self.murder_keepalived(force=True)


def _settle(_web_process: object) -> None:
    """Ctrl-C reaches every program of the terminal; a web process that also hears it from its master hangs while ending."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*STEPS_OF_CLEARING)


class _Log(Logger):  # type: ignore[misc]
    """Gunicorn's messages go the way of all others, as they may quote addresses that people asked for."""

    def setup(self, cfg: Any) -> None:
        """Leave writing to the root of the log."""
        super().setup(cfg)
        for each in (self.error_log, self.access_log):
            each.handlers.clear()
            each.propagate = True


class Master(Arbiter):  # type: ignore[misc]
    """What looks after the web processes every second also looks after the programs that they need."""

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
