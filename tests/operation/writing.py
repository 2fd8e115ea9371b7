"""Programs that register cooperation all the time, and remember what the server acknowledged to them."""

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from uuid import UUID, uuid4

WRITERS = 2
TIMEOUT = 20
MADE = (200, 201)


@dataclass
class Written:
    """What was sent, what came back, and how often the server went away in between."""

    sent: set[UUID] = field(default_factory=set)
    acknowledged: dict[UUID, UUID] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    cut_off: int = 0


@contextmanager
def writing(port: int, key: str, partner: UUID, written: Written) -> Iterator[None]:
    """Let two programs write for as long as the block runs."""
    enough = Event()
    writers = [
        Thread(target=_Writer(port, key, partner, written, enough).write, name=f"writer {number}")
        for number in range(WRITERS)
    ]
    for each in writers:
        each.start()
    try:
        yield
    finally:
        enough.set()
        for each in writers:
            each.join()


@dataclass
class _Writer:
    port: int
    key: str
    partner: UUID
    written: Written
    enough: Event

    def write(self) -> None:
        """Every second time that the answer stays away the same is sent again, as a careful program does."""
        again, token = False, uuid4()
        while not self.enough.is_set():
            self.written.sent.add(token)
            answered = self._send(token)
            again = not answered and not again
            if not again:
                token = uuid4()

    def _send(self, token: UUID) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            connection.request("POST", "/api/v1/cooperation", body=self._body(token), headers=self._headers(token))
            answer = connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.written.cut_off += not isinstance(error, ConnectionRefusedError)
            return False
        finally:
            connection.close()
        if answer.status in MADE:
            self.written.acknowledged[token] = UUID(json.loads(said)["id"])
        else:
            self.written.refused.append(f"{answer.status} {said[:300]!r}")
        return True

    def _body(self, token: UUID) -> str:
        return json.dumps({"title": f"Roses {token}", "kind": "research-project", "partners": [f"{self.partner}"]})

    def _headers(self, token: UUID) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"{token}",
        }
