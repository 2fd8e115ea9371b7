"""Reading and writing mixed, by several clients at once: how many requests a second are answered, and how fast.

By itself against a running demo: `python -m benchmarks.mixed --url http://127.0.0.1:8000 [--clients 8] [--seconds 20]`. Clients
are one process on the same machine (`callers.py`); what they take of the processor is printed, and so is what the server takes.

Against a PostgreSQL server: make an empty database and the two logins as docs/OPERATING.md says, and run
`DATABASE_URL=postgresql://… DATABASE_APP_URL=postgresql://… make bench ARGS=mixed`.
"""

import argparse
import itertools
import json
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import psutil

from benchmarks.callers import Tally, Wanted, call, request

ADVISER = "astrid.lunde@ntnu.demo.aktsom.example"
CLIENTS, SECONDS, WARM_UP = 8, 20.0, 3.0
AIM, AIM_P95 = 200, 300
SEED = 20_261_124

PAGES = {
    "start page": (8, "/", "<title>Start – Aktsom</title>"),
    "overview": (5, "/overview/", "Kina: "),
    "overview, one country": (3, "/overview/?country=CN", "Kina: "),
    "cooperation list": (6, "/cooperation/", "<title>Samarbeid – Aktsom</title>"),
    "partners list": (4, "/partners/", "<title>Partnere – Aktsom</title>"),
    "search": (4, "/search/?q=harbin", "Harbin"),
    "partner dossier": (5, "/partners/{partner}/", "{partner}"),
    "cooperation page": (5, "/cooperation/{cooperation}/", "{cooperation}"),
}
"""The share of each page in a hundred draws, its address, and what it must hold."""
READS = {
    "API: who am I": (5, "/api/v1/me", '"institution":"ntnu"'),
    "API: cooperation": (25, "/api/v1/cooperation?size=20", '"items":[{{"id":"'),
    "API: one cooperation": (15, "/api/v1/cooperation/{cooperation}", '{{"id":"{cooperation}"'),
}
CREATE, CHANGE = 12, 3
PERSON, PROGRAM = "person", "program"
"""Each client has a connection as somebody signed in, and one as a program with a key."""
Headers = dict[str, str]


@dataclass
class Site:
    """What the clients know of the demo: addresses, and a key."""

    key: str
    partner: str
    cooperation: str


def measure(address: str, clients: int = CLIENTS, seconds: float = SECONDS) -> None:
    """Let the clients ask for a while, and print what they got."""
    with httpx.Client(base_url=address, follow_redirects=True, timeout=30) as browser:
        _sign_in(browser)
        site, made = _site(address, browser)
        plain = {"Host": urlsplit(address).netloc, "Accept-Encoding": "identity"}
        person = plain | {"Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}
        program = plain | {"Authorization": f"Bearer {site.key}"}
        asked = [_asked(site, person, program, SEED + each) for each in range(clients)]
        call(address, asked, WARM_UP, Tally())
        tally, started, spent, worked = Tally(), time.perf_counter(), time.process_time(), _worked()
        call(address, asked, seconds, tally)
        passed, own, all_own = time.perf_counter() - started, time.process_time() - spent, _worked() - worked
        _end(address, browser, made)
    _print(tally, clients, passed, own, own / all_own)


def _worked() -> float:
    """Seconds of processor that all programs of the machine have taken."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system)


def _asked(site: Site, person: Headers, program: Headers, seed: int) -> Iterator[Wanted]:
    """What one client asks, one after the other, without end."""
    chance = random.Random(seed)
    kinds, shares = _mixture(site, person, program)
    while True:
        yield chance.choices(kinds, shares)[0]()


def _mixture(site: Site, person: Headers, program: Headers) -> tuple[list[Callable[[], Wanted]], list[int]]:
    """What can be asked, ready to be sent where it is the same every time; and the share of each."""
    asked: list[tuple[int, Callable[[], Wanted]]] = []
    for kinds, over, headers in ((PAGES, PERSON, person), (READS, PROGRAM, program)):
        for name, (share, path, holds) in kinds.items():
            path, holds = path.format(**vars(site)), holds.format(**vars(site))
            ready = Wanted(name, request("GET", path, headers), over, b"200", holds.encode())
            asked.append((share, partial(_same, ready)))
    numbers = itertools.count()
    asked.append((CREATE, lambda: _create(program, site, next(numbers))))
    asked.append((CHANGE, lambda: _create(program, site, next(numbers), then_change=True)))
    return [ask for _share, ask in asked], [share for share, _ask in asked]


def _same(ready: Wanted) -> Wanted:
    return ready


def _create(program: Headers, site: Site, number: int, *, then_change: bool = False) -> Wanted:
    """A record that is made once, however often the request arrives."""
    title = f"Mixed {number}"
    described = {"title": title, "kind": "research-project", "partners": [site.partner]}
    headers = program | {"Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
    sent = request("POST", "/api/v1/cooperation", headers, json.dumps(described).encode())
    then = partial(_change, program, title) if then_change else None
    return Wanted("API: register", sent, PROGRAM, b"201", b'"version":1', then)


def _change(program: Headers, title: str, made: bytes) -> Wanted:
    said = json.loads(made.partition(b"\r\n\r\n")[2])
    changed = {"version": said["version"], "title": f"{title}, changed"}
    headers = program | {"Content-Type": "application/json"}
    sent = request("PATCH", said["url"], headers, json.dumps(changed).encode())
    return Wanted("API: change", sent, PROGRAM, b"200", changed["title"].encode())


def _sign_in(browser: httpx.Client) -> None:
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/sign-in/").text)
    assert token is not None
    browser.post("/demo/sign-in/", data={"email": ADVISER, "csrfmiddlewaretoken": token[1]}).raise_for_status()


def _site(address: str, browser: httpx.Client) -> tuple[Site, str]:
    """What to ask for, and the id of the key that was made."""
    made = browser.post("/api/v1/keys", json={"label": "benchmark"}, headers=_token(address, browser))
    made.raise_for_status()
    partner = browser.get("/api/v1/partners", params={"size": 1, "hits": True, "seen": "all"}).json()["items"][0]["id"]
    cooperation = browser.get("/api/v1/cooperation", params={"size": 1}).json()["items"][0]["id"]
    return Site(made.json()["key"], partner, cooperation), made.json()["id"]


def _end(address: str, browser: httpx.Client, key: str) -> None:
    browser.delete(f"/api/v1/keys/{key}", headers=_token(address, browser)).raise_for_status()


def _token(address: str, browser: httpx.Client) -> dict[str, str]:
    return {"X-CSRFToken": browser.cookies["csrftoken"], "Referer": address}


def _print(tally: Tally, clients: int, seconds: float, own: float, share: float) -> None:
    everything = sorted(itertools.chain.from_iterable(tally.taken.values()))
    for name, taken in sorted(tally.taken.items()):
        print(f"  {name:<28}{len(taken):6}   p50 {statistics.median(taken):6.0f} ms   p95 {_p95(taken):6.0f} ms")
    print(
        f"mixed, {clients} clients: {len(everything) / seconds:.0f} requests/s (aim: {AIM}), p95 {_p95(everything):.0f} ms"
        f" (aim: {AIM_P95} ms); the clients took {own / len(everything) * 1000:.2f} ms of processor for each, "
        f"{share:.1%} of what the machine worked meanwhile"
    )
    drawn = len(everything) - len(tally.taken["API: change"])
    print(f"  {drawn / seconds:.0f}/s where to register and then change counts as one, as it did until November 2026")
    for name, number in tally.failed.items():
        print(f"  not what was wanted: {name}, {number} times")


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[18] if len(taken) > 1 else taken[0]


def main() -> None:
    """Read the address, and measure."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--url", required=True)
    arguments.add_argument("--clients", type=int, default=CLIENTS)
    arguments.add_argument("--seconds", type=float, default=SECONDS)
    given = arguments.parse_args()
    measure(given.url, given.clients, given.seconds)


if __name__ == "__main__":
    main()
