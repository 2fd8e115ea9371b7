"""How many records one client creates a second over the API, and how long one takes; and how many in calls of two hundred.

By itself: `python -m benchmarks.api --url http://127.0.0.1:8000 --key aktsom_…` against a running server.

The client is as plain as can be, because on two cores whatever it takes is taken from the server; what it took is printed. Each
record is on disk before it is acknowledged, so a write to the disk is printed too: nobody is faster than that.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from http.client import HTTPConnection
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

RECORDS, WARM_UP = 1000, 50
AT_ONCE, CALLS = 200, 5
AIM = 200
WRITES, PAGE = 100, b"x" * 8192
ONE, MANY = "/api/v1/cooperation", "/api/v1/cooperation/bulk"


def measure(address: str, browser: httpx.Client) -> None:
    """With a key that the signed-in browser makes, and ends again afterwards."""
    token = {"X-CSRFToken": browser.cookies["csrftoken"], "Referer": address}
    made = browser.post("/api/v1/keys", json={"label": "benchmark"}, headers=token)
    made.raise_for_status()
    try:
        report(address, made.json()["key"])
    finally:
        browser.delete(f"/api/v1/keys/{made.json()['id']}", headers=token).raise_for_status()


def report(address: str, key: str, records: int = RECORDS) -> None:
    """Create cooperation one after the other over one connection, and print what it took."""
    with Program(address, key) as program:
        for number in range(WARM_UP):
            program.send(ONE, program.described(number))
        written, started, own = _write(), time.perf_counter(), time.process_time()
        taken = [program.send(ONE, program.described(number)) for number in range(records)]
        seconds, own = time.perf_counter() - started, time.process_time() - own
        at_once = [program.described(number) for number in range(AT_ONCE)]
        many = sum(program.send(MANY, {"records": at_once}) for _ in range(CALLS)) / 1000
    p95 = statistics.quantiles(taken, n=20)[18]
    print(
        f"created over the API: {records / seconds:.0f} records/s (aim: {AIM}), p50 {statistics.median(taken):.1f} ms, "
        f"p95 {p95:.1f} ms; of each the client took {own / records * 1000:.1f} ms of processor, and a write to the disk takes "
        f"{written:.1f} ms"
    )
    print(f"  in calls of {AT_ONCE}: {AT_ONCE * CALLS / many:.0f} records/s")


class Program:
    """A program with a key, over one connection."""

    def __init__(self, address: str, key: str) -> None:
        self._connection = HTTPConnection(str(urlsplit(address).hostname), urlsplit(address).port, timeout=60)
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self._partner = ""

    def __enter__(self) -> "Program":
        self._connection.request("GET", "/api/v1/partners?size=1&seen=all", headers=self._headers)
        self._partner = json.loads(self._connection.getresponse().read())["items"][0]["id"]
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    def described(self, number: int) -> dict[str, object]:
        """A cooperation."""
        return {
            "title": f"Measured {number}",
            "kind": "research-project",
            "partners": [self._partner],
            "starts": "2026-01-01",
        }

    def send(self, path: str, what: dict[str, object]) -> float:
        """Milliseconds for one call."""
        body, headers = json.dumps(what).encode(), {**self._headers, "Idempotency-Key": str(uuid4())}
        started = time.perf_counter()
        self._connection.request("POST", path, body=body, headers=headers)
        answer = self._connection.getresponse()
        said = answer.read()
        taken = (time.perf_counter() - started) * 1000
        if answer.status not in (200, 201):
            raise RuntimeError(f"{answer.status}: {said[:300]!r}")
        return taken


def _write() -> float:
    """The median of milliseconds for a page of eight kilobytes that is on disk."""
    taken = []
    with tempfile.TemporaryFile() as file:
        file.write(PAGE * WRITES)
        os.fsync(file.fileno())
        for number in range(WRITES):
            started = time.perf_counter()
            os.pwrite(file.fileno(), PAGE, len(PAGE) * number)
            os.fdatasync(file.fileno())
            taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Read the address and the key, and measure."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--url", required=True)
    arguments.add_argument("--key", required=True)
    arguments.add_argument("--records", type=int, default=RECORDS)
    given = arguments.parse_args()
    report(given.url, given.key, given.records)


if __name__ == "__main__":
    main()
