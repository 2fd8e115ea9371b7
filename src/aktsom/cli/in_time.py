"""What is asked must come in time, and its answer be taken: a client that does neither does not hold one of the few threads."""

import errno
import math
import os
import select
import socket
import time
from typing import Any

GRACE = 20.0
"""Seconds within which a request comes, or a piece of an answer goes, however slow the line is."""
SLOWEST = 4_000
"""Bytes a second that it comes or goes at when it takes longer."""
TO_COME, TO_GO = 1.0, 5.0
"""Seconds that are left for the rest of a request, and of an answer, once the process is told to end."""
HEAD_ENDS = b"\r\n\r\n"
AT_ONCE, LONGEST_HEAD, BLOCK = 16_384, 65_536, 262_144


class End:
    """The end of a process: what its threads wait for beside their connections, and when it came."""

    def __init__(self) -> None:
        self.told, self.at = os.eventfd(0), math.inf

    def come(self) -> None:
        """Wake everybody who waits."""
        self.at = min(self.at, time.monotonic())
        os.eventfd_write(self.told, 1)


class InTime(socket.socket):
    """A connection whose requests are worth a thread once their head is there, and end as if the client had left when late.

    How long an answer takes counts only while something is still read.
    """

    until = 0.0
    came = b""
    end: End | None = None

    @classmethod
    def of(cls, plain: socket.socket, end: End) -> "InTime":
        """The same connection, which the plain one then no longer has."""
        one = cls(plain.family, plain.type, plain.proto, plain.detach())
        one.end = end
        return one

    def begin(self) -> None:
        """A request begins to come, or to be read."""
        self.until = time.monotonic() + GRACE

    def has_head(self) -> bool:
        """Whether there is enough to answer: a whole head, too much for one, or the end. Waits for nothing."""
        if not self.came:
            self.begin()
        try:
            more = super().recv(AT_ONCE, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True
        self.came += more
        return not more or HEAD_ENDS in self.came or len(self.came) > LONGEST_HEAD

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """What came; nothing when the client left or is too slow."""
        if self.came:
            found, self.came = self.came[:size], self.came[size:]
            return found
        if own := self.gettimeout():  # who set a limit of their own wants that one
            if not self._ready(select.POLLIN, time.monotonic() + own):
                raise TimeoutError
            return super().recv(size, flags)
        found = self._in_time(size, flags)
        self.until = _later(self.until, len(found))
        return found

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Give a piece of an answer; raises `BrokenPipeError` when the client is gone or does not take it."""
        if self.gettimeout() is not None:
            super().sendall(data, flags)
        else:
            self._give(data, time.monotonic() + GRACE)

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        """The same with a part of a file; gives how much of it there was."""
        until, given = time.monotonic() + GRACE, 0
        file.seek(offset)
        while block := file.read(BLOCK if count is None else min(BLOCK, count - given)):
            until = self._give(block, until)
            given += len(block)
        return given

    def _in_time(self, size: int, flags: int) -> bytes:
        while True:
            try:
                return super().recv(size, flags | socket.MSG_DONTWAIT)
            except BlockingIOError:
                if not self._ready(select.POLLIN, self.until):
                    return b""

    def _give(self, data: Any, until: float) -> float:
        left = memoryview(data)
        while left:
            try:
                sent = super().send(left, socket.MSG_DONTWAIT)
            except BlockingIOError:
                if not self._ready(select.POLLOUT, until):
                    raise BrokenPipeError(errno.EPIPE, "the client does not take its answer") from None
            else:
                left, until = left[sent:], _later(until, sent)
        return until

    def _ready(self, event: int, until: float) -> bool:
        """Whether it can go on, before that moment, and soon when the process is told to end meanwhile."""
        waiting = select.poll()
        waiting.register(self, event)
        if self.end is None:
            return _comes(waiting, until)
        waiting.register(self.end.told, select.POLLIN)
        found = _comes(waiting, until)
        if self.end.at == math.inf:
            return found
        waiting.unregister(self.end.told)
        return _comes(waiting, min(until, self.end.at + (TO_COME if event == select.POLLIN else TO_GO)))


def _comes(waiting: select.poll, until: float) -> bool:
    left = until - time.monotonic()
    return left > 0 and bool(waiting.poll(left * 1000))


def _later(until: float, size: int) -> float:
    """What came or went gives time for more, never more than for a pause of `GRACE`."""
    return min(until + size / SLOWEST, time.monotonic() + GRACE)
