"""How many records one client creates a second over the API, and how long one takes.

By itself: `python -m benchmarks.api --url http://127.0.0.1:8000 --key aktsom_…` against a running server.
"""

import argparse
import statistics
import time
from uuid import uuid4

import httpx

RECORDS = 1000
WARM_UP = 50
AIM = 200


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
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {key}"}) as client:
        partner = _partner(client)
        for number in range(WARM_UP):
            _create(client, partner, number)
        started = time.perf_counter()
        taken = [_create(client, partner, number) for number in range(records)]
        seconds = time.perf_counter() - started
    p95 = statistics.quantiles(taken, n=20)[18]
    print(
        f"created over the API: {records / seconds:.0f} records/s (aim: {AIM}), "
        f"p50 {statistics.median(taken):.1f} ms, p95 {p95:.1f} ms"
    )


def _partner(client: httpx.Client) -> str:
    found = client.get("/api/v1/partners", params={"size": 1, "seen": "all"})
    found.raise_for_status()
    return str(found.json()["items"][0]["id"])


def _create(client: httpx.Client, partner: str, number: int) -> float:
    """Milliseconds for one."""
    described = {
        "title": f"Measured {number}",
        "kind": "research-project",
        "partners": [partner],
        "starts": "2026-01-01",
    }
    started = time.perf_counter()
    answer = client.post("/api/v1/cooperation", json=described, headers={"Idempotency-Key": str(uuid4())})
    taken = (time.perf_counter() - started) * 1000
    answer.raise_for_status()
    return taken


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
