"""Callers as plain as can be: connections that stay open, requests that are ready, and one loop that reads all answers.

Each caller asks, reads the whole answer, looks whether it is what was wanted, and asks the next. On two cores whatever callers
take is taken from the server, as no caller elsewhere does; so they do nothing more.
"""

import select
import socket
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

AT_A_TIME = 1 << 18
PATIENCE = 60.0
END_OF_HEAD, LENGTH = b"\r\n\r\n", b"content-length: "


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request as it is sent; over which of the caller's connections; and the status and bytes that its answer must have."""

    name: str
    request: bytes
    over: str
    status: bytes
    holds: bytes
    then: "Callable[[bytes], Wanted] | None" = None
    """What the same caller asks next, from this answer."""


@dataclass
class Tally:
    """Milliseconds by kind of request, and answers that were not what was wanted."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """A request as bytes."""
    said = {**headers, "Content-Length": str(len(body))} if body else headers
    head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return head.encode() + b"\r\n" + body


def call(address: str, each_asks: Sequence[Iterator[Wanted]], seconds: float, tally: Tally) -> None:
    """Let so many callers ask what comes next to them, all at once, for a while."""
    until = time.perf_counter() + seconds
    callers = [_Caller(address, asks) for asks in each_asks]
    with select.epoll() as answers:
        asking: dict[int, _Caller] = {}
        for each in callers:
            asking[each.ask(answers)] = each
        while asking:
            for number, _event in answers.poll():
                caller = asking[number]
                if caller.read(tally):
                    del asking[number]
                    if caller.goes_on or time.perf_counter() < until:
                        asking[caller.ask(answers)] = caller
    for each in callers:
        each.close()


class _Caller:
    """One who asks one thing at a time, over connections of their own: a browser's, and a program's."""

    def __init__(self, address: str, asks: Iterator[Wanted]) -> None:
        self._address, self._asks = urlsplit(address), asks
        self._open: dict[str, socket.socket] = {}
        self._following: Wanted | None = None
        self._parts: list[bytes] = []

    @property
    def goes_on(self) -> bool:
        """Whether the last answer leads to a request that belongs to it."""
        return self._following is not None

    def ask(self, answers: select.epoll) -> int:
        """Ask the next thing; gives the number of the connection on which the answer comes."""
        self._wanted, self._following = self._following or next(self._asks), None
        self._parts.clear()
        if self._wanted.over not in self._open:
            self._open[self._wanted.over] = self._connected(answers)
        self._connection = self._open[self._wanted.over]
        self._left = -1
        self._started = time.perf_counter()
        self._connection.sendall(self._wanted.request)
        return self._connection.fileno()

    def read(self, tally: Tally) -> bool:
        """Read what has come; gives whether the answer is whole, and then has counted it."""
        part = self._connection.recv(AT_A_TIME)
        if not part:
            raise ConnectionError(f"the server hung up on {self._wanted.name}")
        self._parts.append(part)
        self._left = self._left - len(part) if self._left > 0 else self._still_to_come()
        if self._left:
            return False
        tally.taken[self._wanted.name].append((time.perf_counter() - self._started) * 1000)
        answer = b"".join(self._parts)
        if answer[9:12] != self._wanted.status or self._wanted.holds not in answer:
            tally.failed[f"{self._wanted.name} {answer[9:12].decode()}"] += 1
        elif self._wanted.then:
            self._following = self._wanted.then(answer)
        return True

    def close(self) -> None:
        """Hang up."""
        for each in self._open.values():
            each.close()

    def _connected(self, answers: select.epoll) -> socket.socket:
        made = socket.create_connection((str(self._address.hostname), self._address.port or 80), timeout=PATIENCE)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answers.register(made, select.EPOLLIN)
        return made

    def _still_to_come(self) -> int:
        """How many bytes of the answer have not come; -1 while its head is not there."""
        come = b"".join(self._parts)
        head = come.find(END_OF_HEAD)
        if head < 0:
            return -1
        said = come[:head].lower()
        length = said[said.index(LENGTH) + len(LENGTH) :].split(b"\r", 1)[0]
        return head + len(END_OF_HEAD) + int(length) - len(come)
