"""Reading and writing mixed, by several clients at once: how many requests a second are answered, and how fast.

By itself against a running demo: `python -m benchmarks.mixed --url http://127.0.0.1:8000 [--clients 8] [--seconds 20]`. Clients
are one process on the same machine, as plain as can be; what they cost is printed, because on two cores it is taken from the
server, as no client elsewhere does.

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
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

ADVISER = "astrid.lunde@ntnu.demo.aktsom.example"
CLIENTS, SECONDS, WARM_UP = 8, 20.0, 3.0
AIM, AIM_P95 = 200, 300
SEED = 20_261_124

PAGES = {
    "start page": (8, "/"),
    "overview": (5, "/overview/"),
    "overview, one country": (3, "/overview/?country=CN"),
    "cooperation list": (6, "/cooperation/"),
    "partners list": (4, "/partners/"),
    "search": (4, "/search/?q=harbin"),
    "partner dossier": (5, ""),
    "cooperation page": (5, ""),
}
"""The share of each page in a hundred requests, and its address ("" for one that is looked up)."""
READS = {"API: who am I": (5, "/api/v1/me"), "API: cooperation": (25, "/api/v1/cooperation?size=20")}
READ_ONE, CREATE, CHANGE = 15, 12, 3


@dataclass
class Site:
    """What the clients know of the demo: addresses, and a key."""

    key: str
    partner: str
    cooperation: str


@dataclass
class Tally:
    """Milliseconds by kind of request, and answers that were none."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def measure(address: str, clients: int = CLIENTS, seconds: float = SECONDS) -> None:
    """Let the clients ask for a while, and print what they got."""
    with httpx.Client(base_url=address, follow_redirects=True, timeout=30) as browser:
        _sign_in(browser)
        site, made = _site(address, browser)
        cookies = dict(browser.cookies)
        clients_of = partial(_run, address, cookies, site, clients)
        clients_of(WARM_UP, Tally())
        tally, started, spent = Tally(), time.perf_counter(), time.process_time()
        clients_of(seconds, tally)
        passed, own = time.perf_counter() - started, time.process_time() - spent
        _end(address, browser, made)
    _print(tally, clients, passed, own)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


class Caller:
    """One connection that stays open, with the headers that go with every request."""

    def __init__(self, address: str, headers: dict[str, str]) -> None:
        self._connection = HTTPConnection(str(urlsplit(address).hostname), urlsplit(address).port, timeout=60)
        self._headers = headers

    def get(self, path: str) -> Answer:
        """Ask."""
        return self._answer("GET", path, None, self._headers)

    def send(self, method: str, path: str, what: dict[str, object]) -> Answer:
        """Send something; what is made is made once, however often it arrives."""
        headers = {**self._headers, "Content-Type": "application/json"}
        if method == "POST":
            headers["Idempotency-Key"] = str(uuid4())
        return self._answer(method, path, json.dumps(what).encode(), headers)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _answer(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        self._connection.request(method, path, body=body, headers=headers)
        answer = self._connection.getresponse()
        return Answer(answer.status, answer.read())


def _run(address: str, cookies: dict[str, str], site: Site, clients: int, seconds: float, tally: Tally) -> None:
    until = time.perf_counter() + seconds
    with ThreadPoolExecutor(clients) as threads:
        working = [threads.submit(_client, address, cookies, site, SEED + n, until, tally) for n in range(clients)]
        for each in working:
            each.result()


def _client(address: str, cookies: dict[str, str], site: Site, seed: int, until: float, tally: Tally) -> None:
    chance = random.Random(seed)
    person = Caller(address, {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())})
    program = Caller(address, {"Authorization": f"Bearer {site.key}"})
    kinds, weights = _mixture(site, person, program)
    while time.perf_counter() < until:
        name, ask = chance.choices(kinds, weights)[0]
        started = time.perf_counter()
        answer = ask()
        tally.taken[name].append((time.perf_counter() - started) * 1000)
        if answer.status >= 300:
            tally.failed[f"{name} {answer.status}"] += 1
    person.close()
    program.close()


Ask = Callable[[], Answer]


def _mixture(site: Site, person: Caller, program: Caller) -> tuple[list[tuple[str, Ask]], list[int]]:
    known = {"partner dossier": f"/partners/{site.partner}/", "cooperation page": f"/cooperation/{site.cooperation}/"}
    asked: list[tuple[int, str, Ask]] = [
        (share, name, partial(person.get, url or known[name])) for name, (share, url) in PAGES.items()
    ]
    asked += [(share, name, partial(program.get, url)) for name, (share, url) in READS.items()]
    asked.append((READ_ONE, "API: one cooperation", partial(program.get, f"/api/v1/cooperation/{site.cooperation}")))
    numbers = itertools.count()
    asked.append((CREATE, "API: register", lambda: _create(program, site, next(numbers))))
    asked.append((CHANGE, "API: register and change", lambda: _create_and_change(program, site, next(numbers))))
    return [(name, ask) for _share, name, ask in asked], [share for share, _name, _ask in asked]


def _create(program: Caller, site: Site, number: int) -> Answer:
    described: dict[str, object] = {"title": f"Mixed {number}", "kind": "research-project", "partners": [site.partner]}
    return program.send("POST", "/api/v1/cooperation", described)


def _create_and_change(program: Caller, site: Site, number: int) -> Answer:
    made = _create(program, site, number)
    if made.status != httpx.codes.CREATED:
        return made
    said: dict[str, Any] = json.loads(made.body)
    changed = {"version": said["version"], "title": f"Mixed {number}, changed"}
    return program.send("PATCH", said["url"], changed)


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


def _print(tally: Tally, clients: int, seconds: float, own: float) -> None:
    everything = sorted(itertools.chain.from_iterable(tally.taken.values()))
    for name, taken in sorted(tally.taken.items()):
        print(f"  {name:<28}{len(taken):6}   p50 {statistics.median(taken):6.0f} ms   p95 {_p95(taken):6.0f} ms")
    print(
        f"mixed, {clients} clients: {len(everything) / seconds:.0f} requests/s (aim: {AIM}), p95 {_p95(everything):.0f} ms"
        f" (aim: {AIM_P95} ms); the clients took {own / len(everything) * 1000:.1f} ms of processor for each"
    )
    for name, number in tally.failed.items():
        print(f"  not answered: {name}, {number} times")


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
