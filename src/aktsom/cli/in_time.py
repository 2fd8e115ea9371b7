"""What is asked must come in time: a client that sends next to nothing does not hold one of the few threads."""

import select
import socket
import time

GRACE = 15.0
"""Seconds within which a request comes, however slow the line is."""
SLOWEST = 20_000
"""Bytes a second that it comes at when it takes longer."""
HEAD_ENDS = b"\r\n\r\n"
AT_ONCE, LONGEST_HEAD = 16_384, 65_536


class InTime(socket.socket):
    """A connection whose requests are worth a thread once their head is there, and end as if the client had left when late.

    How long an answer takes counts only while something is still read.
    """

    until = 0.0
    came = b""

    @classmethod
    def of(cls, plain: socket.socket) -> "InTime":
        """The same connection, which the plain one then no longer has."""
        return cls(plain.family, plain.type, plain.proto, plain.detach())

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
        if self.gettimeout() is not None:  # who set a limit of their own wants that one
            return super().recv(size, flags)
        found = self._in_time(size, flags)
        self.until += len(found) / SLOWEST
        return found

    def _in_time(self, size: int, flags: int) -> bytes:
        while (left := self.until - time.monotonic()) > 0:
            try:
                return super().recv(size, flags | socket.MSG_DONTWAIT)
            except BlockingIOError:
                waiting = select.poll()
                waiting.register(self, select.POLLIN)
                waiting.poll(left * 1000)
        return b""
